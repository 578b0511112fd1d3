"""Writes and checks of Rumus: a proposal (usulan) with its reason, its approval, its refusal.

The decree's text is never touched. Approval puts the proposal in force, keeps the old version, computes open
realisasi again and leaves published ones as they are (design decisions 1–3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import formulas
from formulas.families import families
from registry.akses import Aksi, may, proposable
from registry.models import Indikator, Keanggotaan, Pemda, Pengguna, Peran, Realisasi, Rumus, Variabel
from registry.services.alasan import checked_reason
from registry.services.dampak import Dampak, nodes_of_indikator, preview_impact, spread
from registry.services.errors import ServiceError
from registry.services.graf import check_no_cycle
from registry.services.hitung import Hitungan, hitung
from registry.services.jawaban_temuan import answer_by_proposal
from registry.services.nama import clean_name
from registry.services.simpan import TIDAK_BERHAK, check_may
from registry.services.variabel import Penyusun, as_data

PERLU_ALASAN = "Tulis alasannya, agar yang memutus dan yang membaca kelak memahaminya."
PERLU_ALASAN_TOLAK = "Tulis alasan penolakannya, agar pengusul tahu apa yang perlu diperbaiki."
RUMPUN_TIDAK_ADA = "Rumpun «{kode}» tidak ada dalam daftar rumpun."
SUDAH_BERGANTI = (
    "Rumus yang berlaku sudah diganti sejak halaman ini dibuka. Bandingkan lagi dengan rumus yang sekarang, "
    "lalu ulangi bila tetap perlu."
)
SUDAH_ADA = "Usulan yang sama sudah ada (versi {versi}) dan masih menunggu putusan."
SAMA_DENGAN_BERLAKU = "Usulan ini sama dengan rumus yang berlaku; tidak ada yang perlu diputuskan."
SUDAH_DIPUTUS = "Usulan ini sudah diputus: {status}."
USULAN_SENDIRI = (
    "Usulan ini Anda buat sendiri; yang menyetujui harus peninjau Bappeda yang lain, agar diperiksa dua orang."
)
SENDIRIAN = "Disetujui pengusulnya: satu-satunya akun Bappeda"
PERCOBAAN = "Percobaan"  # written in a savepoint that is rolled back
KEPALA = ("ekspresi", "satuan", "arah", "desimal", "gabungan")


def check_rumus(*, ekspresi: str, variabel: Sequence[Mapping[str, Any]], place: str) -> None:
    """Refuses an expression that cannot be read, or that names what is not defined; names the place."""
    names = {v["nama"]: v["jenis"] for v in variabel}
    for name in names:
        if not formulas.is_valid_name(name):
            raise ServiceError(f"{place}: nama variabel «{name}» tidak dapat dipakai dalam rumus.")
    try:
        formulas.parse(ekspresi, names)
    except formulas.FormulaError as error:
        raise ServiceError(f"{place}, rumus: {error.pesan}\n{error.caret()}") from error


def lock_formulas(pemda_id: int) -> None:
    """One writer of formulas per Pemda at a time: two proposals that close a circle cannot both pass."""
    Pemda.objects.select_for_update().get(pk=pemda_id)


@transaction.atomic
def rumus_propose(
    *,
    user: Pengguna,
    indikator: Indikator,
    ekspresi: str,
    satuan: str,
    arah: str,
    desimal: int,
    rumpun: str,
    gabungan: str,
    variabel: Sequence[Mapping[str, Any]],
    alasan: str,
    berlaku: int | None = None,
    temuan: str = "",
) -> Rumus:
    """Stores a proposal: `berlaku` is the formula in force that the person saw, `temuan` the rule it answers."""
    if not proposable(user).filter(pk=indikator.pk).exists():
        raise ServiceError(TIDAK_BERHAK)
    isi = {"ekspresi": ekspresi, "satuan": satuan, "arah": arah, "desimal": desimal, "gabungan": gabungan}
    isi |= {"rumpun": rumpun, "alasan": checked_reason(alasan, PERLU_ALASAN)}
    lock_formulas(indikator.pemda_id)
    current = in_force(indikator)
    if berlaku is not None and current.pk != berlaku:
        raise ServiceError(SUDAH_BERGANTI)
    row, rows = _draft(user, indikator, isi, variabel)
    _refuse_twins(row, rows, current)
    _insert(row, rows, user)
    if temuan:
        answer_by_proposal(user=user, rumus=row, aturan=temuan)
    return row


def _draft(
    user: Pengguna, indikator: Indikator, isi: Mapping[str, Any], variabel: Sequence[Mapping[str, Any]]
) -> tuple[Rumus, list[Variabel]]:
    """The unsaved proposal, checked whole: variables, expression, circle."""
    if isi["rumpun"] and isi["rumpun"] not in families():
        raise ServiceError(RUMPUN_TIDAK_ADA.format(kode=isi["rumpun"]))
    rows = Penyusun(indikator).build(variabel)
    check_rumus(ekspresi=isi["ekspresi"], variabel=[as_data(v) for v in rows], place="Rumus yang diusulkan")
    row = Rumus(indikator=indikator, status=Rumus.Status.USULAN, diusulkan_oleh=user, **isi)
    row.satuan = clean_name(row.satuan)
    row.versi = (Rumus.objects.filter(indikator=indikator).aggregate(last=Max("versi"))["last"] or 0) + 1
    try:
        row.full_clean(exclude=["indikator", "diusulkan_oleh"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    _check_circle(row, rows)
    return row, rows


def _check_circle(row: Rumus, rows: list[Variabel]) -> None:
    names = formulas.parse(row.ekspresi, {v.nama: v.jenis for v in rows}).names
    reads = [v.indikator_id for v in rows if v.indikator_id and v.nama in names]
    check_no_cycle(indikator=row.indikator, reads=reads)


def _refuse_twins(row: Rumus, rows: list[Variabel], current: Rumus) -> None:
    """The same thing proposed twice (a second click), or no change at all."""
    mine = content_of(row, rows)
    if mine == content_of(current, with_references(current)):
        raise ServiceError(SAMA_DENGAN_BERLAKU)
    for other in Rumus.objects.filter(indikator=row.indikator, status=Rumus.Status.USULAN):
        if mine == content_of(other, with_references(other)):
            raise ServiceError(SUDAH_ADA.format(versi=other.versi))


def content_of(row: Rumus, rows: Sequence[Variabel]) -> tuple[Any, ...]:
    """What a formula says, for comparing two of them."""
    return (*(getattr(row, name) for name in KEPALA), [as_data(v) for v in rows])


def with_references(rumus: Rumus) -> list[Variabel]:
    """Its variables with all that they refer to, in one query."""
    return list(rumus.variabel.select_related("data_dasar", "indikator", "skala", "pengisi"))


def _insert(row: Rumus, rows: list[Variabel], user: Pengguna) -> None:
    _save(row, user, "Usulan rumus diajukan")
    for v in rows:
        v.rumus = row
        v.full_clean(exclude=["rumus", "data_dasar", "indikator", "skala", "pengisi"])
        v.save()


def _save(row: Rumus, user: Pengguna, reason: str) -> None:
    row._history_user, row._change_reason = user, reason[:100]
    row.save()


def in_force(indikator: Indikator) -> Rumus:
    """The version in force."""
    return Rumus.objects.get(indikator=indikator, status=Rumus.Status.BERLAKU)


@transaction.atomic
def rumus_approve(*, user: Pengguna, rumus: Rumus, berlaku: int | None = None) -> Dampak:
    """usulan → berlaku, by Bappeda: the old version becomes diganti; open realisasi are computed again."""
    row = _decided(user, rumus)
    obstacle = approval_obstacle(user, row)
    if obstacle:
        raise ServiceError(obstacle)
    old = in_force(row.indikator)
    if berlaku is not None and old.pk != berlaku:
        raise ServiceError(SUDAH_BERGANTI)
    _check_circle(row, list(row.variabel.all()))
    own = row.diusulkan_oleh_id == user.pk
    row.disetujui_oleh, row.diputus_pada = user, timezone.now()
    return _put_in_force(row, old, user, SENDIRIAN if own else "Usulan rumus disetujui")


def _put_in_force(row: Rumus, old: Rumus, user: Pengguna, reason: str) -> Dampak:
    old.status, row.status = Rumus.Status.DIGANTI, Rumus.Status.BERLAKU
    _save(old, user, f"Diganti rumus versi {row.versi}")
    _save(row, user, reason)
    return _spread(row, user)


def _spread(row: Rumus, user: Pengguna) -> Dampak:
    """Everything that the formula computes, and what reads that, in order."""
    rows = Realisasi.objects.filter(indikator=row.indikator_id).order_by("tahun")
    years = rows.values_list("tahun", flat=True).distinct()
    starts = nodes_of_indikator(row.indikator_id, years)
    reason = f"Dihitung ulang: rumus versi {row.versi} berlaku"
    return spread(pemda_id=row.indikator.pemda_id, starts=starts, user=user, reason=reason, also=True)


@transaction.atomic
def rumus_reject(*, user: Pengguna, rumus: Rumus, alasan: str) -> Rumus:
    """usulan → ditolak, by Bappeda, with a reason that the proposer reads."""
    row = _decided(user, rumus)
    row.tanggapan = checked_reason(alasan, PERLU_ALASAN_TOLAK)
    row.status, row.diputus_pada = Rumus.Status.DITOLAK, timezone.now()
    _save(row, user, "Usulan rumus ditolak")
    return row


def _decided(user: Pengguna, rumus: Rumus) -> Rumus:
    """The proposal as it is now, locked; refused when the user may not decide, or somebody has decided."""
    check_may(user, Aksi.SETUJUI_RUMUS, rumus.indikator.pemda_id)
    lock_formulas(rumus.indikator.pemda_id)
    row = Rumus.objects.select_for_update(of=("self",)).select_related("indikator__lembar").get(pk=rumus.pk)
    if row.status != Rumus.Status.USULAN:
        raise ServiceError(SUDAH_DIPUTUS.format(status=row.get_status_display().lower()))
    return row


def approval_obstacle(user: Pengguna, rumus: Rumus) -> str:
    """ "" when this user may approve it; otherwise why not. Nobody approves his own, unless he is the only one."""
    if not may(user, Aksi.SETUJUI_RUMUS):
        return TIDAK_BERHAK
    if rumus.diusulkan_oleh_id != user.pk:
        return ""
    others = Keanggotaan.objects.filter(
        pemda=rumus.indikator.pemda_id, peran=Peran.BAPPEDA, aktif=True, user__is_active=True
    ).exclude(user=user)
    return USULAN_SENDIRI if others.exists() else ""


@dataclass
class DampakUsulan(Dampak):
    """An impact with what published rows would give under the formula, by their pk: told, never stored."""

    andai: dict[int, Hitungan] = field(default_factory=dict)


def impact_of(*, user: Pengguna, rumus: Rumus) -> DampakUsulan:
    """What approving would do; of the version in force what it has left published. Nothing is written."""
    if rumus.status not in (Rumus.Status.USULAN, Rumus.Status.BERLAKU):
        return DampakUsulan()

    def change() -> Dampak:
        row = Rumus.objects.select_related("indikator__lembar").get(pk=rumus.pk)
        if row.status == Rumus.Status.BERLAKU:
            return _spread(row, user)
        return _put_in_force(row, in_force(row.indikator), user, PERCOBAAN)

    return _trial(change)


def impact_of_draft(
    *, user: Pengguna, indikator: Indikator, isi: Mapping[str, Any], variabel: Sequence[Mapping[str, Any]]
) -> DampakUsulan:
    """What a proposal that is not stored yet would do once approved. Nothing is written."""

    def change() -> Dampak:
        row = rumus_propose(user=user, indikator=indikator, variabel=variabel, **isi)
        return _put_in_force(row, in_force(indikator), user, PERCOBAAN)

    return _trial(change)


def _trial(change: Callable[[], Dampak]) -> DampakUsulan:
    def with_figures() -> Dampak:
        dampak = change()
        figures = {
            row.pk: hitung(
                indikator=row.indikator,
                instansi=row.instansi,
                tahun=row.tahun,
                nilai_mentah=row.nilai_mentah,
                periode=row.periode,
            )
            for row in dampak.terbit
        }
        return DampakUsulan(dampak.dihitung, dampak.terbit, figures)

    return cast(DampakUsulan, preview_impact(with_figures))
