"""Rumus: how an indicator is computed, apart from what the decree prints; its Variabel."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.indikator import Indikator


class RumusQuerySet(models.QuerySet["Rumus"]):
    """Reads of Rumus."""

    def visible_to(self, user) -> "RumusQuerySet":
        """All versions of the formulas of indicators that the user may read."""
        return self.filter(indikator__in=Indikator.objects.visible_to(user))

    def proposals(self) -> "RumusQuerySet":
        """What somebody proposed, decided or not: it has a reason, which the reading of a decree has not."""
        return self.filter(Q(status=Rumus.Status.USULAN) | ~Q(alasan=""))


class Rumus(models.Model):
    """One version of the computable formula with its unit and direction; exactly one is in force."""

    class Arah(models.TextChoices):
        NAIK = "naik", "Semakin tinggi semakin baik"
        TURUN = "turun", "Semakin rendah semakin baik"
        RENTANG = "rentang", "Semakin dekat rentang semakin baik"

    class Status(models.TextChoices):
        BERLAKU = "berlaku", "Berlaku"
        USULAN = "usulan", "Usulan"
        DITOLAK = "ditolak", "Ditolak"
        DIGANTI = "diganti", "Diganti"

    class Gabungan(models.TextChoices):
        HITUNG_ULANG = "hitung_ulang", "Hitung ulang dari jumlah nilai mentah"
        RATA = "rata", "Rata-rata anggota"
        JUMLAH = "jumlah", "Jumlah anggota"
        TIDAK = "tidak", "Tanpa nilai kelompok"

    indikator = models.ForeignKey("registry.Indikator", on_delete=models.CASCADE, related_name="rumus")
    versi = models.PositiveSmallIntegerField()
    ekspresi = models.CharField(max_length=2000)
    rumpun = models.CharField(max_length=5, blank=True)
    satuan = models.CharField(max_length=60)
    arah = models.CharField(max_length=8, choices=Arah, default=Arah.NAIK)
    desimal = models.PositiveSmallIntegerField(default=2)
    gabungan = models.CharField(max_length=12, choices=Gabungan, default=Gabungan.HITUNG_ULANG)
    status = models.CharField(max_length=8, choices=Status, default=Status.BERLAKU)
    alasan = models.TextField(blank=True)
    diusulkan_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    disetujui_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    tanggapan = models.TextField("alasan penolakan", blank=True)
    diputus_pada = models.DateTimeField(null=True, blank=True)

    objects = RumusQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "rumus"
        ordering = ["indikator", "versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "versi"],
                name="rumus_versi_unik",
                violation_error_message="Versi rumus ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["indikator"],
                condition=Q(status="berlaku"),
                name="rumus_satu_berlaku",
                violation_error_message="Indikator ini sudah mempunyai rumus yang berlaku.",
            ),
            models.CheckConstraint(
                condition=Q(desimal__lte=10),
                name="rumus_desimal_wajar",
                violation_error_message="Jumlah desimal paling banyak 10.",
            ),
        ]

    def __str__(self) -> str:
        return self.ekspresi


class Variabel(models.Model):
    """One named quantity of a Rumus: what it is, where its value comes from, its limits."""

    class Jenis(models.TextChoices):
        ANGKA = "angka", "Angka"
        DERET = "deret", "Deret"
        PILIHAN = "pilihan", "Pilihan"

    class Konsolidasi(models.TextChoices):
        JUMLAH = "jumlah", "Jumlah semua triwulan"
        TERAKHIR = "terakhir", "Nilai triwulan terakhir"

    class Asal(models.TextChoices):
        ISIAN = "isian", "Isian"
        TETAPAN = "tetapan", "Tetapan"
        DATA_DASAR = "data_dasar", "Data dasar"
        INDIKATOR = "indikator", "Indikator lain"
        ANGGOTA = "anggota", "Anggota kelompok"

    rumus = models.ForeignKey(Rumus, on_delete=models.CASCADE, related_name="variabel")
    urut = models.PositiveSmallIntegerField()
    nama = models.CharField(max_length=40)
    label = models.TextField()
    satuan = models.CharField(max_length=60, blank=True)
    jenis = models.CharField(max_length=8, choices=Jenis, default=Jenis.ANGKA)
    asal = models.CharField(max_length=10, choices=Asal, default=Asal.ISIAN)
    nilai = models.CharField(max_length=30, null=True, blank=True)
    data_dasar = models.ForeignKey(
        "registry.DataDasar", on_delete=models.PROTECT, null=True, blank=True, related_name="variabel"
    )
    indikator = models.ForeignKey(
        "registry.Indikator", on_delete=models.PROTECT, null=True, blank=True, related_name="dipakai_oleh"
    )
    anggota = models.JSONField(default=list, blank=True)
    skala = models.ForeignKey(
        "registry.Skala", on_delete=models.PROTECT, null=True, blank=True, related_name="variabel"
    )
    min = models.CharField(max_length=30, null=True, blank=True)
    maks = models.CharField(max_length=30, null=True, blank=True)
    bulat = models.BooleanField(default=False)
    konsolidasi = models.CharField("dari triwulan ke tahun", max_length=8, choices=Konsolidasi, null=True, blank=True)
    pengisi = models.ForeignKey(
        "registry.Instansi", on_delete=models.PROTECT, null=True, blank=True, related_name="variabel"
    )

    class Meta:
        verbose_name = verbose_name_plural = "variabel"
        ordering = ["rumus", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["rumus", "nama"],
                name="variabel_nama_unik",
                violation_error_message="Nama variabel ini sudah dipakai dalam rumus.",
            ),
            models.CheckConstraint(
                condition=~Q(asal="tetapan") | Q(nilai__isnull=False),
                name="variabel_tetapan_bernilai",
                violation_error_message="Variabel tetapan harus mempunyai nilai.",
            ),
            models.CheckConstraint(
                condition=~Q(asal="data_dasar") | Q(data_dasar__isnull=False),
                name="variabel_data_dasar_ada",
                violation_error_message="Pilih data dasar bagi variabel ini.",
            ),
            models.CheckConstraint(
                condition=~Q(asal__in=["indikator", "anggota"]) | Q(indikator__isnull=False),
                name="variabel_indikator_ada",
                violation_error_message="Pilih indikator bagi variabel ini.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
