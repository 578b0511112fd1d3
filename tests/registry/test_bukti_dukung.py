"""Evidence: who adds, sees and takes it back; quota; checklist; nothing lost, nothing twice."""

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import BuktiDukung, Indikator, Keanggotaan, Pemda, Realisasi, TahunIsian
from registry.services.bukti_dukung import bukti_dukung_create, bukti_dukung_withdraw
from registry.services.bukti_dukung_baca import panel_of, sumber_data_of, with_evidence
from registry.services.bukti_kuota import quota_of
from registry.services.errors import ServiceError
from registry.services.realisasi import realisasi_return, realisasi_submit, realisasi_verify
from tests.registry.alur import ajukan, isi, kunci, verifikasi
from tests.registry.bukti_contoh import pdf, picture, word, xlsx

pytestmark = pytest.mark.django_db
KEPALA = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of its own for every test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file() and not path.name.startswith(".giliran")]


def address(key) -> str:
    return f"/bukti-dukung/{key.indikator.pk}/{key.instansi.pk}/{key.tahun}/{key.periode}/"


def upload(content: bytes | None = None, name: str = "laporan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf())


def add(cast, key, content: bytes | None = None, name: str = "laporan.pdf", oleh: str = "dinkes", **isi):
    return bukti_dukung_create(user=cast[oleh], kunci=key, isi=isi, berkas=upload(content, name))


def url(row: BuktiDukung, action: str = "") -> str:
    return f"/bukti-dukung/{row.kunci}/{action}"


def test_evidence_before_any_value_makes_the_draft(login, cast, keluarga_sehat):
    response = login("dinkes").post(address(keluarga_sehat), {"berkas": upload()})
    assert response.headers["Location"].endswith("#bukti-dukung")
    row = keluarga_sehat.get()
    assert (row.status, row.version, row.nilai_mentah, row.diisi_oleh) == ("draf", 1, {}, cast["dinkes"])
    assert row.bukti_dukung.get().history.get().history_change_reason == "Bukti dukung ditambahkan"


def test_htmx_gets_the_panel_and_the_version_of_the_new_draft(login, keluarga_sehat):
    client = login("dinkes")
    first = client.post(address(keluarga_sehat), {"berkas": upload()}, headers={"HX-Request": "true"})
    assert first.headers["HX-Trigger-After-Swap"] == '{"iku:draf": {"versi": 1}}'
    assert first.content.decode().lstrip().startswith("<section")
    second = client.post(address(keluarga_sehat), {"tautan": "https://bps.go.id/x"}, headers={"HX-Request": "true"})
    assert "HX-Trigger-After-Swap" not in second.headers
    assert "menuju luar aplikasi: bps.go.id" in second.content.decode()


def test_a_failed_form_keeps_what_was_typed(login, keluarga_sehat):
    data = {"berkas": upload(b"bukan pdf"), "judul": "Profil kesehatan", "nomor": "12/A", "penerbit": "BPS"}
    response = login("dinkes").post(address(keluarga_sehat), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert all(f'value="{typed}"' in text for typed in ("Profil kesehatan", "12/A", "BPS"))
    assert not Realisasi.objects.exists()


def test_a_file_that_is_too_large_keeps_the_fields_behind_it(login, keluarga_sehat, settings, media):
    settings.BUKTI_MAKS_MB = 1
    data = {"berkas": upload(b"%PDF-" + bytes(2 * 1024**2)), "judul": "Profil kesehatan"}
    response = login("dinkes").post(address(keluarga_sehat), data)
    assert "lebih besar dari 1 MB" in response.context["form_bukti"].errors["berkas"][0]
    assert 'value="Profil kesehatan"' in response.content.decode()
    assert stored(media) == []


def test_the_same_form_twice_gives_one(login, keluarga_sehat, media):
    client, key, content = login("dinkes"), str(uuid.uuid4()), pdf()
    for _ in range(2):
        assert client.post(address(keluarga_sehat), {"berkas": upload(content), "kiriman": key}).status_code == 302
    assert (BuktiDukung.objects.count(), len(stored(media))) == (1, 1)
    client.post(address(keluarga_sehat), {"berkas": upload(content), "kiriman": key, "nomor": "2"})
    assert BuktiDukung.objects.count() == 2


def test_equal_names_do_not_meet(cast, keluarga_sehat, media):
    first, second = (add(cast, keluarga_sehat, pdf(pages), "sama.pdf") for pages in (1, 2))
    assert first.nama_berkas == second.nama_berkas == "sama.pdf"
    assert len({row.sha256 for row in (first, second)}) == len(stored(media)) == 2


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "ftp://bps.go.id/x", "https://bps.go.id@jahat.id/", "//bps.go.id/x",
     "https://", "https://bps.go.id/a\nb", "file:///etc/passwd", "https://b\u202eps.go.id/"],
)  # fmt: skip
def test_links_that_are_not_of_the_web_are_refused(login, cast, keluarga_sehat, link):
    assert login("dinkes").post(address(keluarga_sehat), {"tautan": link}).status_code == 422
    with pytest.raises(ServiceError):
        bukti_dukung_create(user=cast["dinkes"], kunci=keluarga_sehat, isi={}, tautan=link)
    assert not BuktiDukung.objects.exists()


