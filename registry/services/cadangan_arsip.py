"""The archive of a backup: a plain tar whose every byte is covered by a hash.

Members in order: basis/… (the database), media/… (files), manifest.json, sidik. `sidik` holds the SHA-256 of all
bytes before its own content; after it only zeros follow. So an edit of any byte shows, in a header or padding too,
and an archive that was cut off lacks its end.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from registry.services.errors import ServiceError

BLOK, AKHIR = tarfile.BLOCKSIZE, tarfile.RECORDSIZE
POTONG = 1024**2
MANIFEST, SIDIK = "manifest.json", "sidik"
MAKS_MANIFEST = 256 * 1024**2
RUSAK = "Arsip ini tidak utuh atau sudah diubah ({apa}). Tidak ada yang dipulihkan. Pakai salinan lain."
Lapor = Callable[[int], None]  # told how many bytes were done since the last time


class ArsipRusak(ServiceError):
    """An archive that is not what was written."""

    def __init__(self, apa: str) -> None:
        super().__init__(RUSAK.format(apa=apa))


@dataclass(frozen=True)
class Anggota:
    """One member: name, size in bytes, hash, and where its content starts in the archive."""

    nama: str
    ukuran: int
    sha256: str
    mulai: int = 0

    @property
    def data(self) -> dict[str, Any]:
        """As the manifest keeps it."""
        return {"nama": self.nama, "ukuran": self.ukuran, "sha256": self.sha256}


@dataclass
class Penulis:
    """Writes an archive to an open file, hashing on the way."""

    file: IO[bytes]
    lapor: Lapor = lambda done: None
    anggota: list[Anggota] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.semua = hashlib.sha256()

    def add(self, nama: str, source: Path) -> None:
        """A file; OSError when it vanishes or changes size meanwhile."""
        with source.open("rb") as file:
            size = source.stat().st_size
            self.anggota.append(self._member(nama, file, size, int(source.stat().st_mtime)))

    def finish(self, manifest: dict[str, Any]) -> str:
        """Manifest and seal; gives the hash of the manifest."""
        text = json.dumps(manifest | {"anggota": [a.data for a in self.anggota]}, ensure_ascii=False, indent=1).encode()
        member = self._member(MANIFEST, io.BytesIO(text), len(text), 0)
        self._write(_header(SIDIK, 64, 0))
        self._write(self.semua.hexdigest().encode().ljust(BLOK, b"\0"))
        self._write(b"\0" * (_padded(self.file.tell() + 2 * BLOK, AKHIR) - self.file.tell()))
        return member.sha256

    def _member(self, nama: str, source: IO[bytes], size: int, mtime: int) -> Anggota:
        self._write(_header(nama, size, mtime))
        start, own, left = self.file.tell(), hashlib.sha256(), size
        while left:
            chunk = source.read(min(POTONG, left))
            if not chunk:
                raise OSError(f"{nama} became shorter while it was read")
            own.update(chunk)
            self._write(chunk)
            self.lapor(len(chunk))
            left -= len(chunk)
        self._write(b"\0" * (_padded(size, BLOK) - size))
        return Anggota(nama, size, own.hexdigest(), start)

    def _write(self, data: bytes) -> None:
        self.semua.update(data)
        self.file.write(data)


def _padded(size: int, unit: int) -> int:
    return -(-size // unit) * unit


def _header(nama: str, size: int, mtime: int) -> bytes:
    info = tarfile.TarInfo(nama)
    info.size, info.mtime, info.mode = size, mtime, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT)


@dataclass(frozen=True)
class Arsip:
    """An archive that was read whole and is what was written."""

    path: Path
    manifest: dict[str, Any]
    sidik: str
    anggota: tuple[Anggota, ...]

    def extract(self, anggota: Anggota, target: Path, lapor: Lapor = lambda done: None) -> None:
        """Writes one member to a file, checking it again."""
        own, left = hashlib.sha256(), anggota.ukuran
        with self.path.open("rb") as source, target.open("xb") as file:
            source.seek(anggota.mulai)
            while left and (chunk := source.read(min(POTONG, left))):
                own.update(chunk)
                file.write(chunk)
                lapor(len(chunk))
                left -= len(chunk)
        if left or own.hexdigest() != anggota.sha256:
            raise ArsipRusak(f"{anggota.nama} berubah selagi dibaca")


def read_archive(path: Path, lapor: Lapor = lambda done: None) -> Arsip:
    """Reads every byte and compares all hashes; ArsipRusak when anything differs."""
    with path.open("rb") as file:
        reader = _Pembaca(file, lapor)
        found = list(reader.members())
        reader.check_end(path.stat().st_size)
    if not found or found[-1].nama != MANIFEST:
        raise ArsipRusak("daftar isi tidak ada")
    try:
        manifest = json.loads(reader.manifest)
        listed = [Anggota(**row) for row in manifest["anggota"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ArsipRusak("daftar isi tidak terbaca") from error
    if [a.data for a in found[:-1]] != [a.data for a in listed]:
        raise ArsipRusak("isi tidak sama dengan daftarnya")
    return Arsip(path, manifest, found[-1].sha256, tuple(found[:-1]))


@dataclass
class _Pembaca:
    file: IO[bytes]
    lapor: Lapor
    manifest: bytes = b""

    def __post_init__(self) -> None:
        self.semua = hashlib.sha256()

    def members(self) -> Iterator[Anggota]:
        """All members up to the seal, which is compared."""
        while True:
            info = self._info()
            if info.name == SIDIK:
                break
            _check_name(info.name)
            yield self._member(info)
        want, block = self.semua.hexdigest().encode(), self._read(BLOK)
        if block != want.ljust(BLOK, b"\0"):
            raise ArsipRusak("sidiknya tidak cocok")

    def check_end(self, size: int) -> None:
        """Zeros, as many as a tar ends with, and nothing else."""
        at = self.file.tell()
        rest = self.file.read(2 * AKHIR)
        if rest.strip(b"\0") or at + len(rest) != size or size != _padded(at + 2 * BLOK, AKHIR):
            raise ArsipRusak("bagian akhirnya tidak cocok")

    def _info(self) -> tarfile.TarInfo:
        try:
            info = tarfile.TarInfo.frombuf(self._read(BLOK), "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeError) as error:
            raise ArsipRusak("kepala anggotanya tidak terbaca") from error
        if not info.isreg() or info.size < 0:
            raise ArsipRusak("memuat sesuatu yang bukan berkas")
        return info

    def _member(self, info: tarfile.TarInfo) -> Anggota:
        start, own, left = self.file.tell(), hashlib.sha256(), info.size
        keep = info.name == MANIFEST and info.size <= MAKS_MANIFEST
        while left:
            chunk = self._read(min(POTONG, left))
            own.update(chunk)
            self.manifest += chunk if keep else b""
            self.lapor(len(chunk))
            left -= len(chunk)
        self._read(_padded(info.size, BLOK) - info.size)
        return Anggota(info.name, info.size, own.hexdigest(), start)

    def _read(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) != size:
            raise ArsipRusak("terpotong")
        self.semua.update(data)
        return data


def _check_name(nama: str) -> None:
    parts = PurePosixPath(nama).parts
    plain = nama == "/".join(parts) and ".." not in parts and "\\" not in nama
    if not plain or (parts[0] not in ("basis", "media") and nama != MANIFEST):
        raise ArsipRusak("memuat nama yang tidak dikenal")
