"""The whole way of a signature: check, freeze, sign outside, upload, verify in public, tamper by one byte."""

import os

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from registry.models import BerkasTertanda, Dokumen, LembarInstansi, Pekerjaan, Penetapan
from registry.pemeriksa import ttd
from registry.services import dokumen_simpanan, dokumen_ttd
from registry.services.dokumen import Beku, dokumen_cancel, dokumen_create
from registry.services.dokumen_ttd import TOLAK, ttd_add
from registry.services.dokumen_verifikasi import Jawab, verify_file, verify_kode
from registry.services.errors import ServiceError
from reports.bekukan import draw
from reports.lampiran import dokumen_rows
from reports.segel import Segel
from reports.tugas import kerjakan
from tests.registry import tertanda
from tests.reports import pdf

KODE, LAIN = "lumajang-kecamatan-2020", "lumajang-setda-2023"
SIAP, UMUM = f"/penetapan/{KODE}/siap-ttd/", "/verifikasi-dokumen/"
CONTOH = "7K3M-9XQ2-PD43"
ALASAN = {"alasan-nomor": "Lembar ini tidak bernomor."}


def _drawn(kode: str):
    penetapan = Penetapan.objects.get(kode=kode)
    rows = dokumen_rows(penetapan, list(penetapan.lampiran.all()), LembarInstansi.objects.all())
    return draw(rows, Segel(CONTOH, f"https://iku.contoh.go.id/verifikasi-dokumen/{CONTOH}/", "#"), kotak=True)


@pytest.fixture(scope="module")
def cetakan(django_db_setup, django_db_blocker):
    """One document, drawn once for all tests of this file."""
    with django_db_blocker.unblock():
        return _drawn(KODE)


@pytest.fixture(autouse=True)
def folders(request, settings, tmp_path, monkeypatch):
    """Folders of its own; but for the whole way, what judges a file runs in this process, without its limits."""
    settings.MEDIA_ROOT, settings.TTD_AKAR = tmp_path / "media", tertanda.roots(tmp_path / "akar")
    cache.clear()
    if request.function is not test_the_whole_way:
        judge = tertanda.apart(ttd.main)
        monkeypatch.setattr(dokumen_ttd, "_ask", lambda signed, asli: judge(signed, asli, settings.TTD_AKAR))


@pytest.fixture
def dokumen(cast, cetakan, lumajang) -> Dokumen:
    beku = Beku(
        CONTOH,
        lumajang,
        "lampiran",
        "IKU Kecamatan",
        cetakan.data,
        cetakan.halaman,
        penetapan_kode=KODE,
        cuplikan={"x": 1},
    )
    return dokumen_create(user=cast["admin"], beku=beku)


@pytest.fixture(scope="module")
def signed(cetakan) -> bytes:
    return tertanda.sign(cetakan.data)


def upload(cast, dokumen: Dokumen, data: bytes, alasan: str = "") -> BerkasTertanda:
    return ttd_add(user=cast["admin"], dokumen=dokumen, berkas=SimpleUploadedFile("x.pdf", data), alasan=alasan)


def refused(cast, dokumen: Dokumen, data: bytes) -> str:
    """Which refusal, by its code; nothing is left behind."""
    with pytest.raises(ServiceError) as error:
        upload(cast, dokumen, data)
    assert not BerkasTertanda.objects.exists() and Dokumen.objects.get(pk=dokumen.pk).status == "dibekukan"
    return next((kode for kode, text in TOLAK.items() if text == error.value.pesan), error.value.pesan)


