"""JendelaIsian: when something other than the year's own deadline holds, for a quarter or for one OPD."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class JendelaIsianQuerySet(models.QuerySet["JendelaIsian"]):
    """Reads of JendelaIsian."""

    def visible_to(self, user) -> "JendelaIsianQuerySet":
        """OPD members: windows for all and their own; others: all of the Pemda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(tahun_isian__pemda=member.pemda_id)
        if member.is_opd:
            return mine.filter(Q(instansi=None) | Q(instansi=member.instansi_id))
        return mine


class JendelaIsian(models.Model):
    """Days on which a periode may be filled in: of a quarter for all, or longer for one OPD (perpanjangan).

    `periode` 0 is the year, 1–4 a quarter. Without an instansi it holds for all of the Pemda.
    """

    tahun_isian = models.ForeignKey("registry.TahunIsian", on_delete=models.CASCADE, related_name="jendela")
    periode = models.PositiveSmallIntegerField(default=0)
    instansi = models.ForeignKey(
        "registry.Instansi", on_delete=models.PROTECT, null=True, blank=True, related_name="jendela_isian"
    )
    mulai = models.DateField("mulai", null=True, blank=True)
    batas = models.DateField("batas akhir", null=True, blank=True)
    alasan = models.TextField(blank=True)

    objects = JendelaIsianQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "jendela isian"
        ordering = ["tahun_isian", "periode", "instansi"]
        constraints = [
            models.UniqueConstraint(
                fields=["tahun_isian", "periode", "instansi"],
                name="jendelaisian_satu_per_opd",
                violation_error_message="Instansi ini sudah mempunyai jendela sendiri untuk periode itu.",
            ),
            models.UniqueConstraint(
                fields=["tahun_isian", "periode"],
                condition=Q(instansi=None),
                name="jendelaisian_satu_umum",
                violation_error_message="Periode itu sudah mempunyai jendela.",
            ),
            models.CheckConstraint(
                condition=Q(periode__lte=4),
                name="jendelaisian_periode_wajar",
                violation_error_message="Periode hanya 0 (setahun) atau triwulan 1 sampai 4.",
            ),
            models.CheckConstraint(
                condition=Q(mulai=None) | Q(batas=None) | Q(mulai__lte=models.F("batas")),
                name="jendelaisian_urut",
                violation_error_message="Tanggal mulai tidak boleh sesudah batas akhir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tahun_isian} periode {self.periode}"