def test_a_link_is_shown_as_leading_outside(login, keluarga_sehat):
    client = login("dinkes")
    client.post(address(keluarga_sehat), {"tautan": "https://xn--bps-1ma.go.id/tabel?x=<b>", "judul": "Tabel BPS"})
    text = client.get(address(keluarga_sehat)).content.decode()
    assert 'rel="noopener noreferrer nofollow" target="_blank">Tabel BPS</a>' in text
    assert "https://xn--bps-1ma.go.id/tabel?x=&lt;b&gt;" in text


def test_the_checklist_is_the_decrees(cast, lumajang, media):
    key = kunci("lmj19-dinkes-01", "dinkes")
    names = sumber_data_of(key.indikator)
    assert names
    add(cast, key, sumber=names[0])
    add(cast, key, sumber="")
    panel = panel_of(cast["dinkes"], key, key.get())
    assert [len(item.bukti) for item in panel.sumber] == [1] + [0] * (len(names) - 1)
    assert (len(panel.lain), panel.jumlah, panel.terpenuhi) == (1, 2, 1)


def test_a_merged_cell_has_the_sources_above(lumajang):
    merged = [i for i in Indikator.objects.filter(pemda=lumajang) if "sumber_data" in i.gabung]
    assert merged
    for row in merged:
        above = Indikator.objects.filter(lembar=row.lembar_id).order_by("sasaran__urut", "urut")
        before = [i for i in above if (i.sasaran.urut, i.urut) < (row.sasaran.urut, row.urut)]
        owner = [i for i in before if "sumber_data" not in i.gabung][-1]
        assert sumber_data_of(row) == list(dict.fromkeys(owner.sumber_data or []))


