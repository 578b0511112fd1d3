"""What the entry form of one realisasi shows: its variables with last year's values, who fills and submits, warnings.

Nothing here writes.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import formulas
from formulas import Kosong
from formulas.nodes import Nama, Operasi, preorder
from formulas.notation import write_number
from registry.akses import is_coordinator, is_editable, kepala_of, may_fill_variabel, may_submit
from registry.models import Indikator, Instansi, Pengguna, Realisasi, Rumus, Variabel
from registry.services.beda import Pengembalian, pengembalian_of
from registry.services.berlaku import counts, is_base_year
from registry.services.hitung import Hitungan, current_rumus, hitung, parse_rumus
from registry.services.jendela import Jendela, window_for
from registry.services.masukan import Konteks, Value, last_year
from registry.services.realisasi import Kunci, merge_values
from registry.tulis import tulis_mentah

LIPAT = Decimal(2)  # a value that doubles or halves against last year is worth a second look


@dataclass(frozen=True)
class Bidang:
    """One variable that people enter: whether this user does, what is stored, and last year's value."""

    variabel: Variabel
    boleh: bool
    mentah: Any
    lalu: Value
    lalu_mentah: Any

    @property
    def teks(self) -> str:
        """The stored value as people read it."""
        return tulis_mentah(self.mentah, self.variabel.jenis)

    @property
    def teks_lalu(self) -> str:
        """Last year's value as people read it, or that there is none."""
        return "tidak ada data" if self.lalu_mentah is None else tulis_mentah(self.lalu_mentah, self.variabel.jenis)

    def lalu_anggota(self, index: int) -> str:
        """Last year's value of one member of a deret."""
        if not isinstance(self.lalu_mentah, list) or index >= len(self.lalu_mentah):
            return "tidak ada data"
        return tulis_mentah(self.lalu_mentah[index])


@dataclass
class Formulir:
    """Everything that the page of one realisasi needs, looked up once."""

    user: Pengguna
    kunci: Kunci
    rumus: Rumus
    realisasi: Realisasi | None
    dasar: bool  # the year before the decree: raw values for LALU only
    bidang: list[Bidang] = field(default_factory=list)

    @property
    def version(self) -> int:
        """What a save compares with; 0 when nothing is stored."""
        return self.realisasi.version if self.realisasi else 0

    @property
    def mentah(self) -> dict[str, Any]:
        """The stored raw values."""
        return self.realisasi.nilai_mentah if self.realisasi else {}

    @cached_property
    def jendela(self) -> Jendela:
        """When the user's OPD may enter this periode."""
        return window_for(self.user, self.kunci.instansi.pemda, self.kunci.tahun, self.kunci.periode)

    @property
    def tahun_terbuka(self) -> bool:
        """Whether this periode is open for entry today."""
        return self.jendela.terbuka

    @cached_property
    def pengembalian(self) -> Pengembalian | None:
        """Who sent it back, and when; None unless it stands so now."""
        row = self.realisasi
        if row is None or row.status != Realisasi.Status.DIKEMBALIKAN:
            return None
        return pengembalian_of([row.pk]).get(row.pk)

    @property
    def ada_pengisi_lain(self) -> bool:
        """Whether some variable is entered by others."""
        return not all(b.boleh for b in self.bidang)

    @cached_property
    def koordinator(self) -> bool:
        """Whether this user's OPD coordinates the indicator."""
        return is_coordinator(self.user, self.kunci.indikator, self.kunci.instansi)

    @property
    def dapat_diajukan_nanti(self) -> bool:
        """Whether saving may go on to submitting: the same as submitting, once something is stored."""
        return self.tahun_terbuka and not self.dasar and not self.pengaju

    @property
    def dapat_diisi(self) -> bool:
        """Whether this user may type here now."""
        mine = any(b.boleh for b in self.bidang) or not self.bidang
        return self.tahun_terbuka and is_editable(self.realisasi) and mine

    @cached_property
    def pengaju(self) -> str:
        """ "" when this user may submit; otherwise who does."""
        return submitter_of(self.user, self.kunci)

    @property
    def dapat_diajukan(self) -> bool:
        """Whether this user may submit what is stored, now."""
        return self.dapat_diajukan_nanti and is_editable(self.realisasi)

    @property
    def dapat_ditarik(self) -> bool:
        """Whether this user may take back what was submitted, now."""
        row = self.realisasi
        return row is not None and row.status == Realisasi.Status.DIAJUKAN and self.tahun_terbuka and not self.pengaju

    @cached_property
    def tahun_lalu(self) -> int | None:
        """Last year, where LALU lacks data that may be entered there."""
        names = set(parse_rumus(self.rumus).lalu_names)
        missing = any(b.variabel.nama in names and isinstance(b.lalu, Kosong) for b in self.bidang)
        if self.dasar or not missing or self.kunci.periode:
            return None
        previous = self.kunci.tahun - 1
        return previous if may_enter(self.user, self.kunci.indikator, self.kunci.instansi, previous) else None

    def hitung(self, typed: dict[str, Any] | None = None) -> Hitungan:
        """Computes from what is stored, with what is typed over it; stores nothing."""
        raw = self.mentah if typed is None else merge_values(self.user, self.kunci, self.mentah, typed)
        return hitung(
            indikator=self.kunci.indikator,
            instansi=self.kunci.instansi,
            tahun=self.kunci.tahun,
            nilai_mentah=raw,
            periode=self.kunci.periode,
            rumus=self.rumus,
        )


