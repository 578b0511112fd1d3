"""Exact values stay exact on every database (S-71): text is stored, the float serves sorting only."""

import random
from decimal import Decimal

import pytest

from registry.models import Indikator, NilaiDataDasar, Realisasi

pytestmark = pytest.mark.django_db


def numbers(count: int) -> list[str]:
    dice = random.Random(20231231)
    digits = lambda n: "".join(dice.choice("0123456789") for _ in range(n))  # noqa: E731
    found = []
    for _ in range(count):
        whole = str(int(digits(dice.randint(1, 15))))
        part = digits(dice.randint(0, 10))
        found.append(f"{'-' if dice.random() < 0.2 else ''}{whole}{'.' + part if part else ''}")
    return found


def test_ten_thousand_values_come_back_as_they_were(lumajang, capsys):
    texts = numbers(10_000)
    indikator = Indikator.objects.get(kode="lmj19-dinkes-01")
    row = Realisasi.objects.create(
        indikator=indikator, instansi=indikator.lembar.instansi, tahun=2020, nilai_mentah={"a": texts}
    )
    stored = Realisasi.objects.get(pk=row.pk).nilai_mentah["a"]
    assert stored == texts
    assert [Decimal(t) for t in stored] == [Decimal(t) for t in texts]
    with capsys.disabled():
        print(f"\nnilai bolak-balik: {len(stored)}")


def test_a_result_beyond_float_stays_exact(lumajang):
    exact = "12345678901234.1234567891"
    indikator = Indikator.objects.get(kode="lmj19-dinkes-01")
    row = Realisasi.objects.create(indikator=indikator, instansi=indikator.lembar.instansi, tahun=2020, hasil=exact)
    assert Realisasi.objects.get(pk=row.pk).hasil == exact


def test_shared_data_stay_exact(lumajang):
    exact = "999999999999999.9999999999"
    row = NilaiDataDasar.objects.create(data_dasar=lumajang.data_dasar.first(), tahun=2030, nilai=exact)
    assert NilaiDataDasar.objects.get(pk=row.pk).nilai == exact
