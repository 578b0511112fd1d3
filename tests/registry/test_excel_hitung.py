"""The live formulas of the workbook give the server's results: recalculated by LibreOffice, in a profile of its own.

Our files hold formulas without values, so whatever LibreOffice writes beside them it has computed itself.
"""

import io
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from django.db import transaction
from openpyxl import load_workbook

from formulas import Kosong
from formulas.families import families
from registry.models import Realisasi, Skala
from registry.services.berlaku import units_in_year
from registry.services.contoh import muat_contoh
from registry.services.excel_bahan import bahan_of
from registry.services.excel_tulis import workbook_bytes
from registry.services.hitung import hitung
from tests.registry.excel_alat import baris, buka, pratinjau, unduh

pytestmark = [pytest.mark.lama, pytest.mark.django_db]
KODE, TAHUN = "lmj19-dinkes-01", 2023


@pytest.fixture
def soffice(tmp_path):
    """`soffice({name: bytes})` gives {name: bytes} as LibreOffice saved them again."""

    def run(files: dict[str, bytes]) -> dict[str, bytes]:
        source, target = tmp_path / "dari", tmp_path / "ke"
        source.mkdir(exist_ok=True)
        for name, data in files.items():
            (source / f"{name}.xlsx").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "xlsx"]
        paths = [str(source / f"{name}.xlsx") for name in files]
        subprocess.run([*command, "--outdir", str(target), *paths], check=True, capture_output=True, timeout=900)
        return {name: Path(target / f"{name}.xlsx").read_bytes() for name in files}

    return run


def results(data: bytes) -> dict[tuple[str, str], object]:
    """(kode, instansi) → what the cell of the result shows."""
    sheet = load_workbook(io.BytesIO(data), data_only=True)["Isian"]
    rows = range(6, sheet.max_row + 1)
    cells = {(sheet.cell(at, 1).value, sheet.cell(at, 2).value): sheet.cell(at, 8).value for at in rows
             if sheet.cell(at, 3).value == ":hasil"}  # fmt: skip
    assert cells
    return cells


def differs(shown: object, hasil: Decimal | Kosong | str | None, desimal: int) -> bool:
    """Whether LibreOffice's cell is not the server's result: to 12 digits, and equal as printed."""
    if hasil is None or isinstance(hasil, Kosong):
        return not isinstance(shown, str) or not shown
    if isinstance(shown, str) or shown is None:
        return True
    exact, got, place = Decimal(hasil), Decimal(repr(float(shown))), Decimal(1).scaleb(-desimal)
    printed = exact.quantize(place, ROUND_HALF_UP) == got.quantize(place, ROUND_HALF_UP)
    return not printed or abs(exact - got) > max(Decimal(1), abs(exact)) * Decimal("1e-12")


def test_every_opd_of_the_example_data(cast, soffice):
    """All years and OPD with values: each result as stored, each blank as a text."""
    muat_contoh()
    user, files, want = cast["dinkes"], {}, {}
    for pemda_kode, person in (("35.08", "dinkes"), ("63.11", "balangan")):
        user = cast[person]
        member = user.keanggotaan_aktif
        owners = {u.instansi for u in units_in_year(member.pemda, TAHUN) if u.instansi.jenis != "pemda"}
        for opd in sorted(owners, key=lambda one: one.kode):
            member.instansi = opd
            bahan = bahan_of(user, TAHUN)
            name = f"{pemda_kode.replace('.', '')}-{opd.kode}"
            files[name] = workbook_bytes(bahan)
            want[name] = {i.kunci: (i.realisasi.hasil if i.realisasi else None, i.rumus.desimal) for i in bahan.butir}
    wrong, count = [], 0
    for name, data in soffice(files).items():
        shown = results(data)
        assert shown.keys() == want[name].keys()
        count += len(shown)
        wrong += [(name, k, shown[k], w) for k, w in want[name].items() if differs(shown[k], *w)]
    print(f"{len(files)} workbooks, {count} results compared")
    assert len(files) >= 50 and count >= 190
    assert not wrong


def as_raw(value: object, skala: Skala | None) -> object:
    """A value of a worked example as it is stored."""
    if isinstance(value, Kosong):
        return {
            "kosong": value.kode if value.kode in ("belum_diisi", "survei_belum", "tidak_berlaku") else "belum_diisi"
        }
    if isinstance(value, tuple):
        return [as_raw(one, None) for one in value]
    return skala.kode_dari(int(value)) if skala else f"{value:f}"


