"""The short code of a proof: one per version, opened through the same rule as the proof; and the proof as text."""

import re
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from registry.models import Realisasi
from registry.services.akun import akun_create
from registry.services.kode_bukti import HURUF, kode_of, read_kode
from registry.services.realisasi import realisasi_reopen, realisasi_save, realisasi_submit, realisasi_verify
from tests.registry.alur import SEHAT, ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db


def row(pk: int, version: int) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, version=version)


def opened(client, kode: str) -> str:
    return client.get(f"/bukti/{kode}/", follow=True).content.decode()


def test_it_works(cast, login, keluarga_sehat):
    stored = isi(cast, keluarga_sehat)
    kode = kode_of(stored)
    assert re.fullmatch(f"[{HURUF}]{{5}}-[{HURUF}]{{5}}", kode)
    assert login("dinkes").get(f"/bukti/{kode}/").headers["Location"] == f"/realisasi/{stored.pk}/"
    assert kode in login("dinkes").get(f"/realisasi/{stored.pk}/").content.decode()


def test_codes_are_stable_and_never_shared():
    codes = {kode_of(row(pk, version)) for pk in range(1, 2001) for version in (1, 2, 3)}
    assert len(codes) == 6000
    assert kode_of(row(7, 3)) == kode_of(row(7, 3))
    assert all(read_kode(kode_of(row(pk, 9))) == [(pk, 9)] for pk in (1, 2, 10**9, 2**34 - 1))


def test_neighbours_look_unlike():
    pairs = [(kode_of(row(pk, 1)), kode_of(row(pk + 1, 1))) for pk in range(1, 300)]
    alike = [sum(a == b for a, b in zip(one, two, strict=True)) - 1 for one, two in pairs]
    assert sum(alike) / len(alike) < 1  # of ten places, by chance 0.31 agree


def test_another_key_gives_other_codes(settings):
    before = kode_of(row(5, 1))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "kunci-baru-" + "y" * 40
    assert read_kode(before) != [(5, 1)]
    settings.KODE_BUKTI_KUNCI_LAMA = [old]
    assert (5, 1) in read_kode(before)


def test_typed_codes_are_read_kindly():
    kode = kode_of(row(12, 4))
    kind = kode.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    assert read_kode(kind) == read_kode(f"  {kode} ") == [(12, 4)]


@pytest.mark.parametrize("text", ["", "x", "AAAAAAAAA", "AAAAA-AAAAAA", "AAAAA-AAAAU", "٣٣٣٣٣٣٣٣٣٣", "A" * 5000])
def test_other_texts_are_no_code(login, text):
    assert read_kode(text) == []
    if text:
        assert login("bappeda").get(f"/bukti/{text}/").status_code == 404


