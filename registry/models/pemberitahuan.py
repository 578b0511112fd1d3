"""Pemberitahuan: a message to one person, read in the app and, where an address is known, sent by e-mail."""

from django.db import models


class PemberitahuanQuerySet(models.QuerySet["Pemberitahuan"]):
    """Reads of Pemberitahuan."""

    def visible_to(self, user) -> "PemberitahuanQuerySet":
        """Messages to this person, of the Pemda they work for now."""
        member = user.keanggotaan_aktif if user.is_authenticated else None
        return self.filter(penerima=user, pemda=member.pemda_id) if member else self.none()

    def unread(self) -> "PemberitahuanQuerySet":
        """Not opened yet."""
        return self.filter(dibaca_pada=None)


class Pemberitahuan(models.Model):
    """One message (reminder, return, review task) to one person, with where it leads."""

    class Jenis(models.TextChoices):
        PENGINGAT = "pengingat", "Pengingat"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
        DIVERIFIKASI = "diverifikasi", "Diverifikasi"
        TUGAS = "tugas", "Tugas"

    pemda = models.ForeignKey("registry.Pemda", on_delete=models.PROTECT, related_name="pemberitahuan")
    penerima = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, related_name="pemberitahuan")
    jenis = models.CharField(max_length=12, choices=Jenis)
    judul = models.CharField(max_length=200)
    isi = models.TextField(blank=True)
    alamat = models.CharField(max_length=300, blank=True)
    pengirim = models.ForeignKey("registry.Pengguna", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    dibaca_pada = models.DateTimeField(null=True, blank=True)
    surel_pada = models.DateTimeField("dikirim lewat surel pada", null=True, blank=True)
    surel_galat = models.CharField("galat surel", max_length=300, blank=True)

    objects = PemberitahuanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pemberitahuan"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["penerima", "dibaca_pada"], name="pemberitahuan_penerima")]

    def __str__(self) -> str:
        return self.judul
