"""Skala: ordinal codes (opini BPK) or half-open thresholds (mutu IKM)."""

from django.db import models
from django.db.models import Q


class SkalaQuerySet(models.QuerySet["Skala"]):
    """Reads of Skala."""

    def visible_to(self, user) -> "SkalaQuerySet":
        """Common scales and those of the user's Pemda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(Q(pemda=None) | Q(pemda=member.pemda_id)) if member else self.none()


class Skala(models.Model):
    """Skala predikat: each butir is {kode, nama, peringkat, batas}; batas is a lower bound or null."""

    class Jenis(models.TextChoices):
        ORDINAL = "ordinal", "Kode berperingkat"
        AMBANG = "ambang", "Ambang nilai"

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, null=True, blank=True)
    kode = models.CharField(max_length=40)
    nama = models.CharField(max_length=120)
    jenis = models.CharField(max_length=8, choices=Jenis)
    terbuka = models.BooleanField("batas tidak termasuk", default=False)
    bulatkan = models.PositiveSmallIntegerField("bulatkan sebelum digolongkan", null=True, blank=True)
    butir = models.JSONField(default=list)
    sumber = models.TextField(blank=True)

    objects = SkalaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "skala"
        ordering = ["kode"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "kode"],
                name="skala_kode_unik",
                violation_error_message="Kode skala ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["kode"],
                condition=Q(pemda__isnull=True),
                name="skala_kode_umum_unik",
                violation_error_message="Kode skala umum ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def peringkat(self, kode: str) -> int | None:
        """Rank of a code, or None for a code this scale does not know."""
        return next((b["peringkat"] for b in self.butir if b["kode"] == kode), None)

    def kode_dari(self, peringkat: int) -> str | None:
        """Code of a rank, or None."""
        return next((b["kode"] for b in self.butir if b["peringkat"] == peringkat), None)
