"""Loads what an installation starts with: Pemda, Instansi, Skala, DataDasar, the five documents. Idempotent."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from registry.models import AturanCapaian, DataDasar, Instansi, Pemda, Penetapan
from registry.services.penetapan import HasilImpor, penetapan_import
from registry.services.skala import skala_load

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PEMDA_FIELDS = ["nama", "jenis", "ibu_kota", "zona_waktu", "sebutan_kepala_daerah"]


def load_yaml(name: str) -> Any:
    """One file of fixtures/, as plain data."""
    return yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))


@transaction.atomic
def muat_awal() -> list[HasilImpor]:
    """Loads all of it; rows that exist are left as they are, so nothing an admin changed is lost."""
    for data in load_yaml("instansi.yaml"):
        _pemda(data)
    skala_load()
    for group in load_yaml("data_dasar.yaml"):
        _data_dasar(group)
    files = sorted((FIXTURES / "penetapan").glob("*.yaml"))
    stored = set(Penetapan.objects.values_list("kode", flat=True))
    documents = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files if file.stem not in stored]
    kept = [HasilImpor(file.stem, "dibiarkan") for file in files if file.stem in stored]
    return penetapan_import(documents=documents) + kept


def _pemda(data: dict[str, Any]) -> None:
    defaults = {name: data[name] for name in PEMDA_FIELDS}
    pemda, _ = Pemda.objects.get_or_create(kode=data["kode"], defaults=defaults)
    AturanCapaian.objects.get_or_create(pemda=pemda, mulai=2015, defaults={"dasar_hukum": "Aturan bawaan aplikasi"})
    groups: dict[str, Instansi] = {}
    for urut, item in enumerate(data["instansi"]):
        fields = {"nama": item["nama"], "singkatan": item["singkatan"], "jenis": item["jenis"], "urut": urut}
        fields["kelompok"] = groups.get(item.get("kelompok", ""))
        instansi, _ = Instansi.objects.get_or_create(pemda=pemda, kode=item["kode"], defaults=fields)
        groups[instansi.kode] = instansi


def _data_dasar(group: dict[str, Any]) -> None:
    pemda = Pemda.objects.get(kode=group["pemda"])
    for item in group["butir"]:
        owner = Instansi.objects.get(pemda=pemda, kode=item["pemilik"])
        defaults = {"nama": item["nama"], "satuan": item["satuan"], "pemilik": owner}
        DataDasar.objects.get_or_create(pemda=pemda, kode=item["kode"], defaults=defaults)
