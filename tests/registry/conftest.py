"""The fixed cast: Dinkes enters, Bappeda verifies, Dinsos is the stranger, Balangan is another Pemda.

The five documents are loaded once into the test database; every test rolls back to them.
"""

import copy

import pytest
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, Instansi, Keanggotaan, Pemda, Pengguna, Peran, TahunIsian
from registry.services.akun import akun_create
from registry.services.awal import muat_awal
from registry.services.realisasi import Kunci

PASSWORD = "sandi-uji-yang-panjang"
CAST = {
    "dinkes": (Peran.OPERATOR, "35.08", "dinkes"),
    "kepala": (Peran.KEPALA, "35.08", "bkd"),
    "dinsos": (Peran.OPERATOR, "35.08", "dinsos"),
    "bappeda": (Peran.BAPPEDA, "35.08", None),
    "admin": (Peran.ADMIN, "35.08", None),
    "pembaca": (Peran.PEMBACA, "35.08", None),
    "balangan": (Peran.OPERATOR, "63.11", "setwan"),
    "bappeda_balangan": (Peran.BAPPEDA, "63.11", None),
    "admin_balangan": (Peran.ADMIN, "63.11", None),
}
ORANG: dict[str, int] = {}  # name → key of the account
BARIS: dict[type[models.Model], list[models.Model]] = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The five documents and years 2018–2023 open, in every test of this folder."""
    with django_db_blocker.unblock():
        muat_awal()
        for pemda in Pemda.objects.all():
            for tahun in range(2018, 2024):
                TahunIsian.objects.get_or_create(pemda=pemda, tahun=tahun)
        _remember_cast()


@pytest.fixture
def lumajang(db) -> Pemda:
    """Kabupaten Lumajang."""
    return Pemda.objects.get(kode="35.08")


@pytest.fixture
def balangan(db) -> Pemda:
    """Kabupaten Balangan, the other Pemda."""
    return Pemda.objects.get(kode="63.11")


def _remember_cast() -> None:
    """Creates everybody once as the app does, keeps the rows, and takes them back: a test stores them as they are."""
    kinds = (Pengguna, Keanggotaan, Keanggotaan.history.model)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        people = _create_cast()
        ORANG.update({name: user.pk for name, user in people.items()})
        BARIS.update({kind: list(kind._base_manager.order_by("pk")) for kind in kinds})
        transaction.set_rollback(True)
    stored = {q["sql"].split('"')[1] for q in captured if q["sql"].startswith(("INSERT", "UPDATE"))}
    assert stored == {kind._meta.db_table for kind in kinds}


@pytest.fixture
def cast(db) -> dict[str, Pengguna]:
    """All persons by name, and "superuser"; a fixture that makes another person asks for this one first."""
    for kind, rows in BARIS.items():
        kind._base_manager.bulk_create([copy.deepcopy(row) for row in rows])
    found = Pengguna.objects.in_bulk()
    return {name: found[pk] for name, pk in ORANG.items()}


def _create_cast() -> dict[str, Pengguna]:
    people = {}
    for name, (peran, kode, instansi) in CAST.items():
        pemda = Pemda.objects.get(kode=kode)
        unit = Instansi.objects.get(pemda=pemda, kode=instansi) if instansi else None
        member = akun_create(
            username=name.replace("_", "-"), nama=name, peran=peran, pemda=pemda, instansi=unit, password=PASSWORD
        )
        people[name] = member.user
    people["superuser"] = Pengguna.objects.create_superuser("pusat", password=PASSWORD, nama="Pusat")
    return people


@pytest.fixture
def login(cast):
    """`login("dinkes")` gives a signed-in client."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def keluarga_sehat(lumajang) -> Kunci:
    """The first indicator of Dinas Kesehatan, 2023: keluarga_sehat / keluarga_dikunjungi * 100."""
    instansi = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    return Kunci(Indikator.objects.get(pemda=lumajang, kode="lmj19-dinkes-01"), instansi, 2023)
