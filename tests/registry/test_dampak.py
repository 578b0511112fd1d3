"""What a change touches: each reader once and in order; published rows stay and are told."""

import pytest

from registry.models import Indikator, Instansi, Realisasi, Rumus, Variabel
from registry.services.dampak import preview_impact, spread
from registry.services.errors import ServiceError
from registry.services.graf import check_no_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def diamond(lumajang):
    """A ← B, A ← C, B and C ← D, on four indicators of Bappeda, BKD and BPBD; results of 2022 all open."""
    setda = Instansi.objects.get(pemda=lumajang, kode="bappeda")
    kode = ["lmj19-bappeda-01", "lmj19-bappeda-02", "lmj19-bappeda-03", "lmj19-bakesbangpol-01"]
    a, b, c, d = (Indikator.objects.get(kode=k) for k in kode)
    reading(b, "x + 1", x=a)
    reading(c, "x * 2", x=a)
    reading(d, "y + z", y=b, z=c)
    rows = {}
    for name, indikator, hasil in (("a", a, "10"), ("b", b, "0"), ("c", c, "0"), ("d", d, "0")):
        rows[name] = Realisasi.objects.create(indikator=indikator, instansi=setda, tahun=2022, hasil=hasil)
    Realisasi.objects.filter(pk=rows["d"].pk).update(instansi=d.lembar.instansi)
    return rows


def reading(indikator, ekspresi: str, **sources: Indikator) -> None:
    """Gives an indicator a formula over other indicators."""
    Rumus.objects.filter(indikator=indikator).delete()
    rumus = Rumus.objects.create(indikator=indikator, versi=9, ekspresi=ekspresi, satuan="nilai")
    for urut, (nama, source) in enumerate(sources.items()):
        Variabel.objects.create(rumus=rumus, urut=urut, nama=nama, label=nama, asal="indikator", indikator=source)


def start(row: Realisasi):
    return [("indikator", row.indikator_id, row.tahun)]


def results(rows) -> dict[str, str]:
    return {name: Realisasi.objects.get(pk=row.pk).hasil for name, row in rows.items()}


def test_a_diamond_is_computed_in_order(lumajang, diamond):
    dampak = spread(pemda_id=lumajang.pk, starts=start(diamond["a"]), user=None, reason="Uji")
    assert results(diamond) == {"a": "10", "b": "11", "c": "20", "d": "31"}
    assert len(dampak.dihitung) == 3
    assert dampak.dihitung[-1].pk == diamond["d"].pk


def test_published_rows_stay_and_are_told(lumajang, diamond):
    Realisasi.objects.filter(pk=diamond["b"].pk).update(status="terverifikasi", hasil="5")
    dampak = spread(pemda_id=lumajang.pk, starts=start(diamond["a"]), user=None, reason="Uji")
    assert [row.pk for row in dampak.terbit] == [diamond["b"].pk]
    assert results(diamond)["b"] == "5"
    assert results(diamond)["d"] == "25"


def test_a_preview_writes_nothing(lumajang, diamond):
    before = (results(diamond), Realisasi.history.count())
    dampak = preview_impact(lambda: spread(pemda_id=lumajang.pk, starts=start(diamond["a"]), user=None, reason="Uji"))
    assert [row.hasil for row in dampak.dihitung][-1] == "31"
    assert (results(diamond), Realisasi.history.count()) == before


def test_a_cycle_is_refused_with_its_path(diamond):
    a, d = diamond["a"].indikator, diamond["d"].indikator
    with pytest.raises(ServiceError, match="saling merujuk") as caught:
        check_no_cycle(indikator=a, reads=[d.pk])
    assert caught.value.pesan.count("→") in (2, 3)
    check_no_cycle(indikator=d, reads=[a.pk])


def test_reading_oneself_is_a_cycle(diamond):
    a = diamond["a"].indikator
    with pytest.raises(ServiceError, match="saling merujuk"):
        check_no_cycle(indikator=a, reads=[a.pk])


def test_starts_too_come_in_the_order_of_reading(lumajang, diamond):
    starts = [start(diamond[name])[0] for name in ("d", "c", "b")]
    spread(pemda_id=lumajang.pk, starts=starts, user=None, reason="Uji", also=True)
    assert results(diamond) == {"a": "10", "b": "11", "c": "20", "d": "31"}
