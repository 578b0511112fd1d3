"""A draft decree of the Pemda of an `Objek`, for tests that ask every address: made when first asked for."""

from typing import Any

from registry.models import Indikator, Keanggotaan, Lampiran, LembarInstansi, Penetapan, Sasaran
from registry.services.penetapan_salin import penetapan_copy

SUMBER = {"35.08": "lumajang-kecamatan-2020", "63.11": "balangan-setwan-2023"}


def rancangan(o: Any) -> Penetapan:
    """The draft."""
    kode = f"uji-rancangan-{o.opd}-{o.pemda.replace('.', '')}"
    row = Penetapan.objects.filter(kode=kode).first()
    if row is None:
        admin = Keanggotaan.objects.filter(pemda__kode=o.pemda, peran="admin").first().user
        sumber = Penetapan.objects.get(kode=SUMBER[o.pemda])
        row = penetapan_copy(user=admin, sumber=sumber, kode=kode, tahun_awal=2031, tahun_akhir=2033)
    return row


def lampiran(o: Any) -> Lampiran:
    return rancangan(o).lampiran.first()


def lembar(o: Any) -> LembarInstansi:
    return LembarInstansi.objects.filter(lampiran__penetapan=rancangan(o)).first()


def sasaran(o: Any) -> Sasaran:
    return lembar(o).sasaran.first()


def indikator(o: Any) -> Indikator:
    return sasaran(o).indikator.first()
