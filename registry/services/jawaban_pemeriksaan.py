"""Writes of JawabanPemeriksaan: the admin says why a finding of the check of a decree's text may stay."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.akses import Aksi
from registry.models import JawabanPemeriksaan, Penetapan, Pengguna
from registry.services.alasan import checked_reason
from registry.services.errors import ServiceError
from registry.services.simpan import check_may

PERLU_ALASAN = "Tulis mengapa hal ini dibiarkan seperti tercetak, agar pemeriksa berikutnya memahaminya."
BERUBAH = "Catatan ini baru saja dijawab orang lain. Periksa jawabannya, lalu simpan lagi bila tetap perlu."


@transaction.atomic
def jawaban_pemeriksaan_save(
    *, user: Pengguna, penetapan: Penetapan, kunci: str, catatan: str, alasan: str, version: int
) -> JawabanPemeriksaan:
    """Stores the answer; `version` is what the form was opened with (0: none yet)."""
    check_may(user, Aksi.KELOLA, penetapan.pemda_id)
    alasan = checked_reason(alasan, PERLU_ALASAN)
    rows = JawabanPemeriksaan.objects.select_for_update().filter(penetapan=penetapan, kunci=kunci)
    row = rows.order_by("pk").first() or JawabanPemeriksaan(penetapan=penetapan, kunci=kunci, version=0)
    if row.version != version:
        raise ServiceError(BERUBAH)
    row.catatan, row.alasan, row.oleh, row.version = catatan, alasan, user, row.version + 1
    try:
        row.full_clean(exclude=["penetapan", "oleh"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row._history_user, row._change_reason = user, alasan[:100]
    row.save()
    return row
