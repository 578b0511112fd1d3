"""When an OPD may enter: the year, its quarters, extensions, the clock of the Pemda (security.md S-66)."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from registry.models import JendelaIsian, Realisasi, TahunIsian
from registry.services.errors import ServiceError
from registry.services.isian import deadline
from registry.services.jendela import Sebab, calendar_of, window_of
from registry.services.perpanjangan import perpanjangan_end, perpanjangan_save
from registry.services.realisasi import check_open, realisasi_save
from registry.services.target import IsiTarget, target_save
from tests.registry.alur import SEHAT, isi

pytestmark = pytest.mark.django_db
BATAS = dt.date(2024, 1, 31)
HARI = dt.timedelta(days=1)


@pytest.fixture
def year(lumajang) -> TahunIsian:
    """2023, until 31 January 2024."""
    row = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    row.batas = BATAS
    row.save()
    return row


@pytest.fixture
def pukul(monkeypatch):
    """`pukul("2024-02-01T00:00:00", "Asia/Jakarta")`: it is that moment now."""

    def at(text: str, zone: str = "Asia/Jakarta") -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def sebab(lumajang, instansi=None, periode=0) -> str:
    return window_of(lumajang, 2023, instansi, periode).sebab


def test_it_works(lumajang, year, pukul, cast):
    pukul("2024-01-31T23:59:59")
    window = deadline(cast["dinkes"].keanggotaan_aktif, 2023)
    assert (window.terbuka, window.sisa, window.tanggal, window.pesan) == (True, 0, BATAS, "")
    pukul("2024-02-01T00:00:00")
    window = deadline(cast["dinkes"].keanggotaan_aktif, 2023)
    assert (window.terbuka, window.sisa) == (False, -1)
    assert "31 Januari 2024 pukul 24.00" in window.pesan


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2024-01-09T23:59:59", Sebab.BELUM_MULAI),
        ("2024-01-10T00:00:00", Sebab.BUKA),
        ("2024-01-31T23:59:59", Sebab.BUKA),
        ("2024-02-01T00:00:00", Sebab.LEWAT),
    ],
)
def test_first_and_last_day(lumajang, year, pukul, now, wanted):
    TahunIsian.objects.filter(pk=year.pk).update(mulai=dt.date(2024, 1, 10))
    pukul(now)
    assert sebab(lumajang) == wanted


def test_closed_locked_and_unknown(lumajang, year, pukul):
    pukul("2024-01-05T12:00:00")
    TahunIsian.objects.filter(pk=year.pk).update(dibuka=False)
    assert sebab(lumajang) == Sebab.DITUTUP
    TahunIsian.objects.filter(pk=year.pk).update(dikunci_pada=timezone.now(), dibuka=True)
    assert sebab(lumajang) == Sebab.DIKUNCI
    assert window_of(lumajang, 1999, None).sebab == Sebab.BELUM_DIBUKA


def test_an_extension_reopens_for_one_opd_only(lumajang, year, pukul, cast, keluarga_sehat):
    pukul("2024-02-01T08:00:00")
    give = {"user": cast["bappeda"], "tahun_isian": year, "periode": 0}
    perpanjangan_save(**give, instansi=keluarga_sehat.instansi, batas=BATAS + 2 * HARI, alasan="Server OPD rusak.")
    assert isi(cast, keluarga_sehat).hasil == "90"
    assert sebab(lumajang, cast["dinsos"].keanggotaan_aktif.instansi) == Sebab.LEWAT
    pukul("2024-02-03T00:00:00")
    with pytest.raises(ServiceError, match="2 Februari 2024"):
        realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=SEHAT, version=1)


@pytest.mark.parametrize("state", [{"dibuka": False}, {"dikunci_pada": "2024-01-01T00:00Z"}])
def test_an_extension_does_not_open_what_is_closed_or_locked(lumajang, year, pukul, keluarga_sehat, state):
    opd = keluarga_sehat.instansi
    JendelaIsian.objects.create(tahun_isian=year, instansi=opd, batas=BATAS + 30 * HARI)
    TahunIsian.objects.filter(pk=year.pk).update(**state)
    pukul("2024-01-05T12:00:00")
    assert sebab(lumajang, opd) in (Sebab.DITUTUP, Sebab.DIKUNCI)


def test_an_extension_never_takes_days_away(lumajang, year, pukul, keluarga_sehat):
    JendelaIsian.objects.create(tahun_isian=year, instansi=keluarga_sehat.instansi, batas=BATAS - 9 * HARI)
    pukul("2024-01-31T12:00:00")
    assert sebab(lumajang, keluarga_sehat.instansi) == Sebab.BUKA


@pytest.mark.parametrize(
    ("more", "pesan"),
    [
        ({"batas": BATAS}, "harus sesudah batas bagi semua OPD, 31 Januari 2024"),
        ({"batas": None}, "batas akhir yang baru"),
        ({"alasan": "  "}, "Tulis alasan"),
        ({"periode": 1}, "tidak diisi per triwulan"),
    ],
)
def test_an_extension_is_refused(year, cast, keluarga_sehat, more, pesan):
    given = {"instansi": keluarga_sehat.instansi, "periode": 0, "batas": BATAS + HARI, "alasan": "Uji."} | more
    with pytest.raises(ServiceError, match=pesan):
        perpanjangan_save(user=cast["bappeda"], tahun_isian=year, **given)
    assert not JendelaIsian.objects.exists()


def test_ending_an_extension_leaves_a_trace(year, cast, keluarga_sehat):
    given = {"instansi": keluarga_sehat.instansi, "periode": 0, "alasan": "Uji."}
    perpanjangan_save(user=cast["bappeda"], tahun_isian=year, batas=BATAS + HARI, **given)
    row = perpanjangan_save(user=cast["bappeda"], tahun_isian=year, batas=BATAS + 2 * HARI, **given)
    perpanjangan_end(user=cast["bappeda"], jendela=row, alasan="Sudah selesai.")
    told = [(h.history_type, h.history_user) for h in JendelaIsian.history.order_by("pk")]
    assert told == [(kind, cast["bappeda"]) for kind in "+~-"]
    assert "Sudah selesai." in JendelaIsian.history.latest().history_change_reason


@pytest.mark.parametrize("name", ["dinkes", "kepala", "admin", "pembaca", "bappeda_balangan"])
def test_nobody_else_extends(year, cast, keluarga_sehat, name):
    with pytest.raises(ServiceError, match="Peran akun"):
        perpanjangan_save(
            user=cast[name], tahun_isian=year, instansi=keluarga_sehat.instansi, periode=0, batas=None, alasan="x"
        )


def test_quarters_have_days_of_their_own(lumajang, year, pukul):
    pukul("2023-04-05T12:00:00")
    assert sebab(lumajang, periode=1) == Sebab.TRIWULAN
    TahunIsian.objects.filter(pk=year.pk).update(triwulan=True)
    JendelaIsian.objects.create(tahun_isian=year, periode=1, mulai="2023-04-01", batas="2023-04-10")
    assert [sebab(lumajang, periode=p) for p in (0, 1, 2)] == ["", "", ""]
    pukul("2023-04-11T00:00:00")
    assert [sebab(lumajang, periode=p) for p in (0, 1, 2)] == ["", Sebab.LEWAT, ""]


def test_a_target_comes_before_the_first_day(year, pukul, cast, keluarga_sehat):
    TahunIsian.objects.filter(pk=year.pk).update(mulai=dt.date(2024, 1, 2))
    pukul("2023-01-15T12:00:00")
    with pytest.raises(ServiceError, match="baru dibuka pada 2 Januari 2024"):
        check_open(keluarga_sehat)
    assert target_save(user=cast["dinkes"], kunci=keluarga_sehat, isi=IsiTarget(bawah="80"), version=0).bawah == "80"
    pukul("2024-02-15T12:00:00")
    with pytest.raises(ServiceError, match="sudah ditutup"):
        target_save(user=cast["dinkes"], kunci=keluarga_sehat, isi=IsiTarget(bawah="81"), version=1)


def test_a_form_that_was_open_keeps_what_was_typed(login, year, pukul, keluarga_sehat):
    pukul("2024-01-31T23:59:00")
    client = login("dinkes")
    url = f"/isian/{keluarga_sehat.indikator.pk}/{keluarga_sehat.instansi.pk}/2023/"
    assert 'name="nilai-keluarga_sehat"' in client.get(url).content.decode()
    pukul("2024-02-01T00:00:01")
    typed = {"version": "0", "nilai-keluarga_sehat": "4.321", "keterangan": "ketikan saya"}
    page = client.post(url, typed).content.decode()
    assert "sejak batas akhir 31 Januari 2024" in page
    assert 'value="4.321"' in page
    assert "ketikan saya" in page
    assert not Realisasi.objects.exists()


def test_a_year_costs_two_queries_for_any_number_of_opd(lumajang, year, django_assert_num_queries):
    places = list(lumajang.instansi.exclude(jenis__in=["pemda", "kelompok"])[:20])
    JendelaIsian.objects.bulk_create(
        [JendelaIsian(tahun_isian=year, instansi=place, batas=BATAS + HARI) for place in places]
    )
    with django_assert_num_queries(2):
        calendar = calendar_of(lumajang, 2023)
        assert {calendar.of(place.pk).batas for place in places} == {BATAS + HARI}


ZONA = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
HARI_AKHIR = ["2023-12-31", "2024-02-29", "2023-02-28", "2024-06-15"]
DETIK = {-1: Sebab.BUKA, 0: Sebab.LEWAT, 1: Sebab.LEWAT}  # seconds after 24.00 of the last day
ROOT = Path(__file__).parents[2]
RUN = "import django; django.setup(); from tests.registry.jendela_zona import main; main()"


@pytest.mark.parametrize("zona", ZONA)
@pytest.mark.parametrize("akhir", HARI_AKHIR)
def test_the_last_second_in_each_zone(lumajang, year, pukul, zona, akhir):
    lumajang.zona_waktu = zona
    lumajang.save()
    last = dt.date.fromisoformat(akhir)
    TahunIsian.objects.filter(pk=year.pk).update(batas=last)
    for second, wanted in DETIK.items():
        at = dt.datetime.combine(last + HARI, dt.time()) + dt.timedelta(seconds=second)
        pukul(at.isoformat(), zona)
        assert sebab(lumajang) == wanted, (zona, akhir, second)


def test_the_zone_of_the_server_does_not_matter():
    """The same table under three clocks of the server; computed without a database."""
    env = {**os.environ, "IKU_TEST": "1", "DJANGO_SETTINGS_MODULE": "iku_project.settings", "PYTHONPATH": str(ROOT)}
    found = set()
    for zone in ("UTC", "Asia/Jakarta", "America/New_York"):
        run = subprocess.run(
            [sys.executable, "-c", RUN], env=env | {"TZ": zone}, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert run.stdout.count("\n") == len(ZONA) * len(HARI_AKHIR) * len(DETIK) * 2
        found.add(run.stdout)
    assert len(found) == 1
