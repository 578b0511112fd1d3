"""Which document is to be frozen: kept as plain data by a job, read again as whoever asked for it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from registry.models import Instansi, Penetapan, Pengguna, TahunIsian
from registry.models.dokumen import Dokumen
from reports.forms import PenandaForm
from reports.keputusan import has_body
from reports.nilai import Pembaca
from reports.rekap import Permintaan, rekap_rows
from reports.siap_ttd import Naskah, naskah_keputusan, naskah_lampiran, naskah_rekap

PENANDA = ("tempat", "tanggal", "pejabat")


@dataclass(frozen=True)
class Acuan:
    """A decree by its code, or the recap of an instansi in a year with the choices of its signature (`penanda`)."""

    jenis: str
    kode: str = ""
    tahun: int = 0
    instansi: int = 0
    penanda: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """As JSON; `Acuan(**data)` is the same again."""
        return asdict(self)


def naskah_of(user: Pengguna, acuan: Acuan, alamat: str) -> Naskah | None:
    """What is to be frozen, as this person sees it now; None where there is nothing of the kind for them.

    `alamat`: what stands in front of the paths of this installation.
    """
    return _rekap(user, acuan, alamat) if acuan.jenis == Dokumen.Jenis.REKAP else _penetapan(user, acuan)


def _penetapan(user: Pengguna, acuan: Acuan) -> Naskah | None:
    row = Penetapan.objects.visible_to(user).select_related("pemda").filter(kode=acuan.kode).first()
    if row is None:
        return None
    if acuan.jenis == Dokumen.Jenis.LAMPIRAN:
        return naskah_lampiran(row)
    return naskah_keputusan(row) if has_body(row) else None


def _rekap(user: Pengguna, acuan: Acuan, alamat: str) -> Naskah | None:
    rows = Instansi.objects.visible_to(user).measured().select_related("pemda")
    place = rows.filter(pk=acuan.instansi).first()
    known = TahunIsian.objects.visible_to(user).filter(tahun=acuan.tahun).exists()
    if place is None or not known:
        return None
    pembaca = Pembaca(place.pemda, user)
    if not pembaca.may_read(place):
        return None
    form = PenandaForm(acuan.penanda, instansi=place)
    minta = Permintaan(pembaca, place, acuan.tahun, form.tanggal_berkas, form.tanda_tangan, alamat)
    berkas = rekap_rows(minta)
    return naskah_rekap(berkas, place, acuan.tahun) if berkas.tabel else None
