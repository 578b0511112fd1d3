"""The words that the body of a decree and its signature blocks print."""

from collections.abc import Iterator

from .isi_lembar import berlabel
from .kata import kata
from .potongan import Potongan

LABEL = ("Menimbang", "Mengingat", "MEMUTUSKAN", "Menetapkan")


def potongan_badan(penetapan: dict) -> Iterator[Potongan]:
    """The body; plain sheets (jenis lembar_iku) have none."""
    if penetapan["jenis"] == "lembar_iku":
        return
    label = [*LABEL, *(d["label"] for d in penetapan["diktum"])]
    yield from (Potongan("Badan", f"label {teks}", kata(teks)) for teks in label)
    for tempat, isi in (*pembukaan(penetapan), *diktum(penetapan), *penutup(penetapan)):
        yield Potongan("Badan", tempat, kata(isi))


def pembukaan(penetapan: dict) -> Iterator[tuple[str, str]]:
    """Title, menimbang and mengingat."""
    salinan = "SALINAN" if penetapan.get("salinan") else ""
    jabatan = penetapan["tanda_tangan"]["jabatan"]
    kop = " ".join(penetapan["kop"])
    nomor, tentang = penetapan["nomor"], penetapan["tentang"]
    yield "judul", f"{salinan} {kop} KEPUTUSAN {jabatan} NOMOR : {nomor} TENTANG {tentang} {jabatan},"
    for bidang, label in (("menimbang", "a."), ("mengingat", "1.")):
        butir = penetapan[bidang]
        yield bidang, berlabel(butir, label if len(butir) > 1 else None)
    yield "menetapkan", penetapan.get("menetapkan") or ""


def diktum(penetapan: dict) -> Iterator[tuple[str, str]]:
    """KESATU, KEDUA … with their lettered items."""
    for isi in penetapan["diktum"]:
        yield f"diktum {isi['label']}", f"{isi['isi']} {berlabel(isi.get('butir') or [], 'a.')}"


def penutup(penetapan: dict) -> Iterator[tuple[str, str]]:
    """Place, date, signature and the list of those who get a copy."""
    isi = penetapan["tanda_tangan"]
    yield "tanda tangan", f"Ditetapkan di {isi['tempat']} Pada tanggal {isi['tanggal']} {nama_terang(isi)}"
    tembusan = penetapan.get("tembusan") or {"judul": "", "butir": []}
    yield "tembusan", " ".join([tembusan["judul"] or "", *tembusan["butir"]])


def tanda_tangan(isi: dict | None) -> str:
    """The signature block of a lampiran; a sheet that is no decree also has place and date."""
    if not isi:
        return ""
    tempat = f"{isi['tempat']}, {isi['tanggal']}" if isi.get("tempat") else ""
    return f"{tempat} {nama_terang(isi)}"


def nama_terang(isi: dict) -> str:
    """Office, name and NIP of the one who signs."""
    ttd = "ttd." if isi.get("ttd") else ""
    nip = f"NIP. {isi['nip']}" if isi.get("nip") else ""
    return f"{isi.get('mengetahui') or ''} {isi['jabatan']} {ttd} {isi['nama']} {nip}"
