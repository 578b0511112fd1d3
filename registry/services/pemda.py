"""Writes of Pemda: made with its first admin, and its settings."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from registry.akses import Aksi
from registry.models import AturanCapaian, Instansi, Keanggotaan, Pemda, Pengguna, Peran
from registry.services.akun import akun_create
from registry.services.errors import ServiceError
from registry.services.faktor_kedua import has_factor
from registry.services.lambang import lambang_png, lambang_remove, lambang_store
from registry.services.simpan import TIDAK_BERHAK, check_may, latin_name, store
from registry.services.skala import skala_load

FAKTOR_DAHULU = (
    "Nyalakan dahulu faktor kedua akun Anda sendiri di halaman Akun saya, baru mewajibkannya bagi yang lain."
)
KODE_ASCII = "Tulis kode wilayah Kemendagri dengan angka biasa, misalnya 35.08."


@transaction.atomic
def pemda_create(
    *, data: dict[str, Any], admin: str, admin_nama: str, admin_email: str = "", user: Pengguna | None = None
) -> Keanggotaan:
    """A new Pemda with its own instansi, the default rules of achievement, and its first admin without a password.

    `data` are the fields of Pemda; `user` must be a superuser, or None for the command on the server.
    """
    if user is not None and not (user.is_active and user.is_superuser):
        raise ServiceError(TIDAK_BERHAK)
    if not str(data.get("kode", "")).isascii():
        raise ServiceError(KODE_ASCII)
    pemda = Pemda(**data | {"nama": latin_name(data["nama"])})
    store(pemda, user=user, reason="Pemda dibuat")
    own = Instansi(pemda=pemda, kode="pemda", nama=f"Pemerintah {pemda.nama}", jenis=Instansi.Jenis.PEMDA)
    store(own, user=user, reason="Dibuat bersama pemda")
    rules = AturanCapaian(pemda=pemda, mulai=2015, dasar_hukum="Aturan bawaan aplikasi")
    store(rules, user=user, reason="Dibuat bersama pemda")
    skala_load()
    return akun_create(
        user=user, username=admin, nama=admin_nama, email=admin_email, peran=Peran.ADMIN, pemda=pemda, instansi=None
    )


def pemda_save(
    *, user: Pengguna, pemda: Pemda, lambang: UploadedFile | None = None, hapus_lambang: bool = False
) -> Pemda:
    """Stores the settings; a new lambang replaces the old file, and one that is refused leaves nothing behind."""
    check_may(user, Aksi.KELOLA, pemda.pk)
    pemda.nama = latin_name(pemda.nama)
    before = Pemda.objects.get(pk=pemda.pk)
    if pemda.wajib_faktor_kedua != before.wajib_faktor_kedua and not has_factor(user):
        raise ServiceError(FAKTOR_DAHULU)
    old = before.lambang.name or ""
    new = lambang_store(lambang_png(lambang)) if lambang else ""
    pemda.lambang = new or ("" if hapus_lambang else old)
    try:
        with transaction.atomic():
            store(pemda, user=user, reason="Lambang diganti" if new else "Pengaturan diubah")
            if old != pemda.lambang.name:
                transaction.on_commit(lambda: lambang_remove(old))
    except BaseException:
        lambang_remove(new)
        raise
    return pemda
