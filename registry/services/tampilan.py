"""What a person keeps for their own screens: named filters, one of them the page's default, and hidden columns.

Only the query keys and the columns that a page is known by here are ever stored; nobody reads another's.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from registry.akses import Aksi
from registry.models import Pengguna, PilihanKolom, SaringanTersimpan
from registry.services.errors import ServiceError
from registry.services.nama import clean_name

MAKS_SARINGAN = 30  # per page and person
MAKS_KUERI, MAKS_NAMA = 1000, 80
TANPA = "saringan=tanpa"  # opens a page without its default filter
TANPA_NAMA = "Beri nama saringan ini, misalnya «Belum terisi 2023»."
TERLALU_BANYAK = f"Paling banyak {MAKS_SARINGAN} saringan per halaman. Hapus dahulu yang tidak dipakai lagi."
TERLALU_PANJANG = "Saringan ini terlalu panjang untuk disimpan. Kurangi pilihannya."
KOSONG = "Belum ada saringan yang dipasang. Saring dahulu daftarnya, tekan Terapkan, baru simpan."


@dataclass(frozen=True)
class Halaman:
    """A page with a filter: its address, who opens it, the keys of its query, the columns of its table."""

    url: str
    kunci: tuple[str, ...]
    aksi: Aksi | None = None
    kolom: tuple[tuple[str, str], ...] = ()

    @property
    def alamat(self) -> str:
        """Its address without a query."""
        return reverse(self.url)


HALAMAN: dict[str, Halaman] = {
    "indikator": Halaman(
        "registry:indikator_list",
        ("tampilan", "tahun", "q", "opd", "lampiran", "status", "kelas", "arah", "kosong", "sort", "per_page"),
        None,
        (("opd", "OPD"), ("lampiran", "Lampiran"), ("sasaran", "Sasaran"), ("formula", "Rumus"), ("satuan", "Satuan"),
         ("arah", "Arah"), ("target", "Target"), ("hasil", "Realisasi"), ("capaian", "Capaian"), ("status", "Status")),
    ),
    "verifikasi": Halaman(
        "registry:verifikasi_list",
        ("tahun", "periode", "opd", "tanda", "ditandai", "sort", "per_page"),
        Aksi.VERIFIKASI,
        (("opd", "OPD"), ("tahun", "Tahun"), ("lalu", "Tahun lalu"), ("target", "Target"), ("hasil", "Realisasi"),
         ("capaian", "Capaian"), ("tanda", "Perlu dilihat"), ("diajukan", "Diajukan oleh")),
    ),
    "isian": Halaman("registry:isian_list", ("tahun", "tampil", "periode"), Aksi.ISI),
    "capaian": Halaman("registry:capaian_list", ("tahun",)),
}  # fmt: skip


def clean_query(halaman: Halaman, kueri: str) -> str:
    """The known keys of a query, in their order; everything else is left out."""
    if len(kueri) > 4 * MAKS_KUERI:
        raise ServiceError(TERLALU_PANJANG)
    typed, kept = QueryDict(kueri.replace("\x00", "")), QueryDict(mutable=True)
    for name in halaman.kunci:
        values = [value for value in typed.getlist(name) if value]
        if values:
            kept.setlist(name, values)
    text = kept.urlencode()
    if len(text) > MAKS_KUERI:
        raise ServiceError(TERLALU_PANJANG)
    return text


@transaction.atomic
def saringan_save(*, user: Pengguna, halaman: str, nama: str, kueri: str, bawaan: bool = False) -> SaringanTersimpan:
    """Keeps a filter under a name."""
    mine = SaringanTersimpan.objects.select_for_update().filter(pengguna=user, halaman=halaman)
    if mine.count() >= MAKS_SARINGAN:
        raise ServiceError(TERLALU_BANYAK)
    cleaned = clean_query(HALAMAN[halaman], kueri)
    if not cleaned:
        raise ServiceError(KOSONG)
    row = SaringanTersimpan(pengguna=user, halaman=halaman, nama=_nama(nama), kueri=cleaned)
    _store(row)
    return saringan_default(row=row, bawaan=True) if bawaan else row


@transaction.atomic
def saringan_rename(*, row: SaringanTersimpan, nama: str) -> SaringanTersimpan:
    """Another name."""
    row.nama = _nama(nama)
    _store(row)
    return row


@transaction.atomic
def saringan_default(*, row: SaringanTersimpan, bawaan: bool) -> SaringanTersimpan:
    """Makes it the one with which the page opens, or no longer; there is one at most."""
    for other in SaringanTersimpan.objects.select_for_update().filter(
        pengguna=row.pengguna_id, halaman=row.halaman, bawaan=True
    ):
        other.bawaan = False
        other.save(update_fields=["bawaan"])
    row.bawaan = bawaan
    row.save(update_fields=["bawaan"])
    return row


def _nama(nama: str) -> str:
    cleaned = clean_name(nama)[:MAKS_NAMA]
    if not cleaned:
        raise ServiceError(TANPA_NAMA)
    return cleaned


def _store(row: SaringanTersimpan) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row.save()


@transaction.atomic
def kolom_save(*, user: Pengguna, halaman: str, tampil: Iterable[str]) -> list[str]:
    """Hides the columns that are not named; all of them named means nothing is kept. Gives the hidden ones."""
    known = [name for name, _ in HALAMAN[halaman].kolom]
    shown = set(tampil)
    hidden = [name for name in known if name not in shown]
    if hidden:
        PilihanKolom.objects.update_or_create(
            pengguna=user, halaman=halaman, defaults={"disembunyikan": hidden}
        )  # fmt: skip
    else:
        PilihanKolom.objects.filter(pengguna=user, halaman=halaman).delete()
    return hidden


def hidden_columns(user: Pengguna, halaman: str) -> list[str]:
    """The columns this person wants hidden, as far as the page still has them."""
    row = PilihanKolom.objects.filter(pengguna=user.pk, halaman=halaman).first()
    known = {name for name, _ in HALAMAN[halaman].kolom}
    return [name for name in row.disembunyikan if name in known] if row else []
