"""Pejabat: an official who signs."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


def validate_nip(value: str) -> None:
    """Refuses a NIP that is not 18 digits with a real birth date, an appointment after it, and sex 1 or 2.

    Shape by BKN regulation 22/2007: birth YYYYMMDD, appointment YYYYMM, sex, number. Digits 13–14 of PPPK
    numbers are not a month (e.g. 21) and are let through above 12.
    """
    if len(value) != 18 or not value.isascii() or not value.isdigit():
        raise ValidationError("NIP harus 18 angka tanpa spasi, misalnya 196905071989031004.")
    try:
        birth = datetime.date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        raise ValidationError("Delapan angka pertama NIP harus tanggal lahir yang benar (TTTTBBHH).") from None
    if int(value[8:12]) <= birth.year or value[12:14] == "00":
        raise ValidationError("Angka ke-9 sampai ke-14 NIP harus tahun dan bulan pengangkatan sesudah lahir.")
    if value[14] not in "12":
        raise ValidationError("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).")


class PejabatQuerySet(models.QuerySet["Pejabat"]):
    """Reads of Pejabat."""

    def visible_to(self, user) -> "PejabatQuerySet":
        """Officials of the user's Pemda."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(instansi__pemda=member.pemda_id) if member else self.none()


class Pejabat(models.Model):
    """Pejabat penanda tangan: name with titles, NIP, rank, office, and from when until when."""

    class Status(models.TextChoices):
        DEFINITIF = "definitif", "Definitif"
        PLT = "plt", "Plt."
        PLH = "plh", "Plh."
        PJ = "pj", "Pj."

    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="pejabat")
    nama = models.CharField("nama lengkap dengan gelar", max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[validate_nip])
    pangkat = models.CharField("pangkat/golongan", max_length=60, blank=True)
    jabatan = models.CharField(max_length=160, help_text="Seperti yang tercetak, misalnya Kepala Dinas Kesehatan.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DEFINITIF)
    mulai = models.DateField("mulai menjabat")
    sampai = models.DateField("sampai dengan", null=True, blank=True)

    objects = PejabatQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "pejabat"
        ordering = ["instansi", "-mulai"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sampai__isnull=True) | Q(mulai__lte=models.F("sampai")),
                name="pejabat_mulai_sebelum_sampai",
                violation_error_message="Tanggal akhir tidak boleh mendahului tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def nip_cetak(self) -> str:
        """The NIP as documents print it: 19690507 198903 1 004."""
        n = self.nip
        return f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" if n else ""
