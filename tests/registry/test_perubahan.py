"""A version of a draft tells old → new of what it changed in its parts, and only that."""

import copy

import pytest

from registry.models import Indikator, Instansi, LembarInstansi, Penetapan, Rumus, Variabel
from registry.services import rancangan as r
from registry.services import rancangan_susun as susun
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.penetapan_salin import penetapan_delete
from registry.services.penetapan_siklus import penetapan_revoke
from registry.services.rancangan_rumus import rancangan_rumus_save, rumus_sidik
from registry.services.riwayat_umum import Saring, riwayat_page
from registry.services.rumus import with_references
from registry.services.variabel import as_data
from tests.registry.test_penetapan_salin import salin
from tests.registry.test_penetapan_siklus import lengkap, tetapkan

pytestmark = pytest.mark.django_db
CAMAT = "lumajang-kecamatan-2020"


@pytest.fixture
def draf(cast) -> Penetapan:
    """One lampiran, one sheet, one sasaran, three indicators."""
    return salin(cast["admin"])


@pytest.fixture
def besar(cast) -> Penetapan:
    return salin(cast["admin"], "lumajang-2019-326", kode="lumajang-besar")


@pytest.fixture
def rows(draf) -> list[Indikator]:
    found = Indikator.objects.filter(lembar__lampiran__penetapan=draf).select_related("lembar", "sasaran")
    return list(found.order_by("sasaran__urut", "urut"))


def changes(user):
    """The versions of decrees that the user may see, newest first."""
    return riwayat_page(user, Saring(jenis="penetapan"), 1000)[0]


def told(cast) -> list[tuple[str, str, str]]:
    """What the newest version tells."""
    return list(changes(cast["admin"])[0].butir)


def title(row: Indikator) -> str:
    words = row.nama if len(row.nama) <= 45 else row.nama[:45].rsplit(" ", 1)[0] + "…"
    return f"Indikator «{words}» ({row.kode})"


def naskah(cast, draf: Penetapan, **isi) -> list[tuple[str, str, str]]:
    row = Penetapan.objects.get(pk=draf.pk)
    stored = r.naskah_of(row)
    r.naskah_save(user=cast["admin"], penetapan=row, isi=stored | isi, dibuka=r.sidik(stored))
    return told(cast)


def sel(cast, row: Indikator, **isi) -> list[tuple[str, str, str]]:
    row = Indikator.objects.get(pk=row.pk)
    stored = r.indikator_of(row)
    r.indikator_save(user=cast["admin"], indikator=row, isi=stored | isi, dibuka=r.sidik(stored))
    return told(cast)


def test_plain_fields_of_the_body(cast, draf):
    assert naskah(cast, draf, tempat="Senduro", tanggal="2024-01-02", jenis="keputusan_kepala_opd") == [
        ("Jenis", "Lembar IKU", "Keputusan kepala OPD"),
        ("Ditetapkan di", draf.tempat or "kosong", "Senduro"),
        ("Tanggal ditetapkan", "kosong", "2 Januari 2024"),
    ]


def test_lists_of_the_body_entry_by_entry(cast, draf):
    naskah(cast, draf, menimbang=["a", "b", "c"], mengingat=["UU 1", "UU 2"], kop=["BUPATI", "JAWA TIMUR"])
    assert naskah(cast, draf, menimbang=["a", "b baru", "c", "d"], mengingat=["UU 2", "UU 1"], kop=["BUPATI"]) == [
        ("Kop, baris 2", "JAWA TIMUR", "dihapus"),
        ("Menimbang, butir 2", "b", "b baru"),
        ("Menimbang, butir 4", "belum ada", "d"),
        ("Mengingat, tempat «UU 2»", "2", "1"),
    ]


