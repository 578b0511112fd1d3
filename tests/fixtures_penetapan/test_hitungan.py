"""The numbers that the five documents are known to have, counted in the transcription and printed."""

from .data import indikator, lembar, penetapan
from .naskah import NASKAH

HARAPAN = {
    "dokumen": 5,
    "lembar instansi": 38,
    "sasaran": 108,
    "indikator": 143,
    "tujuan": 46,
    "indikator tujuan": 48,
    "tugas pokok": 43,
    "fungsi": 226,
    "004 menimbang": 1,
    "004 mengingat": 16,
    "004 diktum": 6,
    "004 tembusan": 2,
    "004 Lampiran I sasaran": 30,
    "004 Lampiran I indikator": 31,
    "004 Lampiran II lembar": 32,
    "004 Lampiran II sasaran": 70,
    "004 Lampiran II indikator": 97,
    "003 menimbang": 2,
    "003 mengingat": 6,
    "003 diktum": 4,
    "003 Lampiran I indikator": 1,
    "003 Lampiran II indikator": 3,
}


def test_counts():
    terhitung = {"dokumen": len(NASKAH)} | semua()
    for naskah in ("004", "003"):
        terhitung |= badan(naskah) | lampiran(naskah)
    for nama, jumlah in terhitung.items():
        print(f"{nama}: {jumlah}")
    assert HARAPAN.items() <= terhitung.items()


def test_every_kode_is_used_once():
    kode = [i["kode"] for n in NASKAH for i in indikator(n)]
    assert len(kode) == len(set(kode)) == 143


def test_sheets_of_lampiran_ii_run_from_1_to_32():
    lembar_ii = penetapan("004")["lampiran"][1]["instansi"]
    assert [isi["urut"] for isi in lembar_ii] == list(range(1, 33))
    assert len({isi["kode"] for isi in lembar_ii}) == 32


def semua() -> dict[str, int]:
    """Counts over all five documents."""
    lembar_semua = [isi for n in NASKAH for _, _, isi in lembar(n)]
    daftar = {b: sum(len(isi.get(b) or []) for isi in lembar_semua) for b in ("sasaran", "tujuan", "fungsi")}
    return daftar | {
        "lembar instansi": len(lembar_semua),
        "indikator": sum(1 for n in NASKAH for _ in indikator(n)),
        "indikator tujuan": sum(len(isi.get("indikator_tujuan") or []) for isi in lembar_semua),
        "tugas pokok": sum(len(isi.get("tugas_pokok") or []) for isi in lembar_semua),
    }


def badan(naskah: str) -> dict[str, int]:
    """Counts of the body of a decree."""
    isi = penetapan(naskah)
    jumlah = {f"{naskah} {b}": len(isi[b]) for b in ("menimbang", "mengingat", "diktum")}
    return jumlah | {f"{naskah} tembusan": len((isi.get("tembusan") or {}).get("butir", []))}


def lampiran(naskah: str) -> dict[str, int]:
    """Counts of each lampiran of a decree."""
    jumlah = {}
    for isi in penetapan(naskah)["lampiran"]:
        awal = f"{naskah} Lampiran {isi['nomor']}"
        sasaran = [s for satu in isi["instansi"] for s in satu["sasaran"]]
        jumlah[f"{awal} lembar"] = len(isi["instansi"])
        jumlah[f"{awal} sasaran"] = len(sasaran)
        jumlah[f"{awal} indikator"] = sum(len(s["indikator"]) for s in sasaran)
    return jumlah