def test_guesses_open_nothing(cast, login, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    client = login("bappeda")
    guesses = [f"{HURUF[n % 32] * 9}{HURUF[n // 32]}" for n in range(200)]
    assert {client.get(f"/bukti/{guess}/").status_code for guess in guesses} == {404}


@pytest.mark.parametrize("name", ["dinsos", "bappeda", "pembaca", "balangan", "bappeda_balangan", "superuser"])
def test_a_code_gives_no_right(cast, login, keluarga_sehat, name):
    """A draft: only its OPD and the admin see it."""
    kode = kode_of(isi(cast, keluarga_sehat))
    client = login(name)
    assert client.get(f"/bukti/{kode}/").status_code == 404
    assert client.get(f"/bukti/{kode}/qr.svg").status_code == 404


def changed(cast, key) -> tuple[str, Realisasi]:
    """The code of a verified version, and the row after it was reopened and entered anew."""
    old = verifikasi(cast, key)
    kode = kode_of(old)
    again = realisasi_reopen(user=cast["bappeda"], realisasi=old, alasan="Angka diperbaiki.")
    values = SEHAT | {"keluarga_sehat": "40"}
    now = realisasi_save(user=cast["dinkes"], kunci=key, nilai_mentah=values, version=again.version)
    return kode, now


def test_an_old_code_opens_that_version(cast, login, keluarga_sehat):
    kode, now = changed(cast, keluarga_sehat)
    page = opened(login("dinkes"), kode)
    assert "realisasi ini sudah berubah sejak itu, termasuk nilai, capaian, atau kelasnya" in page
    assert "(45 / 50) × 100 = 90,00" in page
    assert f'href="/realisasi/{now.pk}/"' in page


def test_only_the_status_may_have_moved_on(cast, login, keluarga_sehat):
    stored = ajukan(cast, keluarga_sehat)
    kode = kode_of(stored)
    realisasi_verify(user=cast["bappeda"], realisasi=stored)
    assert "nilai, capaian, dan kelasnya masih sama" in opened(login("bappeda"), kode)


def test_a_draft_of_a_verified_value_stays_private(cast, login, keluarga_sehat):
    draft = kode_of(isi(cast, keluarga_sehat))
    stored = Realisasi.objects.get()
    submitted = realisasi_submit(user=cast["dinkes"], realisasi=stored)
    assert login("bappeda").get(f"/bukti/{kode_of(submitted)}/").status_code == 302
    assert login("bappeda").get(f"/bukti/{draft}/").status_code == 404
    assert login("dinkes").get(f"/bukti/{draft}/").status_code == 200


def test_the_qr_code_is_a_plain_picture(cast, login, keluarga_sehat):
    kode = kode_of(isi(cast, keluarga_sehat))
    response = login("dinkes").get(f"/bukti/{kode}/qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert b"<path" in response.content
    assert b"<script" not in response.content and b"<style" not in response.content


def test_typing_a_code(cast, login, keluarga_sehat):
    kode = kode_of(isi(cast, keluarga_sehat))
    client = login("dinkes")
    assert client.get("/bukti/", {"kode": f" {kode.lower()} "}).status_code == 302
    wrong = client.get("/bukti/", {"kode": "7K3M9-XQ2PD"}).content.decode()
    assert 'value="7K3M9-XQ2PD"' in wrong and "Periksa kembali" in wrong
    assert client.get("/bukti/").status_code == 200


def output(*args, **options) -> str:
    out = StringIO()
    call_command("bukti", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_the_same_proof(cast, keluarga_sehat):
    target(keluarga_sehat, "100")
    stored = verifikasi(cast, keluarga_sehat)
    text = output("lmj19-dinkes-01", "dinkes", "2023", pemda="35.08")
    for part in (
        kode_of(stored), "keluarga_sehat = 45 keluarga, isian", "(45 / 50) × 100 = 90,00", "(versi 1)",
        "188.45/326/427.12/2019", "Target      : 100", "90,00 % (Tinggi)", "Diisi       : dinkes",
        "Diverifikasi: bappeda",
    ):  # fmt: skip
        assert part in text
    assert output(kode_of(stored)) == text


def test_the_command_tells_an_old_version(cast, keluarga_sehat):
    kode, now = changed(cast, keluarga_sehat)
    text = output(kode)
    assert f"SUDAH BERUBAH sejak versi ini; yang berlaku sekarang versi {now.version} ({kode_of(now)})" in text
    assert "Diisi       : dinkes," in text


def test_last_year_and_series_are_told(cast, lumajang):
    key = kunci("lmj19-bprd-02", "bprd", 2022)
    user = akun_create(username="bprd", nama="B", peran="operator", pemda=lumajang, instansi=key.instansi).user
    name = key.indikator.rumus.get(status="berlaku").variabel.get(asal="isian").nama
    for year, value in ((2021, "100"), (2022, "120")):
        isi({"bprd": user}, kunci("lmj19-bprd-02", "bprd", year), {name: value}, "bprd")
    assert "tahun lalu: 100 Rp" in output("lmj19-bprd-02", "bprd", "2022")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["AAAAA-AAAAA"], "Tidak ada bukti dengan kode"),
        (["x", "dinkes", "2023"], "Indikator «x» tidak ditemukan"),
        (["lmj19-dinkes-01", "x", "2023"], "Instansi «x» tidak ditemukan"),
        (["lmj19-dinkes-01", "dinkes", "2023"], "Belum ada realisasi"),
        (["lmj19-dinkes-01", "dinkes"], "Tulis KODE"),
        (["lmj19-dinkes-01", "dinkes", "dua"], "Tulis KODE"),
    ],
)
def test_the_command_says_what_lacks(args, told):
    with pytest.raises(CommandError, match=told):
        output(*args)
