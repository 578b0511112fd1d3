"""The proof of one realisasi, read from its snapshot: what was used then, whatever has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.models import Indikator, Realisasi, Rumus, Variabel
from registry.services.langkah import langkah_of
from registry.tulis import sebut_dasar, tulis_angka, tulis_capaian, tulis_mentah, tulis_target


@dataclass(frozen=True)
class MasukanBukti:
    """One input as it was used, in words."""

    label: str
    nama: str
    satuan: str
    nilai: str
    sumber: str
    anggota: tuple[tuple[str, str], ...]
    lalu: str
    lalu_sumber: str


@dataclass(frozen=True)
class Jejak:
    """Who did a step, and when."""

    langkah: str
    siapa: str
    kapan: datetime | None


@dataclass(frozen=True)
class Bukti:
    """Everything that shows how a result and its capaian came about."""

    realisasi: Realisasi
    indikator: Indikator
    masukan: tuple[MasukanBukti, ...]
    langkah: tuple[str, ...]
    ekspresi: str
    versi: int | None
    satuan: str
    arah: str
    hasil: str
    predikat: str
    target: str
    capaian: str
    langkah_capaian: str
    aturan: str
    dasar: str
    jejak: tuple[Jejak, ...]

    @property
    def ada_lalu(self) -> bool:
        """Whether any input of last year was used."""
        return any(m.lalu for m in self.masukan)


def bukti_of(realisasi: Realisasi) -> Bukti:
    """The proof of a realisasi; give it a row with its indikator, instansi and people joined."""
    data = realisasi.cuplikan
    predikat = data.get("predikat") or {}
    return Bukti(
        realisasi=realisasi,
        indikator=realisasi.indikator,
        masukan=tuple(_input(m) for m in data.get("masukan", [])),
        langkah=langkah_of(data),
        ekspresi=data.get("rumus", ""),
        versi=data.get("rumus_versi"),
        satuan=data.get("satuan", ""),
        arah=Rumus.Arah(data["arah"]).label if data.get("arah") else "",
        hasil=_result(realisasi, data, predikat),
        predikat=f"{predikat['kode']} – {predikat['nama']} ({predikat['skala']})" if predikat else "",
        target=tulis_target(data.get("target")),
        capaian=tulis_capaian(realisasi.capaian),
        langkah_capaian=data.get("capaian") or "",
        aturan=_rule(data.get("aturan") or {}),
        dasar=sebut_dasar(realisasi.indikator.lembar.lampiran),
        jejak=_trail(realisasi),
    )


def _result(realisasi: Realisasi, data: Mapping[str, Any], predikat: Mapping[str, Any]) -> str:
    """The result in words: a number, the code that stands for it, or why there is none."""
    if realisasi.hasil is None:
        return realisasi.kosong_pesan or "Belum diisi."
    if predikat.get("mengganti"):
        return str(predikat["kode"])
    return tulis_angka(realisasi.hasil, data.get("desimal"))


def _input(data: Mapping[str, Any]) -> MasukanBukti:
    jenis, nilai = data.get("jenis", Variabel.Jenis.ANGKA), data.get("nilai")
    members: tuple[tuple[str, str], ...] = ()
    if isinstance(nilai, list):
        names = data.get("anggota") or [str(n) for n in range(1, len(nilai) + 1)]
        members = tuple((str(name), tulis_mentah(item)) for name, item in zip(names, nilai, strict=False))
    return MasukanBukti(
        label=data["label"],
        nama=data["nama"],
        satuan=data.get("satuan", ""),
        nilai="" if members else tulis_mentah(nilai, jenis),
        sumber=data.get("sumber", ""),
        anggota=members,
        lalu=tulis_mentah(data["lalu"], jenis) if "lalu" in data else "",
        lalu_sumber=data.get("lalu_sumber", ""),
    )


def _rule(data: Mapping[str, Any]) -> str:
    """Which rules of achievement were used."""
    if not data:
        return ""
    since = f", berlaku sejak {data['mulai']}" if data.get("mulai") else ""
    return f"{data.get('dasar_hukum') or 'Aturan bawaan aplikasi'}{since}"


def _trail(realisasi: Realisasi) -> tuple[Jejak, ...]:
    """Who entered, submitted and verified."""
    steps = []
    if realisasi.diisi_oleh:
        steps.append(Jejak("Diisi", str(realisasi.diisi_oleh), _entered(realisasi)))
    if realisasi.pengaju:
        steps.append(Jejak("Diajukan", realisasi.pengaju, realisasi.diajukan_pada))
    if realisasi.diverifikasi_oleh:
        steps.append(Jejak("Diverifikasi", str(realisasi.diverifikasi_oleh), realisasi.diverifikasi_pada))
    return tuple(steps)


def _entered(realisasi: Realisasi) -> datetime | None:
    """When the raw values got what they are in this version."""
    entered = None
    for record in realisasi.history.filter(version__lte=realisasi.version).order_by("-history_date", "-history_id"):
        if record.nilai_mentah != realisasi.nilai_mentah:
            break
        entered = record.history_date
    return entered
