"""Sanggahan: an OPD says that a shared value differs from its own data; a task for the owner and Bappeda."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class SanggahanQuerySet(models.QuerySet["Sanggahan"]):
    """Reads of Sanggahan."""

    def visible_to(self, user) -> "SanggahanQuerySet":
        """OPD: their own and those on data they own; others: all of the Pemda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(data_dasar__pemda=member.pemda_id)
        if member.is_opd:
            return mine.filter(Q(instansi=member.instansi_id) | Q(data_dasar__pemilik=member.instansi_id))
        return mine


class Sanggahan(models.Model):
    """A conflicting value of a DataDasar in a year, with its source, until somebody decides."""

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Ditolak"

    data_dasar = models.ForeignKey("registry.DataDasar", on_delete=models.PROTECT, related_name="sanggahan")
    tahun = models.PositiveSmallIntegerField()
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="sanggahan")
    oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    nilai = models.CharField(max_length=30)
    sumber = models.CharField(max_length=300)
    alasan = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.MENUNGGU)
    jawaban = models.TextField(blank=True)
    diputus_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SanggahanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "sanggahan"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_dasar", "tahun", "instansi"],
                condition=Q(status="menunggu"),
                name="sanggahan_satu_menunggu",
                violation_error_message="Instansi Anda sudah menyanggah nilai ini dan menunggu jawaban.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data_dasar} {self.tahun}: {self.nilai}"
