"""Writes of BuktiDukung: add, describe, take back and undo, forget. Each leaves its history with who and why.

Only who fills a realisasi changes its evidence, while the year is open and the realisasi is (security.md S-04).
"""

import hashlib
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.akses import is_editable, may_fill
from registry.models import BuktiDukung, Kiriman, Pengguna, Realisasi
from registry.models.bukti_dukung import stored_name
from registry.services.baris import ConflictError, Kunci
from registry.services.berkas_aman import BerkasPeriksa, periksa_berkas, safe_name
from registry.services.bukti_kuota import check_quota
from registry.services.bukti_simpanan import discard, settle, taken_in
from registry.services.errors import ServiceError
from registry.services.nama import clean_name
from registry.services.realisasi import SUDAH_DIAJUKAN, TIDAK_BERHAK, check_open, realisasi_save
from registry.services.simpan import store

KETERANGAN = ("judul", "sumber", "nomor", "halaman", "tanggal", "penerbit")
TAUTAN_SAJA = "Tulis alamat lengkap yang berawalan https:// atau http://, tanpa nama pengguna di dalamnya."
SUDAH_DITARIK = "Bukti dukung ini sudah ditarik. Muat ulang halamannya."
BELUM_DITARIK = "Bukti dukung ini tidak sedang ditarik. Muat ulang halamannya."
PERNAH_DIAJUKAN = "Bukti dukung ini sudah pernah diajukan ke Bappeda, sehingga tidak dapat dihapus selamanya."
BERUBAH = "Keterangan ini baru saja diubah orang lain. Bandingkan dengan yang tersimpan, lalu simpan lagi."


class SudahDikirim(ServiceError):
    """The same form was accepted before: nothing is stored a second time."""


class KeteranganBerubah(ServiceError):
    """Somebody else changed the description in between; holds what is stored now."""

    def __init__(self, current: BuktiDukung) -> None:
        super().__init__(BERUBAH)
        self.current = current


def bukti_dukung_create(
    *,
    user: Pengguna,
    kunci: Kunci,
    isi: dict[str, Any],
    berkas: UploadedFile | None = None,
    tautan: str = "",
    kiriman: uuid.UUID | None = None,
) -> BuktiDukung:
    """Adds a file or a link to a realisasi; one that nobody has typed yet becomes a draft.

    The heavy look at the file happens before the transaction, so that nobody waits for it.
    """
    _check_right(user, kunci)
    _check_editable(kunci.get())
    row = BuktiDukung(diunggah_oleh=user, **_described(isi))
    if berkas is None:
        row.jenis, row.tautan = BuktiDukung.Jenis.TAUTAN, _checked_link(tautan)
        row.judul = row.judul or (urlsplit(row.tautan).hostname or "tautan")
        return _store(row, user, kunci, kiriman)
    check_quota(kunci, berkas.size or 0)
    with taken_in(berkas) as path:
        checked = periksa_berkas(path)
        _describe_file(row, checked, berkas.name or "")
        return _store_file(row, user, kunci, kiriman, checked)


def _described(isi: dict[str, Any]) -> dict[str, Any]:
    texts = {name: isi.get(name) for name in KETERANGAN}
    return {n: clean_name(v or "") if n != "tanggal" else v for n, v in texts.items()}


def _checked_link(tautan: str) -> str:
    try:
        parts = urlsplit(tautan)
    except ValueError as error:
        raise ServiceError(TAUTAN_SAJA) from error
    plain = clean_name(tautan) == tautan and " " not in tautan
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ServiceError(TAUTAN_SAJA)
    return tautan


def _describe_file(row: BuktiDukung, checked: BerkasPeriksa, name: str) -> None:
    row.jenis, row.tipe = BuktiDukung.Jenis.BERKAS, checked.tipe
    row.berkas.name = stored_name(row, name)
    row.nama_berkas = safe_name(name, checked.tipe)
    row.judul = row.judul or row.nama_berkas.rpartition(".")[0]
    row.ukuran, row.sha256 = checked.ukuran, checked.sha256
    row.peringatan = [{"kode": kode} for kode in checked.temuan]
    if checked.halaman:
        row.peringatan.append({"kode": "jumlah_halaman", "nilai": checked.halaman})


def _store_file(
    row: BuktiDukung, user: Pengguna, kunci: Kunci, kiriman: uuid.UUID | None, checked: BerkasPeriksa
) -> BuktiDukung:
    """Row and file together: the file is in its place before the row is committed, and gone when it is not."""
    try:
        return _store(row, user, kunci, kiriman, checked)
    except BaseException:
        # a commit whose answer got lost may have happened: then the row needs its file
        if not BuktiDukung.objects.filter(kunci=row.kunci).exists():
            discard(str(row.berkas.name))
        raise


@transaction.atomic
def _store(
    row: BuktiDukung,
    user: Pengguna,
    kunci: Kunci,
    kiriman: uuid.UUID | None,
    checked: BerkasPeriksa | None = None,
) -> BuktiDukung:
    _once(kiriman, user, row)
    row.realisasi = _draft(user, kunci)
    if checked is not None:
        check_quota(kunci, checked.ukuran, lock=True)
    store(row, user=user, reason="Bukti dukung ditambahkan")
    if checked is not None:
        settle(checked.tempat, str(row.berkas.name))
    return row


