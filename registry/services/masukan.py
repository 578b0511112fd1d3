"""The inputs of a formula: from raw JSON, shared data, other indicators and last year, to values that compute.

Nothing missing ever becomes 0: what is not there is a `formulas.Kosong` that says why, in Indonesian.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from formulas import Kosong
from formulas.notation import write_date, write_number
from registry.models import Indikator, Instansi, NilaiDataDasar, Realisasi, Rumus, Variabel
from registry.services.nama import fold_name

ALASAN_KOSONG = {
    "belum_diisi": "Belum diisi",
    "menunggu_rilis": "Menunggu rilis",
    "survei_belum": "Survei belum dilaksanakan",
    "tidak_berlaku": "Tidak berlaku tahun ini",
}
# plain text: looking up a member of an enumeration costs more than comparing it, and this runs for every input
ISIAN, TETAPAN = Variabel.Asal.ISIAN.value, Variabel.Asal.TETAPAN.value
DATA_DASAR, INDIKATOR = Variabel.Asal.DATA_DASAR.value, Variabel.Asal.INDIKATOR.value
DERET, PILIHAN = Variabel.Jenis.DERET.value, Variabel.Jenis.PILIHAN.value
Value = Any  # Decimal | Kosong | tuple[Decimal | Kosong, ...]


@dataclass(slots=True)
class Masukan:
    """One input as it was used: which variable, what value, and where it came from."""

    variabel: Variabel
    nilai: Value
    sumber: str
    mentah: Any = None
    lalu: Value | None = None
    lalu_mentah: Any = None
    lalu_sumber: str = ""


@dataclass(slots=True)
class Konteks:
    """For whom and when a formula is computed; memoises what several indicators share in one run."""

    indikator: Indikator
    instansi: Instansi
    tahun: int
    periode: int = 0
    memo: dict[Any, Any] = field(default_factory=dict)


def kosong_from(raw: dict[str, Any], label: str) -> Kosong:
    """The reason a person chose, as a sentence that names the variable."""
    kode = raw.get("kosong", "belum_diisi")
    text = ALASAN_KOSONG.get(kode, kode)
    if raw.get("tanggal"):
        text += f" (diperkirakan {write_date(date.fromisoformat(raw['tanggal']))})"
    return Kosong(kode, f"{label}: {text[0].lower()}{text[1:]}.")


def value_from(variabel: Variabel, raw: Any) -> Value:
    """A stored raw value as a value that computes."""
    if variabel.jenis == DERET:
        return _deret(variabel, raw)
    if isinstance(raw, dict):
        return kosong_from(raw, variabel.label)
    if raw in (None, ""):
        return kosong_from({}, variabel.label)
    if variabel.jenis == PILIHAN:
        rank = variabel.skala.peringkat(raw) if variabel.skala else None
        return (
            Kosong("belum_diisi", f"{variabel.label}: predikat «{raw}» tidak dikenal.")
            if rank is None
            else Decimal(rank)
        )
    return Decimal(raw)


def _deret(variabel: Variabel, raw: Any) -> Value:
    if isinstance(raw, dict) or not raw:
        reason = raw if isinstance(raw, dict) else {}
        return tuple(kosong_from(reason, f"{variabel.label} – {name}") for name in variabel.anggota) or kosong_from(
            reason, variabel.label
        )
    names = variabel.anggota or [str(n) for n in range(1, len(raw) + 1)]
    padded = [*raw, *[None] * (len(names) - len(raw))]
    return tuple(
        Decimal(item) if isinstance(item, str) and item else kosong_from(item or {}, f"{variabel.label} – {name}")
        for name, item in zip(names, padded, strict=False)
    )


def gather(rumus: Rumus, raw: dict[str, Any], konteks: Konteks, lalu_names: Collection[str]) -> list[Masukan]:
    """All inputs of a formula, in the order of its variables; last year's only where LALU asks."""
    return [read_input(v, raw, konteks, v.nama in lalu_names) for v in rumus.variabel.all()]


