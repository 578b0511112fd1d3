"""One of everything that belongs to one OPD, for tests that ask every address."""

from dataclasses import dataclass
from typing import Any

from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    Keanggotaan,
    Pejabat,
    Pemberitahuan,
    Pengguna,
    Realisasi,
    Rumus,
    Target,
)

# owner → (Pemda, OPD, indicator of the draft, indicator of what is submitted)
PEMILIK_OBJEK = {
    "dinkes": ("35.08", "dinkes", "lmj19-dinkes-01", "lmj19-dinkes-02"),
    "dinsos": ("35.08", "dinsos", "lmj19-dinsos-01", "lmj19-dinsos-02"),
    "balangan": ("63.11", "setwan", "blg23-setwan-ik-01", "blg23-setwan-ik-02"),
}


@dataclass
class Objek:
    """One of everything that belongs to one OPD."""

    pemda: str
    opd: str
    instansi: Instansi
    indikator: Indikator
    draf: Realisasi
    diajukan: Realisasi
    data_dasar: DataDasar
    pejabat: Pejabat
    anggota: Keanggotaan
    usulan: Rumus
    pemberitahuan: Pemberitahuan

    @property
    def penetapan(self) -> Any:
        return self.indikator.lembar.lampiran.penetapan


def make(name: str, cast: dict[str, Pengguna]) -> Objek:
    """The objects of one owner, written straight to the database."""
    kode, opd, first, second = PEMILIK_OBJEK[name]
    instansi = Instansi.objects.get(pemda__kode=kode, kode=opd)
    one, two = (Indikator.objects.get(kode=k) for k in (first, second))
    where = {"instansi": instansi, "tahun": 2023}
    Target.objects.create(indikator=one, bawah="80", **where)
    return Objek(
        kode,
        opd,
        instansi,
        two,
        Realisasi.objects.create(indikator=one, **where),
        Realisasi.objects.create(indikator=two, hasil="90", status="diajukan", diajukan_oleh=cast[name], **where),
        DataDasar.objects.create(pemda=instansi.pemda, kode=f"uji-{name}", nama="x", satuan="x", pemilik=instansi),
        Pejabat.objects.create(instansi=instansi, nama="x", jabatan="x", mulai="2023-01-01"),
        Keanggotaan.objects.get(user=cast[name]),
        _usulan(one),
        Pemberitahuan.objects.create(pemda=instansi.pemda, penerima=cast[name], jenis="tugas", judul="x"),
    )


def _usulan(indikator: Indikator) -> Rumus:
    """A proposal; the formula in force gets a variable that it never uses, which the rule "variabel" finds."""
    indikator.rumus.get(status="berlaku").variabel.create(urut=99, nama="sisa", label="Sisa")
    return indikator.rumus.create(versi=99, ekspresi="1", satuan="%", status="usulan", alasan="Uji.")
