"""Steps of the fixed cast that several tests take: Dinkes enters and submits, Bappeda verifies."""

from typing import Any

from registry.models import BuktiDukung, Indikator, Instansi, Pengguna, Realisasi, Target
from registry.services.realisasi import Kunci, realisasi_save, realisasi_submit, realisasi_verify

SEHAT = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}
Cast = dict[str, Pengguna]


def kunci(kode: str, instansi: str, tahun: int = 2023) -> Kunci:
    """Which value: by kode of the indicator and of the instansi, in the indicator's Pemda."""
    row = Indikator.objects.get(kode=kode)
    return Kunci(row, Instansi.objects.get(pemda=row.pemda_id, kode=instansi), tahun)


def isi(cast: Cast, key: Kunci, nilai: dict[str, Any] = SEHAT, oleh: str = "dinkes") -> Realisasi:
    """A draft."""
    return realisasi_save(user=cast[oleh], kunci=key, nilai_mentah=nilai, version=0)


def ajukan(cast: Cast, key: Kunci, nilai: dict[str, Any] = SEHAT, oleh: str = "dinkes") -> Realisasi:
    """Submitted."""
    return realisasi_submit(user=cast[oleh], realisasi=isi(cast, key, nilai, oleh))


def verifikasi(cast: Cast, key: Kunci, nilai: dict[str, Any] = SEHAT, oleh: str = "dinkes") -> Realisasi:
    """Verified."""
    reviewer = "bappeda_balangan" if key.indikator.pemda.kode == "63.11" else "bappeda"
    return realisasi_verify(user=cast[reviewer], realisasi=ajukan(cast, key, nilai, oleh))


def target(key: Kunci, nilai: str) -> Target:
    """The target of a value, already approved."""
    return Target.objects.create(
        indikator=key.indikator, instansi=key.instansi, tahun=key.tahun, bawah=nilai, status=Target.Status.DISETUJUI
    )


def lampirkan(row: Realisasi, sumber: str = "") -> list[BuktiDukung]:
    """A link as evidence for each item of the decree's "Sumber Data" (or for one of them)."""
    from registry.services.sumber import sumber_of

    names = [sumber] if sumber else sumber_of([row.indikator_id])[row.indikator_id] or [""]
    data = {"realisasi": row, "jenis": "tautan", "judul": "Laporan", "tautan": "https://contoh.go.id/laporan.pdf"}
    return [BuktiDukung.objects.create(**data, sumber=name[:300], diunggah_oleh=row.diisi_oleh) for name in names]