def read_input(variabel: Variabel, raw: dict[str, Any], konteks: Konteks, with_lalu: bool) -> Masukan:
    """One input, wherever it comes from; last year's value beside it where asked."""
    asal = variabel.asal
    if asal == ISIAN:
        raw_value = raw.get(variabel.nama)
        masukan = Masukan(variabel, value_from(variabel, raw_value), "isian", raw_value)
        if with_lalu:
            masukan.lalu, masukan.lalu_mentah, masukan.lalu_sumber = last_year(variabel, konteks)
    elif asal == TETAPAN:
        masukan = Masukan(variabel, Decimal(str(variabel.nilai)), "tetapan dalam rumus", variabel.nilai)
        if with_lalu:
            masukan.lalu, masukan.lalu_mentah = masukan.nilai, variabel.nilai
    elif asal == DATA_DASAR:
        masukan = _data_dasar(variabel, konteks, with_lalu)
    elif asal == INDIKATOR:
        masukan = _indikator(variabel, konteks, with_lalu)
    else:
        masukan = _anggota(variabel, konteks)
    return masukan


def _data_dasar(variabel: Variabel, konteks: Konteks, with_lalu: bool) -> Masukan:
    source = f"data dasar milik {variabel.data_dasar.pemilik}"

    def value(tahun: int) -> tuple[Value, str | None]:
        key = ("data_dasar", variabel.data_dasar_id, tahun)
        if key not in konteks.memo:
            row = NilaiDataDasar.objects.filter(data_dasar=variabel.data_dasar_id, tahun=tahun).first()
            konteks.memo[key] = row.nilai if row else None
        raw = konteks.memo[key]
        missing = Kosong("data_dasar_kosong", f"{variabel.data_dasar.nama} tahun {tahun} belum diisi pemiliknya.")
        return (Decimal(raw) if raw is not None else missing), raw

    nilai, raw = value(konteks.tahun)
    masukan = Masukan(variabel, nilai, source, raw)
    if with_lalu:
        masukan.lalu, masukan.lalu_mentah = value(konteks.tahun - 1)
        masukan.lalu_sumber = source
    return masukan


def _result_of(indikator: Indikator, instansi_id: int, konteks: Konteks, tahun: int) -> tuple[Value, str | None]:
    row = _stored(indikator.pk, instansi_id, konteks, tahun)
    if row is None or (row.hasil is None and row.kosong_kode is None):
        return Kosong("belum_diisi", f"{indikator.nama} tahun {tahun} belum diisi."), None
    if row.hasil is None:
        return Kosong(row.kosong_kode or "belum_diisi", f"{indikator.nama}: {row.kosong_pesan}"), None
    return Decimal(row.hasil), row.hasil


def _last_result(indikator: Indikator, instansi_id: int, konteks: Konteks) -> tuple[Value, str | None]:
    """Its result of year n−1, or its predecessor's where that was computed the same way; else seri_terputus."""
    before = indikator.lanjutan_dari
    if before is None or _stored(indikator.pk, instansi_id, konteks, konteks.tahun - 1) is not None:
        return _result_of(indikator, instansi_id, konteks, konteks.tahun - 1)
    if _stored(before.pk, instansi_id, konteks, konteks.tahun - 1) is None:
        return _result_of(indikator, instansi_id, konteks, konteks.tahun - 1)
    if _definition(before) != _definition(indikator):
        return Kosong("seri_terputus", f"{indikator.nama}: definisi tahun lalu berbeda; isi ulang data n−1."), None
    return _result_of(before, instansi_id, konteks, konteks.tahun - 1)


def _definition(indikator: Indikator) -> list[Any]:
    """The formula in force with the meaning of its variables."""
    rows = Variabel.objects.filter(rumus__indikator=indikator.pk, rumus__status="berlaku").select_related("rumus")
    return [(v.rumus.ekspresi, v.rumus.satuan, v.nama, *_meaning(v), v.nilai) for v in rows.order_by("urut")]


def _stored(indikator_id: int, instansi_id: int, konteks: Konteks, tahun: int) -> Realisasi | None:
    """The realisasi of the periode; from memo["baris"] where the caller has read them all beforehand."""
    if "baris" in konteks.memo:
        return konteks.memo["baris"].get((indikator_id, instansi_id, tahun))
    rows = Realisasi.objects.filter(indikator=indikator_id, instansi=instansi_id, tahun=tahun)
    return rows.filter(periode=konteks.periode).first()


def _other(variabel: Variabel) -> Indikator:
    """The indicator it refers to; the database holds that there is one."""
    if variabel.indikator is None:
        raise ValueError(f"variabel {variabel.pk} refers to no indicator")
    return variabel.indikator


