"""SegelRiwayat: what all histories contained at one moment, as a chain that shows any later change."""

from django.db import models


class SegelRiwayat(models.Model):
    """A link of the chain: per history table how far it reaches, how many rows, and a hash over them."""

    dibuat_pada = models.DateTimeField(auto_now_add=True)
    isi = models.JSONField(
        help_text="table → {kolom, dari, sampai (history_id), jumlah, sha256} of the rows since the last link"
    )
    sebelum = models.CharField(max_length=64, blank=True, help_text="sha256 of the link before")
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "segel riwayat"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256
