"""Many rows at once give what one by one gives: the same rows, the same history; published and locked ones stay."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.tahun_pemda import TAHUN, make_pemda
from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    NilaiDataDasar,
    Pemda,
    Pengguna,
    Realisasi,
    TahunIsian,
    Target,
)
from registry.services import dampak
from registry.services.contoh import muat_contoh

pytestmark = pytest.mark.django_db
LEFT_OUT = {"updated_at", "history_id", "history_date"}  # when, and in which order: a batch has one moment
KOSONG = [{"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}, {"kosong": "tidak_berlaku"}, "0", None]


@pytest.fixture
def pemda(db):
    """Three OPD × sixteen indicators with everything a row can be."""
    pemda = make_pemda(3, 16)
    rows = list(Realisasi.objects.filter(indikator__pemda=pemda, tahun=TAHUN).order_by("pk"))
    for number, row in enumerate(rows[::3]):
        for nama in list(row.nilai_mentah)[-1:]:
            row.nilai_mentah[nama] = KOSONG[number % 4]
        row.save()
    for status, row in zip(["terverifikasi", "terkunci", "diajukan", "dikembalikan"], rows[5::4], strict=False):
        Realisasi.objects.filter(pk=row.pk).update(status=status, hasil="5")
    first, last = rows[0], rows[-1]
    Target.objects.create(
        indikator=first.indikator, instansi=first.instansi, tahun=TAHUN, versi_pk="perubahan", bawah="70"
    )
    Target.objects.filter(indikator=rows[8].indikator).delete()
    quarter = {"indikator": first.indikator, "instansi": first.instansi, "tahun": TAHUN, "periode": 2}
    Realisasi.objects.create(**quarter, nilai_mentah={"a": "3", "b": "8"})
    Target.objects.create(**quarter, bawah="30")
    last.instansi.asal_usul.create(pendahulu=first.instansi, tahun=TAHUN)
    return pemda


def year(pemda, tahun=TAHUN):
    """The nodes of a whole year."""
    return [("indikator", pk, tahun) for pk in Indikator.objects.filter(pemda=pemda).values_list("pk", flat=True)]


def stored(manager):
    """All rows of a table as they are, but for the moment."""
    rows = manager.order_by("indikator", "instansi", "tahun", "periode", "version").values()
    return [{k: v for k, v in row.items() if k not in LEFT_OUT} for row in rows]


def outcome(pemda, limit, monkeypatch, change=None, starts=None, user=None, years=TAHUN):
    """What a recomputation leaves behind when up to `limit` rows go one by one; taken back again."""
    monkeypatch.setattr(dampak, "SATU_SATU", limit)
    with transaction.atomic():
        if change:
            change()
        found = dampak.spread(
            pemda_id=pemda.pk, starts=starts or year(pemda, years), user=user, reason="Uji " * 40, also=starts is None
        )
        told = [row.pk for row in found.dihitung], [row.pk for row in found.terbit]
        result = told, stored(Realisasi.objects), stored(Realisasi.history)
        transaction.set_rollback(True)
    return result


def compare(pemda, monkeypatch, **rest):
    """One by one against all at once."""
    single = outcome(pemda, 10**6, monkeypatch, **rest)
    batch = outcome(pemda, 0, monkeypatch, **rest)
    assert batch[0] == single[0]
    for mine, theirs in zip(batch[1:], single[1:], strict=True):
        assert len(mine) == len(theirs)
        for a, b in zip(mine, theirs, strict=True):
            assert json.dumps(a, default=str) == json.dumps(b, default=str)
    return batch


def test_the_same_rows_and_the_same_history(pemda, monkeypatch):
    user = Pengguna.objects.create_user("penghitung", password="sandi-uji-yang-panjang", nama="Penghitung")
    (changed, published), rows, history = compare(pemda, monkeypatch, user=user)
    assert len(changed) == 3 * 16 + 1 - 2
    assert len(published) == 2
    mine = [row for row in history if row["history_user_id"] == user.pk]
    assert len(mine) == len(changed)
    assert {(row["history_type"], row["version"], row["history_change_reason"]) for row in mine} == {
        ("~", 2, ("Uji " * 40)[:100])
    }
    kinds = {row["kosong_kode"] for row in rows if row["id"] in changed}
    assert kinds >= {None, "menunggu_rilis", "tidak_berlaku", "penyebut_nol", "seri_terputus"}


def test_what_reads_shared_data_too(pemda, monkeypatch):
    dampak.spread(pemda_id=pemda.pk, starts=year(pemda), user=None, reason="Awal", also=True)
    shared = DataDasar.objects.get(pemda=pemda)

    def change():
        NilaiDataDasar.objects.filter(data_dasar=shared, tahun=TAHUN).update(nilai="500000")

    (changed, _), *_ = compare(pemda, monkeypatch, change=change, starts=[("data_dasar", shared.pk, TAHUN)])
    assert 3 <= len(changed) < 16


def test_a_locked_year_stays(pemda, monkeypatch):
    TahunIsian.objects.create(pemda=pemda, tahun=TAHUN, dikunci_pada=timezone.now())
    (changed, published), rows, _ = compare(pemda, monkeypatch)
    assert changed == []
    assert len(published) == 2
    assert {row["version"] for row in rows} == {1}


def test_a_second_time_nothing_is_written(pemda):
    first = dampak.spread(pemda_id=pemda.pk, starts=year(pemda), user=None, reason="Uji", also=True)
    before = stored(Realisasi.objects), Realisasi.history.count()
    again = dampak.spread(pemda_id=pemda.pk, starts=year(pemda), user=None, reason="Uji", also=True)
    assert first.dihitung
    assert again.dihitung == []
    assert (stored(Realisasi.objects), Realisasi.history.count()) == before


def test_queries_do_not_grow_with_the_rows(pemda):
    big = make_pemda(9, 16, kode="99.02")
    counted = []
    for one in (pemda, big):
        with CaptureQueriesContext(connection) as queries:
            dampak.spread(pemda_id=one.pk, starts=year(one), user=None, reason="Uji", also=True)
        counted.append(len(queries))
    assert counted[1] <= counted[0] < 40


@pytest.mark.lama
def test_the_example_data_of_every_decree(db, monkeypatch):
    """The 143 indicators with groups, scales, shared data, series across decrees: opened again and recomputed."""
    muat_contoh()
    Realisasi.objects.update(status="draf", hasil=None, hasil_angka=None, kosong_kode=None, capaian=None, cuplikan={})
    for kode, tahun in (("35.08", 2020), ("35.08", 2023), ("63.11", 2023)):
        pemda = Pemda.objects.get(kode=kode)
        (changed, _), *_ = compare(pemda, monkeypatch, years=tahun)
        assert len(changed) > 5


def hitung_ulang(*options: str) -> str:
    """The command's answer."""
    out = io.StringIO()
    call_command("hitung_ulang", "--tahun", str(TAHUN), *options, stdout=out)
    return out.getvalue()


