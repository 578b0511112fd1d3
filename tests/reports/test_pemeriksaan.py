"""Pemeriksaan naskah: what does not fit together is found with its place, and answered by the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, JawabanPemeriksaan, Penetapan
from reports.pemeriksaan import answered, periksa
from reports.rows import Dokumen
from tests.registry.test_penetapan_salin import salin

JALUR = "/penetapan/{}/pemeriksaan/"
BALANGAN, LUMAJANG = JALUR.format("balangan-setwan-2023"), JALUR.format("lumajang-2019-326")
NAMA = "nama-beda:lampiran-2"


@pytest.fixture
def temukan(dokumen):
    """`temukan(kode)`: the findings of a decree as kunci → pesan."""

    def find(kode: str) -> dict[str, str]:
        found = periksa(Penetapan.objects.get(kode=kode), dokumen(kode))
        assert len({c.kunci for c in found}) == len(found)
        return {c.kunci: c.pesan for c in found}

    return find


def test_numbers_dates_and_names_of_003(temukan):
    found = temukan("balangan-setwan-2023")
    assert set(found) == {
        "tanggal-tanpa-hari:badan", "nomor-beda:lampiran-1", "nomor-beda:lampiran-2", "tentang-beda:lampiran-1",
        "tentang-beda:lampiran-2", "nama-beda:lampiran-1",
    }  # fmt: skip
    assert "«175 / 13 / SET.DPRD-BLG / 2023», pada batang tubuh «1 a TAHUN 2023»" in found["nomor-beda:lampiran-2"]


def test_empty_cells_of_004_and_a_name_written_otherwise(temukan):
    found = temukan("lumajang-2019-326")
    assert set(found) == {NAMA, "sel-kosong:lmj19-pemda-06:rumus", "sel-kosong:lmj19-setda-11:penanggung_jawab"}
    assert found["sel-kosong:lmj19-pemda-06:rumus"] == "Kolom «Rumus/ formula» kosong."


@pytest.mark.parametrize("kode", ["lumajang-setda-2023", "lumajang-kecamatan-2020", "lumajang-setwan-2018"])
def test_plain_sheets_have_nothing_odd(temukan, kode):
    assert temukan(kode) == {}


@pytest.mark.parametrize(
    ("ubah", "kunci"),
    [
        ({"nip": "123"}, "nip:badan"),
        ({"nip": "19690507 198903 1 004"}, ""),
        ({"tanggal": "September 2019"}, "tanggal-tanpa-hari:badan"),
        ({"tanggal": "21 September 2019"}, "tanggal-beda:badan"),
        ({"nama": ""}, "nama-kosong:badan"),
    ],
)
def test_rules_on_the_signature(dokumen, ubah, kunci):
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    before = {c.kunci for c in periksa(penetapan, dokumen("lumajang-2019-326", 1))}
    penetapan.tanda_tangan = {**penetapan.tanda_tangan, **ubah}
    new = {c.kunci for c in periksa(penetapan, dokumen("lumajang-2019-326", 1))} - before
    assert kunci in new if kunci else new == set()


def test_a_draft_without_anything_is_told_so(db):
    pemda = Penetapan.objects.get(kode="lumajang-2019-326").pemda
    baru = Penetapan.objects.create(
        pemda=pemda, kode="baru", jenis="keputusan_kepala_daerah", tentang="X", tahun_awal=2024, tahun_akhir=2024
    )
    found = {c.kunci for c in periksa(baru, Dokumen("baru", "", "", None, True, False, ()))}
    names = ("nomor", "menimbang", "mengingat", "diktum", "tanggal")
    assert found == {f"{name}-kosong:badan" for name in names}


def test_the_admin_answers_with_a_reason(login, cast):
    client = login("admin")
    data = {"kunci": NAMA, "version": "0", "alasan": "Salah ketik pada naskah asli."}
    assert client.post(f"{LUMAJANG}jawab/", data).status_code == 302
    row = JawabanPemeriksaan.objects.get()
    assert (row.kunci, row.alasan, row.history.get().history_user) == (NAMA, data["alasan"], cast["admin"])
    page = client.get(LUMAJANG).content.decode()
    assert "3 catatan, 2 belum dijawab" in page and "Salah ketik pada naskah asli." in page


def test_without_a_reason_nothing_is_stored_and_a_stale_form_is_told(login):
    client = login("admin")
    refused = client.post(f"{LUMAJANG}jawab/", {"kunci": NAMA, "version": "0", "alasan": "  "})
    assert refused.status_code == 422 and "Tulis mengapa" in refused.content.decode()
    client.post(f"{LUMAJANG}jawab/", {"kunci": NAMA, "version": "0", "alasan": "Satu."})
    stale = client.post(f"{LUMAJANG}jawab/", {"kunci": NAMA, "version": "0", "alasan": "Dua <b>"})
    assert stale.status_code == 422 and "Dua &lt;b&gt;" in stale.content.decode()
    assert JawabanPemeriksaan.objects.get().alasan == "Satu."
    assert client.post(f"{LUMAJANG}jawab/", {"kunci": "tidak-ada", "alasan": "x"}).status_code == 302


def test_the_parts_of_a_cell_of_preset_b(cast, temukan):
    row = salin(cast["admin_balangan"], "balangan-setwan-2023", kode="uji")
    indikator = Indikator.objects.filter(lembar__lampiran__penetapan=row).first()
    before = temukan("uji")
    Indikator.objects.filter(pk=indikator.pk).update(alasan="")
    new = {k: v for k, v in temukan("uji").items() if k not in before}
    assert list(new) == [f"sel-kosong:{indikator.kode}:alasan"] and "Alasan Pemilihan tidak tercetak" in str(new)


def test_an_answer_to_another_text_does_not_count(login, dokumen):
    login("admin").post(f"{LUMAJANG}jawab/", {"kunci": NAMA, "version": "0", "alasan": "Satu."})
    JawabanPemeriksaan.objects.update(catatan="yang dulu")
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    butir = {b.catatan.kunci: b for b in answered(penetapan, periksa(penetapan, dokumen("lumajang-2019-326", 1)))}
    assert butir[NAMA].jawaban is not None and not butir[NAMA].terjawab


@pytest.mark.parametrize(
    ("who", "get", "post"),
    [("admin", 200, 302), ("bappeda", 200, 404), ("pembaca", 200, 404), ("dinkes", 404, 404), ("balangan", 404, 404)],
)
def test_who_sees_and_who_answers(login, who, get, post):
    client = login(who)
    assert client.get(LUMAJANG).status_code == get
    assert client.post(f"{LUMAJANG}jawab/", {"kunci": NAMA, "version": "0", "alasan": "x"}).status_code == post
    assert JawabanPemeriksaan.objects.exists() == (post == 302)


def test_queries_do_not_grow_with_the_sheets(login):
    counts = []
    for who, path in (("admin_balangan", BALANGAN), ("admin", LUMAJANG)):
        client = login(who)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22