def test_diktum_in_words(cast, draf):
    satu, dua = ({"label": n, "isi": f"isi {n}", "butir": ["x", "y"]} for n in ("KESATU", "KEDUA"))
    naskah(cast, draf, diktum=[satu, dua])
    tiga = {"label": "KETIGA", "isi": "isi baru", "butir": ["z"]}
    assert naskah(cast, draf, diktum=[satu | {"isi": "lain", "butir": ["x", "y lain"]}, tiga]) == [
        ("Diktum KESATU, isi", "isi KESATU", "lain"),
        ("Diktum KESATU, huruf 2", "y", "y lain"),
        ("Diktum KEDUA, label", "KEDUA", "KETIGA"),
        ("Diktum KEDUA, isi", "isi KEDUA", "isi baru"),
        ("Diktum KEDUA, huruf 1", "x", "z"),
        ("Diktum KEDUA, huruf 2", "y", "dihapus"),
    ]
    assert naskah(cast, draf, diktum=[tiga]) == [
        ("Diktum KESATU", "lain\nx\ny lain", "dihapus"),
    ]


def test_signature_and_tembusan_key_by_key(cast, draf):
    ttd = {"tempat": "Lumajang", "tanggal": None, "mengetahui": None, "jabatan": "CAMAT", "nama": "A", "nip": None}
    naskah(cast, draf, tanda_tangan=ttd, tembusan={"judul": "Disampaikan kepada", "butir": ["Bupati"]})
    now = {"judul": "Tembusan kepada", "butir": ["Bupati", "Inspektur"]}
    assert naskah(cast, draf, tanda_tangan=ttd | {"nama": "B"}, tembusan=now) == [
        ("Tembusan, kalimat di atasnya", "Disampaikan kepada", "Tembusan kepada"),
        ("Tembusan, kepada, butir 2", "belum ada", "Inspektur"),
        ("Tanda tangan, nama", "A", "B"),
    ]
    assert naskah(cast, draf, tembusan=None)[-1] == ("Tembusan, kepada, butir 2", "Inspektur", "dihapus")


def test_what_stands_around_the_sheets(cast, draf):
    row = draf.lampiran.get()
    stored = r.lampiran_of(row)
    isi = stored | {"nomor": "IV", "kepala": {"judul": None, "nomor": "1/2024", "tentang": None}}
    isi |= {"tata_letak": "C", "kolom": [*row.kolom[:1], "Sasaran Lain", *row.kolom[2:]]}
    before = (stored["kepala"] or {}).get("nomor") or "kosong"
    assert row.nomor is None and not stored["kepala"]
    r.lampiran_save(user=cast["admin"], lampiran=row, isi=isi, dibuka=r.sidik(stored))
    assert told(cast) == [
        ("Lampiran tanpa nomor – Nomor", "kosong", "IV"),
        ("Lampiran tanpa nomor – Susunan kolom", row.get_tata_letak_display(), "C – Satuan tanpa rumus"),
        ("Lampiran tanpa nomor – Di atas lampiran, nomor", before, "1/2024"),
        ("Lampiran tanpa nomor – Judul kolom, kolom 2", row.kolom[1], "Sasaran Lain"),
    ]


def test_the_identity_of_a_sheet(cast, draf, rows):
    row = rows[0].lembar
    stored = r.lembar_of(row)
    goal = {"teks": "Indeks baru", "indikator": rows[0].kode}
    isi = stored | {"visi": "Maju", "fungsi": [*stored["fungsi"], "fungsi baru"]}
    isi |= {"indikator_tujuan": [*stored["indikator_tujuan"], goal]}
    r.lembar_save(user=cast["admin"], lembar=row, isi=isi, dibuka=r.sidik(stored))
    assert told(cast) == [
        (f"Lembar {row.nama} – Fungsi, butir {len(row.fungsi) + 1}", "belum ada", "fungsi baru"),
        (f"Lembar {row.nama} – Visi", row.visi or "kosong", "Maju"),
        (f"Lembar {row.nama} – Indikator tujuan, butir {len(row.indikator_tujuan) + 1}", "belum ada",
         f"Indeks baru (indikator {rows[0].kode})"),
    ]  # fmt: skip


def test_texts_of_sasaran(cast, rows):
    lembar = rows[0].lembar
    stored = susun.sasaran_of(lembar)
    first = lembar.sasaran.order_by("urut").first()
    isi = stored | {str(first.pk): {"nomor": first.nomor, "teks": "Sasaran lain"}}
    susun.sasaran_save(user=cast["admin"], lembar=lembar, isi=isi, dibuka=r.sidik(stored))
    [(name, old, new)] = told(cast)
    assert name.startswith("Sasaran «") and name.endswith(f"({lembar.nama}) – Teks")
    assert (old, new) == (first.teks, "Sasaran lain")


