"""Example quarters of the demo: one Pemda enters one year by quarters. Marked as "data contoh" like the rest."""

from typing import Any

from registry.models import Indikator, Pemda, Realisasi, TahunIsian, Target, Variabel
from registry.periode import TRIWULAN
from registry.services.awal import load_yaml
from registry.services.baris import apply
from registry.services.contoh_baris import keep
from registry.services.hitung import hitung

BELUM = ("konsolidasi", "target")


def load_quarters() -> int:
    """Writes what is missing, unless the year is entered whole by now; tells how many realisasi."""
    data = load_yaml("contoh/triwulan.yaml")
    pemda = Pemda.objects.get(kode=data["pemda"])
    rows = Indikator.objects.filter(pemda=pemda, kode__in=data["indikator"]).select_related("lembar__instansi")
    if Realisasi.objects.filter(indikator__in=rows, tahun=data["tahun"], periode__in=TRIWULAN).exists():
        return 0
    year = TahunIsian.objects.get(pemda=pemda, tahun=data["tahun"])
    year.triwulan = True
    keep(year)
    return sum(_quarters(row, data["tahun"], data["indikator"][row.kode]) for row in rows)


def _quarters(indikator: Indikator, tahun: int, item: dict[str, Any]) -> int:
    variables = Variabel.objects.filter(rumus__indikator=indikator, rumus__status="berlaku")
    for variabel in variables.filter(nama__in=item["konsolidasi"]):
        variabel.konsolidasi = item["konsolidasi"][variabel.nama]
        variabel.save(update_fields=["konsolidasi"])
    place = indikator.lembar.instansi
    for periode in TRIWULAN:
        where: dict[str, Any] = {"indikator": indikator, "instansi": place, "tahun": tahun, "periode": periode}
        keep(Target(**where, bawah=item["target"][periode - 1], status=Target.Status.DISETUJUI, contoh=True))
        raw = {name: values[periode - 1] for name, values in item.items() if name not in BELUM}
        status = Realisasi.Status.DIAJUKAN if periode == max(TRIWULAN) else Realisasi.Status.TERVERIFIKASI
        row = Realisasi(**where, nilai_mentah=raw, contoh=True, status=status)
        apply(row, hitung(**where, nilai_mentah=raw))
        keep(row)
    return len(TRIWULAN)
