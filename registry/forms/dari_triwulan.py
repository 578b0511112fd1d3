"""The form of a year, filled with what its quarters come to; nothing is stored before a person saves it."""

from dataclasses import replace

from registry.forms.realisasi import IsianForm
from registry.services.berlaku import Satuan
from registry.services.formulir import Formulir
from registry.services.triwulan import buku_of


def form_of_quarters(formulir: Formulir) -> IsianForm | None:
    """A bound form as if the person had typed the consolidated values; None where there is nothing to take over."""
    kunci = formulir.kunci
    if kunci.periode or not formulir.dapat_diisi:
        return None
    unit = Satuan(kunci.indikator, kunci.instansi)
    buku = buku_of(formulir.user, kunci.indikator.pemda, kunci.tahun, [unit])
    sampai = buku.sampai(unit)
    if sampai is None:
        return None
    known = {name: raw for name, raw in sampai.mentah.items() if raw is not None}
    filled = replace(formulir)
    filled.bidang = [replace(b, mentah=known.get(b.variabel.nama, b.mentah)) for b in formulir.bidang]
    initial = IsianForm(formulir=filled).initial
    form = IsianForm({name: value for name, value in initial.items() if value is not None}, formulir=formulir)
    form.is_valid()
    return form
