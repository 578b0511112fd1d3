"""``python -m formulas``: other people's scripts rely on it."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import formulas

ROOT = Path(formulas.__file__).parent.parent


def run(*arguments, **options):
    """Exit code, stdout and stderr of the command, on a Python without site-packages."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "formulas", *arguments],
        capture_output=True, text=True, cwd=ROOT, timeout=30, encoding="utf-8", **options,
    )  # fmt: skip
    return done.returncode, done.stdout.strip(), done.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["a / b * 100", "a=45", "b=50"], "90"),
        (["a / b", "a=1", "b=3"], "0,3333333333"),
        (["a / b", "a=2", "b=3"], "0,6666666667"),
        (["a", "a=1.500"], "1500"),
        (["a + 0,5", "a= 1.234,56 "], "1235,06"),
        (["SIMPANGAN_BAKU_POPULASI(harga) / RATA(harga) * 100", "harga=9000;11000;9000;11000"], "10"),
        (["MIN(harga)", "harga=9000"], "9000"),
        (["--lalu", "x=1000", "(x - LALU(x)) / LALU(x) * 100", "x=1150"], "15"),
        (["LALU(x) + LALU(y)", "--lalu", "x=1", "--lalu=y=2"], "3"),
        (["RATA(LALU(harga))", "--lalu", "harga=1;3"], "2"),
        (["--", "-a", "a=4"], "-4"),
        (["JIKA(c > 0; a / c; 0)", "a=1", "c=0"], "0"),
        (["7"], "7"),
    ],
)
def test_prints_the_value(arguments, printed):
    assert run(*arguments) == (0, printed, "")


@pytest.mark.parametrize(
    ("arguments", "kode"),
    [
        (["a / b", "a=1", "b="], "belum_diisi"),
        (["a / b", "a=1", "b=0"], "penyebut_nol"),
        (["a - LALU(a)", "a=1"], "lalu_tidak_ada"),
        (["a - LALU(a)", "a=1", "--lalu", "a="], "lalu_tidak_ada"),
        (["RATA(h)", "h=1;;3"], "belum_diisi"),
        (["a * a", "a=999999999999999"], "di_luar_batas"),
        (["AKAR(a)", "a=-1"], "akar_negatif"),
    ],
)
def test_named_outcome_is_exit_3(arguments, kode):
    code, out, message = run("--json", *arguments)
    assert code == 3
    assert json.loads(out)["kosong"] == {"kode": kode, "pesan": message}
    code, out, message = run(*arguments)
    assert (code, out) == (3, "")
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("arguments", "kode", "position"),
    [
        (["1 + * 2"], "susunan", 4),
        (["a + z", "a=1"], "nama_tidak_dikenal", 4),
        (["a + b", "a=1", "--lalu", "b=1"], "nama_tidak_dikenal", 4),
        (["a", "a=84.3"], "titik_desimal", None),
        (["a", "a=1_000"], "garis_bawah", None),
        (["a", "a"], "nilai", None),
        (["a", "a=1", "a=2"], "nilai", None),
        (["a", "a=1", "__x=2"], "nama", None),
        (["a + 1", "a=1;2"], "jenis", 0),
        (["--entah", "a"], "pilihan", None),
        (["--lalu"], "pilihan", None),
        ([], "pemakaian", None),
        ([""], "kosong", 0),
        (["a\udc80"], "aksara", 1),
    ],
)
def test_refusal_is_exit_2(arguments, kode, position):
    code, out, message = run("--json", *arguments)
    assert code == 2
    error = json.loads(out)["galat"]
    assert (error["kode"], error["posisi"]) == (kode, position)
    assert message.startswith(error["pesan"])


def test_refusal_shows_the_caret_on_stderr():
    code, out, message = run("a / tak_ada", "a=1")
    assert (code, out) == (2, "")
    assert message.splitlines()[-2:] == ["a / tak_ada", "    ^"]


def test_json_has_value_and_steps():
    code, out, message = run("--json", "a / b * 100", "a=45", "b=40")
    assert (code, message) == (0, "")
    assert json.loads(out) == {"nilai": "112.5", "langkah": ["(a / b) × 100", "(45 / 40) × 100 = 112,50"]}


def test_help():
    code, out, _ = run("--help")
    assert code == 0
    assert "python -m formulas" in out


def test_terminal_without_unicode():
    code, out, _ = run("--json", "a * 2", "a=2", env={"PYTHONIOENCODING": "ascii"})
    assert code == 0
    assert json.loads(out)["nilai"] == "4"


def test_imports_only_the_standard_library_and_itself():
    allowed = sys.stdlib_module_names | {"formulas"}
    for file in (ROOT / "formulas").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, file
