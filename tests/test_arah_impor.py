"""Imports run one way: formulas → registry → reports → iku_project (README, map of the folders)."""

import ast
from pathlib import Path

import pytest

import registry.models

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["formulas", "registry", "reports", "iku_project"]
DIPERCEPAT = tuple(f"cepat_{what}" for what in ("gaya", "kotak", "teks"))


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_no_module_imports_a_later_layer(layer):
    later = set(LAYERS[LAYERS.index(layer) + 1 :])
    modules = list((ROOT / layer).rglob("*.py"))
    wrong = {str(m.relative_to(ROOT)): imported(m) & later for m in modules if imported(m) & later}
    assert modules
    assert wrong == {}


def test_formulas_needs_no_django():
    modules = (ROOT / "formulas").rglob("*.py")
    assert {str(m): imported(m) for m in modules if imported(m) & {"django", "registry"}} == {}


def test_only_the_drawing_process_imports_weasyprint():
    modules = [m for layer in LAYERS for m in (ROOT / layer).rglob("*.py")]
    found = {str(m.relative_to(ROOT)) for m in modules if "weasyprint" in imported(m)}
    assert found == {f"reports/pdf_{name}.py" for name in ("anak", "pecah", "urai", "cepat", *DIPERCEPAT)}


def test_no_service_bypasses_history_with_update():
    services = [*(ROOT / "registry").rglob("*.py"), *(ROOT / "reports").rglob("*.py")]
    calls = [
        f"{m.relative_to(ROOT)}:{n.lineno}"
        for m in services
        if "migrations" not in m.parts
        for n in ast.walk(ast.parse(m.read_text(encoding="utf-8")))
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr == "update"
        and "objects" in ast.dump(n.func.value)
        and keeps_history(n.func.value)
    ]
    assert calls == []


def keeps_history(chain: ast.AST) -> bool:
    """Whether `Model.objects…` is of a model with versions; of an unknown one it is taken to be so."""
    names = [node.id for node in ast.walk(chain) if isinstance(node, ast.Name)]
    found = [getattr(registry.models, name) for name in names if name in registry.models.__all__]
    return not found or any(hasattr(model, "history") for model in found)