def test_cells_of_an_indicator(cast, rows):
    row, dinkes = rows[0], Instansi.objects.get(pemda__kode="35.08", kode="dinkes")
    sel(cast, row, sumber_data=["BPS", "Dinas"], rumus_cetak=["A / B"], makna=None, gabung=[])
    lembar = row.lembar.instansi
    new = {"nama": "Nama lain", "makna": "Makna", "sumber_data": ["BPS"], "pengisi": ["dinkes", lembar.kode]}
    new |= {"rumus_cetak": [{"atas": "A", "bawah": "B", "ekor": None}], "gabung": ["penanggung_jawab"]}
    pengisi = ", ".join(row.pengisi.order_by("urut").values_list("instansi__nama", flat=True))
    assert sel(cast, row, **new) == [
        (f"{title(row)} – Nama", row.nama, "Nama lain"),
        (f"{title(row)} – Rumus tercetak", "A / B (ditulis sebagai teks)", "A / B (digambar sebagai pecahan)"),
        (f"{title(row)} – Makna", "kosong", "Makna"),
        (f"{title(row)} – Sumber data, butir 2", "Dinas", "dihapus"),
        (f"{title(row)} – Bergabung dengan sel di atasnya", "kosong", "penanggung jawab"),
        (f"{title(row)} – Pengisi", pengisi, f"{dinkes.nama}, {lembar.nama}"),
    ]


def test_a_formula_with_its_variables(cast, rows):
    row = rows[0]
    rumus = Rumus.objects.get(indikator=row)
    plain = {"label": "Lama", "satuan": "", "jenis": "angka", "asal": "isian"}
    Variabel.objects.create(rumus=rumus, urut=9, nama="lama", **plain)
    first, *others = [as_data(v) for v in with_references(rumus)]
    kept = [first | {"label": "Label lain", "min": "0.5"}, *others[:-1]]
    added = plain | {"nama": "baru", "label": "Jumlah baru", "satuan": "orang"}
    isi = {"ekspresi": f"{first['nama']} + baru", "satuan": "poin", "arah": "turun", "desimal": 1}
    isi |= {"gabungan": rumus.gabungan, "rumpun": ""}
    before = rumus_sidik(rumus)
    save = {"user": cast["admin"], "indikator": row, "variabel": [*kept, added], "cetak": False}
    rancangan_rumus_save(isi=isi, dibuka=before, **save)
    lines, gone = {name: (a, b) for name, a, b in told(cast)}, others[-1]
    assert lines[f"{title(row)} – Rumus hitung"] == (rumus.ekspresi, f"{first['nama']} + baru")
    assert lines[f"{title(row)} – Satuan"] == (rumus.satuan, "poin")
    assert lines[f"{title(row)} – Arah"] == ("Semakin tinggi semakin baik", "Semakin rendah semakin baik")
    assert lines[f"{title(row)} – Desimal"] == (str(rumus.desimal), "1")
    assert lines[f"{title(row)} – Variabel {first['nama']}, label"] == (first["label"], "Label lain")
    assert lines[f"{title(row)} – Variabel {first['nama']}, paling sedikit"][1] == "0,5"
    assert lines[f"{title(row)} – Variabel baru"] == (
        "belum ada", "Label: Jumlah baru\nSatuan: orang\nJenis: Angka\nAsal nilai: Isian",
    )  # fmt: skip
    old, now = lines[f"{title(row)} – Variabel {gone['nama']}"]
    assert old.startswith(f"Label: {gone['label']}\n") and now == "dihapus"


def test_the_drawn_cell_is_told_too(cast, rows):
    row, rumus = rows[0], Rumus.objects.get(indikator=rows[0])
    name = rumus.variabel.first()
    isi = {n: getattr(rumus, n) for n in ("satuan", "arah", "desimal", "gabungan", "rumpun")}
    rancangan_rumus_save(
        user=cast["admin"], indikator=row, isi=isi | {"ekspresi": f"{name.nama} * 7"}, cetak=True,
        variabel=[as_data(v) for v in with_references(rumus)], dibuka=rumus_sidik(rumus),
    )  # fmt: skip
    assert [n.rpartition(" – ")[2] for n, _, _ in told(cast)] == ["Rumus tercetak", "Rumus hitung"]
    assert name.label in told(cast)[0][2] and "7" in told(cast)[0][2]


