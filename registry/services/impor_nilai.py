"""From one cell of a workbook to what is stored: numbers exact, texts by the one reader, blanks with their reason.

A number in a file is a double. What people typed has at most 15 digits, and the shortest text that names the same
double is what they typed: 84.349999999999994 in the file is 84,35. A double that needs more digits comes from a
formula (0,1+0,2) and is read to 15 digits, as Excel itself shows it.
"""

import math
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from formulas.notation import DateError, read_date, write_number
from registry.models import Variabel
from registry.services.errors import ServiceError
from registry.services.excel_baca import Sel
from registry.services.masukan import ALASAN_KOSONG
from registry.services.nilai import MAKS_CATATAN, PERLU_TANGGAL, blank, read_value
from registry.teks import TeksError, check_teks

BELUM, MENUNGGU = "belum_diisi", "menunggu_rilis"
MAKS_TEKS = 2000
DIGIT = 15
GANDA = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")
GALAT = "Sel ini berisi galat Excel {isi}. Perbaiki rumusnya, atau tulis angkanya."
RUMUS = "Rumus di sel ini belum dihitung. Buka dan simpan berkasnya di Excel, atau tulis angkanya."
LOGIKA = "Sel ini berisi BENAR/SALAH. Tulis angkanya."
TANGGAL = "Excel membaca isian ini sebagai tanggal. Ubah format selnya menjadi Angka, lalu tulis ulang angkanya."
PERSEN = "Sel ini berformat persen, sehingga 5 % tersimpan sebagai 0,05. Ubah formatnya menjadi Angka, tulis ulang."
BUKAN_BILANGAN = "Bukan bilangan yang dapat dibaca. Tulis angkanya, misalnya 1.234,56."
TERLALU_RINCI = "Paling banyak 15 angka sebelum koma dan 10 angka sesudahnya. Bulatkan angkanya."
ALASAN_ASING = "Alasan tidak dikenal. Pilih salah satu: {ada}."
CATATAN_SALAH_TEMPAT = "Catatan di sini hanya untuk nilai yang kosong. Pindahkan ke baris Keterangan."
TANGGAL_SALAH_TEMPAT = "Tanggal rilis hanya untuk alasan «Menunggu rilis»."
PREDIKAT_ASING = "Predikat tidak dikenal pada {skala}. Yang diterima: {ada}."
TERLALU_PANJANG = "Teks terlalu panjang ({panjang} aksara, paling banyak {maks})."
AWAL_1900, AWAL_1904 = date(1899, 12, 30), date(1904, 1, 1)


class SelDitolak(ServiceError):
    """A cell that cannot be read, and why."""

    def __init__(self, sel: Sel, pesan: str) -> None:
        super().__init__(pesan)
        self.sel = sel


def read_cell(variabel: Variabel, sel: Sel | None) -> str | None:
    """The stored text of a value, None when the cell is empty; SelDitolak says what to write instead."""
    if sel is None:
        return None
    _refuse_odd(sel)
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        return _code(variabel, sel)
    if sel.format and sel.jenis == "angka":
        raise SelDitolak(sel, TANGGAL if sel.format == "tanggal" else PERSEN)
    text = sel.isi if sel.jenis == "teks" else write_number(native_number(sel))
    try:
        return read_value(variabel, text)
    except ServiceError as error:
        raise SelDitolak(sel, error.pesan) from error


def native_number(sel: Sel) -> Decimal:
    """The number a person typed, from the double in the file."""
    value = float(sel.isi) if GANDA.fullmatch(sel.isi) else math.nan
    if not math.isfinite(value):
        raise SelDitolak(sel, BUKAN_BILANGAN)
    exact = Decimal(repr(value))
    if len(exact.normalize().as_tuple().digits) > DIGIT:
        exact = Decimal(f"{value:.{DIGIT}g}")
    exact = exact.normalize()
    if exact.adjusted() >= DIGIT or -int(exact.as_tuple().exponent) > 10:
        raise SelDitolak(sel, TERLALU_RINCI)
    return exact if exact else Decimal(0)


