"""AturanCapaian: how realisasi against target becomes capaian, per Pemda and from which year."""

from django.db import models
from simple_history.models import HistoricalRecords


class AturanCapaianQuerySet(models.QuerySet["AturanCapaian"]):
    """Reads of AturanCapaian."""

    def visible_to(self, user) -> "AturanCapaianQuerySet":
        """Versions of the Pemda, newest first, for those who review or administer; OPD read theirs in each proof."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(pemda=member.pemda_id) if member and not member.is_opd else self.none()

    def for_year(self, tahun: int) -> "AturanCapaianQuerySet":
        """The versions that have begun by the year; the first of them is the one in force."""
        return self.filter(mulai__lte=tahun).order_by("-mulai")


class AturanCapaian(models.Model):
    """Version of the rules of achievement, with its legal basis.

    `isi` holds the parameters of formulas.capaian.AturanCapaian that differ from the default.
    """

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="aturan_capaian")
    mulai = models.PositiveSmallIntegerField("berlaku sejak tahun")
    dasar_hukum = models.TextField("dasar hukum", blank=True)
    isi = models.JSONField(default=dict, blank=True)

    objects = AturanCapaianQuerySet.as_manager()
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
