"""Excel there and back: preview, confirm all or nothing, partial choice, what moved since, undo (S-11, S-12)."""

import pytest
from django.urls import reverse

from registry.models import ImporIsian, Realisasi
from registry.services.baris import Kunci
from registry.services.impor_batal import undo_fingerprint, undo_preview
from registry.services.impor_isian import fingerprint
from registry.services.realisasi import realisasi_save, realisasi_submit
from tests.registry.alur import SEHAT, kunci
from tests.registry.alur import isi as simpan_isian
from tests.registry.excel_alat import (
    baris,
    buka,
    isi,
    jadikan_deret,
    jejak,
    pratinjau,
    simpan,
    terapkan,
    unduh,
    unggah,
)

pytestmark = pytest.mark.django_db
KODE = "lmj19-dinkes-01"
DUA = "lmj19-dinkes-02"
ISI = {(KODE, "keluarga_sehat"): 45, (KODE, "keluarga_dikunjungi"): 50}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dinkes(login):
    return login("dinkes")


def tersimpan(kode: str = KODE, instansi: str = "dinkes") -> Realisasi:
    return Realisasi.objects.get(indikator__kode=kode, instansi__kode=instansi, tahun=2023)


def test_it_works(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    assert jejak() == (0, 0)
    page = dinkes.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
    assert "empat puluh lima" in page and "90,00" in page
    assert terapkan(dinkes, row).status_code == 302
    stored = tersimpan()
    assert (stored.nilai_mentah, stored.hasil, stored.status) == (SEHAT, "90", "draf")
    assert stored.history.first().history_change_reason == "Impor Excel isian.xlsx"
    assert stored.history.first().history_user.username == "dinkes"


def test_unchanged_says_so_and_offers_nothing(dinkes, cast, keluarga_sehat):
    blank = {"kosong": "menunggu_rilis", "tanggal": "2024-03-01", "catatan": "a\r\nb"}
    teks = {"kendala": "=1+1\r\nbaris dua", "keterangan": " x ", "tindak_lanjut": "@x"}
    nilai = {"keluarga_sehat": "45.0", "keluarga_dikunjungi": blank}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=nilai, version=0, teks=teks)
    row = pratinjau(dinkes, unduh(dinkes))
    assert (row.isi["unit"], row.isi["masalah"]) == ([], []) and row.isi["sama"] > 8
    page = dinkes.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
    assert "Tidak ada perubahan" in page and "Terapkan" not in page


def test_reasons_and_texts_come_back(dinkes):
    data = isi(unduh(dinkes), {(KODE, "keluarga_sehat"): "menunggu  Rilis"}, "I")
    data = isi(data, {(KODE, "keluarga_sehat"): "1 Maret 2024"}, "J")
    data = isi(data, {(KODE, "keluarga_sehat"): "Rilis BPS"}, "K")
    data = isi(data, {(KODE, ":kendala"): "Terlambat.\nSekali.", (KODE, "keluarga_dikunjungi"): "1.500"})
    terapkan(dinkes, pratinjau(dinkes, data))
    stored = tersimpan()
    waits = {"kosong": "menunggu_rilis", "tanggal": "2024-03-01", "catatan": "Rilis BPS"}
    assert stored.nilai_mentah == {"keluarga_sehat": waits, "keluarga_dikunjungi": "1500"}
    assert (stored.kendala, stored.kosong_kode) == ("Terlambat.\nSekali.", "menunggu_rilis")


def test_waiting_needs_its_date(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), {(KODE, "keluarga_sehat"): "Menunggu rilis"}, "I"))
    assert "tanggal rilisnya" in row.isi["masalah"][0]["pesan"]


def test_a_new_note_beside_a_value_is_not_thrown_away(dinkes):
    row = pratinjau(dinkes, isi(isi(unduh(dinkes), ISI), {(KODE, "keluarga_sehat"): "penting"}, "K"))
    assert "baris Keterangan" in row.isi["masalah"][0]["pesan"]


def test_rows_are_found_by_their_codes(dinkes):
    """An OPD's own order of rows, and fewer of them."""
    book, sheet = buka(isi(unduh(dinkes), ISI))
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    kept = [row for row in reversed(rows) if row[:3:2] != [KODE, "keluarga_dikunjungi"]]
    sheet.delete_rows(6, sheet.max_row)
    for at, row in enumerate(kept, 6):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value
    row = pratinjau(dinkes, simpan(book))
    assert row.isi["unit"][0]["nilai"] == {"keluarga_sehat": "45"} and not row.isi["masalah"]
    assert "1 baris isian tidak ada" in " ".join(row.isi["catatan"])


