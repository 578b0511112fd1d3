"""What the check before freezing finds, and what a print must be; recaps, whole decrees, the public page's limits."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Dokumen, Penetapan
from registry.services.dokumen import dokumen_create
from registry.services.dokumen_kode import HURUF, new_kode, read_kode
from registry.services.dokumen_ttd import same_person
from registry.services.errors import ServiceError
from registry.services.jawaban_pemeriksaan import jawaban_pemeriksaan_save
from reports import pembekuan
from reports.bekukan import Cetakan, draw
from reports.pembekuan import Pilihan, prepare
from reports.pemeriksaan import periksa
from reports.segel import Segel
from reports.siap_ttd import changed_since, naskah_keputusan, naskah_lampiran, naskah_rekap
from reports.tabel import TandaTangan
from tests.registry.objek import make
from tests.reports import berkas, contoh, pdf

SEGEL = Segel("7K3M-9XQ2-PD43", "https://iku.contoh.go.id/v/7K3M-9XQ2-PD43/", "#")
HALAMAN = Pilihan("#", True)


@pytest.fixture(autouse=True)
def clean(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def no_print(monkeypatch):
    """A print that is clean, for tests of what is decided before it."""
    monkeypatch.setattr(pembekuan, "draw", lambda rows, segel, kotak: Cetakan(b"%PDF-1.7", 1, (), (), ()))


def points(naskah) -> dict[str, str]:
    """Code → what is missing, of points that are not in order."""
    return {item.kode: " ".join(item.kurang) for item in naskah.butir if not item.beres}


def bekukan(cast, naskah, alasan=None, sidik=None) -> Dokumen:
    beku = prepare(
        user=cast["admin"], naskah=naskah, sidik=sidik or naskah.sidik, alasan=alasan or {}, pilihan=HALAMAN,
        alamat=lambda kode: f"https://x/{kode}/",
    )  # fmt: skip
    return dokumen_create(user=cast["admin"], beku=beku)


@pytest.mark.parametrize(
    ("kode", "found"),
    [
        ("lumajang-setda-2023", {"nomor": "Nomor penetapan belum ada."}),
        ("lumajang-setwan-2018", {"nomor": "Tanggal penetapan belum lengkap", "tempat": "tidak mempunyai tempat"}),
        ("balangan-setwan-2023", {"naskah": "175 / 13", "nomor": "«2023»"}),
        ("lumajang-2019-326", {"naskah": "THORIQUUL", "salinan": "SALINAN"}),
    ],
)
def test_the_old_documents_say_what_is_odd_about_them(db, kode, found):
    said = points(naskah_lampiran(Penetapan.objects.get(kode=kode)))
    for name, words in found.items():
        assert words in said[name]


def test_each_point_is_answered_or_refused(cast, no_print):
    naskah = naskah_lampiran(Penetapan.objects.get(kode="lumajang-setda-2023"))
    with pytest.raises(ServiceError, match="belum beres"):
        bekukan(cast, naskah, {"sel": "Tercetak kosong."})
    row = bekukan(cast, naskah, dict.fromkeys(points(naskah), "Sesuai naskah."))
    assert {item["kode"] for item in row.jawaban} == set(points(naskah)) and row.status == "dibekukan"
    record = row.history.get()
    assert record.history_user == cast["admin"] and row.sha256[:16] in record.history_change_reason
    with pytest.raises(ServiceError, match="sudah dibekukan"):
        bekukan(cast, naskah)


def test_what_is_required_cannot_be_answered(cast, no_print):
    naskah = naskah_lampiran(Penetapan.objects.get(kode="lumajang-setwan-2018"))
    with pytest.raises(ServiceError, match="Selesaikan dahulu lewat «Buka penetapan»"):
        bekukan(cast, naskah, dict.fromkeys(points(naskah), "Sesuai."))


def test_answers_of_the_check_of_the_text_count_and_are_kept(cast, no_print):
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    naskah = naskah_keputusan(penetapan)
    with pytest.raises(ServiceError, match="Buka pemeriksaan naskah"):
        bekukan(cast, naskah, dict.fromkeys(points(naskah), "Sesuai."))
    for item in periksa(penetapan, naskah.rows.lampiran):
        jawaban_pemeriksaan_save(
            user=cast["admin"], penetapan=penetapan, kunci=item.kunci, catatan=item.pesan, alasan="Asli.", version=0
        )
    naskah = naskah_keputusan(penetapan)
    row = bekukan(cast, naskah, dict.fromkeys(points(naskah), "Salinan resmi."))
    assert "THORIQUUL" in str(row.jawaban) and {"Asli.", "Salinan resmi."} == {x["alasan"] for x in row.jawaban}


def test_only_what_was_shown_is_frozen(cast, no_print):
    naskah = naskah_lampiran(Penetapan.objects.get(kode="lumajang-setda-2023"))
    with pytest.raises(ServiceError, match="berubah sejak halaman ini dibuka"):
        bekukan(cast, naskah, sidik="0" * 64)
    row = bekukan(cast, naskah, dict.fromkeys(points(naskah), "Sesuai."))
    assert not changed_since(naskah, Dokumen.objects.get(pk=row.pk))
    assert changed_since(replace(naskah, rows=replace(naskah.rows, judul="Lain")), row)


def test_only_the_admin_freezes(cast, no_print):
    naskah = naskah_lampiran(Penetapan.objects.get(kode="lumajang-setda-2023"))
    for name in ("bappeda", "dinkes", "pembaca", "admin_balangan"):
        with pytest.raises(ServiceError, match="Peran akun"):
            prepare(user=cast[name], naskah=naskah, sidik="", alasan={}, pilihan=HALAMAN, alamat=str)


def test_a_print_that_is_not_clean_is_not_frozen(cast):
    naskah = naskah_lampiran(Penetapan.objects.get(kode="lumajang-setda-2023"))
    rows = replace(naskah.rows, judul="x", lampiran=contoh.dokumen(contoh.baris(sumber_data="Data #1")).lampiran)
    naskah = replace(naskah, rows=rows, butir=())
    with pytest.raises(ServiceError, match="«#» muncul 2 kali, pada halaman 1"):
        bekukan(cast, naskah)
    assert not Dokumen.objects.exists()


def test_an_anchor_that_is_not_there_or_a_place_that_is_not_there():
    rows = contoh.dokumen(contoh.baris())
    unsigned = replace(rows, lampiran=tuple(replace(x, tanda_tangan=None) for x in rows.lampiran))
    assert "Tempat tanda tangan" in draw(unsigned, SEGEL, kotak=True).letak[0]
    made = draw(rows, replace(SEGEL, jangkar=""), kotak=False)
    assert made.bersih and "#" not in pdf.text(made.data)


def test_the_whole_decree_is_one_file_with_one_place_to_sign(db):
    made = draw(naskah_keputusan(Penetapan.objects.get(kode="balangan-setwan-2023")).rows, SEGEL, kotak=True)
    pages = pdf.pages(made.data)
    assert made.bersih and [text.count("#") for text in pages] == [0, 0, 1, 0, 0, 0]
    assert all("Kode verifikasi 7K3M" in text for text in pages), "the code is at the foot of every page"
    assert all(f"halaman {n} dari 6" in text for n, text in enumerate(pages, 1))
    assert pdf.info(made.data)["Tagged"] == "yes"


def test_a_recap_is_frozen_only_when_verified(cast, lumajang, keluarga_sehat):
    instansi = keluarga_sehat.instansi
    fresh = berkas.berkas(berkas.row(), draf="DRAF – 1 dari 1 realisasi belum diverifikasi Bappeda.")
    nobody = replace(fresh, tanda_tangan=TandaTangan("Lumajang", "KEPALA", "...", "", "", kosong=True), contoh="CONTOH")
    said = points(naskah_rekap(nobody, instansi, 2023))
    assert set(said) == {"verifikasi", "penanda", "contoh"} and "1 dari 1" in said["verifikasi"]
    naskah = naskah_rekap(replace(fresh, draf=""), instansi, 2023)
    row = bekukan(cast, naskah)
    assert (row.jenis, row.instansi, row.tahun) == ("rekap", instansi, 2023)
    text = pdf.text((row.berkas.storage.open(row.berkas.name)).read())
    assert "DRAF" not in text and text.count("#") == 1 and f"Kodeverifikasi{row.kode}" in text


def test_codes_catch_every_single_slip():
    kode = new_kode()
    clean = kode.replace("-", "")
    assert read_kode(f" {kode.lower().replace('-', ' ')} ") == kode
    for place, symbol in enumerate(clean):
        for other in set(HURUF) - {symbol}:
            assert read_kode(clean[:place] + other + clean[place + 1 :]) is None
    assert len({new_kode() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    ("nama", "harap", "same"),
    [
        ("THORIQUL HAQ", "H. THORIQUL HAQ, M.ML., BUPATI LUMAJANG", True),
        ("Abdul Basar, S.Sos.", "ABDUL BASAR, CAMAT LUMAJANG", True),
        ("ORANG LAIN", "ABDUL BASAR, CAMAT LUMAJANG", False),
        ("", "ABDUL BASAR", False),
        ("SIAPA PUN", "", True),
    ],
)
def test_the_name_of_the_signer_is_compared(nama, harap, same):
    assert same_person(nama, Dokumen(penanda_tangan=harap)) is same


def test_the_public_page_has_a_limit_and_tells_nothing_of_unknown_codes(db, monkeypatch):
    client, unknown = Client(), new_kode()
    monkeypatch.setattr("registry.batas_laju.time.time", lambda: 1_800_000_000.0)
    answers = [client.get(f"/verifikasi-dokumen/{unknown}/") for _ in range(31)]
    assert [r.status_code for r in answers] == [404] * 30 + [429]
    assert "Tidak dikenal" in answers[0].text
    assert client.post("/verifikasi-dokumen/").status_code == 429


def test_the_public_page_refuses_a_slip_without_looking(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/verifikasi-dokumen/", {"kode": "7K3M-9XQ2-PD44"})
    assert response.status_code == 422 and "salah ketik" in response.text


def test_the_list_asks_the_same_for_one_and_for_twenty(login, cast):
    dokumen = make("dinkes", cast).dokumen
    client, counts = login("admin"), []
    for add in (0, 19):
        for n in range(add):
            values = {f.name: getattr(dokumen, f.name) for f in Dokumen._meta.concrete_fields if f.name not in FRESH}
            Dokumen.objects.create(**values | {"kode": new_kode(), "tahun": 2030 + n})
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/dokumen/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


FRESH = {"id", "kunci", "kode", "tahun", "created_at"}
