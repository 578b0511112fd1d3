"""Takes in a signed file: judged in a process of its own, kept beside the original when nothing but signatures came.

"Same content" means: every page draws the same with the same resources, whether our bytes stand in front of the
signed file or the signing service wrote it anew (registry.pemeriksa.isi_pdf). Revocation is not checked: that needs
the network, which is never reached from here.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from registry.akses import Aksi
from registry.models import BerkasTertanda, Dokumen, Pengguna
from registry.models.dokumen import signed_name
from registry.services import dokumen_simpanan
from registry.services.alasan import checked_reason
from registry.services.berkas_aman import DETIK
from registry.services.berkas_aman import TOLAK as TOLAK_BERKAS
from registry.services.bukti_simpanan import too_large
from registry.services.errors import ServiceError
from registry.services.simpan import check_may, store
from registry.unggahan import batas

TOLAK = {
    "ttd_tidak_ada": "Berkas ini belum memuat tanda tangan elektronik. Tandatangani berkas yang diunduh dari halaman "
    "ini, lalu unggah hasilnya.",
    "ttd_rusak": "Tanda tangan pada berkas ini tidak sah: isinya berubah sesudah ditandatangani, atau datanya rusak. "
    "Minta berkas hasil tanda tangan yang asli dari penanda tangan.",
    "ttd_berubah": "Berkas ini diubah lagi sesudah ditandatangani, jadi tanda tangannya tidak mencakup seluruh isi. "
    "Unggah berkas yang langsung keluar dari aplikasi tanda tangan.",
    "ttd_aktif": "Berkas ini memuat skrip, berkas tersemat, atau formulir yang tidak ada pada dokumen aslinya.",
    "isi_halaman": "Jumlah halaman berkas ini tidak sama dengan dokumen yang dibekukan. Berkas ini milik dokumen lain, "
    "atau digabung dengan dokumen lain.",
    "isi_lain": "Isi halaman berkas ini tidak sama dengan dokumen yang dibekukan. Tandatangani berkas yang diunduh "
    "dari halaman ini tanpa mengubah, menggabung, atau mengompresnya.",
    "isi_catatan": "Berkas ini memuat catatan atau gambar tambahan di atas halaman. Hanya tanda tangan yang boleh "
    "ditambahkan.",
    "isi_formulir": "Berkas ini memuat bidang isian selain tanda tangan.",
    "isi_tertutup": "Tampilan tanda tangan menutupi lebih dari seperempat halaman. Perkecil kotaknya.",
    "jenis": "Berkas ini bukan PDF. Unggah PDF hasil tanda tangan.",
}
PERLU_ALASAN = (
    "Rantai sertifikat penanda tangan tidak sampai pada akar yang dipercaya aplikasi ini. Periksa namanya, lalu tulis "
    "alasan menerimanya, atau minta admin server memasang sertifikat akarnya (TTD_AKAR)."
)
NAMA_LAIN = (
    "Nama pada sertifikat ({nama}) tidak sama dengan penanda tangan pada dokumen ({harap}). Bila memang orang yang "
    "berhak, tulis alasannya."
)
SUDAH_ADA = "Berkas bertanda tangan ini sudah tercatat pada dokumen ini."
BATAL = "Dokumen ini sudah dibatalkan, jadi tidak menerima tanda tangan lagi."


def ttd_add(*, user: Pengguna, dokumen: Dokumen, berkas: UploadedFile, alasan: str = "") -> BerkasTertanda:
    """Stores a signed file that holds; ServiceError says what is wrong with any other."""
    check_may(user, Aksi.KELOLA, dokumen.pemda_id)
    data = _bytes_of(berkas)
    hasil = validate(dokumen, data)
    trusted = all(item["rantai"] == "tepercaya" for item in hasil["tanda"])
    hasil["nama_lain"] = [item["nama"] for item in hasil["tanda"] if not same_person(item["nama"], dokumen)]
    reason = alasan.strip()
    if not trusted:
        reason = checked_reason(alasan, PERLU_ALASAN)
    elif len(hasil["nama_lain"]) == len(hasil["tanda"]):
        names = ", ".join(hasil["nama_lain"])
        reason = checked_reason(alasan, NAMA_LAIN.format(nama=names, harap=dokumen.penanda_tangan))
    row = BerkasTertanda(
        dokumen=dokumen, ukuran=len(data), sha256=dokumen_simpanan.sha256(data), hasil=hasil, tepercaya=trusted,
        alasan=reason, diunggah_oleh=user,
    )  # fmt: skip
    row.berkas.name = signed_name(row, "")
    dokumen_simpanan.keep(row.berkas.name, data)
    try:
        _record(row, user)
    except BaseException:
        dokumen_simpanan.discard(str(row.berkas.name))
        raise
    return row


def same_person(nama: str, dokumen: Dokumen) -> bool:
    """Whether the name in a certificate is that on the document: every word of it, degrees left out."""
    words = _words(nama.partition(",")[0])
    return not dokumen.penanda_tangan or (bool(words) and words <= _words(dokumen.penanda_tangan))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.upper()))


@transaction.atomic
def _record(row: BerkasTertanda, user: Pengguna) -> None:
    dokumen = Dokumen.objects.select_for_update().get(pk=row.dokumen_id)
    if dokumen.status == Dokumen.Status.DIBATALKAN:
        raise ServiceError(BATAL)
    if dokumen.berkas_tertanda.filter(sha256=row.sha256).exists():
        raise ServiceError(SUDAH_ADA)
    names = ", ".join(item["nama"] for item in row.hasil["tanda"])
    try:
        store(row, user=user, reason=f"Ditandatangani {names}")
    except IntegrityError as error:
        raise ServiceError(SUDAH_ADA) from error
    if dokumen.status == Dokumen.Status.DIBEKUKAN:
        dokumen.status = Dokumen.Status.DITANDATANGANI
        store(dokumen, user=user, reason=f"Ditandatangani {names}")


def _bytes_of(berkas: UploadedFile) -> bytes:
    if (berkas.size or 0) > batas():
        raise ServiceError(too_large())
    data = berkas.read()
    if not data:
        raise ServiceError(TOLAK_BERKAS["kosong"])
    if not data.startswith(b"%PDF-"):
        raise ServiceError(TOLAK["jenis"])
    return data


def validate(dokumen: Dokumen, data: bytes) -> dict[str, Any]:
    """What the process says of a signed file: who signed and when. ServiceError when it is refused."""
    frozen = dokumen_simpanan.read(dokumen)
    with tempfile.TemporaryDirectory(prefix="iku-ttd-") as folder:
        signed, original = Path(folder) / "ttd.pdf", Path(folder) / "asli.pdf"
        signed.write_bytes(data)
        original.write_bytes(frozen)
        said = _ask(str(signed), str(original))
    if "tolak" in said:
        kode = said["tolak"]
        raise ServiceError(TOLAK.get(kode) or TOLAK_BERKAS.get(kode) or TOLAK["ttd_rusak"])
    return said


def _ask(signed: str, original: str) -> dict[str, Any]:
    command = [sys.executable, "-E", "-s", "-m", "registry.pemeriksa.ttd", signed, original, settings.TTD_AKAR]
    try:
        done = subprocess.run(  # noqa: S603 — our own program, paths of our own
            command, cwd=settings.BASE_DIR, env={"LANG": "C.UTF-8"}, capture_output=True, timeout=DETIK
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"tolak": "rumit"}
        return answer
    except (subprocess.TimeoutExpired, ValueError):
        return {"tolak": "rumit"}