def formulir_of(user: Pengguna, kunci: Kunci) -> Formulir:
    """The form of one realisasi, as this user sees it."""
    rumus = current_rumus(kunci.indikator)
    dasar = is_base_year(kunci.indikator, kunci.tahun) and not kunci.periode
    row = kunci.get()
    if row is not None:
        row.indikator, row.instansi = kunci.indikator, kunci.instansi
    formulir = Formulir(user, kunci, rumus, row, dasar)
    konteks = Konteks(kunci.indikator, kunci.instansi, kunci.tahun, kunci.periode)
    wanted = set(parse_rumus(rumus).lalu_names) if dasar else None
    formulir.bidang = [
        _bidang(formulir, v, konteks)
        for v in rumus.variabel.all()
        if v.asal == Variabel.Asal.ISIAN and (wanted is None or v.nama in wanted)
    ]
    return formulir


def _bidang(formulir: Formulir, variabel: Variabel, konteks: Konteks) -> Bidang:
    boleh = may_fill_variabel(formulir.user, variabel, konteks.indikator, konteks.instansi)
    lalu, lalu_mentah, _ = last_year(variabel, konteks)
    return Bidang(variabel, boleh, formulir.mentah.get(variabel.nama), lalu, lalu_mentah)


def submitter_of(user: Pengguna, kunci: Kunci) -> str:
    """ "" when this user may submit; otherwise a sentence that names who does."""
    indikator, instansi = kunci.indikator, kunci.instansi
    if not is_coordinator(user, indikator, instansi):
        first = next(iter(indikator.pengisi.all()), None)  # in order of urut
        name = first.instansi if first and instansi.jenis == Instansi.Jenis.PEMDA else instansi
        return f"Pengajuan dilakukan oleh {name} sebagai koordinator pengisian indikator ini."
    if may_submit(user):
        return ""
    names = ", ".join(kepala_of(user.keanggotaan_aktif.instansi))
    return f"Pengajuan dilakukan oleh kepala OPD ({names}) dengan akunnya sendiri."


def may_enter(user: Pengguna, indikator: Indikator, instansi: Instansi, tahun: int) -> bool:
    """Whether the year is open for the user's OPD and the indicator counts in it, or it is the year before."""
    if not window_for(user, instansi.pemda, tahun).terbuka:
        return False
    return counts(indikator, instansi, tahun) or is_base_year(indikator, tahun)


def warnings(formulir: Formulir, hitungan: Hitungan) -> list[str]:
    """What deserves a second look before it is saved; none of it is refused."""
    values = {m.variabel.nama: m.nilai for m in hitungan.masukan}
    found = [_jump(b, values.get(b.variabel.nama), formulir.kunci.tahun - 1) for b in formulir.bidang]
    return [text for text in (_above_hundred(hitungan, values), *found) if text]


def _above_hundred(hitungan: Hitungan, values: dict[str, Value]) -> str:
    if hitungan.nilai is None or hitungan.rumus.satuan != "%" or hitungan.nilai <= 100:
        return ""
    labels = {m.variabel.nama: m.variabel.label for m in hitungan.masukan}
    for top, bottom in _fractions(parse_rumus(hitungan.rumus)):
        a, b = values.get(top), values.get(bottom)
        if isinstance(a, Decimal) and isinstance(b, Decimal) and a > b:
            return (
                f"Hasil di atas 100 %: {labels[top]} ({write_number(a)}) lebih besar daripada "
                f"{labels[bottom]} ({write_number(b)}). Periksa apakah keduanya tidak tertukar."
            )
    return "Hasil di atas 100 %. Periksa kembali nilainya."


def _fractions(formula: formulas.Formula) -> list[tuple[str, str]]:
    """Names above and below a fraction bar, where each is one variable."""
    return [
        (node.kiri.nama, node.kanan.nama)
        for node in preorder(formula.tree)
        if isinstance(node, Operasi) and node.op == "/" and isinstance(node.kiri, Nama) and isinstance(node.kanan, Nama)
    ]


def _jump(bidang: Bidang, now: Value, tahun: int) -> str:
    """Doubled or halved against last year."""
    before = bidang.lalu
    if bidang.variabel.jenis != Variabel.Jenis.ANGKA or not isinstance(now, Decimal) or not isinstance(before, Decimal):
        return ""
    if before <= 0 or before / LIPAT < now < before * LIPAT:
        return ""
    return (
        f"{bidang.variabel.label}: {write_number(now)}, jauh berbeda dari tahun {tahun} "
        f"({write_number(before)}). Periksa apakah angkanya benar."
    )
