"""Who proposed and approved a formula, when and why, and the answers to findings: in the file and back into rows.

People are named by their username. What a file does not tell is left out of every comparison, so that files
without these keys stay what they were.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from formulas.temuan import ATURAN
from registry.models import Indikator, JawabanTemuan, Pengguna, Rumus
from registry.services.errors import ServiceError

Data = dict[str, Any]
TIDAK_TERDAFTAR = (
    "akun «{nama}» belum terdaftar{di}. Buat akun itu dahulu, atau hapus kunci putusan dan jawaban_temuan dari berkas."
)
ATURAN_LAIN = "aturan temuan «{aturan}» tidak dikenal."
TANPA_VERSI = "jawaban temuan «{aturan}» menunjuk rumus versi {versi} yang tidak ada."
DIMUAT = "Dimuat dari berkas"
DIGANTI = "Diganti dengan isi berkas"


def read_putusan(rumus: Rumus, default_versi: int, told: bool) -> Data | None:
    """What is known beside the formula itself; None where it is what an import would give anyway.

    `told`: reason and refusal stand in the file elsewhere (a usulan has keys for them).
    """
    people = (rumus.diusulkan_oleh, rumus.disetujui_oleh)
    texts = ("", "") if told else (rumus.alasan, rumus.tanggapan)
    if not any(people) and not any(texts) and rumus.diputus_pada is None and rumus.versi == default_versi:
        return None
    return {
        "versi": rumus.versi,
        "diusulkan_oleh": people[0].username if people[0] else None,
        "dibuat": moment(rumus.created_at),
        "disetujui_oleh": people[1].username if people[1] else None,
        "diputus": moment(rumus.diputus_pada),
        "alasan": texts[0],
        "tanggapan": texts[1],
    }


def read_jawaban(indikator: Indikator) -> list[Data]:
    """The answers to findings on an indicator."""
    return [
        {
            "aturan": row.aturan,
            "jawaban": row.jawaban,
            "alasan": row.alasan,
            "rumus_versi": row.rumus.versi if row.rumus else None,
            "oleh": row.oleh.username,
            "dibuat": moment(row.created_at),
            "diubah": moment(row.updated_at),
            "versi": row.version,
        }
        for row in indikator.jawaban_temuan.all()
    ]


def moment(value: datetime.datetime | None) -> str | None:
    """As the file format tells it."""
    return None if value is None else value.astimezone(datetime.UTC).isoformat()


def numbered(data: Mapping[str, Any]) -> Iterator[tuple[int, Data | None]]:
    """The version number of the formula in force and of each usulan, in the order of the file, with its putusan.

    A number that the file tells stays; the others take the next free one, the formula in force first.
    """
    items = [data["putusan"], *(item["putusan"] for item in data["usulan"])]
    taken = {item["versi"] for item in items if item and item["versi"]}
    following = (n for n in range(1, 2 * len(items) + max(taken, default=0) + 1) if n not in taken)
    for item in items:
        yield (item["versi"] if item and item["versi"] else next(following)), item


def forget_untold(stored: Data, told: Data) -> None:
    """Takes out of `stored` what the file does not tell, in place; both are canonical mappings of one Penetapan."""
    files = {item["kode"]: item for item in _indicators(told)}
    for item in _indicators(stored):
        file = files.get(item["kode"])
        if file is None:
            continue
        if not file["jawaban_temuan"]:
            item["jawaban_temuan"] = []
        pairs = [(item, file), *zip(item["usulan"], file["usulan"], strict=False)]
        for mine, theirs in pairs:
            if theirs["putusan"] is None:
                mine["putusan"] = None


def _indicators(data: Data) -> Iterator[Data]:
    for lampiran in data["lampiran"]:
        for lembar in lampiran["instansi"]:
            for sasaran in lembar["sasaran"]:
                yield from sasaran["indikator"]


class Orang:
    """Accounts by username; an import by a person knows those of the own Pemda only."""

    def __init__(self, user: Pengguna | None, pemda_id: int) -> None:
        self.user = user
        self.pemda_id = pemda_id
        self.known: dict[str, Pengguna] = {}

    def find(self, nama: str | None, place: str) -> Pengguna | None:
        """The account, or None where none is named; ServiceError for an unknown one."""
        if nama is None:
            return None
        if nama not in self.known:
            rows = Pengguna.objects.filter(username=nama)
            if self.user is not None:
                rows = rows.filter(keanggotaan__pemda=self.pemda_id)
            row = rows.first()
            if row is None:
                di = "" if self.user is None else " di pemda ini"
                raise ServiceError(f"{place}: {TIDAK_TERDAFTAR.format(nama=nama, di=di)}")
            self.known[nama] = row
        return self.known[nama]


def rumus_fields(putusan: Data | None, orang: Orang, place: str, told: bool) -> Data:
    """The fields of a Rumus that a putusan gives."""
    if putusan is None:
        return {}
    fields: Data = {
        "diusulkan_oleh": orang.find(putusan["diusulkan_oleh"], place),
        "disetujui_oleh": orang.find(putusan["disetujui_oleh"], place),
        "diputus_pada": _time(putusan["diputus"]),
    }
    return fields if told else fields | {"alasan": putusan["alasan"], "tanggapan": putusan["tanggapan"]}


def keep_created(rumus: Rumus, putusan: Data | None) -> None:
    """Puts back when it was proposed, which saving a new row sets to now; its history has just been written."""
    if putusan and putusan["dibuat"]:
        rumus.created_at = datetime.datetime.fromisoformat(putusan["dibuat"])
        Rumus.objects.bulk_update([rumus], ["created_at"])


def jawaban_row(
    indikator: Indikator, data: Data, rumus: Mapping[int, Rumus], orang: Orang, place: str
) -> JawabanTemuan:
    """An answer, not yet saved."""
    versi = data["rumus_versi"]
    if data["aturan"] not in ATURAN:
        raise ServiceError(f"{place}: {ATURAN_LAIN.format(aturan=data['aturan'])}")
    if (versi is not None or data["jawaban"] == "usulan") and versi not in rumus:
        raise ServiceError(f"{place}: {TANPA_VERSI.format(aturan=data['aturan'], versi=versi)}")
    row = JawabanTemuan(
        indikator=indikator,
        aturan=data["aturan"],
        jawaban=data["jawaban"],
        alasan=data["alasan"],
        rumus=None if versi is None else rumus[versi],
        oleh=orang.find(data["oleh"], place),
        version=data["versi"],
    )
    row._history_user, row._change_reason = orang.user, DIMUAT
    return row


def keep_answered(row: JawabanTemuan, data: Data) -> None:
    """Puts back when it was answered, which saving sets to now; its history has just been written."""
    row.created_at = _time(data["dibuat"]) or row.created_at
    row.updated_at = _time(data["diubah"] or data["dibuat"]) or row.updated_at
    JawabanTemuan.objects.bulk_update([row], ["created_at", "updated_at"])


def _time(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)
