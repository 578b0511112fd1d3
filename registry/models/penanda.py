"""Penanda: a reviewer's mark on a value that is to be looked at again."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.realisasi import Realisasi


class PenandaQuerySet(models.QuerySet["Penanda"]):
    """Reads of Penanda."""

    def visible_to(self, user) -> "PenandaQuerySet":
        """Marks are the reviewers' own working notes: Bappeda of the Pemda only."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if member is None or member.peran != "bappeda":
            return self.none()
        return self.filter(realisasi__in=Realisasi.objects.visible_to(user))


class Penanda(models.Model):
    """A mark ("tandai") with an optional note; taken off it stays in the table, so that it can be undone."""

    realisasi = models.ForeignKey(Realisasi, on_delete=models.CASCADE, related_name="penanda")
    oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    teks = models.CharField("catatan", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    dilepas_pada = models.DateTimeField(null=True, blank=True)

    objects = PenandaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "penanda"
        ordering = ["realisasi", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["realisasi"],
                condition=Q(dilepas_pada=None),
                name="penanda_satu_terpasang",
                violation_error_message="Realisasi ini sudah ditandai.",
            ),
        ]

    def __str__(self) -> str:
        return self.teks or "ditandai"
