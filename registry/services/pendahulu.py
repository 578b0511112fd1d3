"""What an instansi inherits: its predecessors, their verified values, and where a series is broken."""

from dataclasses import dataclass

from registry.models import Instansi, InstansiPendahulu, LembarInstansi, Pengguna, Realisasi
from registry.services.seri import Seri, Titik


@dataclass(frozen=True)
class Warisan:
    """One predecessor: until which year it counts, what it printed, its values of before."""

    pendahulu: Instansi
    penerus: Instansi
    tahun: int
    lembar: list[LembarInstansi]
    nilai: list[Realisasi]


@dataclass(frozen=True)
class Putus:
    """Where the series of an indicator is broken: the predecessor's years, beside and never joined to our own."""

    pendahulu: Instansi
    tahun: int
    points: list[Titik]


def warisan_of(user: Pengguna, instansi: Instansi) -> list[Warisan]:
    """All predecessors, newest step first, with what the user may read of them."""
    steps = InstansiPendahulu.objects.leading_to(instansi.pk).select_related("pendahulu", "instansi")
    steps = steps.order_by("-tahun", "pk")
    found = {step.pk: step for step in steps}  # a step is reached on several ways
    old = [step.pendahulu_id for step in found.values()]
    rows = Realisasi.objects.visible_to(user).filter(instansi__in=old, periode=0).select_related("indikator", "rumus")
    sheets = LembarInstansi.objects.visible_to(user).filter(instansi__in=old).select_related("lampiran__penetapan")
    values, printed = list(rows.order_by("-tahun", "indikator__kode")), list(sheets)
    return [
        Warisan(
            step.pendahulu, step.instansi, step.tahun,
            [s for s in printed if s.instansi_id == step.pendahulu_id],
            [r for r in values if r.instansi_id == step.pendahulu_id and r.tahun < step.tahun],
        )
        for step in found.values()
    ]  # fmt: skip


def putus_of(seri: Seri, instansi: Instansi | None) -> list[Putus]:
    """The predecessors' years of the same chain of indicators; empty where nothing was merged or split."""
    if instansi is None:
        return []
    steps = InstansiPendahulu.objects.filter(instansi=instansi).select_related("pendahulu").order_by("tahun")
    found = [
        Putus(step.pendahulu, step.tahun, [p for p in seri.points(step.pendahulu) if p.tahun < step.tahun])
        for step in steps
    ]
    return found
