"""JawabanPemeriksaan: why what the check of a decree's text found may stay as it is."""

from django.db import models
from simple_history.models import HistoricalRecords

from registry.models.penetapan import Penetapan


def cell_key(kode: str, sel: str) -> str:
    """The key of the finding that a cell of an indicator is empty; it moves with the indicator."""
    return f"sel-kosong:{kode}:{sel}"


class JawabanPemeriksaanQuerySet(models.QuerySet["JawabanPemeriksaan"]):
    """Reads of JawabanPemeriksaan."""

    def visible_to(self, user) -> "JawabanPemeriksaanQuerySet":
        """Answers on visible decrees; not for members of an OPD, who do not see the check."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        if not member or member.is_opd:
            return self.none()
        return self.filter(penetapan__in=Penetapan.objects.visible_to(user))


class JawabanPemeriksaan(models.Model):
    """Jawaban atas satu catatan pemeriksaan naskah. It answers what was found then (`catatan`)."""

    penetapan = models.ForeignKey(Penetapan, on_delete=models.CASCADE, related_name="jawaban_pemeriksaan")
    kunci = models.CharField(max_length=160)
    catatan = models.TextField("catatan yang dijawab")
    alasan = models.TextField(max_length=2000)
    oleh = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = JawabanPemeriksaanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "jawaban pemeriksaan naskah"
        ordering = ["penetapan", "kunci"]
        constraints = [
            models.UniqueConstraint(
                fields=["penetapan", "kunci"],
                name="jawabanpemeriksaan_unik",
                violation_error_message="Catatan ini sudah dijawab; ubah jawabannya.",
            ),
        ]

    def __str__(self) -> str:
        return self.kunci
