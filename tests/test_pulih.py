"""A test that really commits leaves the database as it found it."""

import threading

import pytest
from django.db import connection

from registry.models import Pemda

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("again", [1, 2])
def test_committed_row_is_gone_in_the_next_test(again):
    assert not Pemda.objects.filter(kode="99.99").exists()
    Pemda.objects.create(
        kode="99.99", nama="Kota Uji", jenis="kota", ibu_kota="Uji", sebutan_kepala_daerah="Wali Kota Uji"
    )


def test_thread_sees_what_was_committed():
    Pemda.objects.create(
        kode="99.98", nama="Kota Lain", jenis="kota", ibu_kota="Lain", sebutan_kepala_daerah="Wali Kota Lain"
    )
    seen = []

    def look():
        seen.append(Pemda.objects.filter(kode="99.98").exists())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [True]