def test_the_command_lists_first_and_writes_when_told(pemda):
    before = stored(Realisasi.objects)
    listed = hitung_ulang("--pemda", "99.01")
    assert stored(Realisasi.objects) == before
    assert "47 akan berubah; tambahkan --simpan" in listed
    assert "u0-4  Dinas 0  2023: belum diisi → 82,75 (capaian 110,33 %)" in listed
    assert "Perlu dibuka kembali" in listed
    assert listed.count(": tetap 5") == 2
    written = hitung_ulang("--pemda", "99.01", "--simpan", "--alasan", "Aturan pembulatan diperbaiki")
    assert "47 ditulis; 2 sudah terbit dan tetap" in written
    assert Realisasi.history.filter(history_change_reason="Aturan pembulatan diperbaiki").count() == 47
    assert "0 akan berubah" in hitung_ulang("--pemda", "99.01")


def test_the_command_says_what_is_wrong(pemda):
    with pytest.raises(CommandError, match=r"Pemda dengan kode «00\.00» tidak ada"):
        hitung_ulang("--pemda", "00.00")
    with pytest.raises(CommandError, match="Tidak ada realisasi tahun 1999"):
        call_command("hitung_ulang", "--pemda", "99.01", "--tahun", "1999")
    TahunIsian.objects.create(pemda=pemda, tahun=TAHUN, dikunci_pada=timezone.now())
    assert "dikunci Bappeda" in hitung_ulang("--pemda", "99.01", "--simpan")
    assert Instansi.objects.filter(pemda=pemda).count() == 3