def _indikator(variabel: Variabel, konteks: Konteks, with_lalu: bool) -> Masukan:
    """Another indicator's result: of the same instansi on the same sheet, else of that sheet's own instansi."""
    other = _other(variabel)
    same_sheet = other.lembar_id == konteks.indikator.lembar_id
    instansi_id = konteks.instansi.pk if same_sheet else other.lembar.instansi_id
    nilai, raw = _result_of(other, instansi_id, konteks, konteks.tahun)
    masukan = Masukan(variabel, nilai, f"hasil indikator {other.kode}", raw)
    if with_lalu:
        masukan.lalu, masukan.lalu_mentah = _last_result(other, instansi_id, konteks)
        masukan.lalu_sumber = masukan.sumber
    return masukan


def _anggota(variabel: Variabel, konteks: Konteks) -> Masukan:
    other = _other(variabel)
    group = other.lembar.instansi
    key = ("anggota", group.pk, konteks.tahun)
    if key not in konteks.memo:
        konteks.memo[key] = list(
            Instansi.objects.filter(kelompok=group).in_year(konteks.tahun).values_list("pk", flat=True)
        )
    results = [_result_of(other, pk, konteks, konteks.tahun) for pk in konteks.memo[key]]
    return Masukan(variabel, tuple(r[0] for r in results), f"hasil anggota {group}", [r[1] for r in results])


def last_year(variabel: Variabel, konteks: Konteks) -> tuple[Value, Any, str]:
    """The same variable in year n−1: by name along `lanjutan_dari`.

    Never across a merge, a split or a new definition by itself: that is the outcome seri_terputus.
    """
    if _changed(konteks):
        return (
            Kosong("seri_terputus", f"{variabel.label}: instansi berubah pada tahun {konteks.tahun}."),
            None,
            "",
        )
    indikator: Indikator | None = konteks.indikator
    seen: set[int] = set()
    while indikator is not None and indikator.pk not in seen:
        seen.add(indikator.pk)
        row = _stored(indikator.pk, konteks.instansi.pk, konteks, konteks.tahun - 1)
        if row is not None and variabel.nama in row.nilai_mentah and _same_meaning(variabel, indikator, konteks):
            raw = row.nilai_mentah[variabel.nama]
            return value_from(variabel, raw), raw, f"isian tahun {konteks.tahun - 1}"
        if row is not None and indikator.pk != konteks.indikator.pk:
            return (
                Kosong("seri_terputus", f"{variabel.label}: definisi tahun lalu berbeda; isi ulang data n−1."),
                None,
                "",
            )
        indikator = indikator.lanjutan_dari
    return Kosong("lalu_tidak_ada", f"{variabel.label}: data tahun {konteks.tahun - 1} tidak ada."), None, ""


def _same_meaning(variabel: Variabel, indikator: Indikator, konteks: Konteks) -> bool:
    """Whether the variable of this name meant the same in a predecessor: label, unit and kind; true of itself."""
    if indikator.pk == konteks.indikator.pk:
        return True
    key = ("arti", indikator.pk)
    if key not in konteks.memo:
        rows = Variabel.objects.filter(rumus__indikator=indikator.pk, rumus__status="berlaku")
        konteks.memo[key] = {v.nama: _meaning(v) for v in rows}
    known = konteks.memo[key].get(variabel.nama)
    return known is None or known == _meaning(variabel)


def _meaning(variabel: Variabel) -> tuple[str, str, str]:
    return fold_name(variabel.label), fold_name(variabel.satuan) or variabel.satuan, variabel.jenis


def _changed(konteks: Konteks) -> bool:
    """Whether the instansi came out of a merge or a split in this year; from memo["asal_usul"] where it is there."""
    if "asal_usul" in konteks.memo:
        return konteks.instansi.pk in konteks.memo["asal_usul"]
    return konteks.instansi.asal_usul.filter(tahun=konteks.tahun).exists()


def show(variabel: Variabel, raw: Any) -> str:
    """A raw value as people read it: 1.234,5; WTP; a blank with its reason."""
    if isinstance(raw, dict):
        return kosong_from(raw, "").pesan.removeprefix(": ").capitalize()
    if isinstance(raw, list):
        return "; ".join(show(variabel, item) for item in raw)
    if raw in (None, ""):
        return "belum diisi"
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        return str(raw)
    return write_number(Decimal(raw))