def test_the_whole_way(login):
    admin, stranger = login("admin"), Client()
    sidik = admin.get(SIAP).context["form"]["sidik"].value()
    response = admin.post(SIAP, {"sidik": sidik, "jangkar": "#", "kotak": "on", **ALASAN}, follow=True)
    assert "Menunggu giliran" in response.text and "Bekukan untuk" not in response.text
    job = Pekerjaan.objects.get()
    kerjakan.func(str(job.kunci))
    row = Dokumen.objects.get()
    assert f"Buka dokumen {row.kode}" in admin.get(f"/unduhan/{job.kunci}/").text
    assert (row.kunci, row.status) == (job.kunci, "dibekukan") and row.kode in admin.get(SIAP).text
    frozen = admin.get(f"/dokumen/{row.kode}/unduh/").content
    file = SimpleUploadedFile("ttd.pdf", tertanda.sign(frozen), "application/pdf")
    assert "tidak sama dengan penanda tangan" in admin.post(f"/dokumen/{row.kode}/tertanda/", {"berkas": file}).text
    file.seek(0)
    data = {"berkas": file, "alasan": "Pejabat pengganti."}
    page = admin.post(f"/dokumen/{row.kode}/tertanda/", data, follow=True)
    assert tertanda.BUPATI in page.text and "pencabutan tidak diperiksa" in page.text
    kept = admin.get(f"/dokumen/{row.kode}/tertanda/{row.berkas_tertanda.get().pk}/").content
    assert kept == tertanda_bytes(file) and admin.get(f"/dokumen/{row.kode}/unduh/").content == frozen
    assert "Ditandatangani dan utuh" in ask(stranger, kept) and "Sama persis" in ask(stranger, frozen)
    for at in (20, len(frozen) // 2, len(kept) - 30):
        assert "sudah diubah" in ask(stranger, tertanda.one_byte(kept, at)) or at > len(frozen)
    assert "bertambah" in ask(stranger, tertanda.one_byte(kept, len(kept) - 30))
    assert tertanda.BUPATI in stranger.get(f"{UMUM}{row.kode.lower()}/").text


def tertanda_bytes(file) -> bytes:
    file.seek(0)
    return file.read()


def ask(client: Client, data: bytes) -> str:
    return client.post(UMUM, {"berkas": SimpleUploadedFile("x.pdf", data)}).text


def test_the_frozen_file(cetakan):
    assert cetakan.bersih and cetakan.halaman == 2
    text = pdf.text(cetakan.data)
    assert text.count("#") == 1 and text.count(f"Kodeverifikasi{CONTOH}") == 3 and "DRAF" not in text
    assert all(row[-5] == "yes" for row in pdf.fonts(cetakan.data)), "a font is not embedded"
    with pikepdf.open(pdf.as_file(cetakan.data)) as file:
        assert file.Root.MarkInfo.Marked and "/StructTreeRoot" in file.Root and "/OutputIntents" in file.Root
        xmp = file.Root.Metadata.read_bytes()
        assert b'pdfaid:part="3"' in xmp and b'pdfaid:conformance="A"' in xmp
        box = [float(v) for v in file.pages[-1].Annots[0].Rect]
    word = next(w for w in pdf.words(cetakan.data)[-1] if w.text == "#")
    height = 215 / 25.4 * 72
    assert box[0] < word.x0 < box[2] and box[1] < height - word.y0 < box[3]


def test_signed_twice(cast, dokumen, signed):
    upload(cast, dokumen, signed)
    both = tertanda.sign(signed, tertanda.SEKDA, field="Kedua")
    row = upload(cast, dokumen, both)
    assert [item["nama"] for item in row.hasil["tanda"]] == [tertanda.BUPATI, tertanda.SEKDA]
    assert verify_file(both).jawab == verify_file(signed).jawab == Jawab.DITANDATANGANI
    with pytest.raises(ServiceError, match="sudah tercatat"):
        upload(cast, dokumen, both)


def test_written_anew_by_the_signing_service(cast, dokumen, cetakan):
    data = tertanda.sign(tertanda.rewritten(cetakan.data, object_stream_mode=pikepdf.ObjectStreamMode.disable))
    row = upload(cast, dokumen, data)
    assert row.hasil["di_depan"] is False and row.tepercaya


def test_an_unknown_root_needs_a_reason(cast, dokumen, signed, settings, tmp_path):
    settings.TTD_AKAR = ""
    with pytest.raises(ServiceError, match="Rantai sertifikat"):
        upload(cast, dokumen, signed)
    row = upload(cast, dokumen, signed, "Sertifikat dikenal.")
    assert not row.tepercaya and row.hasil["tanda"][0]["rantai"] == "tanpa_akar"


def _note(writer) -> None:
    """A white sheet of text over the figures."""
    page = writer.find_page_for_modification(0)[0].get_object()
    shape = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Contents": "x"}
    rect = generic.ArrayObject(generic.FloatObject(v) for v in (50, 50, 300, 300))
    note = generic.DictionaryObject(
        {pdf_name(k): pdf_name(v) if v.startswith("/") else generic.TextStringObject(v) for k, v in shape.items()}
    )
    note[pdf_name("/Rect")] = rect
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _cover(writer) -> None:
    """A page drawn anew behind our bytes."""
    page = writer.find_page_for_modification(0)[0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 900 600 re f"))
    writer.update_container(page)


def _turn(pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def _script(pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda d: d, "ttd_tidak_ada"),
        (lambda d: tertanda.rewritten(d), "ttd_tidak_ada"),
        (lambda d: tertanda.edited(tertanda.sign(d), _note), "ttd_berubah"),
        (lambda d: tertanda.edited(tertanda.sign(d), _cover), "ttd_berubah"),
        (lambda d: tertanda.sign(tertanda.edited(d, _cover)), "isi_lain"),
        (lambda d: tertanda.sign(tertanda.edited(d, _note)), "isi_catatan"),
        (lambda d: tertanda.sign(tertanda.rewritten(d, _turn)), "isi_lain"),
        (lambda d: tertanda.sign(tertanda.rewritten(d, lambda p: p.pages.append(p.pages[0]))), "isi_halaman"),
        (lambda d: tertanda.sign(tertanda.rewritten(d, _script)), "ttd_aktif"),
        (lambda d: tertanda.sign(tertanda.with_box(d, (10, 10, 900, 500)), field="Lain"), "isi_tertutup"),
        (lambda d: tertanda.one_byte(tertanda.sign(d), 5000), "ttd_rusak"),
        (lambda d: b"%PDF-1.7 bukan apa-apa", "tidak utuh"),
        (lambda d: b"PK\x03\x04 zip", "jenis"),
        (lambda d: b"", "kosong"),
        (lambda d: tertanda.rewritten(d, encryption=pikepdf.Encryption(owner="a", user="")), "dikunci"),
    ],
)
def test_anything_else_is_refused(cast, dokumen, cetakan, made, why):
    assert why in refused(cast, dokumen, made(cetakan.data))


def test_another_document_is_refused(cast, dokumen, cetakan):
    other = _drawn(LAIN)
    assert refused(cast, dokumen, tertanda.sign(other.data)) in ("isi_lain", "isi_halaman")


def test_a_huge_file_is_refused(login, dokumen, settings):
    settings.BUKTI_MAKS_MB = 1
    for client, url in ((login("admin"), f"/dokumen/{CONTOH}/tertanda/"), (Client(), UMUM)):
        response = client.post(url, {"berkas": SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 2 * 1024**2)})
        assert response.status_code == 422 and "lebih besar dari 1 MB" in response.text


