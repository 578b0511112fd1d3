"""Stored values as people read them: one place for pages, Excel and history.

A missing value is told by its reason, never 0 and never an empty text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from formulas.notation import write_date, write_number
from registry.models import Instansi, Lampiran, Realisasi, Skala, Target

TANPA_TARGET = "belum ditetapkan"
BELUM_DIISI = "belum diisi"
PENDEK = {
    "belum_diisi": BELUM_DIISI,
    "menunggu_rilis": "menunggu rilis",
    "survei_belum": "survei belum dilaksanakan",
    "tidak_berlaku": "tidak berlaku tahun ini",
    "penyebut_nol": "penyebut nol",
    "lalu_tidak_ada": "data tahun lalu tidak ada",
    "seri_terputus": "seri terputus",
    "siklus": "rumus saling merujuk",
    "di_luar_batas": "hasil di luar batas",
    "data_dasar_kosong": "data dasar belum diisi",
    "deret_kosong": "deret belum mempunyai anggota",
    "deret_kurang": "deret kurang dari dua nilai",
    "akar_negatif": "akar bilangan negatif",
    "tanpa_target": "target belum ditetapkan",
    "target_nol": "target nol",
}


def sebut(instansi: Instansi) -> str:
    """The short name, but the whole one of a kecamatan: Lumajang alone could be the kabupaten."""
    return instansi.nama if instansi.jenis == Instansi.Jenis.KECAMATAN else instansi.sebutan


def sebut_lampiran(lampiran: Lampiran) -> str:
    """Lampiran I; or what a plain sheet is."""
    return f"Lampiran {lampiran.nomor}" if lampiran.nomor else "Lembar IKU"


def sebut_dasar(lampiran: Lampiran) -> str:
    """The decree and its lampiran on one line."""
    decree = lampiran.penetapan.judul_pendek
    return f"Lampiran {lampiran.nomor}, {decree}" if lampiran.nomor else decree


def tulis_angka(teks: str, desimal: int | None = None) -> str:
    """Exact stored text in Indonesian notation."""
    return write_number(Decimal(teks), desimal)


def tulis_kosong(kode: str) -> str:
    """A reason in a few words, for a cell of a table."""
    return PENDEK.get(kode, kode.replace("_", " "))


def tulis_target(target: Target | Mapping[str, Any] | None) -> str:
    """Target as printed: 90; ≤ 5; 10–12; WTP."""
    if target is None:
        return TANPA_TARGET
    get = target.get if isinstance(target, Mapping) else lambda name: getattr(target, name)
    if get("kode") or get("teks"):
        return str(get("kode") or get("teks"))
    bounds = [tulis_angka(value) for value in (get("bawah"), get("atas")) if value is not None]
    if not bounds:
        return TANPA_TARGET
    if get("operator") == Target.Operator.RENTANG or len(bounds) == 2:
        return "–".join(bounds)
    sign = Target.Operator(str(get("operator"))).label
    return bounds[0] if sign == "=" else f"{sign} {bounds[0]}"


def tulis_hasil(row: Realisasi, desimal: int, skala: Skala | None = None) -> str:
    """Result of a realisasi: the number, the code of a predicate, or the reason why there is none."""
    if row.hasil is None:
        return tulis_kosong(row.kosong_kode or "belum_diisi")
    if skala is not None:
        kode = skala.kode_dari(int(Decimal(row.hasil))) if Decimal(row.hasil) % 1 == 0 else None
        return kode or tulis_angka(row.hasil, desimal)
    return tulis_angka(row.hasil, desimal)


def tulis_capaian(capaian: str | None) -> str:
    """Capaian in percent with two decimals, or that there is none."""
    return "tidak dapat dihitung" if capaian is None else f"{tulis_angka(capaian, 2)} %"


def tulis_cap(row: Realisasi) -> str:
    """Who submitted and who verified, and when; "" before that. Give it a row with these people joined."""
    steps = []
    if row.diajukan_pada and row.status != Realisasi.Status.DRAF:
        steps.append(_step("diajukan", row.diajukan_oleh or row.atas_nama or "OPD", row.diajukan_pada))
    if row.diverifikasi_pada:
        steps.append(_step("diverifikasi", row.diverifikasi_oleh or "Bappeda", row.diverifikasi_pada))
    return "; ".join(steps)


def _step(what: str, who: object, when: datetime) -> str:
    return f"{what} {who}, {write_date(timezone.localtime(when).date())}"


def tulis_mentah(nilai: Any, jenis: str = "angka") -> str:
    """A raw value as typed: 1.234,5; WTP; a blank with its reason; the members of a deret."""
    if isinstance(nilai, Mapping):
        text = tulis_kosong(str(nilai.get("kosong", "belum_diisi")))
        if nilai.get("tanggal"):
            text += f" (diperkirakan {write_date(date.fromisoformat(nilai['tanggal']))})"
        return f"{text}: {nilai['catatan']}" if nilai.get("catatan") else text
    if isinstance(nilai, list):
        return "; ".join(tulis_mentah(item, jenis) for item in nilai) or BELUM_DIISI
    if nilai in (None, ""):
        return BELUM_DIISI
    return str(nilai) if jenis == "pilihan" else tulis_angka(nilai)


def tulis_ukuran(bita: int) -> str:
    """A size as people read it: 350 KB, 1,2 MB."""
    if bita >= 1024**2:
        return f"{write_number(Decimal(bita) / 1024**2, 1)} MB".replace(",0 MB", " MB")
    return f"{write_number(Decimal(-(-bita // 1024)))} KB"
