"""Several people invited at once from a pasted list: looked at first, then all of them or none."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from registry.models import Instansi, Keanggotaan, Pemda, Pengguna, Peran
from registry.services.akun import akun_create
from registry.services.errors import ServiceError
from registry.services.nama import clean_name, fold_name

MAKS_BARIS = 200
KOLOM = ("nama", "username", "email", "peran", "opd")
KOSONG = "Tempelkan daftarnya dahulu, satu orang per baris."
TERLALU_BANYAK = f"Paling banyak {MAKS_BARIS} orang sekaligus. Bagi daftarnya."
SALAH_KOLOM = "Tulis lima bagian: nama; nama pengguna; e-mail; peran; OPD. E-mail dan OPD boleh kosong."
PERAN_ASING = "Peran «{peran}» tidak dikenal. Pakai: {daftar}."
OPD_ASING = "OPD «{opd}» tidak ada. Pakai kode, singkatan, atau nama lengkapnya."
EMAIL_SALAH = "Alamat e-mail «{email}» tidak lengkap."
GANDA = "Nama pengguna ini juga ada di baris {baris}."


@dataclass
class Calon:
    """One line of the list: as typed, what it means, what is wrong, and the membership once it is made."""

    nomor: int
    teks: str
    data: dict[str, Any] = field(default_factory=dict)
    galat: str = ""
    anggota: Keanggotaan | None = None


def calon_read(teks: str, pemda: Pemda) -> list[Calon]:
    """The lines of a pasted list (semicolons, or columns of a spreadsheet); ServiceError when it is no list at all."""
    lines = [(n, line) for n, line in enumerate(teks.splitlines(), 1) if line.strip()]
    if lines and fold_name(_split(lines[0][1])[0]) in ("nama", "namalengkap"):
        lines = lines[1:]
    if not lines:
        raise ServiceError(KOSONG)
    if len(lines) > MAKS_BARIS:
        raise ServiceError(TERLALU_BANYAK)
    places = _places(pemda)
    rows = [_read(Calon(n, line.strip()), places) for n, line in lines]
    seen: dict[str, int] = {}
    for row in rows:
        name = row.data.get("username", "")
        if name and name in seen and not row.galat:
            row.galat = GANDA.format(baris=seen[name])
        seen.setdefault(name, row.nomor)
    return rows


def _split(line: str) -> list[str]:
    return [clean_name(part) for part in (line.split("\t") if "\t" in line else line.split(";"))]


def _places(pemda: Pemda) -> dict[str, Instansi]:
    """Every way to name an OPD; two OPD of one name are found by kode only."""
    found: dict[str, Instansi] = {}
    rows = list(Instansi.objects.filter(pemda=pemda).measured().exclude(jenis=Instansi.Jenis.PEMDA))
    for name in ("nama", "singkatan", "kode"):
        for row in rows:
            if key := fold_name(getattr(row, name)):
                found[key] = row
    return found


def _read(row: Calon, places: dict[str, Instansi]) -> Calon:
    parts = _split(row.teks)
    if not 4 <= len(parts) <= 5:
        row.galat = SALAH_KOLOM
        return row
    data = dict(zip(KOLOM, [*parts, ""][:5], strict=True))
    roles = {fold_name(text): value for value, label in Peran.choices for text in (value, label)}
    peran, opd = roles.get(fold_name(data["peran"])), places.get(fold_name(data["opd"]))
    if peran is None:
        row.galat = PERAN_ASING.format(peran=data["peran"], daftar=", ".join(Peran.values))
    elif data["opd"] and opd is None:
        row.galat = OPD_ASING.format(opd=data["opd"])
    elif data["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", data["email"]):
        row.galat = EMAIL_SALAH.format(email=data["email"])
    username = data["username"].lower() if data["username"].isascii() else data["username"]
    row.data = {"nama": data["nama"], "username": username, "email": data["email"], "peran": peran, "instansi": opd}
    return row


@transaction.atomic
def calon_invite(*, user: Pengguna, pemda: Pemda, calon: list[Calon], simpan: bool) -> bool:
    """Makes all accounts by the rules of one; whether all could be. Without `simpan`, or with a fault, none stays."""
    for row in calon:
        if not row.galat:
            _make(row, user, pemda)
    fine = not any(row.galat for row in calon)
    if not (simpan and fine):
        transaction.set_rollback(True)
    return fine


def _make(row: Calon, user: Pengguna, pemda: Pemda) -> None:
    try:
        with transaction.atomic():
            row.anggota = akun_create(user=user, pemda=pemda, **row.data)
    except ServiceError as error:
        row.galat = error.pesan
