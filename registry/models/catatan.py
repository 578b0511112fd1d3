"""Catatan: a comment on a realisasi."""

from django.db import models


class Catatan(models.Model):
    """What a person says about one value; never edited, never deleted."""

    realisasi = models.ForeignKey("registry.Realisasi", on_delete=models.CASCADE, related_name="catatan")
    penulis = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="+")
    teks = models.TextField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "catatan"
        ordering = ["realisasi", "created_at"]

    def __str__(self) -> str:
        return self.teks[:60]