def _refuse_odd(sel: Sel) -> None:
    """What is neither a number nor a text."""
    if sel.jenis == "rumus":
        raise SelDitolak(sel, RUMUS)
    if sel.jenis == "galat":
        raise SelDitolak(sel, GALAT.format(isi=sel.isi[:20]))
    if sel.jenis == "logika":
        raise SelDitolak(sel, LOGIKA)
    if sel.jenis == "tanggal":
        raise SelDitolak(sel, TANGGAL)


def _code(variabel: Variabel, sel: Sel) -> str:
    """The code of a predicate, upper and lower case alike."""
    butir = variabel.skala.butir if variabel.skala else []
    for item in butir:
        if item["kode"].casefold() == sel.isi.strip().casefold():
            return str(item["kode"])
    ada = ", ".join(item["kode"] for item in butir)
    raise SelDitolak(sel, PREDIKAT_ASING.format(skala=variabel.skala, ada=ada))


def read_row(variabel: Variabel, cells: dict[str, Sel | None], epoch_1904: bool, lama: Any = None) -> Any:
    """The raw value of a row: its number or code, or its blank with reason, date and note.

    `cells` by nilai, alasan, rilis, catatan; `lama` is what is stored. Beside a value the reason counts no more,
    as on the form; a note that was written just now is not thrown away but refused. SelDitolak names the cell.
    """
    value = read_cell(variabel, cells["nilai"])
    alasan, rilis, catatan = cells["alasan"], cells["rilis"], cells["catatan"]
    note = read_text(catatan, MAKS_CATATAN)
    if value is not None:
        known = lama.get("catatan", "") if isinstance(lama, dict) else ""
        if catatan is not None and note not in ("", known):
            raise SelDitolak(catatan, CATATAN_SALAH_TEMPAT)
        return value
    kode = _reason(alasan)
    day = _date(rilis, epoch_1904)
    if day and kode != MENUNGGU:
        raise SelDitolak(rilis, TANGGAL_SALAH_TEMPAT)  # type: ignore[arg-type]  # a day comes from a cell
    if kode == MENUNGGU and not day:
        raise SelDitolak(alasan, PERLU_TANGGAL)  # type: ignore[arg-type]  # the reason comes from a cell
    raw = blank(kode, day)
    return raw | {"catatan": note} if note else raw


def _reason(sel: Sel | None) -> str:
    if sel is None:
        return BELUM
    _refuse_odd(sel)
    wanted = " ".join(sel.isi.split()).casefold()
    for kode, label in ALASAN_KOSONG.items():
        if label.casefold() == wanted:
            return kode
    ada = ", ".join(label for kode, label in ALASAN_KOSONG.items() if kode != BELUM)
    raise SelDitolak(sel, ALASAN_ASING.format(ada=ada))


def _date(sel: Sel | None, epoch_1904: bool) -> str:
    """ISO text: from Excel's number of days, an ISO cell, or what people write."""
    if sel is None:
        return ""
    if sel.jenis != "tanggal":
        _refuse_odd(sel)
    text = sel.isi[:10] if sel.jenis == "tanggal" else sel.isi
    if sel.jenis == "angka":
        days = native_number(sel)
        if not 1 <= days <= 80_000:
            raise SelDitolak(sel, "Bukan tanggal. Tulis seperti 20 September 2024.")
        text = ((AWAL_1904 if epoch_1904 else AWAL_1900) + timedelta(days=int(days))).isoformat()
    try:
        return read_date(text).isoformat()
    except DateError as error:
        raise SelDitolak(sel, error.pesan) from error


def read_text(sel: Sel | None, maks: int = MAKS_TEKS) -> str:
    """A text as written, without spaces around it; a number in a text cell is written as people write it."""
    if sel is None:
        return ""
    _refuse_odd(sel)
    text = write_number(native_number(sel)) if sel.jenis == "angka" else sel.isi
    text = text.replace("\r\n", "\n").replace("_x000D_", "").strip()
    if len(text) > maks:
        raise SelDitolak(sel, TERLALU_PANJANG.format(panjang=len(text), maks=maks))
    try:
        check_teks(text)
    except TeksError as error:
        raise SelDitolak(sel, str(error)) from error
    return text
