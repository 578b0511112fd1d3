"""What happens to the rows of the grid that were sent: saved, computed, or given back with what was typed."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string

from registry.forms.grid import BACA, BarisForm, kode_baris
from registry.models import Pengguna
from registry.services.errors import ServiceError
from registry.services.formulir import warnings
from registry.services.grid import BarisGrid, Grid, baris_save, grid_of, shown
from registry.services.isian import Baris
from registry.services.realisasi import ConflictError

TERSIMPAN, GALAT, KONFLIK, DIHITUNG, TETAP = "tersimpan", "galat", "konflik", "dihitung", "tetap"
PERIKSA = "Belum tersimpan. Perbaiki isian yang ditandai; yang sudah Anda ketik tetap ada."
BANDINGKAN = "Belum tersimpan: isian ini baru saja disimpan orang lain. Bandingkan, lalu pilih yang dipakai."
TERTUTUP = "Tidak disimpan: isian ini tidak lagi terbuka (status: {status}). Yang Anda ketik tercantum di bawah."


@dataclass
class Tampil:
    """One row as the page draws it: its form with what was typed, what became of it, and what to say."""

    grid: BarisGrid
    form: BarisForm | None
    keadaan: str = TETAP
    pesan: str = ""
    hasil: Baris = field(init=False)
    konflik: list[tuple[str, str, str]] = field(default_factory=list)
    peringatan: list[str] = field(default_factory=list)
    sekarang: Any = None  # the stored row, beside which a conflict is shown

    def __post_init__(self) -> None:
        self.hasil = self.grid.baris

    @property
    def kode(self) -> str:
        """How the page calls the row."""
        return kode_baris(self.grid.kunci)

    @property
    def gagal(self) -> bool:
        """Whether something typed is not stored."""
        return self.keadaan in (GALAT, KONFLIK)


def drawn(row: BarisGrid) -> Tampil:
    """A row as it is stored."""
    return Tampil(row, BarisForm(formulir=row.formulir) if row.terbuka else None)


def chosen(post: QueryDict) -> QueryDict:
    """What was sent, with the choice after a conflict carried out: "saya:12-34:5" or "tersimpan:12-34:5"."""
    data = post.copy()
    which, _, rest = data.get("pakai", "").partition(":")
    kode, _, version = rest.partition(":")
    if which == "saya":
        data[f"b{kode}-version"], data[f"b{kode}-jejak"] = version, ""
    elif which == "tersimpan":
        for name in [name for name in data if name.startswith(f"b{kode}-")]:
            del data[name]
    return data


def _sent(grid: Grid, data: QueryDict) -> list[BarisGrid]:
    """The rows that the form holds, and one without inputs whose result is to be recorded."""
    wanted = data.get("catat", "")
    return [
        row
        for row in grid.baris
        if f"b{kode_baris(row.kunci)}-version" in data or (kode_baris(row.kunci) == wanted and row.dapat_dicatat)
    ]


def save_rows(user: Pengguna, grid: Grid, data: QueryDict) -> dict[str, Tampil]:
    """Saves what was touched, each row whole or not at all; gives back what became of each."""
    done: dict[str, Tampil] = {}
    for row in _sent(grid, data):
        form = BarisForm(data, formulir=row.formulir)
        if row.formulir.bidang and not form.touched:
            continue
        done[kode_baris(row.kunci)] = _save(user, row, form)
    return done


def _save(user: Pengguna, row: BarisGrid, form: BarisForm) -> Tampil:
    tampil = Tampil(row, form, GALAT, PERIKSA)
    if not row.terbuka:
        tampil.pesan, tampil.konflik = TERTUTUP.format(status=row.baris.status_label.lower()), form.typed()
        return tampil
    if row.formulir.bidang and not form.is_valid():
        return tampil
    version = form.cleaned_data["version"] if row.formulir.bidang else 0
    values = form.raw_values() if row.formulir.bidang else {}
    try:
        baris_save(user=user, formulir=row.formulir, nilai_mentah=values, version=version)
    except ConflictError as error:
        tampil.keadaan, tampil.pesan, tampil.sekarang = KONFLIK, BANDINGKAN, error.current
    except ServiceError as error:
        tampil.pesan = error.pesan
    else:
        tampil.keadaan, tampil.pesan = TERSIMPAN, ""
    return tampil


def settle(user: Pengguna, tahun: int, done: dict[str, Tampil], data: QueryDict) -> list[Tampil]:
    """All rows as they stand after saving; those that were not saved keep what was typed and their message."""
    rows = []
    for row in grid_of(user, tahun).baris:
        before, now = done.get(kode_baris(row.kunci)), drawn(row)
        if before is not None:
            now.keadaan, now.pesan, now.konflik = before.keadaan, before.pesan, before.konflik
            if before.gagal:
                _keep(now, before, data)
            else:
                now.peringatan = warnings(row.formulir, row.formulir.hitung())
        rows.append(now)
    return rows


def _keep(now: Tampil, before: Tampil, data: QueryDict) -> None:
    """Puts what was typed back into the row; after a conflict with both values."""
    row = now.grid
    now.sekarang = row.baris.realisasi
    form = BarisForm(data, formulir=row.formulir)
    form.is_valid()
    if row.terbuka:
        now.form = form
    if before.keadaan == KONFLIK or not row.terbuka:
        now.konflik = form.typed()


def compute_rows(grid: Grid, data: QueryDict) -> list[Tampil]:
    """What is typed, read and computed; nothing is stored."""
    rows = []
    for row in _sent(grid, data):
        if not row.terbuka:
            continue
        form = BarisForm(data, formulir=row.formulir)
        form.is_valid()
        hitungan = row.formulir.hitung(form.raw_values())
        tampil = Tampil(row, form, DIHITUNG)
        tampil.hasil = shown(row.formulir, hitungan, row.baris)
        tampil.peringatan = warnings(row.formulir, hitungan)
        rows.append(tampil)
    return rows


def as_json(tampil: Tampil) -> dict[str, Any]:
    """A row for the page's script: what became of it, and the pieces of the page that change."""
    kode, context = tampil.kode, {"t": tampil, "tahun": tampil.grid.kunci.tahun}
    parts = {f"{name}-{kode}": render_to_string(f"registry/_grid_{name}.html", context) for name in BAGIAN}
    answer: dict[str, Any] = {"keadaan": tampil.keadaan, "bagian": parts}
    if tampil.form is not None:
        errors = [tampil.form.add_prefix(name) for name in tampil.form.errors if name in tampil.form.fields]
        answer |= {"galat": errors, "tersimpan": tampil.form.stored(), "versi": tampil.grid.formulir.version}
        answer["jejak"] = tampil.form.initial["jejak"]
        for isian in tampil.form.isian():
            parts |= _read_back(isian)
    return answer


BAGIAN = ("hasil", "capaian", "status", "pesan")


def _read_back(isian: Any) -> dict[str, str]:
    """Under each input: how it was read, or why it could not be."""
    cells = {sel.field.html_name: (sel.field, sel.dibaca) for sel in isian.sel}
    cells |= {bound.html_name: (bound, "") for bound in (isian.alasan, isian.tanggal)}
    return {
        f"{BACA}{name}": render_to_string("registry/_grid_baca.html", {"field": bound, "dibaca": dibaca})
        for name, (bound, dibaca) in cells.items()
    }
