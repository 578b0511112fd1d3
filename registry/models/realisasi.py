"""Realisasi: the raw values of a year, what they compute to, and where that stands."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.models.instansi import InstansiPendahulu


class RealisasiQuerySet(models.QuerySet["Realisasi"]):
    """Reads of Realisasi."""

    def visible_to(self, user) -> "RealisasiQuerySet":
        """OPD: their own, and verified ones of predecessors; Bappeda: submitted; admin: all; pembaca: verified only."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(indikator__pemda=member.pemda_id)
        if member.is_opd:
            fills = Q(instansi__jenis="pemda", indikator__in=member.instansi.mengisi.values("indikator"))
            fills |= Q(indikator__in=member.instansi.indikator_bervariabel())
            inherited = Q(InstansiPendahulu.objects.inherited_by(member.instansi_id), status__in=Realisasi.FINAL)
            return mine.filter(Q(instansi=member.instansi_id) | fills | inherited)
        if member.peran == "bappeda":
            return mine.exclude(status=Realisasi.Status.DRAF)
        if member.peran == "pembaca":
            return mine.filter(status__in=Realisasi.FINAL)
        return mine

    def for_year(self, tahun: int, periode: int = 0) -> "RealisasiQuerySet":
        """One year (periode 0) or one quarter (1–4)."""
        return self.filter(tahun=tahun, periode=periode)


class Realisasi(models.Model):
    """Realisasi of an indicator for one instansi, year and periode (0 = the year).

    `nilai_mentah` is one JSON object: name → decimal text, list of them, code, or {"kosong": reason, …}.
    `hasil` is exact text; `hasil_angka` and `capaian_angka` serve sorting only.
    `cuplikan` holds every input used at the time, so that the proof stays true when data moves on.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Diajukan"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
        TERVERIFIKASI = "terverifikasi", "Terverifikasi"
        TERKUNCI = "terkunci", "Terkunci"

    FINAL = (Status.TERVERIFIKASI, Status.TERKUNCI)
    OPEN = (Status.DRAF, Status.DIKEMBALIKAN)

    indikator = models.ForeignKey("registry.Indikator", on_delete=models.PROTECT, related_name="realisasi")
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="realisasi")
    tahun = models.PositiveSmallIntegerField()
    periode = models.PositiveSmallIntegerField(default=0)
    nilai_mentah = models.JSONField(default=dict, blank=True)
    rumus = models.ForeignKey(
        "registry.Rumus", on_delete=models.PROTECT, null=True, blank=True, related_name="realisasi"
    )
    hasil = models.CharField(max_length=60, null=True, blank=True)
    hasil_angka = models.FloatField(null=True, blank=True)
    kosong_kode = models.CharField(max_length=30, null=True, blank=True)
    kosong_pesan = models.TextField(null=True, blank=True)
    capaian = models.CharField(max_length=60, null=True, blank=True)
    capaian_angka = models.FloatField(null=True, blank=True)
    kelas = models.CharField(max_length=40, null=True, blank=True)
    cuplikan = models.JSONField(default=dict, blank=True)
    keterangan = models.TextField("keterangan", blank=True)
    kendala = models.TextField(blank=True)
    tindak_lanjut = models.TextField("tindak lanjut", blank=True)
    tahun_data = models.PositiveSmallIntegerField(
        "tahun data", null=True, blank=True, help_text="Isi bila sumbernya dari tahun lain."
    )
    status = models.CharField(max_length=13, choices=Status, default=Status.DRAF)
    diisi_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    diajukan_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    diajukan_pada = models.DateTimeField(null=True, blank=True)
    atas_nama = models.CharField("diajukan atas nama", max_length=160, blank=True)
    diverifikasi_oleh = models.ForeignKey(
        "registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    diverifikasi_pada = models.DateTimeField(null=True, blank=True)
    alasan = models.TextField("alasan pengembalian atau pembukaan kembali", blank=True)
    contoh = models.BooleanField("data contoh", default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RealisasiQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "realisasi"
        ordering = ["indikator", "instansi", "tahun", "periode"]
        indexes = [models.Index(fields=["tahun", "id"], name="realisasi_tahun")]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "instansi", "tahun", "periode"],
                name="realisasi_unik",
                violation_error_message="Realisasi tahun ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(periode__lte=4),
                name="realisasi_periode_wajar",
                violation_error_message="Periode hanya 0 (setahun) atau triwulan 1 sampai 4.",
            ),
            models.CheckConstraint(
                condition=~Q(hasil__isnull=False, kosong_kode__isnull=False),
                name="realisasi_hasil_atau_kosong",
                violation_error_message="Realisasi tidak dapat bernilai dan kosong sekaligus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator} – {self.instansi} {self.tahun}"

    @property
    def pengaju(self) -> str:
        """Who submitted, and on whose behalf; only the latter where no account is on record (example data)."""
        return " atas nama ".join(str(part) for part in (self.diajukan_oleh, self.atas_nama) if part)

    @property
    def predikat(self) -> dict[str, object] | None:
        """Code and name of the result on its scale (opini, mutu IKM), as it was when computed."""
        return self.cuplikan.get("predikat") if self.cuplikan else None
