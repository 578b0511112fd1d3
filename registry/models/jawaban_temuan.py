"""JawabanTemuan: what the Pemda answers to a finding on the quality of an indicator."""

from django.db import models
from simple_history.models import HistoricalRecords

from registry.models.indikator import Indikator


class JawabanTemuanQuerySet(models.QuerySet["JawabanTemuan"]):
    """Reads of JawabanTemuan."""

    def visible_to(self, user) -> "JawabanTemuanQuerySet":
        """Answers on indicators that the user may read."""
        return self.filter(indikator__in=Indikator.objects.visible_to(user))


class JawabanTemuan(models.Model):
    """Jawaban atas satu temuan: the rule `aturan` on an indicator. The latest counts; history keeps the others."""

    class Jawaban(models.TextChoices):
        USULAN = "usulan", "Diajukan usulan rumus"
        BUKAN_MASALAH = "bukan_masalah", "Bukan masalah"
        PENETAPAN_BERIKUTNYA = "penetapan_berikutnya", "Diperbaiki pada penetapan berikutnya"

    indikator = models.ForeignKey("registry.Indikator", on_delete=models.CASCADE, related_name="jawaban_temuan")
    aturan = models.CharField(max_length=40)
    jawaban = models.CharField(max_length=24, choices=Jawaban)
    alasan = models.TextField(max_length=2000)
    rumus = models.ForeignKey(
        "registry.Rumus", on_delete=models.CASCADE, null=True, blank=True, related_name="jawaban_temuan"
    )
    oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = JawabanTemuanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "jawaban temuan"
        ordering = ["indikator", "aturan"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "aturan"],
                name="jawabantemuan_unik",
                violation_error_message="Temuan ini sudah dijawab; ubah jawabannya.",
            ),
            models.CheckConstraint(
                condition=~models.Q(jawaban="usulan") | models.Q(rumus__isnull=False),
                name="jawabantemuan_usulan_ada",
                violation_error_message="Pilih usulan rumus yang menjawab temuan ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aturan}: {self.get_jawaban_display()}"
