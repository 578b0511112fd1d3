"""ImporIsian: one uploaded workbook of an OPD, from its preview to what was written."""

import uuid

from django.db import models


def stored_name(row: "ImporIsian", name: str) -> str:
    """Where the uploaded workbook is kept: under our own name."""
    return f"impor/{row.kunci.hex}"


class ImporIsianQuerySet(models.QuerySet["ImporIsian"]):
    """Reads of ImporIsian."""

    def visible_to(self, user) -> "ImporIsianQuerySet":
        """What members of the same OPD have uploaded; nobody else's."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if member is None or not member.is_opd:
            return self.none()
        return self.filter(pemda=member.pemda_id, instansi=member.instansi_id)


class ImporIsian(models.Model):
    """An upload with what its preview showed: nothing else than that may be written.

    `isi` holds, per cell, what was read, the verdict and the version of the realisasi it was compared to.
    `sha256` is of the file; the same file for the same target is one import, however often it is sent.
    """

    class Status(models.TextChoices):
        PRATINJAU = "pratinjau", "Menunggu konfirmasi"
        DITOLAK = "ditolak", "Ditolak"
        DITERAPKAN = "diterapkan", "Diterapkan"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    kunci = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="impor_isian")
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="impor_isian")
    tahun = models.PositiveSmallIntegerField()
    periode = models.PositiveSmallIntegerField(default=0)
    pembuat = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    nama_berkas = models.CharField(max_length=200)
    berkas = models.FileField(upload_to=stored_name, max_length=120)
    sha256 = models.CharField(max_length=64)
    isi = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PRATINJAU)
    created_at = models.DateTimeField(auto_now_add=True)
    diterapkan_pada = models.DateTimeField(null=True, blank=True)

    objects = ImporIsianQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "impor isian"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "tahun", "periode", "sha256"],
                condition=models.Q(status="pratinjau"),
                name="imporisian_satu_pratinjau",
                violation_error_message="Berkas ini sudah diunggah dan menunggu konfirmasi.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama_berkas