def test_the_same_row_twice_is_refused(dinkes):
    book, sheet = buka(isi(unduh(dinkes), ISI))
    at, last = baris(sheet, KODE, "keluarga_sehat"), sheet.max_row + 1
    for column in range(1, 9):
        sheet.cell(last, column).value = sheet.cell(at, column).value
    assert f"baris {at}" in pratinjau(dinkes, simpan(book)).isi["masalah"][0]["pesan"]


def test_another_opds_workbook_is_refused(dinkes, login):
    response = unggah(login("dinsos"), unduh(dinkes))
    assert response.status_code == 422 and "milik dinkes" in response.content.decode()


def test_another_years_workbook_is_refused(dinkes):
    response = unggah(dinkes, unduh(dinkes, 2022), 2023)
    assert response.status_code == 422 and "2022" in response.content.decode()


def test_a_row_of_another_opd_is_refused(dinkes):
    book, sheet = buka(isi(unduh(dinkes), ISI))
    at = baris(sheet, KODE, "keluarga_sehat")
    sheet[f"A{at}"].value, sheet[f"B{at}"].value = "lmj19-dinsos-01", "dinsos"
    row = pratinjau(dinkes, simpan(book))
    assert "tidak diisi" in row.isi["masalah"][0]["pesan"]
    assert terapkan(dinkes, row).status_code == 409 and jejak() == (0, 0)


def test_a_locked_cell_cannot_be_changed(dinkes, cast, keluarga_sehat):
    realisasi_submit(user=cast["dinkes"], realisasi=simpan_isian(cast, keluarga_sehat))
    row = pratinjau(dinkes, isi(unduh(dinkes), {(KODE, "keluarga_sehat"): 46}))
    assert "terkunci (Diajukan)" in row.isi["masalah"][0]["pesan"]
    assert "45" in row.isi["masalah"][0]["pesan"]


def test_what_others_fill_cannot_be_changed(dinkes, keluarga_sehat, lumajang):
    variables = keluarga_sehat.indikator.rumus.get(status="berlaku").variabel
    variables.filter(nama="keluarga_sehat").update(pengisi=lumajang.instansi.get(kode="dinsos"))
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    assert [m["isi"] for m in row.isi["masalah"]] == ["45"]


def test_a_choice_writes_only_what_is_ticked(dinkes):
    data = isi(unduh(dinkes), ISI | {(DUA, ":kendala"): "Sebab."})
    row = pratinjau(dinkes, data)
    assert len(row.isi["unit"]) == 2
    terapkan(dinkes, row, [f"{KODE}|dinkes"])
    assert [r.indikator.kode for r in Realisasi.objects.all()] == [KODE]


def test_nothing_ticked_writes_nothing(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    response = terapkan(dinkes, row, [])
    assert response.status_code == 422 and "Centang paling sedikit satu" in response.content.decode()
    assert jejak() == (0, 0)


def test_with_a_refused_cell_nothing_is_ticked_beforehand(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI | {(DUA, ":kendala"): "x" * 2001}))
    page = dinkes.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
    assert "checked" not in page and 'name="pilih"' in page
    assert terapkan(dinkes, row, [f"{KODE}|dinkes"]).status_code == 302
    assert tersimpan().hasil == "90"


@pytest.mark.parametrize("k", [1, 25, 50])
def test_one_bad_row_among_fifty_writes_none(dinkes, k):
    _satu_salah(dinkes, [k])


@pytest.mark.lama
def test_one_bad_row_at_each_of_fifty_places_writes_none(dinkes):
    _satu_salah(dinkes, range(1, 51))


