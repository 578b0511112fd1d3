"""The history of everything a user may see: one list over all nouns, newest first, paged by key.

The key is (moment, noun, number of the version): what is added meanwhile never shifts a page. The number of queries
depends on the number of nouns, not on the number of changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from registry.models import Instansi, Penetapan, Pengguna
from registry.services.riwayat import SISTEM, Butir
from registry.services.riwayat_daftar import JENIS
from registry.services.riwayat_jenis import Jenis
from registry.services.riwayat_tampil import Tampil, shown

MAKS_UNDUH = 5000
AWAL = datetime(1970, 1, 1, tzinfo=UTC)
TINDAKAN = {"+": "dibuat", "~": "diubah", "-": "dihapus"}


@dataclass(frozen=True)
class Catatan:
    """One change: when, who, what, why, and each field from old to new."""

    kunci: tuple[datetime, str, int]
    jenis: str
    judul: str
    tindakan: str
    siapa: str
    alasan: str
    contoh: bool
    butir: tuple[Butir, ...]

    @property
    def kapan(self) -> datetime:
        """The moment."""
        return self.kunci[0]

    @property
    def tampil(self) -> Tampil:
        """The lines as the page shows them."""
        return shown(self.butir)

    @property
    def alamat(self) -> str:
        """The key as it stands in the address of the next page."""
        moment, kode, number = self.kunci
        return f"{(moment - AWAL) // timedelta(microseconds=1)}.{kode}.{number}"


@dataclass(frozen=True)
class Saring:
    """What to leave out; an empty field leaves nothing out."""

    jenis: str = ""
    orang: str = ""
    opd: Instansi | None = None
    penetapan: Penetapan | None = None
    dari: date | None = None
    sampai: date | None = None
    sebelum: tuple[datetime, str, int] | None = field(default=None)


def riwayat_page(user: Pengguna, saring: Saring, banyak: int) -> tuple[list[Catatan], bool]:
    """The newest `banyak` changes before the key, and whether there are more."""
    found: list[tuple[tuple[datetime, str, int], Jenis, Any]] = []
    for jenis in [JENIS[saring.jenis]] if saring.jenis in JENIS else JENIS.values():
        rows = _filtered(jenis, user, saring)
        if rows is not None:
            rows = _with_previous(jenis, user, rows).order_by("-history_date", "-history_id")[: banyak + 1]
            found += [((row.history_date, jenis.kode, row.history_id), jenis, row) for row in rows]
    found.sort(key=lambda item: item[0], reverse=True)
    return list(_told(found[:banyak])), len(found) > banyak


def riwayat_all(user: Pengguna, saring: Saring) -> tuple[list[Catatan], bool]:
    """The same for a download: up to MAKS_UNDUH, and whether something was left out."""
    return riwayat_page(user, saring, MAKS_UNDUH)


def _filtered(jenis: Jenis, user: Pengguna, saring: Saring) -> QuerySet[Any] | None:
    """The versions of one noun that pass; None where the filter cannot mean this noun."""
    rows = jenis.seen(user, jenis.versi)
    if saring.opd is not None:
        if not jenis.opd:
            return None
        rows = rows.filter(**{jenis.opd: saring.opd.pk})
    if saring.penetapan is not None:
        if not jenis.penetapan:
            return None
        rows = rows.filter(**{jenis.penetapan: saring.penetapan.kode})
    if saring.orang:
        rows = rows.filter(_by(saring.orang))
    if saring.dari:
        rows = rows.filter(history_date__gte=_midnight(saring.dari))
    if saring.sampai:
        rows = rows.filter(history_date__lt=_midnight(saring.sampai + timedelta(days=1)))
    if saring.sebelum:
        rows = rows.filter(_before(jenis.kode, *saring.sebelum))
    return rows.select_related("history_user", *jenis.gabung)


def _by(orang: str) -> Q:
    if orang.casefold() in SISTEM.casefold() and orang.casefold().startswith("sistem"):
        return Q(history_user=None)
    return Q(history_user__nama__icontains=orang) | Q(history_user__username__icontains=orang)


def _before(kode: str, moment: datetime, of: str, number: int) -> Q:
    same = Q(history_date=moment)
    earlier = Q(history_date__lt=moment)
    if kode < of:
        return earlier | same
    return earlier | (same & Q(history_id__lt=number)) if kode == of else earlier


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _with_previous(jenis: Jenis, user: Pengguna, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds the number of the version before, among those that the user may see: a draft of then stays hidden."""
    before = (
        jenis.seen(user, jenis.versi)
        .filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
        .order_by("-history_id")
    )
    return rows.annotate(sebelumnya=Subquery(before.values("history_id")[:1]))


def _told(found: Sequence[tuple[tuple[datetime, str, int], Jenis, Any]]) -> Iterable[Catatan]:
    """In words, each against the version before it, which is read in bulk."""
    older: dict[tuple[str, int], Any] = {}
    for kode in {jenis.kode for _, jenis, _ in found}:
        jenis = JENIS[kode]
        wanted = [row.sebelumnya for _, one, row in found if one.kode == kode and row.sebelumnya]
        for row in jenis.versi.filter(history_id__in=wanted).select_related(*jenis.gabung):
            older[kode, row.history_id] = row
    for key, jenis, row in found:
        before = older.get((jenis.kode, row.sebelumnya))
        butir = jenis.lines(row, before)
        yield Catatan(
            key, jenis.label, jenis.judul(row), TINDAKAN[row.history_type],
            row.history_user.nama or row.history_user.username if row.history_user else SISTEM,
            row.history_change_reason or "", bool(getattr(row, "contoh", False)), tuple(butir),
        )  # fmt: skip


def read_key(text: str) -> tuple[datetime, str, int] | None:
    """The key of an address; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or parts[1] not in JENIS:
        return None
    if not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in (parts[0], parts[2])):
        return None
    try:
        moment = AWAL + timedelta(microseconds=int(parts[0]))
    except OverflowError:
        return None
    return moment, parts[1], int(parts[2])
