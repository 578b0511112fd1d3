"""Keys of other owners in the body of a form (S-03): each is refused, and no row of anybody changes.

Every form field that refers to a row must be in KASUS; what a form refers to by its code or in a field's own name is
there too. Each case is first sent with the own key, so that a refusal is the key's doing.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse

import registry.forms
import reports
from registry.models import DataDasar, Indikator, Instansi, Pemda, Rumus, Skala
from tests.registry import lebih_organisasi, lebih_pengisian, objek_rancangan
from tests.registry.akses_tabel import TABEL
from tests.registry.objek import Objek, make
from tests.registry.test_akses_url import rows_hash
from tests.registry.test_isian_lebih import ISI, OPD_BARU, ORANG, PEJABAT, _berlaku, page_data

pytestmark = pytest.mark.django_db
Data = dict[str, Any]
BACA = {"SaringRiwayatForm", "PilihOpdForm"}  # narrow what is shown, of what may be seen


def opd_asing(o: Objek) -> list[Any]:
    """Every instansi of every other Pemda."""
    return list(Instansi.objects.exclude(pemda__kode=o.pemda).values_list("pk", flat=True))


def pair(row: Any) -> str:
    return f"{row.pk}:{row.version}"


def orang(o: Objek) -> Data:
    return {**ORANG, "peran": "operator", "username": "budi", "instansi": o.instansi.pk}


def gabung(o: Objek) -> Data:
    return lebih_organisasi._gabung(o)


def baris(o: Objek, indikator: int, instansi: int) -> Data:
    prefix = f"b{indikator}-{instansi}-"
    return {f"{prefix}{name}": value for name, value in {"version": "1", "jejak": "", **ISI}.items()}


def target(indikator: int, instansi: int) -> Data:
    return {f"t-{indikator}-{instansi}-1": "80", f"vt-{indikator}-{instansi}-1": "0"}


def cara(o: Objek) -> Data:
    """The variable of another Pemda's first formula."""
    variabel = Rumus.objects.filter(indikator__pemda__kode=o.pemda, status="berlaku").first().variabel.first()
    return {f"k-{variabel.pk}": "terakhir"}


# address → (who, valid data, field, keys of other owners); a field of "" means that the data itself holds the key
Kasus = tuple[str, str, Callable[[Objek], Data], str, Callable[[Objek, Objek], Iterable[Any]]]
KASUS: list[Kasus] = [
    ("registry:pejabat_add", "admin", lambda o: {**PEJABAT, "instansi": o.instansi.pk}, "instansi",
     lambda o, x: opd_asing(o)),
    ("registry:pejabat_edit", "admin", lambda o: {**PEJABAT, "instansi": o.instansi.pk}, "instansi",
     lambda o, x: opd_asing(o)),
    ("registry:anggota_add", "admin", orang, "instansi", lambda o, x: opd_asing(o)),
    ("registry:anggota_edit", "admin", orang, "instansi", lambda o, x: opd_asing(o)),
    ("registry:instansi_add", "admin", lambda o: OPD_BARU, "kelompok", lambda o, x: opd_asing(o)),
    ("registry:instansi_edit", "admin", lambda o: {**OPD_BARU, "kode": o.opd}, "kelompok", lambda o, x: opd_asing(o)),
    ("registry:instansi_add", "admin",
     lambda o: {**OPD_BARU, "asal-TOTAL_FORMS": "1", "asal-0-pendahulu": o.instansi.pk, "asal-0-tahun": "2024"},
     "asal-0-pendahulu", lambda o, x: opd_asing(o)),
    ("registry:gabung_pecah", "admin", gabung, "asal", lambda o, x: [[pk] for pk in opd_asing(o)]),
    ("registry:gabung_pecah", "admin", gabung, "menerima", lambda o, x: [[pk] for pk in opd_asing(o)]),
    ("registry:perpanjangan_add", "bappeda",
     lambda o: {"instansi": o.instansi.pk, "periode": "0", "batas": "31 Desember 2098", "alasan": "Uji."},
     "instansi", lambda o, x: opd_asing(o)),
    ("registry:pengingat_create", "bappeda", lambda o: {"instansi": [o.instansi.pk]}, "instansi",
     lambda o, x: [[pk] for pk in opd_asing(o)]),
    ("registry:verifikasi_bulk", "bappeda", lambda o: {"item": pair(o.diajukan)}, "item",
     lambda o, x: [pair(x.diajukan)]),
    ("registry:buka_kembali", "bappeda", lebih_pengisian._buka, "item",
     lambda o, x: [pair(x.diajukan), pair(x.draf)]),
    ("registry:usulan_approve", "bappeda", _berlaku, "berlaku",
     lambda o, x: [x.usulan.indikator.rumus.get(status="berlaku").pk]),
    ("registry:grid_save", "dinkes", lambda o: baris(o, o.draf.indikator_id, o.instansi.pk), "",
     lambda o, x: [baris(o, x.draf.indikator_id, x.instansi.pk), baris(o, o.draf.indikator_id, x.instansi.pk)]),
    ("registry:grid_edit", "dinkes", lambda o: baris(o, o.draf.indikator_id, o.instansi.pk), "",
     lambda o, x: [baris(o, x.draf.indikator_id, x.instansi.pk)]),
    ("registry:triwulan_target", "dinkes", lambda o: target(o.draf.indikator_id, o.instansi.pk), "",
     lambda o, x: [target(x.draf.indikator_id, x.instansi.pk), target(o.draf.indikator_id, x.instansi.pk)]),
    ("registry:triwulan_cara", "bappeda", lebih_pengisian._cara, "", lambda o, x: [cara(x)]),
    ("registry:rancangan_lembar_add", "admin",
     lambda o: {"lampiran": objek_rancangan.lampiran(o).pk, "instansi": o.instansi.pk}, "instansi",
     lambda o, x: opd_asing(o)),
    ("registry:rancangan_lembar_add", "admin",
     lambda o: {"lampiran": objek_rancangan.lampiran(o).pk, "instansi": o.instansi.pk}, "lampiran",
     lambda o, x: [objek_rancangan.lampiran(x).pk]),
]  # fmt: skip
# by code, in the rows of variables: what else the row must say, and the rows that may be meant
MENURUT_KODE: dict[str, tuple[Data, Callable[[], Any]]] = {
    "data_dasar": ({"asal": "data_dasar"}, DataDasar.objects.all),
    "indikator": ({"asal": "indikator"}, Indikator.objects.all),
    "skala": ({"jenis": "pilihan", "satuan": ""}, lambda: Skala.objects.exclude(pemda=None)),
    "pengisi": ({}, lambda: Instansi.objects.exclude(jenis__in=["pemda", "kelompok"])),
}