def _satu_salah(client, places):
    """S-11: 50 rows, the k-th is bad; sheet, row, column, value and reason are told, no row is written."""
    jadikan_deret(KODE, 50)
    good = isi(unduh(client), {(KODE, f"d#{n}"): n for n in range(1, 51)} | {(DUA, ":kendala"): "x"})
    for k in places:
        row = pratinjau(client, isi(good, {(KODE, f"d#{k}"): f"salah{k}"}))
        (problem,) = row.isi["masalah"]
        at = baris(buka(good)[1], KODE, f"d#{k}")
        assert (problem["alamat"], problem["baris"], problem["isi"]) == (f"H{at}", at, f"salah{k}")
        page = client.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
        assert f"Lembar Isian, sel H{at} (baris {at})" in page and f"salah{k}" in page
        assert terapkan(client, row).status_code == 422
        assert jejak() == (0, 0)


def test_a_refusal_while_writing_takes_everything_back(dinkes, monkeypatch):
    """The second of two indicators fails in the middle: the first is not there either."""
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI | {(DUA, ":kendala"): "x"}))
    calls = []

    def second_fails(**given):
        calls.append(1)
        if len(calls) == 2:
            from registry.services.errors import ServiceError

            raise ServiceError("Tidak dapat.")
        return realisasi_save(**given)

    monkeypatch.setattr("registry.services.impor_sumber.realisasi_save", second_fails)
    response = terapkan(dinkes, row)
    assert response.status_code == 409 and "Tidak dapat." in response.content.decode()
    assert len(calls) == 2 and jejak() == (0, 0)


def test_the_refused_cells_come_back_marked(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), {(KODE, "keluarga_sehat"): "5%", (KODE, ":kendala"): "=tetap teks"}))
    response = dinkes.get(reverse("registry:impor_marked", args=[row.kunci]))
    _, sheet = buka(response.content)
    cell = sheet[f"H{baris(sheet, KODE, 'keluarga_sehat')}"]
    assert cell.fill.fgColor.rgb.endswith("FFC9C9") and "tanpa tanda %" in cell.comment.text and cell.value == "5%"
    text = sheet[f"H{baris(sheet, KODE, ':kendala')}"]
    assert (text.value, text.data_type) == ("=tetap teks", "s")
    again = unggah(dinkes, isi(response.content, ISI))
    assert again.status_code == 302 and not ImporIsian.objects.latest("pk").isi["masalah"]


# --- between preview and confirmation (S-12) ---


def moved(client, row, text: str) -> None:
    """The confirmation answers 409, tells what moved, and writes nothing."""
    before = jejak()
    response = terapkan(client, row)
    assert response.status_code == 409 and text in response.content.decode()
    assert jejak() == before
    assert ImporIsian.objects.get(pk=row.pk).status == "pratinjau"


def test_somebody_saved_in_between(dinkes, cast, keluarga_sehat):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    simpan_isian(cast, keluarga_sehat, {"keluarga_sehat": "40", "keluarga_dikunjungi": "50"})
    moved(dinkes, row, "sudah disimpan dinkes")
    assert tersimpan().hasil == "80"


def test_it_was_submitted_in_between(dinkes, cast, keluarga_sehat):
    simpan_isian(cast, keluarga_sehat)
    row = pratinjau(dinkes, isi(unduh(dinkes), {(KODE, "keluarga_sehat"): 46}))
    realisasi_submit(user=cast["dinkes"], realisasi=tersimpan())
    moved(dinkes, row, "terkunci (diajukan)")


def test_the_year_was_closed_in_between(dinkes, lumajang):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    lumajang.tahun_isian.filter(tahun=2023).update(dibuka=False)
    moved(dinkes, row, "ditutup")


def test_the_formula_was_changed_in_between(dinkes, keluarga_sehat):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    old = keluarga_sehat.indikator.rumus.get(status="berlaku")
    variables = list(old.variabel.all())
    type(old).objects.filter(pk=old.pk).update(status="diganti")
    old.pk, old.versi, old.status = None, 99, "berlaku"
    old.save()
    for variabel in variables:
        variabel.pk, variabel.rumus = None, old
        variabel.save()
    moved(dinkes, row, "rumusnya sudah diganti")


def test_a_variable_was_given_to_another_opd_in_between(dinkes, keluarga_sehat, lumajang):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    variables = keluarga_sehat.indikator.rumus.get(status="berlaku").variabel
    variables.filter(nama="keluarga_sehat").update(pengisi=lumajang.instansi.get(kode="dinsos"))
    moved(dinkes, row, "bukan lagi tugas OPD Anda")


def test_the_stored_file_was_swapped(dinkes, settings):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    with open(row.berkas.path, "ab") as stored:
        stored.write(b"x")
    moved(dinkes, row, "tidak sama dengan yang diperiksa")


