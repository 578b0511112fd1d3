"""Pekerjaan: long work that a worker process does while its person goes on."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from registry.models.dokumen import Dokumen

DIAM = timedelta(seconds=45)  # without a sign of life; a worker gives one every 5 seconds
TAK_DIAMBIL = timedelta(seconds=20)  # waiting longer than this, with nobody at work, looks like no worker at all


class PekerjaanQuerySet(models.QuerySet["Pekerjaan"]):
    """Reads of Pekerjaan."""

    def visible_to(self, user) -> "PekerjaanQuerySet":
        """One's own, made in the role that one still has: a file holds what that role may see."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if member is None:
            return self.none()
        return self.filter(pemohon=user, pemda=member.pemda_id, peran=member.peran)

    def with_dokumen(self) -> "PekerjaanQuerySet":
        """With `dokumen_kode`: of the document that a job of freezing has made."""
        made = Dokumen.objects.filter(kunci=OuterRef("kunci")).values("kode")
        return self.annotate(dokumen_kode=Subquery(made))

    def unfinished(self) -> "PekerjaanQuerySet":
        """Waiting or at work."""
        return self.filter(status__in=[Pekerjaan.Status.ANTRE, Pekerjaan.Status.BERJALAN])

    def silent(self) -> "PekerjaanQuerySet":
        """At work, but their worker gives no sign of life any more."""
        return self.filter(status=Pekerjaan.Status.BERJALAN, detak__lt=timezone.now() - DIAM)


class Pekerjaan(models.Model):
    """One export of many documents as a ZIP file (`gagal` names what is not in it, and why), one freezing of a
    document, whose `kunci` is that of the job, or one trial print (`hasil` is what it says)."""

    class Jenis(models.TextChoices):
        LAMPIRAN = "lampiran", "Semua lampiran"
        REKAP = "rekap", "Rekap semua instansi"
        BEKUKAN = "bekukan", "Pembekuan dokumen"
        PERIKSA = "periksa", "Pemeriksaan cetakan"

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu giliran"
        BERJALAN = "berjalan", "Sedang dikerjakan"
        SELESAI = "selesai", "Selesai"
        TIDAK_LENGKAP = "tidak_lengkap", "Selesai, tidak lengkap"
        GAGAL = "gagal", "Gagal"

    kunci = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pemda = models.ForeignKey("registry.Pemda", on_delete=models.CASCADE, related_name="pekerjaan")
    pemohon = models.ForeignKey("registry.Pengguna", on_delete=models.CASCADE, related_name="pekerjaan")
    peran = models.CharField(max_length=20)
    jenis = models.CharField(max_length=10, choices=Jenis)
    judul = models.CharField(max_length=200)
    parameter = models.JSONField(default=dict)
    status = models.CharField(max_length=15, choices=Status, default=Status.ANTRE)
    selesai = models.PositiveIntegerField("sudah dikerjakan", default=0)
    jumlah = models.PositiveIntegerField(default=0)
    langkah = models.CharField("sedang dikerjakan", max_length=200, blank=True)
    gagal = models.JSONField(default=list, blank=True)
    hasil = models.JSONField(default=dict, blank=True)
    pesan = models.CharField(max_length=500, blank=True)
    percobaan = models.PositiveSmallIntegerField(default=0)
    giliran = models.UUIDField(null=True, blank=True, editable=False)
    detak = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    antre_pada = models.DateTimeField(default=timezone.now)
    selesai_pada = models.DateTimeField(null=True, blank=True)
    ukuran = models.PositiveBigIntegerField(default=0)

    objects = PekerjaanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pekerjaan"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["pemohon", "-created_at"], name="pekerjaan_pemohon")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="berjalan") | Q(detak__isnull=False, giliran__isnull=False),
                name="pekerjaan_berjalan_berdetak",
                violation_error_message="Pekerjaan yang berjalan harus berdetak.",
            ),
        ]

    def __str__(self) -> str:
        return self.judul

    @property
    def berakhir(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status not in (self.Status.ANTRE, self.Status.BERJALAN)

    @property
    def ada_berkas(self) -> bool:
        """Whether there is an archive to fetch."""
        archive = self.jenis in (self.Jenis.LAMPIRAN, self.Jenis.REKAP)
        return archive and self.status in (self.Status.SELESAI, self.Status.TIDAK_LENGKAP)

    @property
    def tak_diambil(self) -> bool:
        """Whether it waits although nobody is at work: most likely no worker process runs."""
        if self.status != self.Status.ANTRE or timezone.now() - self.antre_pada < TAK_DIAMBIL:
            return False
        return not Pekerjaan.objects.filter(detak__gte=timezone.now() - DIAM).exists()