def test_a_move_names_the_part_that_was_moved(cast, besar):
    lembar = list(LembarInstansi.objects.filter(lampiran__penetapan=besar, lampiran__nomor="II").order_by("urut"))
    for naik, at, places in ((True, 2, ("3", "2")), (False, 0, ("1", "2"))):
        row = lembar[at]
        susun.part_move(user=cast["admin"], penetapan=besar, jenis="lembar", pk=row.pk, naik=naik)
        assert told(cast) == [(f"Lembar {row.nama} (Lampiran II) – Tempat", *places)]
        susun.part_move(user=cast["admin"], penetapan=besar, jenis="lembar", pk=row.pk, naik=not naik)


def test_one_dragged_is_one_line(cast, besar):
    lembar = list(LembarInstansi.objects.filter(lampiran__penetapan=besar, lampiran__nomor="II").order_by("urut"))
    order = [lembar[6], *lembar[:6], *lembar[7:]]
    susun.part_order(user=cast["admin"], penetapan=besar, jenis="lembar", pks=[row.pk for row in order])
    assert told(cast) == [(f"Lembar {lembar[6].nama[:45]} (Lampiran II) – Tempat", "7", "1")]


def test_over_to_the_next_sasaran_with_its_merged_cell(cast, besar):
    lembar = LembarInstansi.objects.get(lampiran__penetapan=besar, instansi__kode="dinkes")
    first = lembar.sasaran.order_by("urut").first()
    row = first.indikator.order_by("urut").last()
    susun.part_move(user=cast["admin"], penetapan=besar, jenis="indikator", pk=row.pk, naik=False)
    [(name, old, new), *mended] = [line for line in told(cast) if line[0].startswith(title(row))]
    assert name == f"{title(row)} – Tempat" and mended == []
    assert old.startswith("Sasaran «") and old.endswith(f", {first.indikator.count() + 1}")
    assert new.startswith("Sasaran «") and new.endswith(", 1") and new != old


def test_a_cell_that_was_merged_gets_its_text_back_and_says_so(cast, besar):
    lembar = LembarInstansi.objects.get(lampiran__penetapan=besar, instansi__kode="dinkes")
    first, second = lembar.indikator.order_by("sasaran__urut", "urut")[:2]
    susun.part_remove(user=cast["admin"], penetapan=besar, jenis="indikator", pk=first.pk)
    gone, *mended = told(cast)
    assert gone[0] == title(first) and gone[2] == "dihapus"
    assert (f"{title(second)} – Penanggung jawab, butir 1", "belum ada", first.penanggung_jawab[0]) in mended
    assert (f"{title(second)} – Bergabung dengan sel di atasnya", "sumber data, penanggung jawab", "kosong") in mended


def test_what_is_removed_says_what_it_printed(cast, draf, rows):
    sasaran = rows[0].sasaran
    inside = [row for row in rows if row.sasaran_id == sasaran.pk]
    susun.part_remove(user=cast["admin"], penetapan=draf, jenis="sasaran", pk=sasaran.pk)
    lines = told(cast)
    assert lines[0][1:] == ("\n".join([*([f"Nomor: {sasaran.nomor}"] if sasaran.nomor else []),
                                       f"Teks: {sasaran.teks}"]), "dihapus")  # fmt: skip
    assert [name for name, _, new in lines[1:] if new == "dihapus"] == [title(row) for row in inside]
    for row, (_, old, _) in zip(inside, lines[1:], strict=False):
        assert f"Nama: {row.nama}" in old and "Rumus hitung: " in old and f"Kode: {row.kode}" in old


