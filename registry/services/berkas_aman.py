"""Uploaded evidence is judged by its bytes, in a process of its own with limits (security.md S-25, S-27, S-28).

What is refused is said with the way out; what is kept gets a name that is safe to show and to send.
"""

import fcntl
import hashlib
import json
import random
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from registry.services.errors import ServiceError
from registry.services.nama import clean_name

DETIK = 40  # by the clock; the process itself has less CPU time
SEKALIGUS = 2  # files that are checked at the same time: each may use 1 GB
MAKS_NAMA = 180  # bytes
DILARANG = str.maketrans(dict.fromkeys('\\/:*?"<>|;%', "_"))
NAMA_WINDOWS = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}
AKHIRAN = ("pdf", "jpg", "jpeg", "png", "xlsx", "docx")

DITERIMA = "PDF, JPG, PNG, Excel (.xlsx), atau Word (.docx)"
TOLAK = {
    "kosong": "Berkas ini kosong (0 bita). Periksa berkas aslinya, lalu unggah lagi.",
    "jenis": f"Isi berkas ini bukan {DITERIMA}, apa pun akhiran namanya. Simpan ulang dalam salah satu bentuk itu.",
    "ole": "Berkas ini Excel atau Word lama (.xls, .doc), atau dikunci kata sandi. Simpan ulang sebagai .xlsx atau "
    ".docx tanpa kata sandi.",
    "ganda": "Berkas ini memuat data lain di luar dokumennya. Buka, lalu simpan ulang dari aplikasinya.",
    "rumit": "Isi berkas ini terlalu besar atau terlalu rumit untuk diperiksa. Simpan ulang sebagai PDF yang lebih "
    "sederhana, atau bagi menjadi beberapa berkas.",
    "pdf_sandi": "PDF ini dikunci. Buka dengan kata sandinya, lalu cetak ke PDF baru tanpa kata sandi.",
    "pdf_terpotong": "PDF ini tidak utuh: bagian akhirnya hilang. Unduh atau pindai ulang, lalu unggah lagi.",
    "pdf_rusak": "PDF ini rusak dan tidak dapat dibaca. Buka berkas aslinya, lalu simpan ulang sebagai PDF.",
    "piksel": "Gambar lebih dari 40 juta piksel. Perkecil gambarnya, lalu unggah lagi.",
    "gambar_rusak": "Gambar ini rusak atau terpotong. Simpan ulang sebagai JPG atau PNG, lalu unggah lagi.",
    "kantor_rusak": "Berkas Excel atau Word ini rusak. Buka, lalu simpan ulang dari aplikasinya.",
    "kantor_sandi": "Berkas ini dikunci kata sandi. Simpan ulang tanpa kata sandi.",
    "makro": "Berkas ini memuat makro atau objek OLE. Simpan ulang sebagai .xlsx atau .docx tanpa makro, atau sebagai "
    "PDF.",
    "bom": "Isi berkas ini tidak wajar besarnya sesudah dibuka. Simpan ulang sebagai PDF.",
}
TEMUAN = {
    "javascript": "memuat JavaScript",
    "launch": "memuat perintah menjalankan program",
    "lampiran": "memuat berkas tersemat",
    "media": "memuat media yang berjalan sendiri",
    "xfa": "memuat formulir XFA",
    "kirim": "memuat formulir yang mengirim atau mengambil data",
    "rapuh": "susunannya tidak rapi; sebagian isinya mungkin tidak tampil",
    "sematan": "memuat dokumen tersemat",
    "rujukan_luar": "merujuk berkas atau alamat di luar dokumen",
}
TERJANGKIT = "Pemindai virus menolak berkas ini. Bersihkan komputer asalnya, lalu unggah berkas yang bersih."
PEMINDAI_GAGAL = "Pemindai virus tidak menjawab. Coba lagi beberapa menit lagi, atau hubungi admin server."


@dataclass(frozen=True)
class BerkasPeriksa:
    """What passed: where it lies, its kind by content, pages of a PDF, codes of findings, size in bytes and hash."""

    tempat: Path
    tipe: str
    halaman: int
    temuan: tuple[str, ...]
    ukuran: int
    sha256: str


def periksa_berkas(tempat: Path) -> BerkasPeriksa:
    """Checks a file; a picture is drawn anew beside it. ServiceError when it is not kept.

    A file that is refused stays where it is; removing it is the caller's.
    """
    drawn = tempat.with_name(f"{tempat.name}.gambar")
    with _turn(tempat.parent):
        said = _ask(tempat, drawn)
    if "tolak" in said:
        raise ServiceError(TOLAK[said["tolak"]])
    if said["baru"]:
        drawn.replace(tempat)
    scan(tempat)
    return BerkasPeriksa(
        tempat, said["tipe"], said["halaman"], tuple(said["temuan"]), tempat.stat().st_size, sha256_of(tempat)
    )


def _ask(tempat: Path, drawn: Path) -> dict:
    """The verdict of the process; one that dies or takes too long has met something too complicated."""
    command = [sys.executable, "-E", "-s", "-m", "registry.pemeriksa", str(tempat), str(drawn)]
    try:
        done = subprocess.run(  # noqa: S603 — our own program, paths of our own
            command, cwd=settings.BASE_DIR, env={"LANG": "C.UTF-8"}, capture_output=True, timeout=DETIK
        )
        return json.loads(done.stdout) if done.returncode == 0 else {"tolak": "rumit"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"tolak": "rumit"}


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Waits for one of the places, so that many uploads at once cannot fill the memory."""
    place = folder / f".giliran-{random.randrange(SEKALIGUS)}"  # noqa: S311
    with place.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def scan(tempat: Path) -> None:
    """Asks the virus scanner of the settings, if there is one: 0 clean, 1 infected (clamdscan's answers)."""
    command = shlex.split(settings.BUKTI_PEMINDAI)
    if not command:
        return
    try:
        answer = subprocess.run([*command, str(tempat)], capture_output=True, timeout=DETIK).returncode  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        answer = -1
    if answer == 1:
        raise ServiceError(TERJANGKIT)
    if answer != 0:
        raise ServiceError(PEMINDAI_GAGAL)


def sha256_of(tempat: Path) -> str:
    """SHA-256 of a file, in hex."""
    with tempat.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def safe_name(name: str, tipe: str) -> str:
    """A sender's file name as it may be shown and sent: no folder, nothing invisible, ending by what the file is."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    text = clean_name(base).translate(DILARANG)
    stem, dot, last = text.rpartition(".")
    if dot and last.lower() in AKHIRAN:
        text = stem
    text = text.strip(". ").encode()[:MAKS_NAMA].decode(errors="ignore").rstrip(". ")
    if not text or not any(unicodedata.category(c)[0] in "LN" for c in text):
        text = "bukti"
    if text.split(".")[0].lower() in NAMA_WINDOWS:
        text = f"_{text}"
    return f"{text}.{tipe}"
