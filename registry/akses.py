"""Who may do what: the one table of role × action (design decision 10).

What a person may *see* is decided by `visible_to(user)` of each noun; what they may *do* with it, here.
"""

from enum import StrEnum

from django.db.models import Q, QuerySet

from registry.models import Indikator, Instansi, Keanggotaan, Pengguna, Pengisi, Peran, Realisasi, Variabel


class Aksi(StrEnum):
    """An action that a page offers and a service checks."""

    ISI = "isi"
    AJUKAN = "ajukan"
    ISI_TARGET = "isi_target"
    TINJAU = "tinjau"
    VERIFIKASI = "verifikasi"
    SETUJUI_TARGET = "setujui_target"
    BUKA_TAHUN = "buka_tahun"
    KELOLA = "kelola"
    ISI_DATA_DASAR = "isi_data_dasar"
    CATAT = "catat"
    USULKAN_RUMUS = "usulkan_rumus"
    SETUJUI_RUMUS = "setujui_rumus"
    JAWAB_TEMUAN = "jawab_temuan"
    INGATKAN = "ingatkan"


PENGISI = frozenset({Aksi.ISI, Aksi.AJUKAN, Aksi.ISI_TARGET, Aksi.ISI_DATA_DASAR, Aksi.CATAT, Aksi.USULKAN_RUMUS})
BOLEH: dict[str, frozenset[Aksi]] = {
    Peran.OPERATOR: PENGISI,
    Peran.KEPALA: PENGISI,
    Peran.BAPPEDA: frozenset(
        {Aksi.TINJAU, Aksi.VERIFIKASI, Aksi.SETUJUI_TARGET, Aksi.BUKA_TAHUN, Aksi.CATAT, Aksi.USULKAN_RUMUS}
        | {Aksi.SETUJUI_RUMUS, Aksi.JAWAB_TEMUAN, Aksi.INGATKAN}
    ),
    Peran.ADMIN: frozenset({Aksi.TINJAU, Aksi.KELOLA, Aksi.USULKAN_RUMUS, Aksi.JAWAB_TEMUAN, Aksi.INGATKAN}),
    Peran.PEMBACA: frozenset({Aksi.TINJAU}),
}


def may(user: Pengguna, aksi: Aksi) -> bool:
    """Whether the user's role allows the action at all."""
    member = user.keanggotaan_aktif if user.is_authenticated else None
    return member is not None and aksi in BOLEH[member.peran]


def may_submit(user: Pengguna) -> bool:
    """A kepala may; an operator only where the OPD has no kepala account of its own."""
    member = user.keanggotaan_aktif
    if not may(user, Aksi.AJUKAN):
        return False
    if member.peran == Peran.KEPALA:
        return True
    return not Keanggotaan.objects.filter(
        instansi=member.instansi_id, peran=Peran.KEPALA, aktif=True, user__is_active=True
    ).exists()


def is_coordinator(user: Pengguna, indikator: Indikator, instansi: Instansi) -> bool:
    """Whether the user's instansi is the one that submits this indicator."""
    own = user.keanggotaan_aktif.instansi_id
    if instansi.jenis != Instansi.Jenis.PEMDA:
        return own == instansi.pk
    first = next(iter(indikator.pengisi.all()), None)  # in order of urut; no query where they are prefetched
    return first is not None and first.instansi_id == own


def _is_filled_by(indikator: Indikator, own: int | None) -> bool:
    return any(filler.instansi_id == own for filler in indikator.pengisi.all())


def may_fill(user: Pengguna, indikator: Indikator, instansi: Instansi) -> bool:
    """Whether the user's instansi enters (any part of) this indicator for that instansi."""
    if not may(user, Aksi.ISI):
        return False
    own = user.keanggotaan_aktif.instansi_id
    if own == instansi.pk or (
        instansi.jenis == Instansi.Jenis.PEMDA and indikator.pengisi.filter(instansi=own).exists()
    ):
        return True
    return Variabel.objects.filter(
        rumus__indikator=indikator, rumus__status="berlaku", pengisi=own, asal="isian"
    ).exists()


def may_fill_variabel(user: Pengguna, variabel: Variabel, indikator: Indikator, instansi: Instansi) -> bool:
    """A Variabel with a pengisi of its own belongs to that one; any other to whoever fills the indicator."""
    if variabel.pengisi_id is not None:
        return may(user, Aksi.ISI) and user.keanggotaan_aktif.instansi_id == variabel.pengisi_id
    own = user.keanggotaan_aktif.instansi_id if user.keanggotaan_aktif else None
    if own == instansi.pk:
        return may(user, Aksi.ISI)
    return may(user, Aksi.ISI) and _is_filled_by(indikator, own)


def proposable(user: Pengguna) -> QuerySet[Indikator]:
    """Indicators whose formula the user may propose to change: all of the Pemda, or what the own OPD fills."""
    visible = Indikator.objects.visible_to(user)
    if not may(user, Aksi.USULKAN_RUMUS):
        return visible.none()
    member = user.keanggotaan_aktif
    if not member.is_opd:
        return visible
    own = member.instansi
    fills = Q(lembar__instansi__in=[own.pk, own.kelompok_id or own.pk])
    fills |= Q(pk__in=Pengisi.objects.filter(instansi=own).values("indikator")) | Q(pk__in=own.indikator_bervariabel())
    return visible.filter(fills)


def is_editable(realisasi: Realisasi | None) -> bool:
    """Whether the status lets anyone type: a draft, or what was returned."""
    return realisasi is None or realisasi.status in Realisasi.OPEN


def kepala_of(instansi: Instansi) -> list[str]:
    """Names of those who submit for an OPD that has kepala accounts."""
    rows = Keanggotaan.objects.filter(instansi=instansi, peran=Peran.KEPALA, aktif=True, user__is_active=True)
    return list(rows.order_by("user__nama").values_list("user__nama", flat=True))