def test_the_preview_was_made_anew(dinkes, cast, keluarga_sehat):
    """Two tabs: the confirmation of the older preview is not that of the newer."""
    data = isi(unduh(dinkes), ISI)
    old = fingerprint(pratinjau(dinkes, data).isi)
    simpan_isian(cast, keluarga_sehat, {"keluarga_sehat": "40", "keluarga_dikunjungi": "50"})
    row = pratinjau(dinkes, data)
    assert ImporIsian.objects.count() == 1
    assert terapkan(dinkes, row, sidik=old).status_code == 409
    assert tersimpan().hasil == "80"


def test_rights_were_withdrawn_in_between(dinkes, cast, lumajang):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    member = cast["dinkes"].keanggotaan.get()
    member.instansi = lumajang.instansi.get(kode="dinsos")
    member.save()
    assert terapkan(dinkes, row).status_code == 404 and jejak() == (0, 0)


def test_only_who_uploaded_confirms(dinkes, login, cast, lumajang):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    member = cast["dinsos"].keanggotaan.get()
    member.instansi = lumajang.instansi.get(kode="dinkes")
    member.save()
    colleague = login("dinsos")
    page = colleague.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
    assert "Unggah lagi berkasnya" in page and "Terapkan" not in page
    moved(colleague, row, "dinkes")


# --- what somebody else changed since the download ---


def test_what_i_left_alone_keeps_their_change(dinkes, cast, keluarga_sehat):
    simpan_isian(cast, keluarga_sehat)
    data = isi(unduh(dinkes), {(KODE, "keluarga_dikunjungi"): 60})
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah={"keluarga_sehat": "30"}, version=1)
    row = pratinjau(dinkes, data)
    assert row.isi["dipertahankan"] == 1 and row.isi["unit"][0]["nilai"] == {"keluarga_dikunjungi": "60"}
    terapkan(dinkes, row)
    assert tersimpan().nilai_mentah == {"keluarga_sehat": "30", "keluarga_dikunjungi": "60"}


def test_what_both_changed_is_shown_and_not_ticked(dinkes, cast, keluarga_sehat):
    simpan_isian(cast, keluarga_sehat)
    data = isi(unduh(dinkes), {(KODE, "keluarga_sehat"): 44})
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah={"keluarga_sehat": "30"}, version=1)
    row = pratinjau(dinkes, data)
    page = dinkes.get(reverse("registry:impor_detail", args=[row.kunci])).content.decode()
    assert "diubah orang lain" in page and "checked" not in page and ">30<" in page and ">44<" in page
    terapkan(dinkes, row)  # deliberately
    assert tersimpan().nilai_mentah["keluarga_sehat"] == "44"


# --- once, and back ---


def test_a_second_press_imports_nothing_more(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    sidik = fingerprint(row.isi)
    answers = [terapkan(dinkes, row, sidik=sidik).status_code for _ in range(2)]
    assert answers == [302, 302] and jejak() == (1, 1)


def test_the_same_file_again_changes_nothing(dinkes):
    data = isi(unduh(dinkes), ISI)
    terapkan(dinkes, pratinjau(dinkes, data))
    again = pratinjau(dinkes, data)
    assert again.isi["unit"] == [] and jejak() == (1, 1)


def batalkan(client, cast, row: ImporIsian):
    row.refresh_from_db()
    sidik = undo_fingerprint(undo_preview(cast["dinkes"], row))
    return client.post(reverse("registry:impor_undo", args=[row.kunci]), {"sidik": sidik})


def test_undo_puts_back_values_and_texts(dinkes, cast, keluarga_sehat):
    teks = {"kendala": "lama"}
    before = {"keluarga_sehat": "40", "keluarga_dikunjungi": "50"}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=before, version=0, teks=teks)
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI | {(KODE, ":kendala"): "baru"}))
    terapkan(dinkes, row)
    assert tersimpan().kendala == "baru"
    assert "Kembalikan nilai" in dinkes.get(reverse("registry:impor_undo", args=[row.kunci])).content.decode()
    assert batalkan(dinkes, cast, row).status_code == 302
    stored = tersimpan()
    assert (stored.nilai_mentah, stored.kendala, stored.hasil) == (before, "lama", "80")
    assert stored.history.first().history_change_reason == "Batal impor Excel isian.xlsx"
    row.refresh_from_db()
    assert row.status == "dibatalkan" and batalkan_lagi(dinkes, row) == 302