@pytest.fixture
def owners(cast) -> tuple[Objek, list[Objek]]:
    """Dinkes, and the others: another OPD of the same Pemda, and one of another."""
    return make("dinkes", cast), [make("balangan", cast), make("dinsos", cast)]


def subclasses(kind: type) -> Iterable[type]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_field_that_refers_to_a_row_is_listed():
    for package in (registry.forms, reports):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    ours = {k for k in subclasses(forms.BaseForm) if k.__module__.startswith(("registry.", "reports."))}
    fields = {
        name
        for kind in ours
        if kind.__name__ not in BACA
        for name, field in getattr(kind, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
    }
    assert fields
    assert fields - {field.rsplit("-", 1)[-1] for *_, field, _ in KASUS} == set()


def send(client: Any, name: str, o: Objek, data: Data) -> tuple[int, bool]:
    """The answer, and whether any row changed; all is undone."""
    url = reverse(name, kwargs=TABEL[name].args(o))
    before = rows_hash()
    with transaction.atomic():
        status = client.post(url, data).status_code
        changed = rows_hash() != before
        transaction.set_rollback(True)
    return status, changed


@pytest.mark.parametrize("number", range(len(KASUS)), ids=[f"{k[0].split(':')[1]}-{k[3]}" for k in KASUS])
def test_no_key_of_another_owner_is_taken(login, owners, number, capsys):
    name, person, valid, field, keys = KASUS[number]
    own, others = owners
    client, data = login(person), valid(own)
    status, changed = send(client, name, own, data)
    assert (status, changed) in ((200, True), (302, True)), "the own key is not taken: this case proves nothing"
    foreign = others[:1] if person in ("admin", "bappeda") else others  # Bappeda may decide on every OPD of its Pemda
    asked = [key for other in foreign for key in keys(own, other)]
    assert asked
    taken = [key for key in asked if send(client, name, own, {**data, field: key} if field else key)[1]]
    assert taken == []
    with capsys.disabled():
        print(f"\nkunci asing {name} {field}: 0 dari {len(asked)} diterima")


@pytest.mark.parametrize("field", MENURUT_KODE)
def test_no_code_of_another_owner_is_taken(login, owners, field, capsys):
    """A variable of a proposed formula refers by code: that of another Pemda is not known here."""
    own, client = owners[0], login("bappeda")
    also, rows = MENURUT_KODE[field]
    for pemda in Pemda.objects.all():
        Instansi.objects.create(pemda=pemda, kode=f"uji-{pemda.pk}", nama="Uji", jenis="dinas", urut=99)
        Skala.objects.create(pemda=pemda, kode=f"uji-{pemda.pk}", nama="Uji", butir=Skala.objects.first().butir)
    page = page_data(client, reverse("registry:usulan_create", args=[own.indikator.pk]))
    prefix = next(name for name in page if name.endswith("-asal")).removesuffix("asal")
    data = page | {f"{prefix}{name}": value for name, value in also.items()} | {"alasan": "Uji.", "kirim": "1"}
    mine = rows().filter(pemda__kode=own.pemda).exclude(pk=own.indikator.pk).first()
    assert mine is None or send(client, "registry:usulan_create", own, data | {f"{prefix}{field}": mine.kode})[1]
    known = set(rows().filter(pemda__kode=own.pemda).values_list("kode", flat=True))  # the same code may be both's
    foreign = [row.kode for row in rows().exclude(pemda__kode=own.pemda) if row.kode not in known][:20]
    assert foreign
    taken = [k for k in foreign if send(client, "registry:usulan_create", own, data | {f"{prefix}{field}": k})[1]]
    assert taken == []
    with capsys.disabled():
        print(f"\nkode asing {field}: 0 dari {len(foreign)} diterima")
