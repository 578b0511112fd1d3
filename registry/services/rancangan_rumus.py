"""The formula of an indicator of a draft: changed directly, with a version in its history; findings while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

import formulas
from formulas.families import families
from formulas.render import printed_parts
from formulas.temuan import Daftar, VariabelUkuran, examine
from registry.models import Indikator, Instansi, Pengguna, Rumus
from registry.services.errors import ServiceError
from registry.services.graf import check_no_cycle
from registry.services.nama import clean_name
from registry.services.penetapan_salin import locked_draft
from registry.services.perubahan_potret import potret
from registry.services.rancangan import BENTROK, keep, sidik, store_plain
from registry.services.rumus import RUMPUN_TIDAK_ADA, check_rumus, content_of, lock_formulas, with_references
from registry.services.temuan import measures, with_formula
from registry.services.variabel import Penyusun, as_data

KEPALA = ("ekspresi", "satuan", "arah", "desimal", "gabungan", "rumpun")


def rumus_sidik(rumus: Rumus) -> str:
    """A fingerprint of a formula with its variables."""
    return sidik({"isi": [str(part) for part in content_of(rumus, with_references(rumus))], "rumpun": rumus.rumpun})


@transaction.atomic
def rancangan_rumus_save(
    *,
    user: Pengguna,
    indikator: Indikator,
    isi: Mapping[str, Any],
    variabel: Sequence[Mapping[str, Any]],
    dibuka: str,
    cetak: bool,
) -> Rumus:
    """Stores the formula in force of a draft's indicator; `cetak`: the printed cell is drawn from it anew."""
    decree = locked_draft(user, indikator.lembar.lampiran.penetapan)
    lock_formulas(indikator.pemda_id)
    row = Rumus.objects.get(indikator=indikator, status=Rumus.Status.BERLAKU)
    if rumus_sidik(row) != dibuka:
        raise ServiceError(BENTROK)
    semula = potret(decree, {"indikator": {"pk": indikator.pk}})
    if isi["rumpun"] and isi["rumpun"] not in families():
        raise ServiceError(RUMPUN_TIDAK_ADA.format(kode=isi["rumpun"]))
    rows = Penyusun(indikator).build(variabel)
    check_rumus(ekspresi=isi["ekspresi"], variabel=[as_data(v) for v in rows], place="Rumus")
    for name in KEPALA:
        setattr(row, name, isi[name])
    row.satuan = clean_name(row.satuan)
    formula = formulas.parse(row.ekspresi, {v.nama: v.jenis for v in rows})
    used = [v.indikator_id for v in rows if v.indikator_id and v.nama in formula.names]
    check_no_cycle(indikator=indikator, reads=used)
    _store(row, rows, user)
    if cetak:
        _draw(indikator, formula, rows, row.satuan)
    keep(decree, user, f"Rumus {indikator.kode} diubah", semula)
    return row


def _store(row: Rumus, rows: Sequence[Any], user: Pengguna) -> None:
    try:
        row.full_clean()
        row._history_user, row._change_reason = user, "Rumus rancangan diubah"
        row.save()
        row.variabel.all().delete()
        for variabel in rows:
            variabel.rumus = row
            variabel.full_clean(exclude=["rumus", "data_dasar", "indikator", "skala", "pengisi"])
            variabel.save()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error


def _draw(indikator: Indikator, formula: formulas.Formula, rows: Sequence[Any], satuan: str) -> None:
    row = Indikator.objects.get(pk=indikator.pk)
    labels = {v.nama: v.label or v.nama for v in rows}
    row.rumus_cetak = printed_parts(formula.tree, labels, satuan == "%")
    row.gabung = [name for name in row.gabung if name != "rumus_cetak"]
    store_plain(row)


def findings_while_typing(
    indikator: Indikator, kepala: Mapping[str, Any], variabel: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """What the linter says of an indicator of a draft with this formula: (title of the rule, sentence)."""
    decree = indikator.lembar.lampiran.penetapan
    rows = list(with_formula().filter(lembar__lampiran__penetapan=decree))
    directions = dict(
        Rumus.objects.filter(indikator__pemda=indikator.pemda_id, status=Rumus.Status.BERLAKU).values_list(
            "indikator", "arah"
        )
    )
    codes = dict(Indikator.objects.filter(pemda=indikator.pemda_id).values_list("kode", "pk"))
    typed = tuple(_measured(v, directions.get(codes.get(v.get("indikator") or "", 0))) for v in variabel)
    head = {"rumus": kepala["ekspresi"], "satuan": kepala["satuan"], "arah": kepala["arah"], "variabel": typed}
    found = [replace(m, **head) if m.kode == indikator.kode else m for m in measures(rows, directions)]
    names = Instansi.objects.filter(pemda=indikator.pemda_id).exclude(jenis=Instansi.Jenis.KECAMATAN)
    listed = Daftar.of(found, {indikator.pemda.kode: names.values_list("nama", flat=True)})
    return [(f.aturan, f.pesan) for f in examine(listed) if f.indikator == indikator.kode]


def _measured(v: Mapping[str, Any], arah: str | None) -> VariabelUkuran:
    return VariabelUkuran(
        str(v.get("nama") or ""),
        str(v.get("label") or ""),
        str(v.get("satuan") or ""),
        str(v.get("jenis") or "angka"),
        str(v.get("asal") or "isian"),
        v.get("nilai"),
        arah,
    )
