"""DataDasar: raw data that many indicators share, entered once by its owner."""

from django.db import models
from simple_history.models import HistoricalRecords


class DataDasarQuerySet(models.QuerySet["DataDasar"]):
    """Reads of DataDasar."""

    def visible_to(self, user) -> "DataDasarQuerySet":
        """All shared data of the user's Pemda: entered once, read by all."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(pemda=member.pemda_id) if member else self.none()


class DataDasar(models.Model):
    """Data dasar bersama (jumlah OPD, penduduk, desa) with the instansi that owns it."""

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="data_dasar")
    kode = models.CharField(max_length=40)
    nama = models.CharField(max_length=200)
    satuan = models.CharField(max_length=60)
    pemilik = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="data_dasar")

    objects = DataDasarQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "data dasar"
        ordering = ["pemda", "kode"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "kode"],
                name="datadasar_kode_unik",
                violation_error_message="Kode data dasar ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class NilaiDataDasar(models.Model):
    """The value of a DataDasar in one year, as exact text."""

    data_dasar = models.ForeignKey(DataDasar, on_delete=models.CASCADE, related_name="nilai")
    tahun = models.PositiveSmallIntegerField()
    nilai = models.CharField(max_length=30)
    catatan = models.TextField(blank=True)
    contoh = models.BooleanField("data contoh", default=False)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "nilai data dasar"
        ordering = ["data_dasar", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_dasar", "tahun"],
                name="nilaidatadasar_unik",
                violation_error_message="Nilai tahun ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data_dasar} {self.tahun}"
