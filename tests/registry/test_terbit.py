"""A published figure never moves by itself; open ones follow what they read (design decisions 1 and 6)."""

from dataclasses import replace

import pytest

from registry.models import Indikator, Instansi, Realisasi
from registry.services.akun import akun_create
from registry.services.hitung import hitung
from registry.services.realisasi import Kunci, apply, realisasi_save, recompute_dependents

pytestmark = pytest.mark.django_db


@pytest.fixture
def bprd(lumajang):
    """Growth of tax revenue on LALU, entered by BPRD."""
    instansi = Instansi.objects.get(pemda=lumajang, kode="bprd")
    user = akun_create(username="bprd", nama="BPRD", peran="operator", pemda=lumajang, instansi=instansi).user
    kunci = Kunci(Indikator.objects.get(kode="lmj19-bprd-02"), instansi, 2022)
    return user, kunci


def variable(kunci: Kunci) -> str:
    return kunci.indikator.rumus.get(status="berlaku").variabel.get(asal="isian").nama


def save(user, kunci: Kunci, value: str) -> Realisasi:
    row = kunci.get()
    return realisasi_save(
        user=user, kunci=kunci, nilai_mentah={variable(kunci): value}, version=row.version if row else 0
    )


def test_last_year_is_missing_until_entered(bprd):
    user, kunci = bprd
    assert save(user, kunci, "120").kosong_kode == "lalu_tidak_ada"
    save(user, replace(kunci, tahun=2021), "100")
    # BPRD-2 prints the wrong base (year n): (120 − 100) / 120 × 100
    assert kunci.get().hasil == "16.6666666667"


def test_a_verified_figure_stays_when_last_year_moves(bprd):
    user, kunci = bprd
    before = replace(kunci, tahun=2021)
    save(user, before, "100")
    row = save(user, kunci, "120")
    Realisasi.objects.filter(pk=row.pk).update(status="terverifikasi")
    save(user, before, "60")
    assert kunci.get().hasil == "16.6666666667"
    assert kunci.get().cuplikan["masukan"][0]["lalu"] == "100"


def test_base_year_takes_raw_values_only(bprd):
    user, kunci = bprd
    row = save(user, replace(kunci, tahun=2018), "90")
    assert row.capaian is None
    assert save(user, replace(kunci, tahun=2019), "100").hasil == "10"


def test_an_index_follows_the_indicators_it_reads(lumajang):
    total = Indikator.objects.get(kode="lmj19-pemda-24")
    pemda, bkd = Instansi.objects.get(pemda=lumajang, jenis="pemda"), Instansi.objects.get(pemda=lumajang, kode="bkd")
    row = Realisasi.objects.create(indikator=total, instansi=pemda, tahun=2022)
    parts = []
    for number, value in enumerate(["80", "50", "85", "1"], 1):
        part = Indikator.objects.get(kode=f"lmj19-bkd-0{number}")
        parts.append(
            Realisasi.objects.create(indikator=part, instansi=bkd, tahun=2022, hasil=value, hasil_angka=float(value))
        )
    rewritten = recompute_dependents(parts[0], None)
    assert [r.pk for r in rewritten] == [row.pk]
    assert rewritten[0].hasil == "216"


def test_series_breaks_at_a_merge(bprd):
    user, kunci = bprd
    save(user, replace(kunci, tahun=2021), "100")
    old = Instansi.objects.create(pemda=kunci.instansi.pemda, kode="bprd-lama", nama="Lama", jenis="badan")
    kunci.instansi.asal_usul.create(pendahulu=old, tahun=2022)
    assert save(user, kunci, "120").kosong_kode == "seri_terputus"


def test_predecessor_gives_last_year_across_decrees(lumajang):
    setwan = Instansi.objects.get(pemda=lumajang, kode="setwan")
    old, new = (Indikator.objects.get(kode=k) for k in ("lmj18-setwan-01", "lmj19-setwan-01"))
    assert new.lanjutan_dari == old
    row = Realisasi(indikator=new, instansi=setwan, tahun=2019)
    apply(row, hitung(indikator=new, instansi=setwan, tahun=2019, nilai_mentah={}))
    assert row.kosong_kode == "belum_diisi"
