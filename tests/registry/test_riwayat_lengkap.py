"""Every change leaves its version: by every form (those of test_isian_lebih) and by every command that writes.

A row of a noun with a history that is new, other or gone must have one new version at least, the newest of which
holds what is stored, with who did it and why.
"""

import ast
import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from registry.models import Realisasi
from tests.registry.akses_tabel import TABEL
from tests.registry.alur import isi, verifikasi
from tests.registry.faktor import pasang
from tests.registry.objek import make
from tests.registry.test_isian_lebih import DARI_HALAMAN, LENGKAP, page_data

pytestmark = pytest.mark.django_db
DIAUDIT = [model for model in apps.get_app_config("registry").get_models() if hasattr(model, "history")]
ROOT = Path(__file__).parents[2]
# silent writes are allowed where the noun has no history
DIAM = {
    ("registry/services/pemberitahuan.py", "bulk_create"),
    ("registry/services/pemberitahuan.py", "update"),
    # puts back when a loaded row was made, right after its version was written: test_every_command_leaves_its_version
    ("registry/services/penetapan_putusan.py", "bulk_update"),
}
State = dict[tuple[str, Any], dict[str, Any]]


def rows() -> State:
    """Every stored row of the nouns that keep a history."""
    return {
        (model.__name__, row["id"]): row for model in DIAUDIT for row in model._base_manager.order_by("pk").values()
    }


def marks() -> dict[str, int]:
    """The number of the newest version of each noun."""
    newest = ((m.__name__, m.history.order_by("-history_id").first()) for m in DIAUDIT)
    return {name: record.history_id if record else 0 for name, record in newest}


def unexplained(before: State, after: State, seen: dict[str, int], who: int | None) -> tuple[int, list[str]]:
    """How many rows changed, and those whose newest version is missing, differs, or says not who or why."""
    changed = [key for key in {*before, *after} if before.get(key) != after.get(key)]
    wrong = []
    for name, pk in changed:
        model = next(m for m in DIAUDIT if m.__name__ == name)
        record = model.history.filter(id=pk, history_id__gt=seen[name]).order_by("-history_id").first()
        if record is None:
            wrong.append(f"{name} {pk}: no version")
            continue
        now = after.get((name, pk))
        if (record.history_type == "-") != (now is None):
            wrong.append(f"{name} {pk}: {record.history_type}")
        elif now is not None:
            kept = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields if f.attname in now}
            wrong += [f"{name} {pk}.{k}: {kept[k]!r} is not {now[k]!r}" for k in kept if kept[k] != now[k]]
        if record.history_user_id != who or not record.history_change_reason:
            wrong.append(f"{name} {pk}: by {record.history_user_id}, reason {record.history_change_reason!r}")
    return len(changed), wrong


@pytest.mark.parametrize("name", LENGKAP)
def test_every_form_leaves_its_version(login, cast, name):
    objek, (person, valid, _) = make("dinkes", cast), LENGKAP[name]
    url, client = reverse(name.removesuffix("+tw"), kwargs=TABEL[name].args(objek)), login(person)
    data = (page_data(client, url) if name in DARI_HALAMAN else {}) | valid(objek)
    before, seen = rows(), marks()
    with transaction.atomic():
        assert client.post(url, data).status_code in (200, 302)
        _, wrong = unexplained(before, rows(), seen, cast[person].pk)
    assert wrong == []


def _akun(cast: Any) -> list[tuple[str, ...]]:
    pasang(cast["admin"])
    return [("akun_tautan", "dinkes"), ("akun_faktor_kedua", "admin", "--alasan", "Ponsel hilang")]


def _pemda(cast: Any) -> list[tuple[str, ...]]:
    return [("muat_awal",), ("muat_contoh",)]


@pytest.mark.parametrize("prepare", [_akun, pytest.param(_pemda, marks=pytest.mark.lama)])
def test_every_command_leaves_its_version(cast, keluarga_sehat, prepare):
    verifikasi(cast, keluarga_sehat)
    for command in prepare(cast):
        before, seen = rows(), marks()
        call_command(*command, stdout=io.StringIO(), verbosity=0)
        _, wrong = unexplained(before, rows(), seen, None)
        assert wrong == [], command


def test_this_test_can_fail(cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    before, seen = rows(), marks()
    Realisasi.objects.filter(pk=row.pk).update(kendala="diam-diam")
    assert unexplained(before, rows(), seen, None) == (1, [f"Realisasi {row.pk}: no version"])


def test_nothing_is_written_behind_the_history():
    """QuerySet.update, bulk_create and bulk_update write no version: nowhere in registry but where listed."""
    found = set()
    for path in (ROOT / "registry").rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, target = node.func.attr, ast.unparse(node.func.value)
                if name in ("bulk_create", "bulk_update") or (name == "update" and "objects" in target):
                    found.add((str(path.relative_to(ROOT)), name))
    assert found <= DIAM
