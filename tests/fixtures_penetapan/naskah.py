"""Reads the five source texts of fixtures/naskah/ into pieces, leaving no line out."""

from dataclasses import dataclass
from pathlib import Path

from . import aturan
from .kata import Kata, bersihkan, kata
from .naskah_000 import baca_000
from .potongan import Potongan
from .tabel import Tabel

FOLDER = Path(__file__).parents[2] / "fixtures" / "naskah"
NASKAH = ("000", "001", "002", "003", "004")
KODE = {
    "000": "lumajang-setwan-2018",
    "001": "lumajang-setda-2023",
    "002": "lumajang-kecamatan-2020",
    "003": "balangan-setwan-2023",
    "004": "lumajang-2019-326",
}


def baris_naskah(naskah: str) -> list[tuple[int, str]]:
    """The lines of a source text with their numbers, blank ones left out."""
    (berkas,) = FOLDER.glob(f"{naskah}_*.txt")
    semua = enumerate(berkas.read_text(encoding="utf-8").splitlines(), start=1)
    return [(nomor, baris) for nomor, baris in semua if baris.strip()]


def baca(naskah: str) -> list[Potongan]:
    """All pieces of one source text, in the order of its lines."""
    baris = baris_naskah(naskah)
    if naskah == "000":
        return baca_000(baris)
    return Pembaca(naskah).baca(baris)


@dataclass
class Pembaca:
    """Goes down the lines of one text and remembers in which part, field and table it is."""

    naskah: str
    bagian: str = "Badan"
    lampiran: str = ""
    tempat: str = "judul"
    tabel: Tabel | None = None

    def __post_init__(self) -> None:
        if self.naskah in ("001", "002"):
            self.bagian = self.lampiran = "Lembar"
        self.potongan: list[Potongan] = []

    def baca(self, baris: list[tuple[int, str]]) -> list[Potongan]:
        """The pieces of all lines."""
        for nomor, teks in baris:
            self.baca_baris(nomor, teks.replace("**", ""))
        return self.potongan

    def tulis(self, tempat: str, isi: str | Kata, nomor: int) -> None:
        """Notes words at a place of the current part."""
        kata_isi = kata(isi) if isinstance(isi, str) else isi
        self.potongan.append(Potongan(self.bagian, tempat, kata_isi, nomor))

    def baca_baris(self, nomor: int, teks: str) -> None:
        """One line: header or row of a table, or text."""
        if aturan.KEPALA_TABEL.match(teks):
            self.tabel = self.tabel or Tabel(self.naskah)
            self.tempat = "tabel"
            self.tulis("kepala tabel", teks, nomor)
        elif self.tabel and "\t" in teks and not aturan.LABEL_LEMBAR.match(teks.strip()):
            for tempat, isi in self.tabel.baris(nomor, teks):
                self.tulis(tempat, isi, nomor)
        else:
            self.baca_teks(nomor, teks.strip())

    def baca_teks(self, nomor: int, teks: str) -> None:
        """A line of text: opens a part or a field, or goes on with the one before."""
        if teks.startswith("- "):
            self.tulis("sisa", "-", nomor)
            teks = teks[2:].strip()
        if not self.buka_bagian(teks):
            teks = self.buka_bidang(nomor, teks)
        if teks.startswith(":") or aturan.TITIK_DUA_TANGGAL.match(teks):
            self.tulis("sisa", ":", nomor)
            teks = teks.replace(":", "", 1)
        self.tempat = aturan.BIDANG_BARIS.get((self.naskah, nomor), self.tempat)
        di_tabel = self.tabel and self.tempat == "tabel"
        self.tulis(f"indikator {self.tabel.indikator} rumus" if di_tabel else self.tempat, teks, nomor)

    def buka_bagian(self, teks: str) -> bool:
        """Whether the line is a heading; if so, the part and place are set to it."""
        if cocok := aturan.LAMPIRAN.match(teks):
            self.lampiran = f"Lampiran {cocok[1]}"
            self.masuk(self.lampiran, "kepala")
        elif self.tempat == "kepala" and aturan.JUDUL_LAMPIRAN.match(teks):
            self.tempat = "judul"
        elif self.tempat != "judul" and aturan.JUDUL_TABEL.match(teks):
            self.tempat = "judul tabel"
        elif self.tabel and aturan.TANDA_TANGAN_LAMPIRAN.match(teks):
            self.masuk(self.lampiran, "tanda tangan")
        elif self.bagian == "Badan" and aturan.DITETAPKAN.match(teks):
            self.tempat = "tanda tangan"
        elif self.tempat == "tanda tangan" and aturan.TEMBUSAN.match(teks):
            self.tempat = "tembusan"
        else:
            return False
        return True

    def masuk(self, bagian: str, tempat: str) -> None:
        """Goes into a part, at a place outside any table."""
        self.bagian, self.tempat, self.tabel = bagian, tempat, None

    def buka_bidang(self, nomor: int, teks: str) -> str:
        """Opens the field whose label begins the line; gives what stands behind the label."""
        aturan_label = aturan.LABEL_BADAN if self.bagian == "Badan" else aturan.LABEL_LEMBAR
        cocok = aturan_label.match(teks)
        if not cocok or (self.tempat == "tabel" and cocok["label"] != "Instansi"):
            return teks
        sisa = teks[cocok.end() :].strip()
        label = cocok["label"] if self.bagian != "Badan" else cocok[1]
        self.tempat = aturan.BIDANG[label]
        if label == "Instansi":
            self.buka_lembar(bersihkan(sisa).strip(), cocok["nomor"], nomor)
        awal = len(cocok["nomor"] or "") if self.bagian != "Badan" else 0
        self.tulis(f"label {self.tempat}", teks[awal : cocok.end()], nomor)
        return sisa

    def buka_lembar(self, nama: str, nomor_lembar: str | None, nomor: int) -> None:
        """Begins the sheet of an instansi; in Lampiran II it is a part of its own."""
        self.masuk(nama if self.lampiran == "Lampiran II" else self.bagian, "instansi")
        self.tulis("instansi", nomor_lembar or "", nomor)
