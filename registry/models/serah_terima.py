"""SerahTerima: what an operator leaves to whoever comes after."""

from django.db import models
from simple_history.models import HistoricalRecords


class SerahTerimaQuerySet(models.QuerySet["SerahTerima"]):
    """Reads of SerahTerima."""

    def visible_to(self, user) -> "SerahTerimaQuerySet":
        """Notes of the member's own OPD; admin: of all."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member:
            return self.none()
        mine = self.filter(instansi__pemda=member.pemda_id)
        if member.is_opd:
            return mine.filter(instansi=member.instansi_id)
        return mine if member.peran == "admin" else self.none()


class SerahTerima(models.Model):
    """A note for the next operator of an OPD: where data come from, whom to ask, what is still open."""

    instansi = models.ForeignKey("registry.Instansi", on_delete=models.PROTECT, related_name="serah_terima")
    penulis = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    teks = models.TextField(max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SerahTerimaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "serah terima"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.teks[:60]
