"""Pemda: a local government that this installation serves."""

from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

MARGIN = RegexValidator(r"^\d{2}( \d{2}){3}\Z", "Tulis keempat margin dalam mm.")


class PemdaQuerySet(models.QuerySet["Pemda"]):
    """Reads of Pemda."""

    def visible_to(self, user) -> "PemdaQuerySet":
        """The user's own Pemda; a superuser sees all (and may only create them); ordered by kode."""
        if user.is_authenticated and user.is_superuser:
            return self
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(pk=member.pemda_id) if member else self.none()


class Pemda(models.Model):
    """Pemerintah daerah (kabupaten, kota or provinsi) whose IKU are kept here."""

    class Jenis(models.TextChoices):
        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"
        PROVINSI = "provinsi", "Provinsi"

    class ZonaWaktu(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    class Kertas(models.TextChoices):
        F4 = "F4", "F4 (215 × 330 mm)"
        A4 = "A4", "A4 (210 × 297 mm)"
        LEGAL = "Legal", "Legal (216 × 356 mm)"

    kode = models.CharField(
        "kode Kemendagri",
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d{2}(\.\d{2})?\Z", "Tulis kode wilayah Kemendagri, misalnya 35.08.")],
        error_messages={"unique": "Pemda dengan kode ini sudah ada."},
    )
    nama = models.CharField(max_length=120, help_text="Misalnya Kabupaten Lumajang.")
    jenis = models.CharField(max_length=10, choices=Jenis)
    ibu_kota = models.CharField("ibu kota", max_length=60)
    zona_waktu = models.CharField("zona waktu", max_length=20, choices=ZonaWaktu, default=ZonaWaktu.WIB)
    sebutan_kepala_daerah = models.CharField(
        "sebutan kepala daerah", max_length=80, help_text="Misalnya Bupati Lumajang."
    )
    lambang = models.ImageField(
        "lambang daerah", upload_to="lambang/", blank=True, help_text="PNG atau JPG, paling besar 2 MB."
    )
    font_dokumen = models.CharField("huruf dokumen", max_length=60, default="Bookman Old Style")
    kertas = models.CharField("kertas dokumen", max_length=10, choices=Kertas, default=Kertas.F4)
    margin_tegak = models.CharField(
        "margin dokumen tegak", max_length=20, blank=True, validators=[MARGIN],
        help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
    )  # fmt: skip
    margin_mendatar = models.CharField(
        "margin dokumen mendatar", max_length=20, blank=True, validators=[MARGIN],
        help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
    )  # fmt: skip
    tampilkan_gelar = models.BooleanField("cetak gelar penanda tangan", default=True)

    wajib_faktor_kedua = models.BooleanField("wajibkan faktor kedua bagi admin dan Bappeda", default=False)
    kuota_bukti_mb = models.PositiveIntegerField("kuota bukti dukung per OPD dan tahun (MB)", default=500)

    objects = PemdaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "pemda"
        ordering = ["kode"]

    def __str__(self) -> str:
        return self.nama

    @property
    def zona(self) -> ZoneInfo:
        """The time zone in which this Pemda reads its deadlines."""
        return ZoneInfo(self.zona_waktu)
