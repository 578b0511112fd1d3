"""The words that a Penetapan (YAML) prints, in the places that the reader of the naskah names."""

from collections.abc import Iterator

from .isi_badan import potongan_badan, tanda_tangan
from .isi_lembar import potongan_lembar
from .kata import kata
from .potongan import Potongan


def potongan_penetapan(penetapan: dict) -> list[Potongan]:
    """All pieces of a decree or of plain sheets."""
    potongan = list(potongan_badan(penetapan))
    for lampiran in penetapan["lampiran"]:
        potongan += potongan_lampiran(lampiran)
    return potongan


def potongan_lampiran(lampiran: dict) -> Iterator[Potongan]:
    """Header, title, sheets and signature of one lampiran."""
    bagian = bagian_lampiran(lampiran)
    yield Potongan(bagian, "kepala", kata(kepala(lampiran)))
    yield Potongan(bagian, "judul", kata(lampiran["judul"]))
    for lembar in lampiran["instansi"]:
        yield from potongan_lembar(lembar, bagian_lembar(lampiran, lembar), lampiran["tata_letak"])
    yield Potongan(bagian, "tanda tangan", kata(tanda_tangan(lampiran.get("tanda_tangan"))))


def bagian_lampiran(lampiran: dict) -> str:
    """The part that a lampiran is; a plain sheet has no number."""
    return f"Lampiran {lampiran['nomor']}" if lampiran.get("nomor") else "Lembar"


def bagian_lembar(lampiran: dict, lembar: dict) -> str:
    """The part that a sheet is: its own, where a lampiran holds the sheets of many instansi."""
    banyak = lampiran.get("nomor") == "II" and lampiran["tata_letak"] == "A"
    return lembar["nama"] if banyak else bagian_lampiran(lampiran)


def kepala(lampiran: dict) -> str:
    """The block above a lampiran: which decree it belongs to."""
    isi = lampiran.get("kepala")
    if not isi:
        return ""
    titik_dua = ":" if lampiran["tata_letak"] == "A" else ""
    return (
        f"LAMPIRAN {lampiran['nomor']} {titik_dua} {isi['judul']}"
        f" NOMOR : {isi['nomor']} TENTANG {titik_dua} {isi['tentang']}"
    )
