"""The same proof as text, for the command line: what was used, each step, target, capaian, who and when."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from formulas.notation import write_date
from registry.models import Indikator, Instansi, Pemda, Realisasi
from registry.services.bukti import Bukti, MasukanBukti, bukti_of
from registry.services.errors import ServiceError
from registry.services.kode_bukti import Versi, find_versi, kode_of
from registry.tulis import sebut_dasar

TANPA_INDIKATOR = "Indikator «{kode}» tidak ditemukan{pemda}."
BEBERAPA = "Indikator «{kode}» ada pada beberapa Pemda ({nama}); sebutkan dengan --pemda."
TANPA_INSTANSI = "Instansi «{kode}» tidak ditemukan di {pemda}."
TANPA_REALISASI = "Belum ada realisasi {indikator} untuk {instansi} tahun {tahun}."
TANPA_KODE = "Tidak ada bukti dengan kode «{kode}»."


def versi_by_kode(kode: str) -> Versi:
    """The version that a code names; ServiceError when there is none."""
    found = find_versi(kode, Realisasi.objects.all(), None)
    if found is None:
        raise ServiceError(TANPA_KODE.format(kode=kode))
    return found


def versi_by_key(indikator: str, instansi: str, tahun: int, pemda: str | None) -> Versi:
    """The realisasi of an indicator, an instansi and a year as it is now."""
    rows = Indikator.objects.filter(kode=indikator).select_related("pemda")
    rows = rows.filter(pemda__kode=pemda) if pemda else rows
    found = list(rows)
    if not found:
        raise ServiceError(TANPA_INDIKATOR.format(kode=indikator, pemda=f" di {pemda}" if pemda else ""))
    if len(found) > 1:
        raise ServiceError(BEBERAPA.format(kode=indikator, nama=", ".join(row.pemda.kode for row in found)))
    place = _instansi(instansi, found[0].pemda)
    row = Realisasi.objects.filter(indikator=found[0], instansi=place, tahun=tahun, periode=0).first()
    if row is None:
        raise ServiceError(TANPA_REALISASI.format(indikator=indikator, instansi=place, tahun=tahun))
    return Versi(row, row)


def _instansi(kode: str, pemda: Pemda) -> Instansi:
    row = Instansi.objects.filter(pemda=pemda, kode=kode).first()
    if row is None:
        raise ServiceError(TANPA_INSTANSI.format(kode=kode, pemda=pemda))
    return row


def bukti_text(versi: Versi) -> str:
    """The whole proof of a version as lines of text."""
    with timezone.override(versi.kini.indikator.pemda.zona):
        return "\n".join(_lines(versi))


def _lines(versi: Versi) -> Iterator[str]:
    row, bukti = versi.realisasi, bukti_of(versi.realisasi)
    yield f"BUKTI HITUNGAN {kode_of(row)} (versi {row.version})"
    if row.contoh:
        yield "DATA CONTOH: angka rekaan untuk mencoba aplikasi"
    if versi.berubah:
        yield f"SUDAH BERUBAH sejak versi ini; yang berlaku sekarang versi {versi.kini.version} ({kode_of(versi.kini)})"
    yield f"Indikator   : {bukti.indikator.nama} ({bukti.indikator.kode})"
    yield f"Instansi    : {row.instansi.nama}"
    yield f"Tahun       : {row.tahun}"
    yield f"Status      : {row.get_status_display()}"
    yield f"Penetapan   : {sebut_dasar(bukti.indikator.lembar.lampiran)}"
    yield f"Rumus       : {bukti.ekspresi or 'belum ada'}{f' (versi {bukti.versi})' if bukti.versi else ''}"
    yield "Masukan"
    for masukan in bukti.masukan:
        yield from _input(masukan)
    yield "Langkah hitungan"
    yield from (f"  {n}. {langkah}" for n, langkah in enumerate(bukti.langkah, 1))
    yield from _result(bukti)
    for jejak in bukti.jejak:
        yield f"{jejak.langkah:<12}: {jejak.siapa}{f', {_moment(jejak.kapan)}' if jejak.kapan else ''}"


def _input(masukan: MasukanBukti) -> Iterator[str]:
    unit = f" {masukan.satuan}" if masukan.satuan else ""
    shown = "; ".join(f"{nama} {nilai}" for nama, nilai in masukan.anggota) or masukan.nilai
    yield f"  {masukan.nama} = {shown}{unit}, {masukan.sumber}"
    yield f"      {masukan.label}"
    if masukan.lalu:
        source = f", {masukan.lalu_sumber}" if masukan.lalu_sumber else ""
        yield f"      tahun lalu: {masukan.lalu}{unit}{source}"


def _result(bukti: Bukti) -> Iterator[str]:
    row = bukti.realisasi
    unit = f" {bukti.satuan}" if row.hasil is not None and bukti.satuan else ""
    yield f"Realisasi   : {bukti.hasil}{unit}"
    if bukti.predikat:
        yield f"Predikat    : {bukti.predikat}"
    yield f"Target      : {bukti.target}"
    yield f"Capaian     : {bukti.capaian}{f' ({row.kelas})' if row.kelas else ''}"
    if bukti.langkah_capaian:
        yield f"              {bukti.langkah_capaian}"
    if bukti.aturan:
        yield f"Aturan      : {bukti.aturan}"


def _moment(kapan: datetime) -> str:
    local = timezone.localtime(kapan)
    return f"{write_date(local.date())} pukul {local:%H.%M}"