def test_changes_after_the_fact_are_told(cast, dokumen, cetakan, signed):
    assert verify_file(cetakan.data).jawab == Jawab.SAMA
    assert verify_file(signed).jawab == Jawab.BERTAMBAH  # not recorded yet
    assert verify_file(cetakan.data[:-1] + b"\r").jawab == Jawab.BERUBAH
    assert verify_file(tertanda.rewritten(cetakan.data)).jawab == Jawab.BERUBAH
    assert verify_file(b"%PDF-1.7 lain").jawab == Jawab.TIDAK_DIKENAL
    dokumen_cancel(user=cast["admin"], dokumen=dokumen, alasan="Salah tanggal.")
    assert verify_file(cetakan.data).jawab == verify_kode(CONTOH).jawab == Jawab.DIBATALKAN
    with pytest.raises(ServiceError, match="dibatalkan"):
        upload(cast, dokumen, signed)


def test_every_tenth_byte(dokumen, cetakan):
    """No byte of the frozen file can change unnoticed."""
    for at in range(0, len(cetakan.data), 997):
        assert verify_file(tertanda.one_byte(cetakan.data, at)).jawab in (Jawab.BERUBAH, Jawab.TIDAK_DIKENAL)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"cuplikan": {}}, {"kode": "X"}, {"halaman": 9}])
def test_the_database_refuses_changes(dokumen, change):
    with pytest.raises(DatabaseError, match="dibekukan"), transaction.atomic():
        Dokumen.objects.filter(pk=dokumen.pk).update(**change)
    with pytest.raises(DatabaseError, match="dibekukan"), transaction.atomic():
        Dokumen.objects.filter(pk=dokumen.pk)._raw_delete("default")


def test_the_database_refuses_the_way_back(cast, dokumen, signed):
    row = upload(cast, dokumen, signed)
    for model, pk, change in ((Dokumen, dokumen.pk, {"status": "dibekukan"}), (BerkasTertanda, row.pk, {"hasil": {}})):
        with pytest.raises(DatabaseError, match="dibekukan"), transaction.atomic():
            model.objects.filter(pk=pk).update(**change)
    dokumen_cancel(user=cast["admin"], dokumen=dokumen, alasan="Salah.")
    with pytest.raises(DatabaseError, match="dibekukan"), transaction.atomic():
        Dokumen.objects.filter(pk=dokumen.pk).update(alasan_batal="Lain.")


def test_a_stored_file_that_changed_is_not_given(login, dokumen):
    path = dokumen_simpanan.place(dokumen.berkas.name)
    path.chmod(0o640)
    path.write_bytes(tertanda.one_byte(path.read_bytes(), 99))
    response = login("admin").get(f"/dokumen/{CONTOH}/unduh/")
    assert response.status_code == 409 and b"%PDF" not in response.content


def test_the_check_of_files_finds_what_is_changed_and_what_is_nobodys(dokumen, capsys):
    call_command("dokumen_periksa")
    place = dokumen_simpanan.place(dokumen.berkas.name)
    old, fresh = place.with_name("lama"), place.with_name("baru")
    for path in (old, fresh):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    with pytest.raises(CommandError, match="--bersihkan"):
        call_command("dokumen_periksa")
    call_command("dokumen_periksa", bersihkan=True)
    assert (old.exists(), fresh.exists(), place.exists()) == (False, True, True)
    place.chmod(0o600)
    place.write_bytes(tertanda.one_byte(place.read_bytes(), 9))
    with pytest.raises(CommandError, match="SHA-256"):
        call_command("dokumen_periksa")
    assert f"tanpa berkas: {dokumen}" in capsys.readouterr().out
