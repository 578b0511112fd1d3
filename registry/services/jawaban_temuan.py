"""Answers to findings: read beside the findings themselves, written with a reason; history keeps the earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from formulas.temuan import ATURAN, Aturan, Temuan
from registry.akses import Aksi, may, proposable
from registry.models import Indikator, JawabanTemuan, Pengguna, Rumus
from registry.services.alasan import checked_reason
from registry.services.errors import ServiceError
from registry.services.simpan import check_may
from registry.services.temuan import findings_of

Jawaban = JawabanTemuan.Jawaban
PERLU_ALASAN = "Tulis alasan jawaban ini, agar yang menyusun penetapan berikutnya memahaminya."
BERUBAH = "Temuan ini baru saja dijawab orang lain. Periksa jawabannya, lalu simpan lagi bila tetap perlu."
PERLU_USULAN = "Indikator ini belum mempunyai usulan rumus yang menunggu atau berlaku. Buat usulannya dahulu."
ATURAN_TIDAK_ADA = "Temuan ini tidak ada pada indikator."


@dataclass(frozen=True)
class ButirTemuan:
    """One finding with its indicator, the rule behind it, the answer so far, and proposals on the indicator."""

    temuan: Temuan
    indikator: Indikator
    aturan: Aturan
    jawaban: JawabanTemuan | None
    usulan: tuple[Rumus, ...]

    @property
    def terjawab(self) -> bool:
        """Whether nothing is left to do: a refused proposal opens the finding again."""
        answer = self.jawaban
        return answer is not None and not (answer.rumus and answer.rumus.status == Rumus.Status.DITOLAK)


def may_see_findings(user: Pengguna) -> bool:
    """Whoever may propose or answer: OPD (their own), Bappeda, admin."""
    return may(user, Aksi.USULKAN_RUMUS) or may(user, Aksi.JAWAB_TEMUAN)


def findings_for(user: Pengguna) -> list[ButirTemuan]:
    """All findings that concern the user, in printed order: of the Pemda, or of what the own OPD fills; no drafts."""
    member = user.keanggotaan_aktif
    if member is None or not may_see_findings(user):
        return []
    rows = proposable(user).published().with_sheet().select_related("pemda")
    return _joined(findings_of(member.pemda), rows)


def findings_on(user: Pengguna, indikator: Indikator) -> list[ButirTemuan]:
    """The findings of one indicator; nothing for those whom findings do not concern."""
    rows = proposable(user).with_sheet().select_related("pemda").filter(pk=indikator.pk)
    if not rows:
        return []
    return _joined(findings_of(indikator.pemda, rows[0].lembar.lampiran.penetapan_id, indikator.kode), rows)


def _joined(found: Sequence[Temuan], rows: Iterable[Indikator]) -> list[ButirTemuan]:
    by_kode = {row.kode: row for row in rows}
    pks = [row.pk for row in by_kode.values()]
    answers = JawabanTemuan.objects.filter(indikator__in=pks).select_related("rumus", "oleh")
    by_key = {(a.indikator_id, a.aturan): a for a in answers}
    usulan: dict[int, list[Rumus]] = {}
    for rumus in Rumus.objects.proposals().filter(indikator__in=pks).prefetch_related("variabel"):
        usulan.setdefault(rumus.indikator_id, []).append(rumus)
    return [
        ButirTemuan(t, row, ATURAN[t.aturan], by_key.get((row.pk, t.aturan)), tuple(usulan.get(row.pk, ())))
        for t in found
        if (row := by_kode.get(t.indikator)) is not None
    ]


@transaction.atomic
def jawaban_save(
    *, user: Pengguna, indikator: Indikator, aturan: str, jawaban: str, alasan: str, version: int
) -> JawabanTemuan:
    """Stores an answer of Bappeda or admin; `version` is what the form was opened with (0: none yet)."""
    check_may(user, Aksi.JAWAB_TEMUAN, indikator.pemda_id)
    rumus = _open_proposal(indikator) if jawaban == Jawaban.USULAN else None
    row = _stored(indikator, aturan)
    if row.version != version:
        raise ServiceError(BERUBAH)
    return _store(row, user, jawaban=jawaban, rumus=rumus, alasan=checked_reason(alasan, PERLU_ALASAN))


def answer_by_proposal(*, user: Pengguna, rumus: Rumus, aturan: str) -> JawabanTemuan | None:
    """Records that a proposal answers a finding; an answer of Bappeda is not overwritten by an OPD."""
    if aturan not in ATURAN:
        return None
    row = _stored(rumus.indikator, aturan)
    if row.pk and row.jawaban != Jawaban.USULAN and not may(user, Aksi.JAWAB_TEMUAN):
        return None
    return _store(row, user, jawaban=Jawaban.USULAN, rumus=rumus, alasan=rumus.alasan)


def _open_proposal(indikator: Indikator) -> Rumus:
    wanted = (Rumus.Status.USULAN, Rumus.Status.BERLAKU)
    row = Rumus.objects.proposals().filter(indikator=indikator, status__in=wanted).order_by("versi").last()
    if row is None:
        raise ServiceError(PERLU_USULAN)
    return row


def _stored(indikator: Indikator, aturan: str) -> JawabanTemuan:
    if aturan not in ATURAN:
        raise ServiceError(ATURAN_TIDAK_ADA)
    row = JawabanTemuan.objects.select_for_update().filter(indikator=indikator, aturan=aturan).order_by("pk").first()
    return row or JawabanTemuan(indikator=indikator, aturan=aturan, version=0)


def _store(row: JawabanTemuan, user: Pengguna, **fields: Any) -> JawabanTemuan:
    for name, value in fields.items():
        setattr(row, name, value)
    row.oleh, row.version = user, row.version + 1
    try:
        row.full_clean(exclude=["indikator", "rumus", "oleh"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row._history_user, row._change_reason = user, row.alasan[:100]
    row.save()
    return row