def test_what_is_added_says_what_it_prints(cast, draf, rows):
    admin, lembar = cast["admin"], rows[0].lembar
    lampiran = susun.lampiran_add(user=admin, penetapan=draf)
    assert told(cast)[0][:2] == ("Lampiran tanpa nomor", "belum ada") and f"Judul: {draf.tentang}" in told(cast)[0][2]
    new = susun.lembar_add(user=admin, lampiran=lampiran, instansi=lembar.instansi)
    name = lembar.instansi.nama
    assert told(cast) == [(f"Lembar {name}", "belum ada", f"Instansi: {name}\nNama seperti tercetak: {name}")]
    sasaran = susun.sasaran_add(user=admin, lembar=new, teks="Sasaran uji")
    assert told(cast) == [(f"Sasaran «Sasaran uji» ({name})", "belum ada", "Teks: Sasaran uji")]
    row = susun.indikator_add(user=admin, sasaran=sasaran, nama="Uji", satuan="%")
    assert told(cast) == [(f"Indikator «Uji» ({row.kode})", "belum ada", "\n".join([
        f"Kode: {row.kode}", "Nama: Uji", f"Pengisi: {name}", "Rumus hitung: nilai", "Satuan: %",
        "Arah: Semakin tinggi semakin baik", "Desimal: 2", "Nilai kelompok: Hitung ulang dari jumlah nilai mentah",
        "Variabel: nilai = Uji; Satuan: %; Jenis: Angka; Asal nilai: Isian",
    ]))]  # fmt: skip


def test_nothing_changed_leaves_no_version(cast, draf, rows):
    before = Penetapan.history.count()
    naskah(cast, draf)
    sel(cast, rows[0])
    stored = r.lampiran_of(draf.lampiran.get())
    r.lampiran_save(user=cast["admin"], lampiran=draf.lampiran.get(), isi=dict(stored), dibuka=r.sidik(stored))
    assert Penetapan.history.count() == before
    naskah(cast, draf, tempat="Klakah")
    assert Penetapan.history.count() == before + 1


def test_two_quick_changes_tell_each_their_own(cast, rows):
    """Both had opened the draft before either saved; each another part of it."""
    forms = [(row, r.indikator_of(row)) for row in rows[:2]]
    for (row, stored), makna in zip(forms, ("satu", "dua"), strict=True):
        r.indikator_save(user=cast["admin"], indikator=row, isi=stored | {"makna": makna}, dibuka=r.sidik(stored))
    newest, before = changes(cast["admin"])[:2]
    assert newest.butir == ((f"{title(rows[1])} – Makna", rows[1].makna or "kosong", "dua"),)
    assert before.butir == ((f"{title(rows[0])} – Makna", rows[0].makna or "kosong", "satu"),)


def test_a_copy_says_how_much_it_holds(cast, draf):
    first = changes(cast["admin"])[0]
    assert (first.tindakan, first.alasan) == ("dibuat", f"Disalin dari {CAMAT}")
    assert first.butir[-1] == ("Isi", "", "1 lampiran, 1 lembar, 1 sasaran, 3 indikator")
    assert ("Tahun awal", "", "2024") in first.butir


def test_a_file_that_replaces_a_draft(cast, draf, rows):
    data = copy.deepcopy(penetapan_export(kode=[draf.kode]))
    sheet = data[0]["lampiran"][0]["instansi"][0]
    sheet["sasaran"][0]["teks"] = "Sasaran dari berkas"
    sheet["sasaran"][0]["indikator"][0]["makna"] = "Makna dari berkas"
    gone = sheet["sasaran"][0]["indikator"].pop()
    data[0]["tempat"] = "Randuagung"
    assert penetapan_import(documents=data, user=cast["admin"])[0].tindakan == "diganti"
    newest, made, removed = changes(cast["admin"])[:3]
    assert (newest.alasan, newest.siapa, newest.tindakan) == ("Diganti dengan isi berkas", "admin", "diubah")
    assert [(n.rpartition(" – ")[2], b) for n, _, b in newest.butir] == [
        ("Ditetapkan di", "Randuagung"),
        ("Teks", "Sasaran dari berkas"),
        ("Makna", "Makna dari berkas"),
        (title(Indikator(nama=gone["nama"], kode=gone["kode"])), "dihapus"),
    ]
    assert made.butir[-1] == ("Isi", "", "1 lampiran, 1 lembar, 1 sasaran, 2 indikator")
    assert (removed.tindakan, removed.siapa) == ("dihapus", "admin")


