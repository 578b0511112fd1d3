"""Instansi: an agency (OPD), a group of like agencies, or the Pemda itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

WARISAN_TERJAUH = 3  # steps of merges and splits along which an OPD reads what came before it


class InstansiQuerySet(models.QuerySet["Instansi"]):
    """Reads of Instansi."""

    def visible_to(self, user) -> "InstansiQuerySet":
        """All instansi of the user's Pemda, in the order of the decree."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(pemda=member.pemda_id) if member else self.none()

    def in_year(self, tahun: int) -> "InstansiQuerySet":
        """Only those that existed in the year."""
        return self.filter(Q(mulai__isnull=True) | Q(mulai__lte=tahun), Q(sampai__isnull=True) | Q(sampai__gte=tahun))

    def measured(self) -> "InstansiQuerySet":
        """Only those that have values of their own: no groups."""
        return self.exclude(jenis=Instansi.Jenis.KELOMPOK)


class Instansi(models.Model):
    """Organisasi perangkat daerah; Lampiran I belongs to the one of jenis "pemda"."""

    class Jenis(models.TextChoices):
        PEMDA = "pemda", "Pemerintah daerah"
        SEKRETARIAT = "sekretariat", "Sekretariat"
        INSPEKTORAT = "inspektorat", "Inspektorat"
        BADAN = "badan", "Badan"
        DINAS = "dinas", "Dinas"
        SATUAN = "satuan", "Satuan"
        KECAMATAN = "kecamatan", "Kecamatan"
        LAINNYA = "lainnya", "Lainnya"
        KELOMPOK = "kelompok", "Kelompok instansi sejenis"

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="instansi")
    kode = models.CharField(
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "Pakai huruf kecil, angka, dan tanda hubung, misalnya dinkes.")
        ],
    )
    nama = models.CharField(max_length=200)
    singkatan = models.CharField(max_length=40, blank=True)
    jenis = models.CharField(max_length=12, choices=Jenis)
    urut = models.PositiveSmallIntegerField("urutan", default=0)
    mulai = models.PositiveSmallIntegerField("berdiri sejak tahun", null=True, blank=True)
    sampai = models.PositiveSmallIntegerField("berakhir tahun", null=True, blank=True)
    kelompok = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="anggota",
        limit_choices_to={"jenis": "kelompok"},
        help_text="Kelompok yang lembar IKU-nya berlaku bagi instansi ini, misalnya Kecamatan.",
    )
    pendahulu = models.ManyToManyField(
        "self", through="registry.InstansiPendahulu", symmetrical=False, related_name="penerus", blank=True
    )

    objects = InstansiQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "instansi"
        ordering = ["pemda", "urut", "kode"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "kode"],
                name="instansi_kode_unik",
                violation_error_message="Kode ini sudah dipakai instansi lain.",
            ),
            models.UniqueConstraint(
                fields=["pemda"],
                condition=Q(jenis="pemda"),
                name="instansi_satu_pemda",
                violation_error_message="Instansi berjenis pemerintah daerah sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(mulai__isnull=True) | Q(sampai__isnull=True) | Q(mulai__lte=models.F("sampai")),
                name="instansi_mulai_sebelum_sampai",
                violation_error_message="Tahun berakhir tidak boleh mendahului tahun berdiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def sebutan(self) -> str:
        """The short name where there is one, for narrow tables."""
        return self.singkatan or self.nama

    def indikator_bervariabel(self) -> models.QuerySet:
        """Ids of indicators in whose formula this instansi enters a Variabel of its own."""
        return self.variabel.filter(rumus__status="berlaku", asal="isian").values("rumus__indikator")


class InstansiPendahuluQuerySet(models.QuerySet["InstansiPendahulu"]):
    """Reads of InstansiPendahulu."""

    def leading_to(self, instansi: int | None) -> "InstansiPendahuluQuerySet":
        """Steps that end, after one to three steps, at the instansi: what came before it."""
        heir = "instansi"
        found = Q(instansi=instansi)
        for _ in range(WARISAN_TERJAUH - 1):
            heir += "__kelanjutan__instansi"
            found |= Q(**{heir: instansi})
        return self.filter(found)

    def inherited_by(self, instansi: int | None) -> "models.Exists":
        """Whether a row with `instansi` and `tahun` is of a predecessor, from before it was continued."""
        earlier = self.leading_to(instansi).filter(
            pendahulu=models.OuterRef("instansi_id"), tahun__gt=models.OuterRef("tahun")
        )
        return models.Exists(earlier)


class InstansiPendahulu(models.Model):
    """One step of a merge or a split: which instansi continues which, from which year."""

    instansi = models.ForeignKey(Instansi, on_delete=models.CASCADE, related_name="asal_usul")
    pendahulu = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="kelanjutan")
    tahun = models.PositiveSmallIntegerField("sejak tahun")

    objects = InstansiPendahuluQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pendahulu instansi"
        ordering = ["instansi", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "pendahulu"],
                name="instansipendahulu_unik",
                violation_error_message="Pendahulu ini sudah tercatat.",
            ),
            models.CheckConstraint(
                condition=~Q(instansi=models.F("pendahulu")),
                name="instansipendahulu_bukan_diri",
                violation_error_message="Instansi tidak dapat menjadi pendahulu dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pendahulu} → {self.instansi} ({self.tahun})"
