"""AturanCapaian: how realisasi against target becomes capaian, per Pemda and from which year."""

from django.db import models
from simple_history.models import HistoricalRecords


class AturanCapaian(models.Model):
    """Version of the rules of achievement, with its legal basis.

    `isi` holds the parameters of formulas.capaian.AturanCapaian that differ from the default.
    """

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="aturan_capaian")
    mulai = models.PositiveSmallIntegerField("berlaku sejak tahun")
    dasar_hukum = models.TextField("dasar hukum", blank=True)
    isi = models.JSONField(default=dict, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "aturan capaian"
        ordering = ["pemda", "-mulai"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "mulai"],
                name="aturancapaian_unik",
                violation_error_message="Aturan yang mulai tahun ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aturan capaian sejak {self.mulai}"
