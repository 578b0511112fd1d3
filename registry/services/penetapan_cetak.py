"""What the export adds for its readers: the formula as one line, and merged cells with their inherited value."""

import formulas.render
from registry.services.penetapan_format import Data

MERGEABLE = ("rumus_cetak", "sumber_data", "penanggung_jawab")


def add_derived(data: Data) -> Data:
    """Adds `rumus_naskah` and fills merged cells, sheet by sheet; changes and returns the mapping."""
    for lampiran in data["lampiran"]:
        for lembar in lampiran["instansi"]:
            _fill(lembar)
    return data


def _fill(lembar: Data) -> None:
    above: Data = {}
    for sasaran in lembar["sasaran"]:
        for indikator in sasaran["indikator"]:
            for cell in MERGEABLE:
                if cell in indikator["gabung"]:
                    indikator[cell] = above.get(cell)
                above[cell] = indikator[cell]
            indikator["rumus_naskah"] = formulas.render.plain_text(indikator["rumus_cetak"])
