"""When an OPD may enter: the one rule over a year, its quarters, and extensions for one OPD.

A year is open when Bappeda has opened it and not locked it, from its first day at 00.00 to its last at 24.00 in
the Pemda's own zone. A quarter has days of its own, or the year's where it has none. An extension (perpanjangan)
gives one OPD more days of one periode; it never gives fewer, and never opens what is closed by hand or locked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from formulas.notation import write_date
from registry.models import Instansi, JendelaIsian, Pemda, Pengguna, TahunIsian
from registry.periode import TAHUN, sebut_periode
from registry.services.errors import ServiceError


class Sebab(StrEnum):
    """Why entry is closed; BUKA: it is not."""

    BUKA = ""
    BELUM_DIBUKA = "belum_dibuka"
    DITUTUP = "ditutup"
    DIKUNCI = "dikunci"
    TRIWULAN = "triwulan"
    BELUM_MULAI = "belum_mulai"
    LEWAT = "lewat"


PESAN = {
    Sebab.BELUM_DIBUKA: "Isian {periode} belum dibuka atau sudah ditutup. Hubungi Bappeda bila masih perlu mengisi.",
    Sebab.DITUTUP: "Isian {periode} sedang ditutup. Hubungi Bappeda bila masih perlu mengisi.",
    Sebab.DIKUNCI: "Tahun {tahun} sudah dikunci Bappeda; isiannya tidak dapat diubah. "
    "Hubungi Bappeda bila ada yang perlu dibuka kembali.",
    Sebab.TRIWULAN: "Tahun {tahun} tidak diisi per triwulan. Isi nilai setahun, atau hubungi Bappeda.",
    Sebab.BELUM_MULAI: "Isian {periode} baru dibuka pada {mulai}. Catat dahulu datanya, lalu isi mulai tanggal itu.",
    Sebab.LEWAT: "Isian {periode} sudah ditutup sejak batas akhir {batas} pukul 24.00. "
    "Minta perpanjangan kepada Bappeda bila masih perlu mengisi.",
}


@dataclass(frozen=True)
class Jendela:
    """The days on which one OPD may enter one periode, as they stand today."""

    tahun: int
    periode: int
    sebab: Sebab
    hari_ini: date
    mulai: date | None = None
    batas: date | None = None
    perpanjangan: JendelaIsian | None = None
    zona: str = ""

    @property
    def terbuka(self) -> bool:
        """Whether raw values may be entered now."""
        return self.sebab == Sebab.BUKA

    @property
    def terbuka_target(self) -> bool:
        """Whether targets may be entered now: they are set before the first day of entry."""
        return self.sebab in (Sebab.BUKA, Sebab.BELUM_MULAI)

    @property
    def tanggal(self) -> date | None:
        """The last day."""
        return self.batas

    @property
    def sisa(self) -> int | None:
        """Days that are left after today; negative once it is over, None without a last day."""
        return (self.batas - self.hari_ini).days if self.batas else None

    @property
    def sebutan(self) -> str:
        """Tahun 2023, or triwulan II 2023."""
        return sebut_periode(self.tahun, self.periode) if self.periode else f"tahun {self.tahun}"

    @property
    def pesan(self) -> str:
        """Why it is closed, and the way out; "" while it is open."""
        if self.terbuka:
            return ""
        days = {"mulai": write_date(self.mulai) if self.mulai else "", "batas": write_date(self.batas or self.hari_ini)}
        return PESAN[self.sebab].format(tahun=self.tahun, periode=self.sebutan, **days)

    def check(self, *, target: bool = False) -> None:
        """Refuses when it is closed; a target may come before the first day."""
        if not (self.terbuka_target if target else self.terbuka):
            raise ServiceError(self.pesan)


@dataclass
class Kalender:
    """One year of a Pemda with all its windows, for many OPD at once."""

    tahun: int
    tahun_isian: TahunIsian | None
    hari_ini: date
    zona: str
    jendela: dict[tuple[int, int | None], JendelaIsian] = field(default_factory=dict)

    def of(self, instansi: int | None, periode: int = TAHUN) -> Jendela:
        """The window of one OPD (None: of those without an extension)."""
        year = self.tahun_isian
        if year is None:
            return Jendela(self.tahun, periode, Sebab.BELUM_DIBUKA, self.hari_ini, zona=self.zona)
        general = self.jendela.get((periode, None)) if periode else None
        mulai = (general and general.mulai) or year.mulai
        batas = (general and general.batas) or year.batas
        extra = self.jendela.get((periode, instansi)) if instansi else None
        if extra is not None:
            mulai = min(mulai, extra.mulai) if mulai and extra.mulai else mulai
            batas = max(batas, extra.batas) if batas and extra.batas else batas
        sebab = _sebab(year, periode, mulai, batas, self.hari_ini)
        return Jendela(self.tahun, periode, sebab, self.hari_ini, mulai, batas, extra, self.zona)


def _sebab(year: TahunIsian, periode: int, mulai: date | None, batas: date | None, today: date) -> Sebab:
    if year.dikunci_pada is not None:
        return Sebab.DIKUNCI
    if not year.dibuka:
        return Sebab.DITUTUP
    if periode and not year.triwulan:
        return Sebab.TRIWULAN
    if mulai is not None and today < mulai:
        return Sebab.BELUM_MULAI
    return Sebab.LEWAT if batas is not None and today > batas else Sebab.BUKA


def today_in(pemda: Pemda) -> date:
    """Today on the calendar of the Pemda."""
    return timezone.localdate(timezone=pemda.zona)


def calendar_of(pemda: Pemda, tahun: int) -> Kalender:
    """A year with all its windows: two queries, whatever the number of OPD."""
    year = TahunIsian.objects.filter(pemda=pemda, tahun=tahun).first()
    rows: Iterable[JendelaIsian] = year.jendela.select_related("instansi") if year else ()
    return _calendar(pemda, tahun, year, rows)


def _calendar(pemda: Pemda, tahun: int, year: TahunIsian | None, rows: Iterable[JendelaIsian]) -> Kalender:
    windows = {(row.periode, row.instansi_id): row for row in rows}
    return Kalender(tahun, year, today_in(pemda), pemda.get_zona_waktu_display(), windows)


def year_window(year: TahunIsian) -> Jendela:
    """The window of a year for all OPD that have no extension; reads nothing but the Pemda."""
    return _calendar(year.pemda, year.tahun, year, ()).of(None)


def window_of(pemda: Pemda, tahun: int, instansi: Instansi | int | None, periode: int = TAHUN) -> Jendela:
    """The window of one OPD: two queries."""
    pk = instansi.pk if isinstance(instansi, Instansi) else instansi
    rows = JendelaIsian.objects.filter(tahun_isian__pemda=pemda, tahun_isian__tahun=tahun, periode=periode)
    year = TahunIsian.objects.filter(pemda=pemda, tahun=tahun).first()
    return _calendar(pemda, tahun, year, rows.filter(Q(instansi=None) | Q(instansi=pk))).of(pk, periode)


def window_for(user: Pengguna, pemda: Pemda, tahun: int, periode: int = TAHUN) -> Jendela:
    """The window of whoever asks: of the own OPD with its extension, else the one for all."""
    member = user.keanggotaan_aktif
    return window_of(pemda, tahun, member.instansi_id if member and member.is_opd else None, periode)


def is_locked(pemda_id: int, tahun: int) -> bool:
    """Whether Bappeda has locked the year: nothing of it is written, not even a recomputation."""
    return TahunIsian.objects.filter(pemda=pemda_id, tahun=tahun, dikunci_pada__isnull=False).exists()