def test_taking_back_can_be_undone(login, cast, keluarga_sehat, media):
    row, client = add(cast, keluarga_sehat), login("dinkes")
    assert client.post(url(row, "tarik/")).status_code == 302
    assert client.get(url(row)).status_code == 404
    assert "Batalkan penarikan" in client.get(address(keluarga_sehat)).content.decode()
    client.post(url(row, "batal-tarik/"))
    assert client.get(url(row)).status_code == 200
    reasons = list(row.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert reasons == ["Bukti dukung ditambahkan", "Bukti dukung ditarik", "Penarikan bukti dukung dibatalkan"]


def test_what_was_never_submitted_can_be_forgotten(
    login, cast, keluarga_sehat, media, django_capture_on_commit_callbacks
):
    row, client = add(cast, keluarga_sehat), login("dinkes")
    client.post(url(row, "hapus/"))
    assert BuktiDukung.objects.exists(), "only what was taken back"
    client.post(url(row, "tarik/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(row, "hapus/"))
    assert (BuktiDukung.objects.count(), stored(media), quota_of(keluarga_sehat).terpakai) == (0, [], 0)
    assert BuktiDukung.history.filter(kunci=row.kunci, history_type="-").get().history_user == cast["dinkes"]


def test_what_was_submitted_stays(login, cast, keluarga_sehat, media):
    row = add(cast, keluarga_sehat)
    realisasi = isi_lagi(cast, keluarga_sehat)
    realisasi = realisasi_submit(user=cast["dinkes"], realisasi=realisasi)
    realisasi_return(user=cast["bappeda"], realisasi=realisasi, alasan="Perbaiki")
    client = login("dinkes")
    client.post(url(row, "tarik/"))
    client.post(url(row, "hapus/"))
    assert BuktiDukung.objects.get().dihapus_pada is not None
    assert len(stored(media)) == 1


def isi_lagi(cast, key):
    from registry.services.realisasi import realisasi_save
    from tests.registry.alur import SEHAT

    return realisasi_save(user=cast["dinkes"], kunci=key, nilai_mentah=SEHAT, version=key.get().version)


@pytest.mark.parametrize("state", [ajukan, verifikasi])
def test_after_submission_evidence_is_read_only(login, cast, keluarga_sehat, state, media):
    row = add(cast, keluarga_sehat)
    realisasi = isi_lagi(cast, keluarga_sehat)
    realisasi = realisasi_submit(user=cast["dinkes"], realisasi=realisasi)
    if state is verifikasi:
        realisasi_verify(user=cast["bappeda"], realisasi=realisasi)
    client = login("dinkes")
    assert client.post(address(keluarga_sehat), {"berkas": upload()}).status_code == 422
    for action in ("tarik/", "hapus/", "batal-tarik/"):
        client.post(url(row, action))
    assert client.post(url(row, "ubah/"), {"judul": "Lain"}).status_code == 422
    row.refresh_from_db()
    assert (BuktiDukung.objects.count(), row.dihapus_pada, row.judul, len(stored(media))) == (1, None, "laporan", 1)
    page = client.get(f"/isian/{keluarga_sehat.indikator.pk}/{keluarga_sehat.instansi.pk}/2023/").content.decode()
    assert "Tambah bukti dukung" not in page and "laporan" in page


def test_a_closed_year_closes_evidence_too(cast, keluarga_sehat, lumajang):
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(dibuka=False)
    with pytest.raises(ServiceError):
        add(cast, keluarga_sehat)


@pytest.mark.parametrize("name", ["kepala", "dinsos", "bappeda", "admin", "pembaca", "balangan", "superuser"])
def test_only_who_fills_it_changes_it(login, cast, keluarga_sehat, name, media):
    row, client = add(cast, keluarga_sehat), login(name)
    for path in (address(keluarga_sehat), *(url(row, a) for a in ("ubah/", "tarik/", "batal-tarik/", "hapus/"))):
        assert client.post(path, {"berkas": upload()}).status_code == 404
    with pytest.raises(ServiceError):
        bukti_dukung_withdraw(user=cast[name], bukti=row)
    assert len(stored(media)) == 1


LIHAT = {"draf": {"dinkes", "admin"}, "diajukan": {"dinkes", "admin", "bappeda"}}
LIHAT["terverifikasi"] = LIHAT["diajukan"] | {"pembaca"}


@pytest.mark.parametrize("status", LIHAT)
def test_files_follow_the_realisasi(login, cast, keluarga_sehat, status):
    row = add(cast, keluarga_sehat)
    Realisasi.objects.filter(pk=row.realisasi_id).update(status=status)
    seen = {name for name in cast if login(name).get(url(row)).status_code == 200}
    assert seen == LIHAT[status]
    assert Client().get(url(row)).headers["Location"].startswith("/akun/masuk/")


@pytest.mark.lama
def test_every_file_is_unreadable_for_all_others(login, cast, keluarga_sehat, lumajang):
    """Each file made as A: fetched as B, by nobody, and by A after the right is gone."""
    made = [make() for make in (pdf, xlsx, word, picture, lambda: picture("PNG"))]
    rows = [add(cast, keluarga_sehat, content, f"{n}.x") for n, content in enumerate(made * 4)]
    own, strangers = login("dinkes"), [login(n) for n in ("dinsos", "kepala", "balangan", "bappeda", "pembaca")]
    assert [own.get(url(row)).status_code for row in rows] == [200] * 20
    read = [row for row in rows for client in [*strangers, Client()] if client.get(url(row)).status_code == 200]
    Keanggotaan.objects.filter(user=cast["dinkes"]).update(aktif=False)
    read += [row for row in rows if own.get(url(row)).status_code == 200]
    names = [f"/media/{row.berkas.name}" for row in rows] + [f"/{row.berkas.name}" for row in rows]
    read += [name for name in names if own.get(name).status_code == 200]
    assert read == []


@pytest.mark.parametrize(
    ("make", "tipe"),
    [(pdf, "application/pdf"), (picture, "image/jpeg"), (lambda: picture("PNG"), "image/png"),
     (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
     (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")],
)  # fmt: skip
def test_files_are_served_harmlessly(login, cast, keluarga_sehat, make, tipe):
    row = add(cast, keluarga_sehat, make(), "<script>.html")
    for name in ("dinkes", "admin"):
        response = login(name).get(url(row))
        assert {key: response.headers[key] for key in KEPALA} == KEPALA
        assert response.headers["Content-Type"] == tipe
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert response.headers["X-Frame-Options"] == "DENY"


def test_quota_is_told_with_what_is_left(login, cast, keluarga_sehat, lumajang, media):
    content = pdf()
    row = add(cast, keluarga_sehat, content)
    Pemda.objects.filter(pk=lumajang.pk).update(kuota_bukti_mb=1)
    BuktiDukung.objects.filter(pk=row.pk).update(ukuran=1024**2 - len(content) + 1)
    response = login("dinkes").post(address(keluarga_sehat), {"berkas": upload(content)})
    (text,) = response.context["form_bukti"].errors["berkas"]
    assert "dari 1 MB sudah terpakai" in text and "sisa" in text and "minta admin Pemda" in text
    assert len(stored(media)) == 1
    BuktiDukung.objects.filter(pk=row.pk).update(ukuran=1024**2 - len(content))
    add(cast, keluarga_sehat, content)
    assert quota_of(keluarga_sehat).sisa == 0


def test_quota_counts_an_opd_and_a_year(cast, keluarga_sehat, lumajang):
    other = kunci("lmj19-dinkes-02", "dinkes")
    for key in (keluarga_sehat, other, kunci("lmj19-dinkes-01", "dinkes", 2022)):
        add(cast, key)
    add(cast, kunci("lmj19-dinsos-01", "dinsos"), oleh="dinsos")
    sizes = BuktiDukung.objects.filter(realisasi__instansi=keluarga_sehat.instansi, realisasi__tahun=2023)
    assert quota_of(keluarga_sehat).terpakai == sum(row.ukuran for row in sizes)
    assert sizes.count() == 2


def test_two_people_describing_lose_nothing(login, cast, keluarga_sehat):
    row, client = add(cast, keluarga_sehat), login("dinkes")
    seen = client.get(url(row, "ubah/")).context["form"].initial["sidik"]
    assert client.post(url(row, "ubah/"), {"judul": "Dari A", "sidik": seen}).status_code == 302
    response = client.post(url(row, "ubah/"), {"judul": "Dari B", "nomor": "7", "sidik": seen})
    text = response.content.decode()
    assert response.status_code == 409
    assert "Dari A" in text and 'value="Dari B"' in text and 'value="7"' in text
    fresh = response.context["form"]["sidik"].value()
    assert client.post(url(row, "ubah/"), {"judul": "Dari B", "nomor": "7", "sidik": fresh}).status_code == 302
    row.refresh_from_db()
    assert (row.judul, row.nomor) == ("Dari B", "7")


def test_the_panel_stands_on_the_pages_that_need_it(login, cast, keluarga_sehat):
    row = add(cast, keluarga_sehat)
    realisasi = realisasi_submit(user=cast["dinkes"], realisasi=isi_lagi(cast, keluarga_sehat))
    for name, path in (
        ("dinkes", f"/isian/{keluarga_sehat.indikator.pk}/{keluarga_sehat.instansi.pk}/2023/"),
        ("bappeda", f"/verifikasi/{realisasi.pk}/"),
        ("bappeda", f"/realisasi/{realisasi.pk}/"),
    ):
        assert url(row) in login(name).get(path).content.decode(), path


def test_queries_do_not_grow_with_evidence(login, cast, keluarga_sehat):
    client, counts = login("dinkes"), []
    for more in (1, 19):
        for number in range(more):
            bukti_dukung_create(
                user=cast["dinkes"], kunci=keluarga_sehat, isi={"nomor": str(number)}, tautan="https://bps.go.id/"
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(address(keluarga_sehat))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_which_realisasi_have_evidence(cast, keluarga_sehat):
    row = add(cast, keluarga_sehat)
    bare = isi(cast, kunci("lmj19-dinkes-02", "dinkes"), {})
    assert with_evidence([row.realisasi_id, bare.pk]) == {row.realisasi_id}
    bukti_dukung_withdraw(user=cast["dinkes"], bukti=row)
    assert with_evidence([row.realisasi_id, bare.pk]) == set()


def test_a_row_that_cannot_be_stored_leaves_no_file(cast, keluarga_sehat, media, monkeypatch):
    def break_off(*args, **kwargs):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("registry.services.bukti_dukung.settle", break_off)
    with pytest.raises(RuntimeError):
        add(cast, keluarga_sehat)
    assert (BuktiDukung.objects.count(), stored(media)) == (0, [])


def test_the_check_of_files_lists_and_cleans(cast, keluarga_sehat, media, capsys):
    row = add(cast, keluarga_sehat)
    call_command("bukti_dukung_periksa")
    orphan, fresh = media / "bukti" / "00" / "x", media / "bukti" / "00" / "baru"
    orphan.parent.mkdir(exist_ok=True)
    for path, age in ((orphan, 7200), (fresh, 0)):
        path.write_bytes(b"x")
        then = (timezone.now() - timedelta(seconds=age)).timestamp()
        os.utime(path, (then, then))
    with pytest.raises(CommandError, match="--bersihkan"):
        call_command("bukti_dukung_periksa")
    call_command("bukti_dukung_periksa", bersihkan=True)
    assert not orphan.exists() and fresh.exists()
    (media / row.berkas.name).unlink()
    with pytest.raises(CommandError, match="Pulihkan"):
        call_command("bukti_dukung_periksa")
    assert f"tanpa berkas: {row.kunci}" in capsys.readouterr().out


def test_the_admin_sets_the_quota(login, lumajang):
    names = ["nama", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu", "font_dokumen"]
    data = {name: getattr(lumajang, name) for name in names}
    for typed, kept in (("750", 750), ("", 750), ("-1", 750), ("abc", 750)):
        login("admin").post("/pemda/", data | {"kuota_bukti_mb": typed})
        assert Pemda.objects.get(pk=lumajang.pk).kuota_bukti_mb == kept