def test_a_removed_draft_leaves_its_texts(cast, draf, rows):
    penetapan_delete(user=cast["admin"], penetapan=draf)
    removed, last = changes(cast["admin"])[:2]
    assert (removed.tindakan, last.tindakan, last.alasan) == ("dihapus", "diubah", "Rancangan dihapus")
    assert {new for _, _, new in last.butir} == {"dihapus"}
    assert last.butir[0][0] == "Naskah" and len(last.butir) == 1 + 1 + 1 + 1 + 3
    assert sum("Rumus hitung: " in old for _, old, _ in last.butir) == 3
    assert all(any(row.nama in old for _, old, _ in last.butir) for row in rows)


def test_set_and_revoked(cast, draf):
    row = lengkap(draf)
    tetapkan(cast["admin"], row)
    lines = told(cast)
    assert ("Status", "Draf", "Ditetapkan") in lines and all(name != "Nomor" for name, _, _ in lines)
    first = changes(cast["pembaca"])[0].butir  # of what a reader sees it is the first, told as one
    assert ("Status", "", "Ditetapkan") in first and "Draf" not in str(first)
    penetapan_revoke(
        user=cast["admin"], penetapan=row, oleh="9/2025", pada=None, mulai=2025, alasan="Diganti yang baru."
    )
    assert told(cast) == [
        ("Status", "Ditetapkan", "Dicabut"),
        ("Dicabut oleh", "kosong", "9/2025"),
        ("Tidak berlaku mulai tahun", "kosong", "2025"),
        ("Alasan pencabutan", "kosong", "Diganti yang baru."),
    ]


def test_who_may_not_read_drafts_learns_nothing_of_them(cast, draf, rows):
    sel(cast, rows[0], makna="KENARI-9917")
    data = copy.deepcopy(penetapan_export(kode=[draf.kode]))
    data[0]["status"] = "ditetapkan"
    data[0]["lampiran"][0]["instansi"][0]["sasaran"][0]["indikator"][0]["makna"] = "Makna"
    penetapan_import(documents=data, user=cast["admin"])
    for name in ("admin", "bappeda"):
        assert any("KENARI-9917" in str(row.butir) for row in changes(cast[name])), name
    for name in ("pembaca", "dinkes", "kepala", "admin_balangan"):
        assert not any("KENARI-9917" in str(row.butir) for row in changes(cast[name])), name
    assert changes(cast["pembaca"])[0].judul == f"Penetapan {draf.kode}"


def test_a_version_of_before_shows_as_it_did(cast, draf):
    draf.mencabut, draf.menimbang = "1/2020", ["butir lama"]
    draf._history_user, draf._change_reason = cast["admin"], "Seperti dahulu"
    draf.save()
    assert Penetapan.history.first().perubahan is None
    assert told(cast) == [("Mencabut", Penetapan.history.all()[1].mencabut or "kosong", "1/2020")]


def test_every_column_of_a_draft_is_told():
    """A column that is added later is told too, or named here with its reason."""
    from registry.services.perubahan_bidang import BIDANG, RUMUS, VARIABEL

    tables = {"penetapan": Penetapan, "lembar": LembarInstansi, "indikator": Indikator}
    tables |= {"lampiran": LembarInstansi._meta.get_field("lampiran").related_model}
    tables |= {"sasaran": Indikator._meta.get_field("sasaran").related_model}
    place = {"id", "urut", "penetapan", "lampiran", "lembar", "sasaran"}  # told as moves
    fixed = {"penetapan": {"pemda", "kode"}, "indikator": {"pemda"}}
    for jenis, model in tables.items():
        names = {f.name for f in model._meta.concrete_fields} - place - fixed.get(jenis, set())
        assert names <= set(BIDANG[jenis]), jenis
    assert {f.name for f in Variabel._meta.concrete_fields} - {"id", "rumus", "urut", "nama"} == set(VARIABEL)
    decided = {"id", "indikator", "versi", "status", "alasan", "diusulkan_oleh", "disetujui_oleh", "created_at"}
    decided |= {"tanggapan", "diputus_pada"}  # of proposals, which have a history of their own
    assert {f.name for f in Rumus._meta.concrete_fields} - decided == set(RUMUS)


@pytest.mark.lama
def test_one_cell_costs_the_same_in_a_large_draft(cast, draf, besar, rows, django_assert_max_num_queries):
    large = Indikator.objects.filter(lembar__lampiran__penetapan=besar).last()
    for row in (rows[0], large):
        with django_assert_max_num_queries(45):
            sel(cast, row, makna="berapa pun besarnya")
