"""Pengguna: one person's account."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property


class PenggunaManager(UserManager["Pengguna"]):
    """Reads of Pengguna."""

    def get_by_natural_key(self, username: str | None) -> "Pengguna":
        """Finds a user whatever the case of the typed name."""
        return self.get(username__iexact=username)


class Pengguna(AbstractUser):
    """A person who signs in; what they may do hangs on their one active Keanggotaan."""

    username = models.CharField(
        "nama pengguna",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z",
                "Pakai huruf kecil a–z, angka, titik, garis bawah, atau tanda hubung, misalnya operator.dinkes.",
            )
        ],
        error_messages={"unique": "Nama pengguna ini sudah dipakai."},
    )
    nama = models.CharField("nama lengkap", max_length=120)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    objects = PenggunaManager()  # type: ignore[misc]

    REQUIRED_FIELDS = ["nama"]

    class Meta:
        verbose_name = verbose_name_plural = "pengguna"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.nama or self.username

    def get_full_name(self) -> str:
        """The full name, for Django's and allauth's pages."""
        return str(self)

    @cached_property
    def keanggotaan_aktif(self):
        """The one active Keanggotaan, or None; read once per request, so a withdrawn right acts on the next."""
        from registry.models.keanggotaan import Keanggotaan

        rows = Keanggotaan.objects.filter(user=self, aktif=True).select_related("pemda", "instansi").order_by()
        return next(iter(rows[:1]), None) if self.is_active else None
