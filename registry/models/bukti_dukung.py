"""BuktiDukung: evidence for a realisasi, a file kept by us or a link."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.realisasi import Realisasi


def stored_name(row: "BuktiDukung", name: str) -> str:
    """Where a file is kept: under our own name, never the sender's; the kind is in `tipe`."""
    return f"bukti/{row.kunci.hex[:2]}/{row.kunci.hex}"


class BuktiDukungQuerySet(models.QuerySet["BuktiDukung"]):
    """Reads of BuktiDukung."""

    def visible_to(self, user) -> "BuktiDukungQuerySet":
        """Evidence of every realisasi that the user may see."""
        return self.filter(realisasi__in=Realisasi.objects.visible_to(user))

    def kept(self) -> "BuktiDukungQuerySet":
        """Without what was taken back."""
        return self.filter(dihapus_pada=None)


class BuktiDukung(models.Model):
    """One piece of evidence (bukti dukung): what it is, who published it, and the file or the address.

    Taken back is not deleted: `dihapus_pada` is set, so that it can be undone and history stays true.
    """

    class Jenis(models.TextChoices):
        BERKAS = "berkas", "Berkas"
        TAUTAN = "tautan", "Tautan"

    class Tipe(models.TextChoices):
        PDF = "pdf", "PDF"
        JPG = "jpg", "JPG"
        PNG = "png", "PNG"
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"

    kunci = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    realisasi = models.ForeignKey(Realisasi, on_delete=models.PROTECT, related_name="bukti_dukung")
    jenis = models.CharField(max_length=6, choices=Jenis, default=Jenis.BERKAS)
    judul = models.CharField("nama dokumen", max_length=200)
    sumber = models.CharField("sumber data menurut penetapan", max_length=300, blank=True)
    nomor = models.CharField("nomor dokumen", max_length=120, blank=True)
    halaman = models.CharField(max_length=60, blank=True)
    tanggal = models.DateField("tanggal dokumen", null=True, blank=True)
    penerbit = models.CharField(max_length=160, blank=True)
    tautan = models.URLField(max_length=500, blank=True)
    berkas = models.FileField(upload_to=stored_name, max_length=120, blank=True)
    nama_berkas = models.CharField("nama berkas", max_length=200, blank=True)
    tipe = models.CharField(max_length=4, choices=Tipe, blank=True)
    ukuran = models.PositiveBigIntegerField("ukuran (bita)", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    peringatan = models.JSONField(default=list, blank=True)
    diunggah_oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    dihapus_pada = models.DateTimeField(null=True, blank=True)
    contoh = models.BooleanField("data contoh", default=False)

    objects = BuktiDukungQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "bukti dukung"
        ordering = ["realisasi", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(jenis="berkas") & ~Q(berkas="")) | (Q(jenis="tautan") & ~Q(tautan="")),
                name="buktidukung_berkas_atau_tautan",
                violation_error_message="Unggah berkas atau tulis tautannya.",
            ),
        ]

    def __str__(self) -> str:
        return self.judul
