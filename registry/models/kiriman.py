"""Kiriman: a form that has been sent once, so that a second press of the button does nothing more."""

from django.db import models


class Kiriman(models.Model):
    """The key of a form that was accepted; a second POST with the same key finds where the first one led."""

    kunci = models.UUIDField(unique=True)
    pengguna = models.ForeignKey("registry.Pengguna", on_delete=models.CASCADE, related_name="+")
    alamat = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "kiriman"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.kunci)
