"""Dokumen: a frozen output, ready to sign; and the signed files that came back.

What was frozen never changes: triggers in the database refuse it (migration 0008), whoever asks. Every upload of a
signed file is a row of its own beside the original.
"""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.keanggotaan import Peran
from registry.models.penetapan import Penetapan


def frozen_name(row: "Dokumen", name: str) -> str:
    """Where the frozen file is kept: under our own name."""
    return f"dokumen/{row.kunci.hex[:2]}/{row.kunci.hex}"


def signed_name(row: "BerkasTertanda", name: str) -> str:
    """Where a signed file is kept: beside the frozen ones, under our own name."""
    return f"dokumen/{row.kunci.hex[:2]}/{row.kunci.hex}-ttd"


class DokumenQuerySet(models.QuerySet["Dokumen"]):
    """Reads of Dokumen."""

    def visible_to(self, user) -> "DokumenQuerySet":
        """An OPD: recaps of its own. Others: all of the Pemda; of decrees that are drafts only admin and Bappeda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(pemda=member.pemda_id)
        if member.is_opd:
            return mine.filter(jenis=Dokumen.Jenis.REKAP, instansi=member.instansi_id)
        if member.peran == Peran.PEMBACA:
            drafts = Penetapan.objects.filter(pemda=member.pemda_id, status=Penetapan.Status.DRAF)
            return mine.exclude(penetapan_kode__in=drafts.values("kode"))
        return mine

    def valid(self) -> "DokumenQuerySet":
        """Without the cancelled ones."""
        return self.exclude(status=Dokumen.Status.DIBATALKAN)


class Dokumen(models.Model):
    """One frozen document: the rows it was drawn from, the PDF, its SHA-256 and its verification code.

    `penetapan_kode` names the decree without holding on to its row: a draft may be replaced, the document stays.
    """

    class Jenis(models.TextChoices):
        LAMPIRAN = "lampiran", "Lampiran penetapan"
        KEPUTUSAN = "keputusan", "Keputusan dan lampirannya"
        REKAP = "rekap", "Rekap realisasi"

    class Status(models.TextChoices):
        DIBEKUKAN = "dibekukan", "Dibekukan, belum ditandatangani"
        DITANDATANGANI = "ditandatangani", "Ditandatangani"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    kunci = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kode = models.CharField("kode verifikasi", max_length=14, unique=True)
    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="dokumen")
    jenis = models.CharField(max_length=10, choices=Jenis)
    penetapan_kode = models.CharField("kode penetapan", max_length=60, blank=True)
    instansi = models.ForeignKey(
        "registry.Instansi", on_delete=models.PROTECT, null=True, blank=True, related_name="dokumen"
    )
    tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    nomor = models.CharField(max_length=80, blank=True)
    tentang = models.TextField()
    tanggal = models.DateField(null=True, blank=True)
    penanda_tangan = models.CharField("penanda tangan", max_length=300, blank=True)
    cuplikan = models.JSONField("isi yang dicetak", default=dict)
    jawaban = models.JSONField("jawaban pemeriksaan", default=list, blank=True)
    jangkar = models.CharField("jangkar tanda tangan", max_length=20, blank=True)
    kotak = models.BooleanField("kotak tanda tangan", default=False)
    berkas = models.FileField(upload_to=frozen_name, max_length=120)
    ukuran = models.PositiveBigIntegerField("ukuran (bita)")
    halaman = models.PositiveIntegerField("jumlah halaman")
    sha256 = models.CharField("SHA-256", max_length=64)
    status = models.CharField(max_length=14, choices=Status, default=Status.DIBEKUKAN)
    alasan_batal = models.TextField("alasan pembatalan", blank=True)
    dibekukan_oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DokumenQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["cuplikan"])

    class Meta:
        verbose_name = verbose_name_plural = "dokumen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "jenis", "penetapan_kode"],
                condition=~Q(status="dibatalkan") & ~Q(jenis="rekap"),
                name="dokumen_penetapan_satu",
                violation_error_message="Dokumen ini sudah dibekukan. Batalkan yang lama dahulu.",
            ),
            models.UniqueConstraint(
                fields=["instansi", "tahun"],
                condition=~Q(status="dibatalkan") & Q(jenis="rekap"),
                name="dokumen_rekap_satu",
                violation_error_message="Rekap ini sudah dibekukan. Batalkan yang lama dahulu.",
            ),
            models.CheckConstraint(
                condition=(Q(jenis="rekap") & Q(instansi__isnull=False) & Q(tahun__isnull=False))
                | (~Q(jenis="rekap") & ~Q(penetapan_kode="")),
                name="dokumen_pokok_ada",
                violation_error_message="Dokumen harus milik sebuah penetapan, atau sebuah instansi dan tahun.",
            ),
            models.CheckConstraint(
                condition=~Q(status="dibatalkan") | ~Q(alasan_batal=""),
                name="dokumen_batal_beralasan",
                violation_error_message="Tulis alasan pembatalan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.kode}"

    @property
    def nama_berkas(self) -> str:
        """What the frozen file is called when downloaded."""
        what = self.penetapan_kode or f"{self.instansi.kode if self.instansi else ''}-{self.tahun}"
        return f"{self.jenis}-{what}-{self.kode}.pdf"


class BerkasTertandaQuerySet(models.QuerySet["BerkasTertanda"]):
    """Reads of BerkasTertanda."""

    def visible_to(self, user) -> "BerkasTertandaQuerySet":
        """Signed files of documents that the user may read."""
        return self.filter(dokumen__in=Dokumen.objects.visible_to(user))


class BerkasTertanda(models.Model):
    """A signed file of a Dokumen with what the check said; `alasan`: why it was taken though not trusted."""

    kunci = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="berkas_tertanda")
    berkas = models.FileField(upload_to=signed_name, max_length=120)
    ukuran = models.PositiveBigIntegerField("ukuran (bita)")
    sha256 = models.CharField("SHA-256", max_length=64)
    hasil = models.JSONField("hasil pemeriksaan", default=dict)
    tepercaya = models.BooleanField("rantai sertifikat tepercaya", default=False)
    alasan = models.TextField(blank=True)
    diunggah_oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BerkasTertandaQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["hasil"])

    class Meta:
        verbose_name = verbose_name_plural = "berkas tertanda"
        ordering = ["dokumen", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dokumen", "sha256"],
                name="berkastertanda_sekali",
                violation_error_message="Berkas ini sudah tercatat pada dokumen ini.",
            ),
            models.CheckConstraint(
                condition=Q(tepercaya=True) | ~Q(alasan=""),
                name="berkastertanda_tepercaya_atau_beralasan",
                violation_error_message="Tulis alasan menerima tanda tangan yang rantai sertifikatnya belum tepercaya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Berkas tertanda {self.dokumen.kode}"
