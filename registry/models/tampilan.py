"""What a person has set for their own screens: saved filters and the columns of a table."""

from django.db import models


class SaringanTersimpan(models.Model):
    """A filter that a person has named, kept as the query of its address."""

    pengguna = models.ForeignKey("registry.Pengguna", on_delete=models.CASCADE, related_name="saringan")
    halaman = models.CharField(max_length=40)
    nama = models.CharField(max_length=80)
    kueri = models.CharField(max_length=1000, blank=True)
    bawaan = models.BooleanField("buka halaman dengan saringan ini", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "saringan tersimpan"
        ordering = ["halaman", "nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["pengguna", "halaman", "nama"],
                name="saringan_nama_unik",
                violation_error_message="Saringan dengan nama ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["pengguna", "halaman"],
                condition=models.Q(bawaan=True),
                name="saringan_satu_bawaan",
                violation_error_message="Halaman ini sudah mempunyai saringan bawaan.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class PilihanKolom(models.Model):
    """The columns of one table that a person wants hidden."""

    pengguna = models.ForeignKey("registry.Pengguna", on_delete=models.CASCADE, related_name="pilihan_kolom")
    halaman = models.CharField(max_length=40)
    disembunyikan = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "pilihan kolom"
        ordering = ["halaman"]
        constraints = [
            models.UniqueConstraint(
                fields=["pengguna", "halaman"],
                name="pilihankolom_satu",
                violation_error_message="Pilihan kolom halaman ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return self.halaman
