"""Merged cells say the same after rows of a draft are moved, added and removed."""

import pytest

from registry.models import Indikator, LembarInstansi
from registry.services.definisi import cells_of
from registry.services.penetapan_siklus import check_list
from registry.services.rancangan_susun import indikator_add, part_move, part_order, part_remove
from tests.registry.test_penetapan_salin import salin

pytestmark = pytest.mark.django_db


@pytest.fixture
def lembar(cast) -> LembarInstansi:
    """The sheet of Dinas Kesehatan in a copy of 004: all three rows share one penanggung jawab."""
    draf = salin(cast["admin"], "lumajang-2019-326")
    return LembarInstansi.objects.get(lampiran__penetapan=draf, instansi__kode="dinkes")


def said(lembar: LembarInstansi) -> dict[str, dict]:
    return {row.nama: {cell.nama: cell.isi for cell in cells_of(row)} for row in lembar.indikator.all()}


def last_to_the_top(cast, lembar, draf) -> None:
    row = lembar.indikator.order_by("sasaran__urut", "urut").last()
    for _ in range(3):
        part_move(user=cast["admin"], penetapan=draf, jenis="indikator", pk=row.pk, naik=True)


def sasaran_turned(cast, lembar, draf) -> None:
    pks = list(lembar.sasaran.order_by("-urut").values_list("pk", flat=True))
    part_order(user=cast["admin"], penetapan=draf, jenis="sasaran", pks=pks)


def first_removed(cast, lembar, draf) -> None:
    part_remove(user=cast["admin"], penetapan=draf, jenis="indikator", pk=lembar.indikator.first().pk)


def one_added(cast, lembar, draf) -> None:
    sasaran = lembar.sasaran.order_by("urut").first()
    indikator_add(user=cast["admin"], sasaran=sasaran, nama="Baru", satuan="%")


def test_every_cell_says_what_it_said(cast, lembar):
    assert any("penanggung_jawab" in row.gabung for row in lembar.indikator.all())
    for ubah in (sasaran_turned, last_to_the_top, one_added, first_removed):
        before, order = said(lembar), [row.pk for row in lembar.indikator.all()]
        ubah(cast, lembar, lembar.lampiran.penetapan)
        after = said(lembar)
        assert [row.pk for row in lembar.indikator.all()] != order
        assert {k: v for k, v in after.items() if k in before} == {k: before[k] for k in after if k in before}


def test_what_stays_under_its_row_stays_merged(cast):
    draf = salin(cast["admin"])
    first, second, *_ = Indikator.objects.filter(lembar__lampiran__penetapan=draf)
    Indikator.objects.filter(pk=second.pk).update(gabung=["sumber_data"], sumber_data=None)
    one_added(cast, first.lembar, draf)
    second.refresh_from_db()
    assert (second.gabung, second.sumber_data, first.sasaran_id) == (["sumber_data"], None, second.sasaran_id)


def test_a_merged_cell_with_nothing_above_is_missing(cast):
    draf = salin(cast["admin"])
    first = Indikator.objects.filter(lembar__lampiran__penetapan=draf).first()
    Indikator.objects.filter(pk=first.pk).update(gabung=["sumber_data"], sumber_data=None)
    assert any("sumber data masih kosong" in hal.pesan for hal in check_list(draf))
