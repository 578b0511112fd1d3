"""S-42 with stored rows: long chains and wide diamonds are refused and recomputed in bounded work."""

from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import (
    Indikator,
    Instansi,
    Lampiran,
    LembarInstansi,
    Pemda,
    Penetapan,
    Peran,
    Realisasi,
    Rumus,
    Sasaran,
    Variabel,
)
from registry.services.akun import akun_create
from registry.services.dampak import preview_impact, spread
from registry.services.errors import ServiceError
from registry.services.rumus import rumus_propose

pytestmark = [pytest.mark.django_db, pytest.mark.lama, pytest.mark.basis]
TAHUN = 2023
BATAS_DETIK = 20  # ten times what the threat table asks for: a stop against exponential work, not a benchmark


def store(reads: list[list[int]]) -> list[Indikator]:
    """Indicators of one OPD: each is (1 + the sum of those that it reads) / their number; without any it is typed."""
    pemda = Pemda.objects.create(kode="99.09", nama="Kabupaten Rantai", jenis="kabupaten", ibu_kota="Rantai")
    unit = Instansi.objects.create(pemda=pemda, kode="opd", nama="Dinas", jenis="dinas")
    penetapan = Penetapan.objects.create(
        pemda=pemda, kode="rantai", jenis="keputusan_kepala_daerah", tentang="IKU", tahun_awal=2021, tahun_akhir=2026
    )
    lampiran = Lampiran.objects.create(penetapan=penetapan, urut=1, judul="IKU")
    lembar = LembarInstansi.objects.create(lampiran=lampiran, instansi=unit, urut=1, nama="Dinas")
    sasaran = Sasaran.objects.create(lembar=lembar, urut=1, teks="Sasaran")
    rows = Indikator.objects.bulk_create(
        Indikator(pemda=pemda, lembar=lembar, sasaran=sasaran, urut=n, kode=f"r-{n}", nama=f"Mata rantai {n}")
        for n in range(len(reads))
    )
    sums = [" + ".join(["1", *(f"x{k}" for k in range(len(found)))]) for found in reads]
    texts = [f"({one}) / {len(found)}" if found else "x0" for one, found in zip(sums, reads, strict=True)]
    rumus = Rumus.objects.bulk_create(
        Rumus(indikator=row, versi=1, ekspresi=text, satuan="nilai") for row, text in zip(rows, texts, strict=True)
    )
    Variabel.objects.bulk_create(
        Variabel(rumus=one, urut=k, nama=f"x{k}", label=f"Nilai {k}", asal="isian" if place is None else "indikator",
                 indikator=None if place is None else rows[place])
        for one, found in zip(rumus, reads, strict=True)
        for k, place in enumerate(found or [None])
    )  # fmt: skip
    Realisasi.objects.bulk_create(
        Realisasi(indikator=row, instansi=unit, tahun=TAHUN, nilai_mentah={} if found else {"x0": "1"})
        for row, found in zip(rows, reads, strict=True)
    )
    return rows


def chain(length: int) -> list[Indikator]:
    """Each reads the one before."""
    return store([[n - 1] if n else [] for n in range(length)])


def diamond(levels: int) -> list[Indikator]:
    """Each level has two indicators that both read both of the level below: 2^levels paths."""
    return store([[n - n % 2 - 2, n - n % 2 - 1] if n > 1 else [] for n in range(2 * levels)])


def recompute_all(rows: list[Indikator]) -> tuple[list[Realisasi], int, float]:
    """Everything that reads the first indicators: rows written, queries, seconds."""
    starts = [("indikator", row.pk, TAHUN) for row in rows]
    began = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        found = spread(pemda_id=rows[0].pemda_id, starts=starts, user=None, reason="Uji", also=True)
    return found.dihitung, len(queries), perf_counter() - began


def close(rows: list[Indikator], first: int, last: int) -> None:
    """Somebody of Bappeda proposes that the first one reads the last."""
    peran = {"peran": Peran.BAPPEDA, "pemda": rows[0].pemda, "instansi": None}
    user = akun_create(username="bappeda-rantai", nama="Bappeda", password="sandi-uji-yang-panjang", **peran).user
    variabel = {"nama": "x0", "label": "Nilai", "satuan": "nilai", "jenis": "angka", "asal": "indikator"}
    rumus_propose(
        user=user, indikator=rows[first], ekspresi="x0", satuan="nilai", arah="naik", desimal=2, rumpun="",
        gabungan="tidak", variabel=[variabel | {"indikator": rows[last].kode}], alasan="Uji lingkaran.",
    )  # fmt: skip


def test_a_chain_of_5000(db):
    rows = chain(5_000)
    changed, queries, seconds = recompute_all(rows[:1])
    assert len(changed) == 5_000
    assert Realisasi.objects.get(indikator=rows[-1]).hasil == "5000"
    assert queries < 60, "reads once; writes 500 rows at a time"
    assert seconds < BATAS_DETIK
    with CaptureQueriesContext(connection) as counted, pytest.raises(ServiceError, match="saling merujuk") as caught:
        close(rows, 0, 4_999)
    assert "«Mata rantai 0»" in caught.value.pesan
    assert "… 4989 indikator lain …" in caught.value.pesan
    assert len(caught.value.pesan) < 500
    assert len(counted) < 60
    assert not Rumus.objects.filter(indikator=rows[0], status="usulan").exists()


def test_a_diamond_of_60_levels(db):
    rows = diamond(60)
    changed, queries, seconds = recompute_all(rows[:2])
    assert len(changed) == 120, "each once, not once per path"
    assert Realisasi.objects.get(indikator=rows[-1]).hasil == "30.5"
    assert queries < 40
    assert seconds < BATAS_DETIK
    with pytest.raises(ServiceError, match="saling merujuk"):
        close(rows, 0, 119)


def test_a_change_at_the_end_touches_the_end_only(db):
    rows = chain(200)
    recompute_all(rows[:1])
    Realisasi.objects.filter(indikator=rows[150]).update(hasil="1000")

    def change():
        starts = [("indikator", rows[150].pk, TAHUN)]
        return spread(pemda_id=rows[0].pemda_id, starts=starts, user=None, reason="Uji")

    assert len(preview_impact(change).dihitung) == 49
    assert [row.hasil for row in change().dihitung][-1] == "1049"