def family_workbook(user, kunci, rumpun, case) -> tuple[bytes, Decimal | Kosong]:
    """The workbook of an indicator that has this formula and these values, and what the server makes of it."""
    rumus = kunci.indikator.rumus.get(status="berlaku")
    rumus.variabel.all().delete()
    rumus.ekspresi, rumus.desimal, rumus.rumpun = rumpun.rumus, case.desimal, ""
    rumus.save()
    scales = {}
    for urut, v in enumerate(rumpun.variabel, 1):
        scales[v.nama] = Skala.objects.filter(kode=v.skala, pemda=None).first() if v.jenis == "pilihan" else None
        value = case.given.get(v.nama)
        anggota = [f"A{n}" for n in range(len(value))] if v.jenis == "deret" and isinstance(value, tuple) else []
        rumus.variabel.create(
            urut=urut, nama=v.nama, label=v.label, satuan=v.satuan, jenis=v.jenis, skala=scales[v.nama], anggota=anggota
        )
    for tahun, values in ((TAHUN, case.given), (TAHUN - 1, case.lalu)):
        raw = {name: as_raw(value, scales.get(name)) for name, value in values.items()}
        if raw:
            Realisasi.objects.create(indikator=kunci.indikator, instansi=kunci.instansi, tahun=tahun, nilai_mentah=raw)
    mentah = {name: as_raw(value, scales.get(name)) for name, value in case.given.items()}
    found = hitung(indikator=kunci.indikator, instansi=kunci.instansi, tahun=TAHUN, nilai_mentah=mentah)
    return workbook_bytes(bahan_of(user, TAHUN)), found.hasil


def test_every_family_with_its_worked_examples(cast, keluarga_sehat, soffice):
    files, want, skipped = {}, {}, []
    for kode, rumpun in families().items():
        for number, case in enumerate(rumpun.cases):
            if any(isinstance(v, tuple) and not v for v in case.given.values()):
                skipped.append((kode, number))  # a deret without members has no cell
                continue
            with transaction.atomic():
                data, hasil = family_workbook(cast["dinkes"], keluarga_sehat, rumpun, case)
                transaction.set_rollback(True)
            files[f"{kode}-{number}"], want[f"{kode}-{number}"] = data, (hasil, case.desimal)
    wrong = []
    for name, data in soffice(files).items():
        shown = results(data)[KODE, "dinkes"]
        if differs(shown, *want[name]):
            wrong.append((name, shown, want[name]))
    print(f"{len(files)} examples of {len(families())} families compared, skipped: {skipped}")
    assert len({name.split("-")[0] for name in files}) == len(families())
    assert not wrong


def test_what_libreoffice_saved_is_accepted_unchanged(login, cast, soffice, settings, tmp_path):
    """Saved again by LibreOffice: hidden columns, formulas with values, other styles; nothing has changed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    muat_contoh()
    for person in ("dinkes", "kepala", "dinsos"):
        client = login(person)
        data = unduh(client)
        saved = soffice({person: data})[person]
        row = pratinjau(client, saved)
        assert (row.isi["unit"], row.isi["masalah"]) == ([], []) and row.isi["sama"] > 10


def test_typed_values_change_the_result_live(cast, keluarga_sehat, login, soffice):
    """The formula is live: other values than were stored, other result; a text is told, never counted as 0."""
    book, sheet = buka(unduh(login("dinkes")))
    files = {}
    for name, (top, bottom) in {"a": (1, 3), "b": ("x", 3), "c": (1, 0), "d": (None, 3)}.items():
        sheet[f"H{baris(sheet, KODE, 'keluarga_sehat')}"].value = top
        sheet[f"H{baris(sheet, KODE, 'keluarga_dikunjungi')}"].value = bottom
        out = io.BytesIO()
        book.save(out)
        files[name] = out.getvalue()
    shown = {name: results(data)[KODE, "dinkes"] for name, data in soffice(files).items()}
    assert shown == {
        "a": 33.3333333333,
        "b": "periksa: ada yang bukan angka",
        "c": "tidak dapat dihitung",
        "d": "belum diisi",
    }
