"""What the linter says of the five documents is exactly the list that was reviewed by hand."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Pemda
from registry.services.awal import load_yaml
from registry.services.temuan import findings_of

pytestmark = pytest.mark.django_db
# mistakes of the source documents that a rule can see (domain rules §2.3)
KNOWN = {
    ("rasio-terbalik", "lmj19-bpbd-02"), ("rasio-terbalik", "blg23-setwan-ik-03"),
    ("pembilang-sama-penyebut", "lmj19-disnaker-03"), ("definisi-melingkar", "lmj19-diskopum-01"),
    ("kurung", "lmj19-pemda-08"), ("suku-tanpa-kurung", "lmj19-bkd-01"), ("rumus-tak-terbaca", "lmj19-bkd-02"),
    ("kali-100-suku-akhir", "lmj19-bkd-04"), ("rumus-kosong", "lmj19-pemda-06"),
    ("rumus-tak-terbaca", "lmj19-pemda-04"),
    ("rumus-tak-terbaca", "lmj19-pemda-15"), ("seratus-di-penyebut", "lmj19-kecamatan-02"),
    ("seratus-di-penyebut", "lmj19-kecamatan-03"), ("nama-indeks", "lmj19-setda-11"), ("sel-kosong", "lmj19-setda-11"),
    ("nama-perubahan", "lmj19-dishub-04"), ("nama-perubahan", "lmj19-dinsos-01"), ("nama-perubahan", "lmj19-dinsos-02"),
    ("pembilang-target", "lmj19-diskopum-02"), ("nilai-selisih", "lmj19-dpmd-02"),
    ("ketepatan-terbalik", "lmj19-bpkd-01"), ("ketepatan-terbalik", "lmj19-bpkd-02"),
    ("ketepatan-terbalik", "lmj19-bpkd-03"), ("satuan-campur", "lmj19-pemda-13"), ("satuan-campur", "lmj19-dpkp-02"),
    ("satuan-campur", "lmj19-inspektorat-04"), ("penjelasan-lain", "lmj19-dputr-02"),
    ("penjelasan-lain", "lmj19-dputr-04"), ("indeks-persen", "lmj19-dputr-03"),
    ("penanggung-jawab-lain", "lmj19-pemda-05"), ("sumber-lain", "lmj19-pemda-19"),
    ("konstanta-di-penjelasan", "lmj19-dispora-01"), ("konstanta-di-penjelasan", "lmj19-dispora-02"),
    ("konstanta-di-penjelasan", "lmj19-dispora-03"), ("konstanta-di-penjelasan", "lmj19-bpkd-01"),
    ("konstanta-di-penjelasan", "lmj19-pemda-11"), ("jumlah-persen", "lmj19-bpkd-01"),
    ("target-dalam-nama", "lmj19-dkp-02"), ("satuan-dalam-nama", "lmj19-distan-01"),
    ("kali-100-tanpa-persen", "lmj19-dispora-01"), ("kata-terpotong", "lmj19-bappeda-02"),
    ("tahun-berbeda", "lmj19-bappeda-03"), ("rumus-tak-terbaca", "lmj19-dindik-01"),
    ("hanya-satu-predikat", "lmj19-dindik-04"), ("basis-pertumbuhan", "lmj19-bprd-02"),
    ("nama-indeks", "lmj19-setda-07"), ("kutub-campur", "lmj19-pemda-24"), ("dibagi-target", "lmj19-pemda-12"),
}  # fmt: skip


def found() -> Counter:
    return Counter((t.aturan, t.indikator) for pemda in Pemda.objects.all() for t in findings_of(pemda))


def test_the_answer_is_the_reviewed_list():
    reviewed = Counter((row["aturan"], row["indikator"]) for row in load_yaml("temuan.yaml"))
    assert found() == reviewed


def test_at_most_ten_false_alarms(capsys):
    rows = load_yaml("temuan.yaml")
    wrong = [row for row in rows if not row["benar"]]
    with capsys.disabled():
        print(f"\ntemuan: {len(rows)}, alarm palsu: {len(wrong)}")
    assert len(wrong) <= 10
    assert all(row["catatan"] for row in wrong)


def test_the_known_mistakes_of_the_documents_are_found():
    assert KNOWN - set(found()) == set()


def test_examining_all_takes_a_constant_number_of_queries(lumajang):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        findings_of(lumajang)
    assert len(queries) <= 6
