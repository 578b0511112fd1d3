"""Sasaran: a strategic target that indicators measure."""

from django.db import models


class Sasaran(models.Model):
    """Sasaran strategis of one sheet, in printed order."""

    lembar = models.ForeignKey("registry.LembarInstansi", on_delete=models.CASCADE, related_name="sasaran")
    urut = models.PositiveSmallIntegerField()
    nomor = models.CharField(max_length=10, null=True, blank=True)
    teks = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "sasaran"
        ordering = ["lembar", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["lembar", "urut"],
                name="sasaran_urut_unik",
                violation_error_message="Urutan sasaran ini sudah dipakai.",
            ),
        ]

    def __str__(self) -> str:
        return self.teks