def _once(kiriman: uuid.UUID | None, user: Pengguna, row: BuktiDukung) -> None:
    """The same form with the same contents counts once; with others it is another sending."""
    if kiriman is None:
        return
    contents = repr((user.pk, description_hash(row), row.sha256, row.nama_berkas))
    try:
        with transaction.atomic():
            Kiriman.objects.create(kunci=uuid.uuid5(kiriman, contents), pengguna=user)
    except IntegrityError:
        raise SudahDikirim("Bukti dukung ini sudah tersimpan.") from None


def _draft(user: Pengguna, kunci: Kunci) -> Realisasi:
    """The realisasi, locked and open; made as an empty draft where there is none."""
    row = kunci.get(lock=True)
    if row is None:
        try:
            return realisasi_save(user=user, kunci=kunci, nilai_mentah={}, version=0)
        except ConflictError:  # somebody typed the first value at this moment
            row = kunci.get(lock=True)
    _check_editable(row)
    assert row is not None, "the conflict was about a row"
    return row


@transaction.atomic
def bukti_dukung_describe(
    *, user: Pengguna, bukti: BuktiDukung, isi: dict[str, Any], tautan: str = "", sidik: str = ""
) -> BuktiDukung:
    """Changes the description (of a link also its address); KeteranganBerubah when `sidik` is not the stored one's."""
    row = _locked(user, bukti)
    if row.dihapus_pada is not None:
        raise ServiceError(SUDAH_DITARIK)
    if sidik and sidik != description_hash(row):
        raise KeteranganBerubah(row)
    for name, value in _described(isi).items():
        setattr(row, name, value)
    if row.jenis == BuktiDukung.Jenis.TAUTAN:
        row.tautan = _checked_link(tautan)
    row.judul = row.judul or bukti.judul
    store(row, user=user, reason="Keterangan bukti dukung diubah")
    return row


@transaction.atomic
def bukti_dukung_withdraw(*, user: Pengguna, bukti: BuktiDukung) -> BuktiDukung:
    """Takes evidence back; the file is kept, so that it can be undone."""
    row = _locked(user, bukti)
    if row.dihapus_pada is None:
        row.dihapus_pada = timezone.now()
        store(row, user=user, reason="Bukti dukung ditarik")
    return row


@transaction.atomic
def bukti_dukung_restore(*, user: Pengguna, bukti: BuktiDukung) -> BuktiDukung:
    """Undoes a taking back."""
    row = _locked(user, bukti)
    if row.dihapus_pada is not None:
        row.dihapus_pada = None
        store(row, user=user, reason="Penarikan bukti dukung dibatalkan")
    return row


@transaction.atomic
def bukti_dukung_delete(*, user: Pengguna, bukti: BuktiDukung) -> None:
    """Forgets for good what was taken back and never submitted, and frees its room; its history stays."""
    row = _locked(user, bukti)
    if row.dihapus_pada is None:
        raise ServiceError(BELUM_DITARIK)
    if was_submitted(row):
        raise ServiceError(PERNAH_DIAJUKAN)
    name = row.berkas.name
    row._history_user, row._change_reason = user, "Bukti dukung dihapus selamanya"
    row.delete()
    if name:
        transaction.on_commit(lambda: discard(name))


def was_submitted(row: BuktiDukung) -> bool:
    """Whether Bappeda may have seen it: the realisasi was submitted while it was there."""
    return row.realisasi.history.filter(status=Realisasi.Status.DIAJUKAN, history_date__gte=row.created_at).exists()


def description_hash(row: BuktiDukung) -> str:
    """What the description was when a page showed it."""
    texts = [str(getattr(row, name) or "") for name in (*KETERANGAN, "tautan")]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def kunci_of(realisasi: Realisasi) -> Kunci:
    """Which realisasi a row is."""
    return Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode)


def _locked(user: Pengguna, bukti: BuktiDukung) -> BuktiDukung:
    """The row as it is now, for one who may change it; its realisasi cannot be submitted meanwhile."""
    realisasi = Realisasi.objects.select_for_update(of=("self",)).select_related("indikator", "instansi")
    owner = realisasi.get(pk=bukti.realisasi_id)
    _check_right(user, kunci_of(owner))
    _check_editable(owner)
    row = BuktiDukung.objects.select_for_update().filter(pk=bukti.pk).order_by("pk").first()
    if row is None:
        raise ServiceError("Bukti dukung ini sudah dihapus. Muat ulang halamannya.")
    row.realisasi = owner
    return row


def _check_right(user: Pengguna, kunci: Kunci) -> None:
    if not may_fill(user, kunci.indikator, kunci.instansi):
        raise ServiceError(TIDAK_BERHAK)
    check_open(kunci, opd=user.keanggotaan_aktif.instansi)


def _check_editable(row: Realisasi | None) -> None:
    if row is not None and not is_editable(row):
        raise ServiceError(SUDAH_DIAJUKAN.format(status=row.get_status_display().lower()))
