"""Long work: what a worker process does with a job (registry.services.pekerjaan)."""

import logging
import os
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django_tasks import task

from registry.models import Instansi, Lampiran, LembarInstansi, Pekerjaan, Penetapan
from registry.services.errors import ServiceError
from registry.services.pekerjaan import (
    HAK_BERUBAH,
    TurnLost,
    berkas,
    pekerjaan_beat,
    pekerjaan_claim,
    pekerjaan_fail,
    pekerjaan_finish,
)
from reports.bagian import susun
from reports.bentuk import BENTUK
from reports.ekspor import lampiran_bytes
from reports.forms import PenandaForm
from reports.lampiran import dokumen_rows, nama_berkas
from reports.nilai import Pembaca
from reports.rekap import Permintaan, rekap_rows
from reports.rekap import nama_berkas as nama_rekap
from reports.tugas_beku import bekukan, periksa
from reports.zip_tetap import SAAT

log = logging.getLogger(__name__)

DETAK = 5  # seconds
DAFTAR = "DAFTAR ISI.txt"
KOSONG = "Tidak ada dokumen yang dapat dibuat. Pilih tahun atau jenis lain."
SEMUA_GAGAL = "Tidak satu dokumen pun dapat dibuat. {pesan}"
KESALAHAN = "Terjadi kesalahan pada aplikasi saat menyusun dokumen ini. Laporkan kepada admin."
Gagal = dict[str, str]


@dataclass(frozen=True, slots=True)
class Butir:
    """One document of an export: what it is called, and how it is made (name of the file, content, what it lacks)."""

    nama: str
    buat: Callable[[], tuple[str, bytes, list[Gagal]] | None]


@task()
def kerjakan(kunci: str) -> str:
    """Does the job with that key; a second call for a job that is done or taken does nothing."""
    pekerjaan = pekerjaan_claim(kunci=kunci)
    if pekerjaan is None:
        return "dilewati"
    try:
        with _beating(pekerjaan), timezone.override(pekerjaan.pemda.zona):
            _do(pekerjaan)
    except TurnLost:
        log.warning("Job %s was taken by another worker", kunci)
    except ServiceError as error:
        pekerjaan_fail(pekerjaan, error.pesan)
    except Exception:
        log.exception("Job %s failed", kunci)
        pekerjaan_fail(pekerjaan, KESALAHAN)
    return "selesai"


def _do(pekerjaan: Pekerjaan) -> None:
    member = pekerjaan.pemohon.keanggotaan_aktif
    if member is None or (member.pemda_id, member.peran) != (pekerjaan.pemda_id, pekerjaan.peran):
        raise ServiceError(HAK_BERUBAH)
    if pekerjaan.jenis in BUTIR:
        _export(pekerjaan, list(BUTIR[pekerjaan.jenis](pekerjaan)))
    else:
        CETAK[pekerjaan.jenis](pekerjaan)


def _export(pekerjaan: Pekerjaan, butir: list[Butir]) -> None:
    pekerjaan_beat(pekerjaan, jumlah=len(butir))
    target = berkas(pekerjaan)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f".{pekerjaan.kunci.hex}.{pekerjaan.giliran.hex}")
    try:
        gagal = _write(pekerjaan, butir, temporary)
        pekerjaan_beat(pekerjaan)  # still mine
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    pekerjaan_finish(pekerjaan, gagal=gagal, ukuran=target.stat().st_size)


def _write(pekerjaan: Pekerjaan, butir: list[Butir], path: Path) -> list[Gagal]:
    """The archive with a list of what is in it and what is not; one bad document does not spoil the rest."""
    names: list[str] = []
    gagal: list[Gagal] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, item in enumerate(butir):
            pekerjaan_beat(pekerjaan, selesai=n, langkah=item.nama[:200])
            made, failed = _make(item)
            gagal += failed
            if made:
                names.append(made[0])
                _add(archive, *made)
        if not names:
            raise ServiceError(SEMUA_GAGAL.format(pesan=gagal[0]["pesan"]) if gagal else KOSONG)
        _add(archive, DAFTAR, _contents(pekerjaan, names, gagal).encode())
    pekerjaan_beat(pekerjaan, selesai=len(butir))
    return gagal


