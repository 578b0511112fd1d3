"""What a decree prints cannot change once it is ditetapkan: the database itself refuses, whoever asks."""

import datetime
import json

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Sasaran
from registry.services.penetapan import penetapan_export, penetapan_import

pytestmark = pytest.mark.django_db
PESAN = "sudah ditetapkan tidak dapat diubah"
TABLES = [Penetapan, Lampiran, LembarInstansi, Sasaran, Indikator]
BESIDE = {(Indikator, "lanjutan_dari"), (Indikator, "catatan_sumber"), (Penetapan, "status")}
# what a revocation tells; none of it prints
BESIDE |= {(Penetapan, name) for name in ("dicabut_oleh", "dicabut_pada", "dicabut_mulai", "alasan_cabut")}
PRINTED = [
    (model, field.name)
    for model in TABLES
    for field in model._meta.concrete_fields
    if not field.primary_key and (model, field.name) not in BESIDE
]
IDS = [f"{model.__name__}.{name}" for model, name in PRINTED]


def signed(model: type[models.Model]) -> models.Model:
    """A row of the decree 004."""
    path = {
        Penetapan: "kode",
        Lampiran: "penetapan__kode",
        LembarInstansi: "lampiran__penetapan__kode",
        Sasaran: "lembar__lampiran__penetapan__kode",
        Indikator: "lembar__lampiran__penetapan__kode",
    }[model]
    return model.objects.filter(**{path: "lumajang-2019-326"}).order_by("pk").first()


def other(row: models.Model, field: models.Field) -> object:
    """A value that the field does not have."""
    now = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        return field.related_model.objects.exclude(pk=now).order_by("pk").values_list("pk", flat=True).last()
    if isinstance(field, models.JSONField):
        return ["ubah"]
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.DateField):
        return datetime.date(1999, 1, 1)
    if isinstance(field, models.IntegerField):
        return (now or 0) + 1
    choices = [value for value, _ in field.choices or [] if value != now]
    return choices[0] if choices else "ubah"


def raw(field: models.Field, value: object) -> object:
    return json.dumps(value) if isinstance(field, models.JSONField) else value


def execute(sql: str, *params: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def refused():
    return pytest.raises(IntegrityError, match=PESAN)


@pytest.fixture
def draf() -> Penetapan:
    """A draft of the shape of 000."""
    data = penetapan_export(kode=["lumajang-setwan-2018"])[0] | {"kode": "draf", "status": "draf"}
    for sasaran in data["lampiran"][0]["instansi"][0]["sasaran"]:
        for indikator in sasaran["indikator"]:
            indikator["kode"] = f"draf-{indikator['kode']}"
    penetapan_import(documents=[data])
    return Penetapan.objects.get(kode="draf")


def test_all_that_prints_is_in_the_list():
    assert len(PRINTED) >= 60


@pytest.mark.parametrize(("model", "name"), PRINTED, ids=IDS)
def test_no_printed_field_changes(model, name):
    row, field = signed(model), model._meta.get_field(name)
    value = other(row, field)
    with refused(), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{field.attname: value})
    with refused():
        execute(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", raw(field, value), row.pk)
    setattr(row, field.attname, value)
    with refused(), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("model", "name"), PRINTED, ids=IDS)
def test_no_printed_field_is_emptied(model, name):
    row, field = signed(model), model._meta.get_field(name)
    if not field.null or getattr(row, field.attname) is None:
        return
    with refused():
        execute(f"UPDATE {model._meta.db_table} SET {field.column} = NULL WHERE id = %s", row.pk)


@pytest.mark.parametrize("model", TABLES)
def test_no_row_is_deleted(model):
    row = signed(model)
    with refused():
        execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        row.delete()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", TABLES[1:])
def test_no_row_is_added(model):
    row = signed(model)
    row.pk, row._state.adding = None, True
    row.urut = 999
    if isinstance(row, Indikator):
        row.kode = "tambahan"
    with refused(), transaction.atomic():
        row.save()


def test_no_row_is_moved_in(draf):
    lampiran = draf.lampiran.get()
    with refused(), transaction.atomic():
        Lampiran.objects.filter(pk=lampiran.pk).update(penetapan=signed(Penetapan), urut=99)
    assert draf.lampiran.count() == 1


@pytest.mark.parametrize("name", ["lanjutan_dari", "catatan_sumber"])
def test_what_stands_beside_may_change(name):
    row = signed(Indikator)
    value = ["dibaca ulang"] if name == "catatan_sumber" else None
    assert Indikator.objects.filter(pk=row.pk).update(**{name: value}) == 1


def test_a_draft_changes_and_goes(draf):
    sheet = LembarInstansi.objects.get(lampiran__penetapan=draf)
    for model, rows in [
        (Penetapan, Penetapan.objects.filter(pk=draf.pk)),
        (Lampiran, draf.lampiran.all()),
        (LembarInstansi, LembarInstansi.objects.filter(pk=sheet.pk)),
        (Sasaran, sheet.sasaran.all()),
        (Indikator, sheet.indikator.all()),
    ]:
        field = {Penetapan: "tentang", Lampiran: "judul", Sasaran: "teks"}.get(model, "nama")
        assert rows.update(**{field: "ubah"}) == rows.count()
    draf.delete()
    assert not Indikator.objects.filter(kode__startswith="draf-").exists()


def test_a_signed_decree_is_withdrawn_once_and_for_all():
    rows = Penetapan.objects.filter(kode="lumajang-2019-326")
    assert rows.update(status="dicabut") == 1
    for status in ("ditetapkan", "draf"):
        with refused(), transaction.atomic():
            rows.update(status=status)
    with refused(), transaction.atomic():
        rows.update(tentang="ubah")


def test_a_signed_decree_does_not_become_a_draft():
    with refused(), transaction.atomic():
        Penetapan.objects.filter(kode="lumajang-2019-326").update(status="draf")