def batalkan_lagi(client, row):
    return client.post(reverse("registry:impor_undo", args=[row.kunci]), {"sidik": "x"}).status_code


def test_undo_of_what_was_empty_is_empty_again(dinkes, cast):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    terapkan(dinkes, row)
    batalkan(dinkes, cast, row)
    assert (tersimpan().hasil, tersimpan().kosong_kode) == (None, "belum_diisi")


def test_undo_leaves_what_moved_since(dinkes, cast, keluarga_sehat):
    data = isi(unduh(dinkes), ISI | {(DUA, ":kendala"): "x"})
    row = pratinjau(dinkes, data)
    terapkan(dinkes, row)
    typed = {"keluarga_sehat": "49"}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=typed, version=tersimpan().version)
    page = dinkes.get(reverse("registry:impor_undo", args=[row.kunci])).content.decode()
    assert "sudah diubah sesudah impor ini" in page
    batalkan(dinkes, cast, row)
    assert tersimpan().nilai_mentah["keluarga_sehat"] == "49" and tersimpan(DUA).kendala == ""


def test_undo_is_refused_when_it_moved_after_it_was_shown(dinkes, cast, keluarga_sehat):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    terapkan(dinkes, row)
    row.refresh_from_db()
    sidik = undo_fingerprint(undo_preview(cast["dinkes"], row))
    realisasi_submit(user=cast["dinkes"], realisasi=tersimpan())
    before = jejak()
    response = dinkes.post(reverse("registry:impor_undo", args=[row.kunci]), {"sidik": sidik})
    assert response.status_code == 409 and jejak() == before and tersimpan().hasil == "90"


def test_results_that_read_each_other_go_in_together(login, cast, lumajang):
    """The import itself computes a dependent again before its own texts are saved: no false conflict."""
    kepala = login("kepala")
    _, sheet = buka(unduh(kepala))
    pemda = next(sheet.cell(at, 1).value for at in range(6, sheet.max_row) if sheet.cell(at, 2).value == "pemda")
    data = isi(unduh(kepala), {("lmj19-bkd-01", "asn_s3"): 2, (pemda, ":kendala"): "x"})
    terapkan(kepala, pratinjau(kepala, data))
    data = isi(unduh(kepala), {("lmj19-bkd-01", "asn_s3"): 3, (pemda, ":kendala"): "y"})
    assert terapkan(kepala, pratinjau(kepala, data)).status_code == 302
    assert tersimpan(pemda, "pemda").kendala == "y" and tersimpan("lmj19-bkd-01", "bkd").nilai_mentah["asn_s3"] == "3"


def test_past_imports_are_listed_for_the_opd_alone(dinkes, login):
    pratinjau(dinkes, isi(unduh(dinkes), ISI))
    url = reverse("registry:impor_upload", args=[2023])
    assert "isian.xlsx" in dinkes.get(url).content.decode()
    other = login("dinsos")
    assert "Belum ada berkas" in other.get(url).content.decode()
    row = ImporIsian.objects.get()
    assert other.get(reverse("registry:impor_detail", args=[row.kunci])).status_code == 404
    assert login("bappeda").get(url).status_code == 404


def test_old_previews_go_with_their_files(dinkes):
    row = pratinjau(dinkes, isi(unduh(dinkes), ISI))
    ImporIsian.objects.filter(pk=row.pk).update(created_at="2020-01-01T00:00Z")
    pratinjau(dinkes, isi(unduh(dinkes), {(KODE, "keluarga_sehat"): 7}))
    assert not ImporIsian.objects.filter(pk=row.pk).exists() and not row.berkas.storage.exists(row.berkas.name)


def test_values_of_a_group_member_name_its_opd(cast, login, lumajang):
    """A workbook may hold an indicator of another instansi: its rows carry that instansi's code."""
    assert isinstance(kunci("lmj19-pemda-27", "pemda"), Kunci)
    kepala = login("kepala")
    _, sheet = buka(unduh(kepala))
    assert {sheet.cell(at, 2).value for at in range(6, sheet.max_row + 1)} == {"bkd", "pemda"}
