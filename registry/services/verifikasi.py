"""The queue of Bappeda: what was submitted, the odd ones first, each with the reasons why it is odd."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from registry.akses import Aksi, may
from registry.models import Pengguna, Pengisi, Realisasi, Skala, Target
from registry.services.daftar import scales_of
from registry.services.errors import ServiceError
from registry.services.realisasi import TIDAK_BERHAK, realisasi_verify
from registry.tulis import sebut, tulis_capaian, tulis_hasil, tulis_kosong, tulis_target

LONJAKAN = Decimal("0.5")
CAPAIAN_TINGGI, CAPAIAN_TEPAT = Decimal(150), Decimal(100)
BOBOT = {"lonjakan": 8, "tinggi": 6, "kosong": 4, "tepat": 2, "sama": 1}


@dataclass(frozen=True)
class Tanda:
    """One reason why a value deserves a look."""

    kode: str
    label: str


@dataclass(frozen=True)
class Antrean:
    """One submitted value with what the reviewer compares it to."""

    realisasi: Realisasi
    opd: str
    hasil: str
    lalu: str
    target: str
    capaian: str
    tanda: tuple[Tanda, ...]

    @property
    def bobot(self) -> int:
        """How odd it is; 0 is quiet."""
        return sum(BOBOT[tanda.kode] for tanda in self.tanda)


def antrean_of(user: Pengguna, *, tahun: int | None = None, opd: str = "") -> list[Antrean]:
    """Submitted values that the user reviews, the oddest first, then in printed order."""
    rows = Realisasi.objects.visible_to(user).filter(status=Realisasi.Status.DIAJUKAN)
    if tahun is not None:
        rows = rows.filter(tahun=tahun)
    if opd:
        filled = Pengisi.objects.filter(instansi__kode=opd).values("indikator")
        rows = rows.filter(Q(instansi__kode=opd) | Q(instansi__jenis="pemda", indikator__in=filled))
    return sorted(_queue(user, list(_joined(rows))), key=lambda item: -item.bobot)


def berikutnya(queue: Sequence[Antrean], pk: int) -> int | None:
    """What to review after `pk`: the one below it, else the first that is left, else nothing."""
    others = [item.realisasi.pk for item in queue]
    at = others.index(pk) if pk in others else -1
    left = others[at + 1 :] + others[: max(at, 0)]
    return left[0] if left else None


def _joined(rows: QuerySet[Realisasi]) -> QuerySet[Realisasi]:
    return (
        rows.select_related("indikator__sasaran", "indikator__lembar__lampiran", "instansi", "rumus", "diajukan_oleh")
        .defer("nilai_mentah", "cuplikan")
        .order_by("-tahun", "instansi__urut", "indikator__lembar__urut", "indikator__sasaran__urut", "indikator__urut")
    )


def _queue(user: Pengguna, rows: Sequence[Realisasi]) -> list[Antrean]:
    member = user.keanggotaan_aktif
    if member is None or not rows:
        return []
    scales = scales_of(member.pemda_id)
    before = _last_year(user, rows)
    years = {row.tahun for row in rows}
    found = Target.objects.visible_to(user).filter(tahun__in=years, periode=0).order_by()
    targets = {
        (t.indikator_id, t.instansi_id, t.tahun): t
        for t in sorted(found, key=lambda t: t.versi_pk == Target.Versi.PERUBAHAN)
    }
    return [
        _item(
            row,
            before.get(row.pk),
            targets.get((row.indikator_id, row.instansi_id, row.tahun)),
            scales.get(row.rumus_id or 0),
        )
        for row in rows
    ]


def _last_year(user: Pengguna, rows: Sequence[Realisasi]) -> dict[int, Realisasi]:
    """Row → the realisasi of the year before, of the same indicator or its predecessor."""
    wanted = {row.indikator_id for row in rows} | {row.indikator.lanjutan_dari_id for row in rows}
    years = {row.tahun - 1 for row in rows}
    found = Realisasi.objects.visible_to(user).filter(indikator__in=wanted - {None}, tahun__in=years, periode=0)
    by_key = {(r.indikator_id, r.instansi_id, r.tahun): r for r in found.defer("nilai_mentah", "cuplikan").order_by()}
    last = {}
    for row in rows:
        for indikator in (row.indikator_id, row.indikator.lanjutan_dari_id):
            old = by_key.get((indikator or 0, row.instansi_id, row.tahun - 1))
            if old is not None:
                last[row.pk] = old
                break
    return last


def _item(row: Realisasi, old: Realisasi | None, target: Target | None, skala: Skala | None) -> Antrean:
    places = row.rumus.desimal if row.rumus else 10
    return Antrean(
        realisasi=row,
        opd=sebut(row.instansi),
        hasil=tulis_hasil(row, places, skala),
        lalu="tidak ada" if old is None else tulis_hasil(old, places, skala),
        target=tulis_target(target),
        capaian=tulis_capaian(row.capaian),
        tanda=tuple(tanda_of(row, old)),
    )


def tanda_of(row: Realisasi, old: Realisasi | None) -> Iterable[Tanda]:
    """The reasons to look twice: a jump, too good, exactly on target, unchanged, blank."""
    if row.hasil is None:
        yield Tanda("kosong", f"kosong: {tulis_kosong(row.kosong_kode or 'belum_diisi')}")
        return
    capaian = None if row.capaian is None else Decimal(row.capaian)
    if capaian is not None and capaian > CAPAIAN_TINGGI:
        yield Tanda("tinggi", "capaian di atas 150 %")
    if capaian == CAPAIAN_TEPAT:
        yield Tanda("tepat", "capaian tepat 100 %")
    if old is None or old.hasil is None:
        return
    now, then = Decimal(row.hasil), Decimal(old.hasil)
    if now == then:
        yield Tanda("sama", "sama dengan tahun lalu")
    elif not then or abs(now - then) / abs(then) > LONJAKAN:
        yield Tanda("lonjakan", "naik tajam dari tahun lalu" if now > then else "turun tajam dari tahun lalu")


@dataclass(frozen=True)
class HasilBersama:
    """What a bulk approval did: how many were verified, and which were not, with the reason."""

    disetujui: int
    ditolak: tuple[tuple[Realisasi, str], ...]


def verifikasi_many(*, user: Pengguna, items: Sequence[tuple[int, int]]) -> HasilBersama:
    """Verifies (pk, version) one by one; what has moved on in the meantime is left alone and told."""
    if not may(user, Aksi.VERIFIKASI):
        raise ServiceError(TIDAK_BERHAK)
    visible = Realisasi.objects.visible_to(user).select_related("indikator", "instansi")
    rows = visible.in_bulk([pk for pk, _ in items])
    done, refused = 0, []
    for pk, version in items:
        if pk not in rows:
            continue
        try:
            realisasi_verify(user=user, realisasi=rows[pk], version=version)
            done += 1
        except ServiceError as error:
            refused.append((rows[pk], error.pesan))
    return HasilBersama(done, tuple(refused))
