"""Penetapan: a decree and at the same time the version of the IKU it sets; its Lampiran and sheets.

What prints is immutable once the decree is ditetapkan: a trigger in the database refuses the change
(migration 0002), whoever asks.
"""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from simple_history.models import HistoricalRecords

from registry.models.instansi import Instansi, InstansiPendahulu


def berlaku_pada(tahun: Any, awalan: str = "") -> Q:
    """The condition that a decree counts in a year (a number or an expression); `awalan`: the path to the decree.

    A decree that was revoked keeps the years before: what was measured under it then stays in its place.
    """
    span = Q(**{f"{awalan}tahun_awal__lte": tahun, f"{awalan}tahun_akhir__gte": tahun})
    revoked_later = Q(**{f"{awalan}status": "dicabut", f"{awalan}dicabut_mulai__gt": tahun})
    return span & (Q(**{f"{awalan}status": "ditetapkan"}) | revoked_later)


class DenganPerubahan(models.Model):
    """A version that tells what it changed, also in the parts below; null in versions of before."""

    perubahan = models.JSONField(null=True, editable=False, help_text="[[cell in words, old text, new text], …]")

    class Meta:
        abstract = True


class PenetapanQuerySet(models.QuerySet["Penetapan"]):
    """Reads of Penetapan."""

    def visible_to(self, user) -> "PenetapanQuerySet":
        """Decrees of the user's Pemda; drafts only for admin and Bappeda; newest first."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(pemda=member.pemda_id)
        return mine if member.peran in ("admin", "bappeda") else mine.exclude(status=Penetapan.Status.DRAF)

    def with_counts(self, user) -> "PenetapanQuerySet":
        """Adds how many lampiran, and how many sheets and indicators of them the user may read."""
        readable = Q(lampiran__lembar__in=LembarInstansi.objects.visible_to(user))
        return self.annotate(
            jumlah_lampiran=Count("lampiran", distinct=True),
            jumlah_lembar=Count("lampiran__lembar", filter=readable, distinct=True),
            jumlah_indikator=Count("lampiran__lembar__indikator", filter=readable, distinct=True),
        )

    def in_force(self, tahun: int) -> "PenetapanQuerySet":
        """Decrees whose years hold the year: ditetapkan, or dicabut only from a later year on."""
        return self.filter(berlaku_pada(tahun))


class Penetapan(models.Model):
    """Keputusan or Peraturan (or a plain sheet) that sets IKU for a span of years."""

    class Jenis(models.TextChoices):
        KEPUTUSAN_KEPALA_DAERAH = "keputusan_kepala_daerah", "Keputusan kepala daerah"
        KEPUTUSAN_KEPALA_OPD = "keputusan_kepala_opd", "Keputusan kepala OPD"
        PERATURAN_KEPALA_DAERAH = "peraturan_kepala_daerah", "Peraturan kepala daerah"
        LEMBAR_IKU = "lembar_iku", "Lembar IKU"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DITETAPKAN = "ditetapkan", "Ditetapkan"
        DICABUT = "dicabut", "Dicabut"

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="penetapan")
    kode = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "Pakai huruf kecil, angka, dan tanda hubung.")],
        error_messages={"unique": "Kode penetapan ini sudah dipakai."},
    )
    jenis = models.CharField(max_length=30, choices=Jenis)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAF)
    kop = models.JSONField(default=list, blank=True)
    nomor = models.CharField(max_length=80, null=True, blank=True)
    tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    tentang = models.TextField()
    tempat = models.CharField(max_length=80, null=True, blank=True)
    tanggal = models.DateField(null=True, blank=True)
    tanggal_naskah = models.CharField("tanggal menurut naskah", max_length=60, null=True, blank=True)
    tahun_awal = models.PositiveSmallIntegerField()
    tahun_akhir = models.PositiveSmallIntegerField()
    mencabut = models.CharField(max_length=120, null=True, blank=True)
    perubahan_atas = models.CharField(max_length=120, null=True, blank=True)
    salinan = models.BooleanField(default=False)
    menimbang = models.JSONField(default=list, blank=True)
    mengingat = models.JSONField(default=list, blank=True)
    menetapkan = models.TextField(null=True, blank=True)
    diktum = models.JSONField(default=list, blank=True)
    tembusan = models.JSONField(null=True, blank=True)
    tanda_tangan = models.JSONField(null=True, blank=True)
    dicabut_oleh = models.CharField("dicabut oleh", max_length=120, null=True, blank=True)
    dicabut_pada = models.DateField("tanggal pencabutan", null=True, blank=True)
    dicabut_mulai = models.PositiveSmallIntegerField("tidak berlaku mulai tahun", null=True, blank=True)
    alasan_cabut = models.TextField("alasan pencabutan", null=True, blank=True)

    objects = PenetapanQuerySet.as_manager()
    history = HistoricalRecords(bases=[DenganPerubahan])

    class Meta:
        verbose_name = verbose_name_plural = "penetapan"
        ordering = ["pemda", "-tahun_awal", "kode"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tahun_awal__lte=models.F("tahun_akhir")),
                name="penetapan_tahun_urut",
                violation_error_message="Tahun akhir tidak boleh mendahului tahun awal.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor}" if self.nomor else self.kode

    @property
    def judul_pendek(self) -> str:
        """One line that people know the decree by."""
        nomor = f" Nomor {self.nomor}" if self.nomor else ""
        return f"{self.get_jenis_display()}{nomor} ({self.rentang_tahun})"

    @property
    def rentang_tahun(self) -> str:
        """The years as printed: 2019–2023, or one year."""
        if self.tahun_awal == self.tahun_akhir:
            return str(self.tahun_awal)
        return f"{self.tahun_awal}–{self.tahun_akhir}"


class LampiranQuerySet(models.QuerySet["Lampiran"]):
    """Reads of Lampiran."""

    def visible_to(self, user) -> "LampiranQuerySet":
        """Lampiran of visible decrees; their sheets are limited again by LembarInstansi."""
        return self.filter(penetapan__in=Penetapan.objects.visible_to(user))


class Lampiran(models.Model):
    """Lampiran of a decree, with the column preset it prints in."""

    class Jenis(models.TextChoices):
        IKU = "iku", "Indikator Kinerja Utama"
        IK = "ik", "Indikator Kinerja"

    class TataLetak(models.TextChoices):
        A = "A", "A – Rumus, Sumber Data, Penanggung Jawab"
        B = "B", "B – Makna, Alasan, Perhitungan, Penanggung Jawab, Sumber Data"
        C = "C", "C – Satuan tanpa rumus"
        D = "D", "D – Definisi operasional dan target per tahun"

    penetapan = models.ForeignKey(Penetapan, on_delete=models.CASCADE, related_name="lampiran")
    urut = models.PositiveSmallIntegerField()
    nomor = models.CharField(max_length=10, null=True, blank=True)
    judul = models.TextField()
    jenis = models.CharField(max_length=3, choices=Jenis, default=Jenis.IKU)
    tata_letak = models.CharField(max_length=1, choices=TataLetak, default=TataLetak.A)
    kepala = models.JSONField(null=True, blank=True)
    kolom = models.JSONField(default=list)
    tanda_tangan = models.JSONField(null=True, blank=True)

    objects = LampiranQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lampiran"
        ordering = ["penetapan", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["penetapan", "urut"],
                name="lampiran_urut_unik",
                violation_error_message="Urutan lampiran ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lampiran {self.nomor}" if self.nomor else "Lembar"


class LembarInstansiQuerySet(models.QuerySet["LembarInstansi"]):
    """Reads of LembarInstansi."""

    def visible_to(self, user) -> "LembarInstansiQuerySet":
        """OPD members: own sheet (or that of their group), those of predecessors, Lampiran I; others: all."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        visible = self.filter(lampiran__penetapan__in=Penetapan.objects.visible_to(user))
        if member and member.is_opd:
            own = Q(instansi=member.instansi_id) | Q(instansi__jenis=Instansi.Jenis.PEMDA)
            if member.instansi.kelompok_id:
                own |= Q(instansi=member.instansi.kelompok_id)
            own |= Q(instansi__in=InstansiPendahulu.objects.leading_to(member.instansi_id).values("pendahulu"))
            return visible.filter(own)
        return visible


