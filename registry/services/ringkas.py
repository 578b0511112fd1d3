"""Rows as computing thousands of realisasi needs them: few columns, in plain objects that answer as the models do.

`registry.services.hitung` takes them in place of Indikator, Rumus, Variabel, Target and Realisasi. A model instance
costs five to ten times as much as one of these, more than all the arithmetic of its row.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import TextField
from django.db.models.functions import Cast

import formulas


def as_text(column: str) -> Cast:
    """A JSON column as its text: most of them are read only where something asks."""
    return Cast(column, TextField())


@dataclass(slots=True, eq=False)
class IndikatorRingkas:
    """Indikator; `lembar` with its instansi."""

    KOLOM = ("pk", "pemda_id", "lembar_id", "kode", "nama", "lanjutan_dari_id")
    pk: int
    pemda_id: int
    lembar_id: int
    kode: str
    nama: str
    lanjutan_dari_id: int | None
    lembar: Any = None
    lanjutan_dari: "IndikatorRingkas | None" = None


@dataclass(slots=True, eq=False)
class VariabelRingkas:
    """Variabel; what it refers to is put in where it is known."""

    KOLOM = (
        "rumus_id", "nama", "label", "satuan", "jenis", "asal", "nilai", "data_dasar_id", "indikator_id", "skala_id",
        as_text("anggota"),
    )  # fmt: skip
    rumus_id: int
    nama: str
    label: str
    satuan: str
    jenis: str
    asal: str
    nilai: str | None
    data_dasar_id: int | None
    indikator_id: int | None
    skala_id: int | None
    anggota: Any
    data_dasar: Any = None
    indikator: Any = None
    skala: Any = None

    def __post_init__(self) -> None:
        self.anggota = [] if self.anggota == "[]" else json.loads(self.anggota)


class Variabels(list[VariabelRingkas]):
    """The variables of one formula, asked for as `rumus.variabel.all()`."""

    def all(self) -> "Variabels":
        """All of them, in their order."""
        return self


@dataclass(eq=False)
class RumusRingkas:
    """Rumus in force."""

    KOLOM = ("pk", "indikator_id", "versi", "ekspresi", "rumpun", "satuan", "arah", "desimal")
    pk: int
    indikator_id: int
    versi: int
    ekspresi: str
    rumpun: str
    satuan: str
    arah: str
    desimal: int
    indikator: Any = None
    variabel: Variabels = field(default_factory=Variabels)

    @cached_property
    def formula(self) -> formulas.Formula:
        """The checked formula; see `registry.services.hitung.parse_rumus`."""
        return formulas.parse(self.ekspresi, {v.nama: v.jenis for v in self.variabel})


@dataclass(slots=True, eq=False)
class TargetRingkas:
    """Target that counts."""

    KOLOM = ("indikator_id", "instansi_id", "tahun", "periode", "operator", "bawah", "atas", "kode", "teks", "versi_pk")
    indikator_id: int
    instansi_id: int
    tahun: int
    periode: int
    operator: str
    bawah: str | None
    atas: str | None
    kode: str | None
    teks: str
    versi_pk: str


@dataclass(slots=True, eq=False)
class Terbaca:
    """A Realisasi that others read: its raw values and its result."""

    KOLOM: ClassVar[tuple[str | Cast, ...]] = (
        "pk", "indikator_id", "instansi_id", "tahun", "periode", "hasil", "kosong_kode", "kosong_pesan",
        as_text("nilai_mentah"),
    )  # fmt: skip
    pk: int
    indikator_id: int
    instansi_id: int
    tahun: int
    periode: int
    hasil: str | None
    kosong_kode: str | None
    kosong_pesan: str | None
    teks_mentah: str

    @property
    def nilai_mentah(self) -> dict[str, Any]:
        """The raw values."""
        return json.loads(self.teks_mentah)


@dataclass(slots=True, eq=False)
class Baris(Terbaca):
    """A Realisasi to compute again; `cuplikan` is the new snapshot, None until there is one."""

    KOLOM: ClassVar[tuple[str | Cast, ...]] = (
        *Terbaca.KOLOM,
        "status",
        "capaian",
        "kelas",
        "version",
        as_text("cuplikan"),
    )
    status: str
    capaian: str | None
    kelas: str | None
    version: int
    teks_cuplikan: str
    cuplikan: Any = None
    hasil_angka: float | None = None
    capaian_angka: float | None = None
    rumus: Any = None
