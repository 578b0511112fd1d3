"""TahunIsian: a year that a Pemda has opened for entry."""

from django.db import models
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from registry.models.penetapan import Penetapan, berlaku_pada


class TahunIsianQuerySet(models.QuerySet["TahunIsian"]):
    """Reads of TahunIsian."""

    def visible_to(self, user) -> "TahunIsianQuerySet":
        """Years of the user's Pemda, newest first."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(pemda=member.pemda_id) if member else self.none()

    def with_penetapan(self) -> "TahunIsianQuerySet":
        """Adds how many decrees are in force in the year: without one there is nothing to enter."""
        rows = Penetapan.objects.filter(berlaku_pada(models.OuterRef("tahun")), pemda=models.OuterRef("pemda"))
        counted = rows.order_by().values("pemda").annotate(n=models.Count("pk"))
        return self.annotate(jumlah_penetapan=Coalesce(models.Subquery(counted.values("n")), 0))


class TahunIsian(models.Model):
    """Tahun pengukuran whose raw values may be entered; whether it is open now, services/jendela.py decides."""

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="tahun_isian")
    tahun = models.PositiveSmallIntegerField()
    dibuka = models.BooleanField("dibuka untuk isian", default=True)
    mulai = models.DateField("mulai isian", null=True, blank=True, help_text="Kosongkan bila langsung dibuka.")
    batas = models.DateField("batas akhir isian", null=True, blank=True, help_text="Kosongkan bila tanpa batas.")
    triwulan = models.BooleanField("isian per triwulan", default=False)
    dikunci_pada = models.DateTimeField(null=True, blank=True)
    dikunci_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TahunIsianQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "tahun isian"
        ordering = ["pemda", "-tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "tahun"],
                name="tahunisian_satu_per_tahun",
                violation_error_message="Tahun ini sudah ada dalam daftar.",
            ),
            models.CheckConstraint(
                condition=models.Q(tahun__gte=2000, tahun__lte=2100),
                name="tahunisian_tahun_wajar",
                violation_error_message="Tulis tahun antara 2000 dan 2100.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.tahun)
