"""Target: what an indicator is to reach in a year."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.instansi import InstansiPendahulu


class TargetQuerySet(models.QuerySet["Target"]):
    """Reads of Target."""

    def visible_to(self, user) -> "TargetQuerySet":
        """OPD members: their own, and approved ones of predecessors from before them; others: all of the Pemda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        visible = self.filter(indikator__pemda=member.pemda_id)
        if member.is_opd:
            fills = Q(instansi__jenis="pemda", indikator__in=member.instansi.mengisi.values("indikator"))
            fills |= Q(indikator__in=member.instansi.indikator_bervariabel())
            inherited = Q(InstansiPendahulu.objects.inherited_by(member.instansi_id), status=Target.Status.DISETUJUI)
            return visible.filter(Q(instansi=member.instansi_id) | fills | inherited)
        return visible

    def with_sheet(self) -> "TargetQuerySet":
        """Joins indicator and instansi, in printed order of instansi."""
        return self.select_related("indikator", "instansi").order_by("instansi__urut", "indikator__kode")


class Target(models.Model):
    """Target of an indicator for an instansi and a year: number, range, or code of a Skala."""

    class Operator(models.TextChoices):
        SAMA = "=", "="
        PALING_BANYAK = "<=", "≤"
        PALING_SEDIKIT = ">=", "≥"
        KURANG = "<", "<"
        LEBIH = ">", ">"
        RENTANG = "rentang", "rentang"

    class Versi(models.TextChoices):
        MURNI = "murni", "Murni"
        PERUBAHAN = "perubahan", "Perubahan"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Diajukan"
        DISETUJUI = "disetujui", "Disetujui"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"

    indikator = models.ForeignKey("registry.Indikator", on_delete=models.PROTECT, related_name="target")
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="target")
    tahun = models.PositiveSmallIntegerField()
    periode = models.PositiveSmallIntegerField(default=0)
    versi_pk = models.CharField("versi", max_length=10, choices=Versi, default=Versi.MURNI)
    operator = models.CharField(max_length=8, choices=Operator, default=Operator.SAMA)
    bawah = models.CharField("nilai", max_length=30, null=True, blank=True)
    atas = models.CharField("batas atas", max_length=30, null=True, blank=True)
    kode = models.CharField("predikat", max_length=20, null=True, blank=True)
    teks = models.CharField("teks cetak", max_length=60, null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAF)
    alasan = models.TextField(blank=True)
    contoh = models.BooleanField("data contoh", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TargetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "target"
        ordering = ["indikator", "instansi", "tahun", "periode"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "instansi", "tahun", "periode", "versi_pk"],
                name="target_unik",
                violation_error_message="Target tahun ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(operator="rentang") | Q(bawah__isnull=False, atas__isnull=False),
                name="target_rentang_lengkap",
                violation_error_message="Target rentang memerlukan batas bawah dan batas atas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator} {self.tahun}"
