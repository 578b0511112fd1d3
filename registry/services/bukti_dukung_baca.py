"""What the panel of evidence shows: the decree's "Sumber Data" as a checklist, and what there is for each item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from registry.akses import is_editable, may_fill
from registry.models import BuktiDukung, Indikator, Pengguna, Realisasi
from registry.services.baris import Kunci
from registry.services.berkas_aman import TEMUAN
from registry.services.bukti_kuota import Kuota, quota_of
from registry.services.errors import ServiceError
from registry.services.realisasi import check_open
from registry.tulis import tulis_ukuran

MAKS_SUMBER = 300  # characters of BuktiDukung.sumber


@dataclass(frozen=True)
class BarisBukti:
    """One piece of evidence in words."""

    bukti: BuktiDukung

    @property
    def jenis(self) -> str:
        """PDF, 12 halaman; Excel; tautan."""
        if self.bukti.jenis == BuktiDukung.Jenis.TAUTAN:
            return "Tautan"
        pages = next((t["nilai"] for t in self.bukti.peringatan if t.get("kode") == "jumlah_halaman"), None)
        return f"{self.bukti.get_tipe_display()}, {pages} halaman" if pages else self.bukti.get_tipe_display()

    @property
    def ukuran(self) -> str:
        """1,2 MB; "" of a link."""
        return tulis_ukuran(self.bukti.ukuran) if self.bukti.ukuran else ""

    @property
    def peringatan(self) -> list[str]:
        """What a reader should know before opening it."""
        return [TEMUAN[t["kode"]] for t in self.bukti.peringatan if t.get("kode") in TEMUAN]

    @property
    def host(self) -> str:
        """Where a link leads, in ASCII, so that a letter that looks like another shows."""
        host = urlsplit(self.bukti.tautan).hostname or ""
        try:
            return host.encode("idna").decode()
        except UnicodeError:
            return host

    @property
    def kapan(self) -> datetime:
        """When it was added."""
        return self.bukti.created_at


@dataclass(frozen=True)
class ButirSumber:
    """One item of the decree's "Sumber Data", with its evidence."""

    teks: str
    bukti: tuple[BarisBukti, ...]


@dataclass(frozen=True)
class PanelBukti:
    """Everything the panel shows. `boleh`: this user may change it now; `mengisi`: is one who fills it at all."""

    kunci: Kunci
    realisasi: Realisasi | None
    sumber: tuple[ButirSumber, ...]
    lain: tuple[BarisBukti, ...]
    ditarik: tuple[BarisBukti, ...]
    mengisi: bool
    boleh: bool
    kuota: Kuota | None

    @property
    def jumlah(self) -> int:
        """How many pieces of evidence there are."""
        return sum(len(item.bukti) for item in self.sumber) + len(self.lain)

    @property
    def terpenuhi(self) -> int:
        """How many items of the checklist have evidence."""
        return sum(bool(item.bukti) for item in self.sumber)

    @property
    def alamat(self) -> list[int]:
        """The numbers of the page on which evidence is added."""
        k = self.kunci
        return [k.indikator.pk, k.instansi.pk, k.tahun, k.periode]


def sumber_data_of(indikator: Indikator) -> list[str]:
    """The items of "Sumber Data" as printed; a merged cell has those of the cell that it continues."""
    sheet = Indikator.objects.filter(lembar=indikator.lembar_id).order_by("sasaran__urut", "urut")
    items: list[str] = []
    for pk, merged, own in sheet.values_list("pk", "gabung", "sumber_data"):
        if "sumber_data" not in merged:
            items = own or []
        if pk == indikator.pk:
            break
    return list(dict.fromkeys(item[:MAKS_SUMBER] for item in items))


def panel_of(user: Pengguna, kunci: Kunci, realisasi: Realisasi | None) -> PanelBukti:
    """The panel of one realisasi, which may not be stored yet, for one who may see it."""
    rows: list[BuktiDukung] = []
    if realisasi is not None:
        rows = list(realisasi.bukti_dukung.select_related("diunggah_oleh").order_by("created_at", "pk"))
    kept = [BarisBukti(row) for row in rows if row.dihapus_pada is None]
    names = sumber_data_of(kunci.indikator)
    fills = may_fill(user, kunci.indikator, kunci.instansi)
    return PanelBukti(
        kunci=kunci,
        realisasi=realisasi,
        sumber=tuple(ButirSumber(name, tuple(r for r in kept if r.bukti.sumber == name)) for name in names),
        lain=tuple(r for r in kept if r.bukti.sumber not in names),
        ditarik=tuple(BarisBukti(row) for row in rows if row.dihapus_pada is not None) if fills else (),
        mengisi=fills,
        boleh=fills and is_editable(realisasi) and _open(user, kunci),
        kuota=quota_of(kunci) if fills else None,
    )


def _open(user: Pengguna, kunci: Kunci) -> bool:
    try:
        check_open(kunci, opd=user.keanggotaan_aktif.instansi)
    except ServiceError:
        return False
    return True


def with_evidence(pks: list[int]) -> set[int]:
    """Which of these realisasi have at least one piece of evidence; one query."""
    rows: Any = BuktiDukung.objects.kept().filter(realisasi__in=pks)
    return set(rows.values_list("realisasi", flat=True).distinct())
