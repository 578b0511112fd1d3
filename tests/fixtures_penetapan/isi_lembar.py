"""The words that one sheet of an instansi prints: its identity block and its table."""

from collections.abc import Iterator

from .kata import kata
from .potongan import Potongan

DAFTAR = ("tugas_pokok", "fungsi", "misi", "tujuan", "indikator_tujuan")
JUDUL_TABEL = "INDIKATOR KINERJA UTAMA"
LABEL = {
    "instansi": "Instansi",
    "tanggung_jawab": "Tanggungjawab",
    "visi": "Visi",
    "misi": "Misi",
    "tugas_pokok": "Tugas Pokok",
    "fungsi": "Fungsi",
    "tujuan": "Tujuan",
    "indikator_tujuan": "Indikator Tujuan",
}


def potongan_lembar(lembar: dict, bagian: str, tata_letak: str = "A") -> Iterator[Potongan]:
    """Identity block and table of one instansi."""
    for tempat, isi in identitas(lembar, tata_letak):
        if isi.strip():
            label = lembar.get(f"label_{tempat}", LABEL[tempat])
            yield Potongan(bagian, f"label {tempat}", kata(label))
        yield Potongan(bagian, tempat, kata(isi))
    yield Potongan(bagian, "judul tabel", kata(lembar.get("judul_tabel", JUDUL_TABEL) or ""))
    for tempat, isi in tabel(lembar, tata_letak):
        yield Potongan(bagian, tempat, kata(isi))


def identitas(lembar: dict, tata_letak: str) -> Iterator[tuple[str, str]]:
    """The fields above the table; Lampiran I (the Pemda) and Balangan (preset B) print no "Instansi"."""
    if tata_letak == "A" and lembar["kode"] != "pemda":
        yield "instansi", f"{lembar.get('nomor') or ''} {lembar['nama']}"
    for bidang in ("tanggung_jawab", "visi"):
        yield bidang, lembar.get(bidang) or ""
    for bidang in DAFTAR:
        label = (lembar.get("penomoran") or {}).get(bidang)
        yield bidang, berlabel(lembar.get(bidang) or [], label)


def berlabel(butir: list, label: str | list[str] | None) -> str:
    """The items of a list with the labels that `penomoran` tells."""
    teks = [b["teks"] if isinstance(b, dict) else b for b in butir]
    return "\n".join(f"{label_ke(label, ke)} {isi}" for ke, isi in enumerate(teks))


def label_ke(label: str | list[str] | None, ke: int) -> str:
    """The label of item number `ke` (from 0): of an explicit list, or "a." and "1." run on."""
    if not label:
        return ""
    if isinstance(label, list):
        return label[ke]
    awal = str(int(label[0]) + ke) if label[0].isdigit() else chr(ord(label[0]) + ke)
    return awal + label[1:]


def tabel(lembar: dict, tata_letak: str) -> Iterator[tuple[str, str]]:
    """The cells of the table; indicators are counted through the whole sheet."""
    ke = 0
    for urut, sasaran in enumerate(lembar["sasaran"], start=1):
        yield f"sasaran {urut}", f"{sasaran.get('nomor') or ''} {sasaran['teks']}"
        for indikator in sasaran["indikator"]:
            ke += 1
            for kolom, isi in sel_indikator(indikator, tata_letak):
                yield f"indikator {ke} {kolom}", isi


def sel_indikator(indikator: dict, tata_letak: str) -> Iterator[tuple[str, str]]:
    """The cells of one indicator; a merged or empty cell has no words of its own."""
    yield "nama", f"{indikator.get('nomor') or ''} {indikator['nama']}"
    yield "rumus", sel_makna(indikator) if tata_letak == "B" else sel_rumus(indikator)
    yield "sumber", "\n".join(indikator.get("sumber_data") or [])
    yield "pj", "\n".join(indikator.get("penanggung_jawab") or [])


def sel_rumus(indikator: dict) -> str:
    """Preset A, fourth column: the formula as printed, then its explanation."""
    return f"{bagian_teks(indikator['rumus_cetak'])} {bagian_teks(indikator.get('penjelasan'))}"


def sel_makna(indikator: dict) -> str:
    """Preset B, fourth column: labelled paragraphs."""
    return (
        f"Makna Indikator : {indikator['makna']} Alasan Pemilihan : {indikator['alasan']}"
        f" Formulasi Perhitungan : {sel_rumus(indikator)}"
        f" Sumber / Referensi Indikator : {indikator['referensi']}"
    )


def bagian_teks(bagian: object) -> str:
    """The text of a formula cell or explanation: nothing, a text, a fraction, or a list of them."""
    match bagian:
        case None:
            return ""
        case str():
            return bagian
        case list():
            return " ".join(bagian_teks(b) for b in bagian)
        case {"atas": atas, "bawah": bawah}:
            return f"{bagian_teks(atas)} {bagian_teks(bawah)} {bagian.get('ekor') or ''}"
    raise TypeError(f"Bukan bagian sel: {bagian!r}")
