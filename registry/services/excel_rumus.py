"""The live Excel formula of a result: what the server computes, over the cells of the workbook.

Excel counts an empty cell as 0 and skips a text in a range; the server does neither. So the formula first looks
whether every cell that it needs holds a number, and says what is missing; the result is rounded half up to ten
decimals as the server stores it. One difference stays: a blank in the branch of JIKA that is not taken.
"""

from dataclasses import dataclass, field

import formulas
from formulas.excel import bare_excel
from registry.models import Rumus
from registry.services.hitung import parse_rumus

BELUM_DIISI = "belum diisi"
BUKAN_ANGKA = "periksa: ada yang bukan angka"
TANPA_LALU = "data tahun lalu tidak ada"
TANPA_SUMBER = "data dari sumber lain belum ada"
TIDAK_DAPAT = "tidak dapat dihitung"
DI_LUAR_BATAS = "hasil di luar batas"
MAKS_RUMUS = 8000  # Excel refuses formulas of more than 8.192 characters


@dataclass
class Letak:
    """Where the inputs of one indicator stand: name → cell or range, and how many cells it is."""

    isian: dict[str, tuple[str, int]] = field(default_factory=dict)
    sumber: dict[str, tuple[str, int]] = field(default_factory=dict)
    lalu: dict[str, tuple[str, int]] = field(default_factory=dict)


def result_formula(rumus: Rumus, letak: Letak) -> str | None:
    """The formula of the result cell; None where Excel cannot hold it (an input without a cell, or too long)."""
    formula = parse_rumus(rumus)
    everything = letak.isian | letak.sumber
    if any(name not in everything for name in formula.names) or any(n not in letak.lalu for n in formula.lalu_names):
        return None
    text = f"={_guarded(formula, letak, everything)}"
    return text if len(text) <= MAKS_RUMUS else None


def _guarded(formula: formulas.Formula, letak: Letak, everything: dict[str, tuple[str, int]]) -> str:
    typed = [letak.isian[name] for name in formula.names if name in letak.isian]
    shown = [letak.sumber[name] for name in formula.names if name in letak.sumber]
    before = [letak.lalu[name] for name in formula.lalu_names]
    cells = {name: place for name, (place, _) in everything.items()}
    value = bare_excel(formula.tree, cells, {name: place for name, (place, _) in letak.lalu.items()})
    text = f'IFERROR(IF(ABS({value})<1E18,ROUND({value},10),"{DI_LUAR_BATAS}"),"{TIDAK_DAPAT}")'
    text = _unless_numbers(before, TANPA_LALU, text)
    text = _unless_numbers(shown, TANPA_SUMBER, text)
    text = _unless_numbers(typed, BUKAN_ANGKA, text)
    if not typed:
        return text
    blanks = "+".join(f"COUNTBLANK({place})" for place, _ in typed)
    return f'IF({blanks}>0,"{BELUM_DIISI}",{text})'


def _unless_numbers(places: list[tuple[str, int]], pesan: str, then: str) -> str:
    if not places:
        return then
    count = "+".join(f"COUNT({place})" for place, _ in places)
    return f'IF({count}<{sum(n for _, n in places)},"{pesan}",{then})'
