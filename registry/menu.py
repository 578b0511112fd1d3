"""The main menu: what each role finds at the top of every page. Hiding an entry is not a right: views check."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from registry.models import Peran

OPD = (Peran.OPERATOR, Peran.KEPALA)
REVIEW = (Peran.BAPPEDA, Peran.ADMIN, Peran.PEMBACA)
MENU: list[tuple[str, str, tuple[str, ...]]] = [
    ("Beranda", "registry:beranda", (*OPD, *REVIEW)),
    ("Isian saya", "registry:isian_list", OPD),
    ("Verifikasi", "registry:verifikasi_list", (Peran.BAPPEDA,)),
    ("Indikator", "registry:indikator_list", (*OPD, *REVIEW)),
    ("Capaian", "registry:capaian_list", (*OPD, *REVIEW)),
    ("Data dasar", "registry:data_dasar_list", (*OPD, *REVIEW)),
    ("Temuan", "registry:temuan_list", (*OPD, Peran.BAPPEDA, Peran.ADMIN)),
    ("Rumus", "registry:rumpun_list", (Peran.BAPPEDA, Peran.ADMIN)),
    ("Penetapan", "registry:penetapan_list", (*OPD, *REVIEW)),
    ("Tahun", "registry:tahun_list", (Peran.BAPPEDA,)),
    ("Instansi", "registry:instansi_list", (Peran.ADMIN,)),
    ("Pejabat", "registry:pejabat_list", (Peran.ADMIN,)),
    ("Anggota", "registry:anggota_list", (Peran.ADMIN,)),
    ("Pengaturan", "registry:pemda_edit", (Peran.ADMIN,)),
]

PUSAT: list[tuple[str, str]] = [("Beranda", "registry:beranda"), ("Pemda baru", "registry:pemda_add")]


@dataclass(frozen=True)
class Butir:
    """One entry of the menu."""

    label: str
    url: str
    active: bool


def menu_for(request: HttpRequest) -> list[Butir]:
    """Entries of the user's role, the one of this page marked; a superuser without one only makes Pemda."""
    user, path = request.user, request.path
    member = user.keanggotaan_aktif if user.is_authenticated else None
    if member is not None:
        entries = [(label, _url(name)) for label, name, roles in MENU if member.peran in roles]
    else:
        entries = [(label, _url(name)) for label, name in PUSAT if user.is_authenticated and user.is_superuser]
    return [Butir(label, url, path == url if url == "/" else path.startswith(url)) for label, url in entries if url]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
