"""The main menu: what each role finds at the top of every page. Hiding an entry is not a right: views check."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from registry.models import Peran

OPD = (Peran.OPERATOR, Peran.KEPALA)
REVIEW = (Peran.BAPPEDA, Peran.ADMIN, Peran.PEMBACA)
MENU: list[tuple[str, str, tuple[str, ...]]] = [
    ("Beranda", "registry:beranda", (*OPD, *REVIEW)),
    ("Isian saya", "registry:isian_list", OPD),
    ("Verifikasi", "registry:verifikasi_list", (Peran.BAPPEDA,)),
    ("Papan", "registry:papan_list", (*OPD, *REVIEW)),
    ("Indikator", "registry:indikator_list", (*OPD, *REVIEW)),
    ("Capaian", "registry:capaian_list", (*OPD, *REVIEW)),
    ("Laporan", "reports:laporan", (*OPD, *REVIEW)),
]
LAINNYA: list[tuple[str, str, tuple[str, ...]]] = [
    ("Data dasar", "registry:data_dasar_list", (*OPD, *REVIEW)),
    ("Temuan", "registry:temuan_list", (*OPD, Peran.BAPPEDA, Peran.ADMIN)),
    ("Rumus", "registry:rumpun_list", (Peran.BAPPEDA, Peran.ADMIN)),
    ("Penetapan", "registry:penetapan_list", (*OPD, *REVIEW)),
    ("Dokumen beku", "registry:dokumen_list", (*OPD, *REVIEW)),
    ("Unduhan saya", "reports:unduhan_list", REVIEW),
    ("Riwayat", "registry:riwayat_list", (*OPD, *REVIEW)),
    ("Serah terima", "registry:serah_terima", (*OPD, Peran.ADMIN)),
    ("Kode bukti", "registry:bukti_search", (*OPD, *REVIEW)),
    ("Panduan", "registry:panduan_list", (*OPD, *REVIEW)),
]
KELOLA: list[tuple[str, str, tuple[str, ...]]] = [
    ("Instansi", "registry:instansi_list", (Peran.ADMIN,)),
    ("Pejabat", "registry:pejabat_list", (Peran.ADMIN,)),
    ("Anggota", "registry:anggota_list", (Peran.ADMIN,)),
    ("Aturan capaian", "registry:aturan_capaian_list", (Peran.BAPPEDA, Peran.ADMIN, Peran.PEMBACA)),
    ("Tahun isian", "registry:tahun_list", (Peran.BAPPEDA,)),
    ("Pengaturan Pemda", "registry:pemda_edit", (Peran.ADMIN,)),
]

PUSAT: list[tuple[str, str]] = [
    ("Beranda", "registry:beranda"),
    ("Pemda baru", "registry:pemda_add"),
    ("Panduan", "registry:panduan_list"),
]


@dataclass(frozen=True)
class Butir:
    """One entry of the menu."""

    label: str
    url: str
    active: bool
    isi: tuple["Butir", ...] = ()


def menu_for(request: HttpRequest) -> list[Butir]:
    """Entries of the user's role, the one of this page marked; a superuser without one only makes Pemda."""
    user, path = request.user, request.path
    member = user.keanggotaan_aktif if user.is_authenticated else None
    if member is None:
        return _entries(PUSAT, path) if user.is_authenticated and user.is_superuser else []
    menu = _entries(_of_role(MENU, member.peran), path)
    for label, named in (("Lainnya", LAINNYA), ("Kelola", KELOLA)):
        group = _entries(_of_role(named, member.peran), path)
        if len(group) < 2:
            menu += group
        else:
            menu.append(Butir(label, "", any(b.active for b in group), tuple(group)))
    return menu


def _of_role(entries: Iterable[tuple[str, str, tuple[str, ...]]], peran: str) -> list[tuple[str, str]]:
    return [(label, name) for label, name, roles in entries if peran in roles]


def _entries(named: Iterable[tuple[str, str]], path: str) -> list[Butir]:
    entries = [(label, reverse(name)) for label, name in named]
    return [Butir(label, url, path == url if url == "/" else path.startswith(url)) for label, url in entries]