def _make(item: Butir) -> tuple[tuple[str, bytes] | None, list[Gagal]]:
    try:
        made = item.buat()
    except ServiceError as error:
        return None, [{"nama": item.nama, "pesan": error.pesan}]
    except TurnLost:
        raise
    except Exception:
        log.exception("A document of an export failed: %s", item.nama)
        return None, [{"nama": item.nama, "pesan": KESALAHAN}]
    if made is None:
        return None, []
    name, data, gagal = made
    return (name, data), gagal


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, SAAT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    archive.writestr(info, data)


def _contents(pekerjaan: Pekerjaan, names: list[str], gagal: list[Gagal]) -> str:
    lines = [pekerjaan.judul, "", f"Berkas ({len(names)}):", *(f"- {name}" for name in names)]
    if gagal:
        lines += ["", f"TIDAK LENGKAP. Yang tidak dapat disusun ({len(gagal)}):"]
        lines += [f"- {g['nama']}: {g['pesan']}" for g in gagal]
    return "\r\n".join([*lines, ""])


def _lampiran(pekerjaan: Pekerjaan) -> Iterator[Butir]:
    """One file per decree that the person may see, newest first."""
    rows = Penetapan.objects.visible_to(pekerjaan.pemohon).filter(pemda=pekerjaan.pemda).select_related("pemda")
    sheets = LembarInstansi.objects.visible_to(pekerjaan.pemohon)
    for penetapan in rows.order_by("-tahun_awal", "kode"):
        yield Butir(str(penetapan), partial(_of_penetapan, penetapan, sheets, pekerjaan.parameter["bentuk"]))


def _of_penetapan(penetapan: Penetapan, sheets, bentuk: str) -> tuple[str, bytes, list[Gagal]] | None:
    lampiran = list(Lampiran.objects.filter(penetapan=penetapan).select_related("penetapan__pemda").order_by("urut"))
    dokumen = dokumen_rows(penetapan, lampiran, sheets)
    if not dokumen.lampiran:
        return None
    name = nama_berkas(penetapan, None, bentuk)
    if bentuk != "pdf":
        return name, lampiran_bytes(dokumen, bentuk), []
    susunan = susun(dokumen)
    gagal = [{"nama": f"{penetapan}: {g.nama}", "pesan": g.pesan} for g in susunan.gagal]
    return f"TIDAK-LENGKAP-{name}" if gagal else name, susunan.data, gagal


def _rekap(pekerjaan: Pekerjaan) -> Iterator[Butir]:
    """The recap of every instansi that the person may read."""
    pembaca = Pembaca(pekerjaan.pemda, pekerjaan.pemohon)
    for place in Instansi.objects.visible_to(pekerjaan.pemohon).measured().select_related("pemda"):
        if pembaca.may_read(place):
            yield Butir(place.nama, partial(_of_instansi, pekerjaan, place))


def _of_instansi(pekerjaan: Pekerjaan, place: Instansi) -> tuple[str, bytes, list[Gagal]] | None:
    form = PenandaForm({}, instansi=place)
    tahun, bentuk, alamat = (pekerjaan.parameter[key] for key in ("tahun", "bentuk", "alamat"))
    pembaca = Pembaca(pekerjaan.pemda, pekerjaan.pemohon)
    rows = rekap_rows(Permintaan(pembaca, place, tahun, form.tanggal_berkas, form.tanda_tangan, alamat))
    return (nama_rekap(rows, bentuk), BENTUK[bentuk][0](rows), []) if rows.tabel else None


BUTIR: dict[str, Callable[[Pekerjaan], Iterable[Butir]]] = {
    Pekerjaan.Jenis.LAMPIRAN: _lampiran,
    Pekerjaan.Jenis.REKAP: _rekap,
}
CETAK: dict[str, Callable[[Pekerjaan], None]] = {Pekerjaan.Jenis.BEKUKAN: bekukan, Pekerjaan.Jenis.PERIKSA: periksa}


@contextmanager
def _beating(pekerjaan: Pekerjaan) -> Iterator[None]:
    """Signs of life from a thread of its own, however long one document takes."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(DETAK):
                pekerjaan_beat(pekerjaan)
        except TurnLost:
            pass
        except Exception:
            log.exception("No sign of life for job %s", pekerjaan.kunci)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
