"""Indikator: one key performance indicator as a decree prints it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from registry.models.penetapan import LembarInstansi, berlaku_pada


class IndikatorQuerySet(models.QuerySet["Indikator"]):
    """Reads of Indikator."""

    def visible_to(self, user) -> "IndikatorQuerySet":
        """Indicators on sheets the user may read, and those the user's instansi fills; in printed order."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        visible = Q(lembar__in=LembarInstansi.objects.visible_to(user))
        if member.is_opd:
            visible |= Q(pk__in=Pengisi.objects.filter(instansi=member.instansi_id).values("indikator"))
            visible |= Q(pk__in=member.instansi.indikator_bervariabel())
        rows = self.filter(visible, pemda=member.pemda_id)
        if member.peran in ("admin", "bappeda"):
            return rows
        return rows.published()  # also of what it will fill

    def published(self) -> "IndikatorQuerySet":
        """Without those of drafts."""
        return self.exclude(lembar__lampiran__penetapan__status="draf")

    def in_year(self, tahun: int) -> "IndikatorQuerySet":
        """Indicators of decrees in force in the year."""
        return self.filter(berlaku_pada(tahun, "lembar__lampiran__penetapan__"))

    def with_sheet(self) -> "IndikatorQuerySet":
        """Joins sasaran, sheet, lampiran and decree."""
        return self.select_related("sasaran", "lembar__instansi", "lembar__lampiran__penetapan")

    def in_order(self) -> "IndikatorQuerySet":
        """Decree, lampiran, sheet, sasaran, indicator: as the documents print them."""
        return self.order_by(
            "-lembar__lampiran__penetapan__tahun_awal",
            "lembar__lampiran__penetapan",
            "lembar__lampiran__urut",
            "lembar__urut",
            "sasaran__urut",
            "urut",
        )


class Indikator(models.Model):
    """Indikator kinerja with its printed cells; how it is computed is kept beside it, in Rumus."""

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="indikator")
    lembar = models.ForeignKey(LembarInstansi, on_delete=models.CASCADE, related_name="indikator")
    sasaran = models.ForeignKey("registry.Sasaran", on_delete=models.CASCADE, related_name="indikator")
    urut = models.PositiveSmallIntegerField()
    kode = models.CharField(
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "Pakai huruf kecil, angka, dan tanda hubung.")],
    )
    nomor = models.CharField(max_length=10, null=True, blank=True)
    nama = models.TextField()
    rumus_cetak = models.JSONField(default=list, blank=True)
    penjelasan = models.JSONField(null=True, blank=True)
    makna = models.TextField(null=True, blank=True)
    alasan = models.TextField(null=True, blank=True)
    referensi = models.TextField(null=True, blank=True)
    sumber_data = models.JSONField(null=True, blank=True)
    penanggung_jawab = models.JSONField(null=True, blank=True)
    gabung = models.JSONField(default=list, blank=True)
    lanjutan_dari = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="lanjutan")
    catatan_sumber = models.JSONField(default=list, blank=True)

    objects = IndikatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "indikator"
        ordering = ["lembar", "sasaran__urut", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "kode"],
                name="indikator_kode_unik",
                violation_error_message="Kode indikator ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["sasaran", "urut"],
                name="indikator_urut_unik",
                violation_error_message="Urutan indikator ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class Pengisi(models.Model):
    """Who enters an indicator; the first one coordinates and alone submits."""

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="pengisi")
    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="mengisi")
    urut = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "pengisi"
        ordering = ["indikator", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "instansi"],
                name="pengisi_unik",
                violation_error_message="Instansi ini sudah menjadi pengisi indikator.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.instansi)
