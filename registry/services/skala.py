"""The scales that every Pemda shares: opini BPK, predikat SAKIP, mutu IKM."""

from pathlib import Path

import yaml
from django.conf import settings

from registry.models import Skala


def skala_load() -> None:
    """Creates those that are missing; what exists stays as it is."""
    text = (Path(settings.BASE_DIR) / "fixtures" / "skala.yaml").read_text(encoding="utf-8")
    for data in yaml.safe_load(text):
        kode = data.pop("kode")
        Skala.objects.get_or_create(pemda=None, kode=kode, defaults=data)
