"""Which sheet counts for an instansi in a year (design decision 5)."""

from collections import Counter

import pytest

from registry.models import Indikator, Instansi
from registry.services.berlaku import counts, is_base_year, sheets_in_force, units_in_year

pytestmark = pytest.mark.django_db


def decree_of(pemda, kode: str, tahun: int, jenis: str = "iku") -> str | None:
    instansi = Instansi.objects.get(pemda=pemda, kode=kode)
    lembar = sheets_in_force(pemda, tahun).get((instansi.pk, jenis))
    return lembar.lampiran.penetapan.kode if lembar else None


@pytest.mark.parametrize(
    ("kode", "tahun", "expected"),
    [
        ("setwan", 2018, "lumajang-setwan-2018"),
        ("setwan", 2019, "lumajang-2019-326"),
        ("setda", 2022, "lumajang-2019-326"),
        ("setda", 2023, "lumajang-setda-2023"),
        ("kec-lumajang", 2019, "lumajang-2019-326"),
        ("kec-lumajang", 2020, "lumajang-kecamatan-2020"),
        ("kec-klakah", 2023, "lumajang-2019-326"),
        ("pemda", 2023, "lumajang-2019-326"),
        ("dinkes", 2018, None),
        ("dinkes", 2024, None),
    ],
)
def test_the_special_sheet_replaces_the_general(lumajang, kode, tahun, expected):
    assert decree_of(lumajang, kode, tahun) == expected


def test_balangan_has_two_sheets_of_different_kind(balangan):
    assert decree_of(balangan, "setwan", 2021, "iku") == decree_of(balangan, "setwan", 2026, "ik")
    assert decree_of(balangan, "setwan", 2027) is None


def test_units_of_2023_unfold_the_group(lumajang):
    units = units_in_year(lumajang, 2023)
    per_instansi = Counter(u.instansi.kode for u in units)
    assert per_instansi["pemda"] == 31
    assert per_instansi["setda"] == 6
    assert [per_instansi[i.kode] for i in Instansi.objects.filter(pemda=lumajang, jenis="kecamatan")] == [3] * 21
    # 128 of 004, less 14 of Setda and the 3 of the group, plus 6 of 001 and 3 for each of 21 members
    assert len(units) == 128 - 14 - 3 + 6 + 63


def test_an_opd_also_gets_what_it_fills_in_lampiran_i(lumajang):
    dinkes = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    kode = [u.indikator.kode for u in units_in_year(lumajang, 2023, dinkes)]
    assert kode == ["lmj19-dinkes-01", "lmj19-dinkes-02", "lmj19-dinkes-03", "lmj19-pemda-11"]


def test_counts_and_base_year(keluarga_sehat):
    assert counts(keluarga_sehat.indikator, keluarga_sehat.instansi, 2019)
    assert not counts(keluarga_sehat.indikator, keluarga_sehat.instansi, 2018)
    assert is_base_year(keluarga_sehat.indikator, 2018)


def test_all_143_indicators_are_there(db, capsys):
    per_pemda = Counter(Indikator.objects.values_list("pemda__kode", flat=True))
    with capsys.disabled():
        print(f"\nindikator: {sum(per_pemda.values())} ({dict(per_pemda)})")
    assert per_pemda == {"35.08": 139, "63.11": 4}
