"""How an indicator is defined: the printed cells, with what a merged cell inherits, and the formula in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from formulas.render import printed_parts
from registry.models import Indikator, Instansi, Pengguna, Rumus, Variabel
from registry.rumus_cetak import blocks_of
from registry.services.hitung import parse_rumus
from registry.services.nilai import limits_text
from registry.tulis import tulis_mentah

SEL = (
    ("rumus_cetak", "Rumus"),
    ("penjelasan", "Penjelasan"),
    ("makna", "Makna"),
    ("alasan", "Alasan"),
    ("referensi", "Referensi"),
    ("sumber_data", "Sumber data"),
    ("penanggung_jawab", "Penanggung jawab"),
)
TETAP = {"rumus_cetak", "penjelasan", "sumber_data", "penanggung_jawab"}


@dataclass(frozen=True)
class Sel:
    """One printed cell; `isi` None when the decree prints nothing there."""

    nama: str
    label: str
    isi: Any
    gabung: bool

    @property
    def potongan(self) -> list[tuple[str, Any]]:
        """A cell of text in which fractions may stand, as ("teks", text) and ("rumus", parts)."""
        return blocks_of(self.isi)


@dataclass(frozen=True)
class VariabelTampil:
    """One variable in words."""

    label: str
    nama: str
    satuan: str
    asal: str
    batas: str
    pengisi: str
    anggota: tuple[str, ...]
    rujukan: Indikator | None


def cells_of(indikator: Indikator) -> list[Sel]:
    """The cells as printed; a merged one shows what it continues. Cells that the layout lacks are left out."""
    sheet = Indikator.objects.filter(lembar=indikator.lembar_id).order_by("sasaran__urut", "urut")
    above: dict[str, Any] = {}
    for row in sheet:
        for nama, _ in SEL:
            if nama not in row.gabung:
                above[nama] = getattr(row, nama)
        if row.pk == indikator.pk:
            break
    cells = [Sel(nama, label, above.get(nama), nama in indikator.gabung) for nama, label in SEL]
    return [cell for cell in cells if cell.isi or cell.nama in TETAP]


def drawn(rumus: Rumus) -> list[Any]:
    """The computable formula with the labels of its variables, for registry/_rumus.html."""
    labels = {v.nama: v.label for v in rumus.variabel.all()}
    return printed_parts(parse_rumus(rumus).tree, labels, persen=rumus.satuan == "%")


def variables_of(rumus: Rumus, pengisi: Sequence[Instansi], user: Pengguna) -> list[VariabelTampil]:
    """The variables in order: unit, where the value comes from, limits, who fills."""
    variables = list(rumus.variabel.all())
    refers = [v.indikator_id for v in variables if v.indikator_id]
    readable = set(Indikator.objects.visible_to(user).filter(pk__in=refers).values_list("pk", flat=True))
    own = ", ".join(i.nama for i in pengisi)
    return [_variable(v, own, readable) for v in variables]


def _variable(variabel: Variabel, own: str, readable: set[int]) -> VariabelTampil:
    asal, pengisi, link = variabel.get_asal_display(), "diambil otomatis", None
    match variabel.asal:
        case Variabel.Asal.ISIAN:
            pengisi = variabel.pengisi.nama if variabel.pengisi else own
        case Variabel.Asal.TETAPAN:
            asal = f"Tetapan {tulis_mentah(variabel.nilai)}"
        case Variabel.Asal.DATA_DASAR:
            asal = f"Data dasar: {variabel.data_dasar.nama}"
            pengisi = variabel.data_dasar.pemilik.nama
        case Variabel.Asal.INDIKATOR | Variabel.Asal.ANGGOTA:
            link = variabel.indikator if variabel.indikator_id in readable else None
    return VariabelTampil(
        label=variabel.label,
        nama=variabel.nama,
        satuan=variabel.satuan or "tanpa satuan",
        asal=asal,
        batas=_limits(variabel),
        pengisi=pengisi,
        anggota=tuple(variabel.anggota),
        rujukan=link,
    )


def _limits(variabel: Variabel) -> str:
    if variabel.skala and variabel.jenis == Variabel.Jenis.PILIHAN:
        return "salah satu dari " + ", ".join(b["kode"] for b in variabel.skala.butir)
    return limits_text(variabel)
