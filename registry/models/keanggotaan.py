"""Keanggotaan: the role a person has in a Pemda, and in which instansi."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords


class Peran(models.TextChoices):
    """The roles of design decision 10."""

    OPERATOR = "operator", "Operator OPD"
    KEPALA = "kepala", "Kepala OPD"
    BAPPEDA = "bappeda", "Peninjau Bappeda"
    ADMIN = "admin", "Admin Pemda"
    PEMBACA = "pembaca", "Pembaca"


class KeanggotaanQuerySet(models.QuerySet["Keanggotaan"]):
    """Reads of Keanggotaan."""

    def visible_to(self, user) -> "KeanggotaanQuerySet":
        """Members of the Pemda, for its admin; everyone else sees nobody."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if member and member.peran == Peran.ADMIN:
            return self.filter(pemda=member.pemda_id)
        return self.none()

    def with_invitation(self) -> "KeanggotaanQuerySet":
        """Adds when the last one-time link was made (`diundang_pada`), as the history tells."""
        made = models.Q(history_change_reason__startswith="Akun dibuat")
        made |= models.Q(history_change_reason__startswith="Tautan kata sandi baru")
        records = Keanggotaan.history.filter(made, id=models.OuterRef("pk")).order_by("-history_id")
        return self.annotate(diundang_pada=models.Subquery(records.values("history_date")[:1]))


class Keanggotaan(models.Model):
    """Who does what for which instansi; a person has at most one that is active."""

    user = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="keanggotaan")
    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="keanggotaan")
    instansi = models.ForeignKey(
        "registry.Instansi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="keanggotaan",
        help_text="Wajib bagi operator dan kepala OPD.",
    )
    peran = models.CharField(max_length=10, choices=Peran)
    aktif = models.BooleanField(default=True)

    objects = KeanggotaanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "keanggotaan"
        ordering = ["pemda", "peran", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(aktif=True),
                name="keanggotaan_satu_aktif",
                violation_error_message="Orang ini sudah mempunyai keanggotaan yang aktif.",
            ),
            models.CheckConstraint(
                condition=~Q(peran__in=["operator", "kepala"]) | Q(instansi__isnull=False),
                name="keanggotaan_opd_wajib",
                violation_error_message="Operator dan kepala OPD harus mempunyai instansi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_peran_display()}"

    @cached_property
    def belum_dibaca(self) -> int:
        """How many messages wait for this member."""
        from registry.models.pemberitahuan import Pemberitahuan

        return Pemberitahuan.objects.filter(penerima=self.user_id, pemda=self.pemda_id).unread().count()

    @property
    def is_opd(self) -> bool:
        """Whether this member works for one OPD and sees its own values only."""
        return self.peran in (Peran.OPERATOR, Peran.KEPALA)