class LembarInstansi(models.Model):
    """The sheet of one instansi (or group) in a lampiran: identity block and table."""

    lampiran = models.ForeignKey(Lampiran, on_delete=models.CASCADE, related_name="lembar")
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="lembar")
    urut = models.PositiveSmallIntegerField()
    nama = models.CharField("nama seperti tercetak", max_length=200)
    nomor = models.CharField(max_length=10, null=True, blank=True)
    tanggung_jawab = models.CharField(max_length=200, null=True, blank=True)
    tugas_pokok = models.JSONField(default=list, blank=True)
    fungsi = models.JSONField(default=list, blank=True)
    visi = models.TextField(null=True, blank=True)
    misi = models.JSONField(default=list, blank=True)
    tujuan = models.JSONField(default=list, blank=True)
    indikator_tujuan = models.JSONField(default=list, blank=True)
    penomoran = models.JSONField(default=dict, blank=True)
    label_fungsi = models.CharField(max_length=60, null=True, blank=True)
    judul_tabel = models.TextField(null=True, blank=True)
    kolom = models.JSONField(null=True, blank=True)

    objects = LembarInstansiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lembar instansi"
        ordering = ["lampiran", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["lampiran", "urut"],
                name="lembar_urut_unik",
                violation_error_message="Urutan lembar ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
