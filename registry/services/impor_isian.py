"""An uploaded workbook, from its preview to what is written: preview, confirm, undo.

A preview writes no value. What is confirmed is exactly what was shown: the preview is stored, the confirmation
carries its fingerprint, and everything is checked again under lock. What has moved since is told, and nothing is
written (S-12). A file that was confirmed is not confirmed twice, however often the button is pressed (S-13).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.akses import Aksi, may
from registry.models import ImporIsian, Keanggotaan, Pengguna, Realisasi
from registry.services.errors import ServiceError
from registry.services.excel_baca import read_workbook
from registry.services.excel_bahan import Bahan, BahanIndikator, bahan_of
from registry.services.excel_sel import Ditolak
from registry.services.impor_banding import Banding, UnitBaru, check_owner, compare
from registry.services.impor_sumber import Tulisan, write_all
from registry.tulis import tulis_hasil

TIDAK_BERHAK = "Peran akun Anda tidak mencakup tindakan ini."
BERUBAH = "Ada yang berubah sejak pratinjau ini dibuat, sehingga tidak ada yang disimpan. Unggah lagi berkasnya."
DIGANTI = "Pratinjau ini sudah diganti dengan yang lebih baru. Periksa pratinjau yang baru, lalu setujui."
BUKAN_PEMBUAT = "Berkas ini sudah diunggah ulang oleh {nama}; ia yang menyetujuinya. Unggah lagi bila perlu."
BERKAS_BEDA = "Berkas yang tersimpan tidak sama dengan yang diperiksa. Unggah lagi berkasnya."
PILIH_SATU = "Centang paling sedikit satu indikator yang akan diterapkan. Belum ada yang disimpan."
ADA_DITOLAK = "Indikator «{nama}» masih mempunyai sel yang ditolak. Hilangkan centangnya, atau perbaiki berkasnya."
TIDAK_ADA_UNIT = "{nama}: indikator ini tidak lagi diisi OPD Anda pada tahun ini."
RUMUS_GANTI = "{nama}: rumusnya sudah diganti."
TERKUNCI = "{nama}: isiannya sudah terkunci ({status})."
PINDAH = "{nama}: sudah disimpan {oleh}; hasilnya sekarang {hasil}."
PENGISI_GANTI = "{nama}: salah satu isiannya bukan lagi tugas OPD Anda."
HARI_SIMPAN = 30
Status = ImporIsian.Status


class ImporUsang(ServiceError):
    """What was shown is not what would be written any more; `pindah` tells what moved."""

    def __init__(self, pesan: str, pindah: Sequence[str] = ()) -> None:
        super().__init__(pesan)
        self.pindah = list(pindah)


def check_may_fill(user: Pengguna) -> None:
    """Only who enters values for an OPD."""
    if not may(user, Aksi.ISI) or not user.keanggotaan_aktif.is_opd:
        raise ServiceError(TIDAK_BERHAK)


def impor_preview(*, user: Pengguna, tahun: int, nama: str, data: bytes) -> ImporIsian:
    """Reads a workbook and stores what confirming it would do; ServiceError when the file as such is refused."""
    check_may_fill(user)
    try:
        berkas = read_workbook(data)
    except Ditolak as error:
        raise ServiceError(str(error)) from error
    bahan = bahan_of(user, tahun)
    check_owner(berkas, bahan)
    banding = compare(berkas, bahan)
    rehearse(banding, bahan)
    return _store(user, bahan, nama, data, banding)


def rehearse(banding: Banding, bahan: Bahan) -> None:
    """Runs the very service that will write, and takes it back: what it refuses, and what each result becomes."""
    bad = {problem["unit"] for problem in banding.masalah}
    good = [unit for unit in banding.unit if unit.kunci not in bad]
    if not good:
        return
    writes = [_tulisan(unit, bahan) for unit in good]
    done = write_all(writes, user=bahan.user, tahun=bahan.tahun, sebab="Pratinjau impor", dry_run=True)
    for unit, (write, row, refusal) in zip(good, done, strict=True):
        unit.tolak = refusal
        unit.hasil_lama, unit.hasil_baru = _result(write.item, write.item.realisasi), _result(write.item, row)


def _result(item: BahanIndikator, row: Realisasi | None) -> str:
    return tulis_hasil(row, item.rumus.desimal) if row else "belum diisi"


def _tulisan(unit: UnitBaru, bahan: Bahan) -> Tulisan:
    return Tulisan(bahan.by_kunci[unit.kode, unit.instansi], unit.nilai, unit.teks)


def _store(user: Pengguna, bahan: Bahan, nama: str, data: bytes, banding: Banding) -> ImporIsian:
    """One waiting preview per file and target; sent again, it is made anew for whoever sent it last."""
    member, digest = bahan.member, hashlib.sha256(data).hexdigest()
    where = {"instansi": member.instansi, "tahun": bahan.tahun, "periode": 0, "sha256": digest}
    refused = bool(banding.masalah) and not selectable(banding.as_dict())
    isi = {**banding.as_dict(), "tutup": bahan.jendela.pesan}
    fields = {"pembuat": user, "nama_berkas": nama[:200], "isi": isi, "created_at": timezone.now()}
    fields["status"] = Status.DITOLAK if refused else Status.PRATINJAU
    _prune(member)
    for _ in range(2):
        try:
            with transaction.atomic():
                waiting = ImporIsian.objects.select_for_update().filter(**where)
                row = waiting.filter(status__in=(Status.PRATINJAU, Status.DITOLAK)).order_by("-pk").first()
                if row is None:
                    row = ImporIsian(pemda=member.pemda, **where)
                    row.berkas.save(nama, ContentFile(data), save=False)
                for name, value in fields.items():
                    setattr(row, name, value)
                row.full_clean(exclude=["isi"], validate_constraints=False)
                row.save()
                return row
        except IntegrityError:  # the same file at the same moment: the other one has stored it
            continue
    raise ServiceError(DIGANTI)


def _prune(member: Keanggotaan) -> None:
    """Previews that nobody confirmed go after a month, with their files."""
    since = timezone.now() - timedelta(days=HARI_SIMPAN)
    waiting = ImporIsian.objects.filter(instansi=member.instansi_id, created_at__lt=since)
    for row in waiting.filter(status__in=(Status.PRATINJAU, Status.DITOLAK)):
        row.berkas.delete(save=False)
        row.delete()


def selectable(isi: dict[str, Any]) -> list[dict[str, Any]]:
    """The indicators of a preview that may be confirmed: changed, and without a refused cell.

    A refusal that belongs to no indicator (a row without its code) holds up the whole file.
    """
    bad = {problem["unit"] for problem in isi["masalah"]}
    if "" in bad:
        return []
    return [unit for unit in isi["unit"] if key_of(unit) not in bad and not unit["tolak"]]


def key_of(unit: dict[str, Any]) -> str:
    """How the form names an indicator of a preview."""
    return f"{unit['kode']}|{unit['instansi']}"


def fingerprint(isi: dict[str, Any]) -> str:
    """What the confirmation must carry: of exactly this preview."""
    text = json.dumps(isi, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def impor_apply(*, user: Pengguna, kunci: UUID, sidik: str, pilihan: Iterable[str]) -> ImporIsian:
    """Writes the confirmed indicators, all or none; ImporUsang when anything moved, an applied import as it is."""
    check_may_fill(user)
    row = ImporIsian.objects.visible_to(user).select_for_update(of=("self",)).get(kunci=kunci)
    if row.status == Status.DITERAPKAN and row.isi.get("sidik") == sidik:
        return row
    _check_same(row, user, sidik)
    bahan = bahan_of(user, row.tahun)
    units = _chosen(row.isi, set(pilihan))
    held = hold(bahan, units)
    moved = [text for unit in units for text in _moved(unit, bahan, held)]
    if moved:
        raise ImporUsang(BERUBAH, moved)
    writes = [Tulisan(bahan.by_kunci[u["kode"], u["instansi"]], u["nilai"], u["teks"]) for u in units]
    done = write_all(writes, user=user, tahun=row.tahun, sebab=f"Impor Excel {row.nama_berkas}", dry_run=False)
    refused = [f"{write.item.unit.indikator.nama}: {pesan}" for write, _, pesan in done if pesan]
    if refused:
        raise ImporUsang(BERUBAH, refused)
    row.status, row.diterapkan_pada = Status.DITERAPKAN, timezone.now()
    row.isi = {**row.isi, "sidik": sidik, "diterapkan": [key_of(unit) for unit in units]}
    row.save()
    return row


def _check_same(row: ImporIsian, user: Pengguna, sidik: str) -> None:
    """The same person, the same preview, the same file as shown."""
    if row.status != Status.PRATINJAU or fingerprint(row.isi) != sidik:
        raise ImporUsang(DIGANTI)
    if row.pembuat_id != user.pk:
        raise ImporUsang(BUKAN_PEMBUAT.format(nama=row.pembuat))
    with row.berkas.open("rb") as stored:
        if hashlib.sha256(stored.read()).hexdigest() != row.sha256:
            raise ImporUsang(BERKAS_BEDA)


def _chosen(isi: dict[str, Any], pilihan: set[str]) -> list[dict[str, Any]]:
    allowed = {key_of(unit) for unit in selectable(isi)}
    units = [unit for unit in isi["unit"] if key_of(unit) in pilihan]
    if not units:
        raise ServiceError(PILIH_SATU)
    for unit in units:
        if key_of(unit) not in allowed:
            raise ServiceError(ADA_DITOLAK.format(nama=unit["nama"]))
    return units


def hold(bahan: Bahan, units: Iterable[dict[str, Any]]) -> dict[int, int]:
    """Locks the stored rows of the units until the end of the transaction: pk → version."""
    items = [bahan.by_kunci.get((unit["kode"], unit["instansi"])) for unit in units]
    pks = sorted(item.realisasi.pk for item in items if item is not None and item.realisasi is not None)
    rows = Realisasi.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    return dict(rows.values_list("pk", "version"))


def _moved(unit: dict[str, Any], bahan: Bahan, held: dict[int, int]) -> Iterable[str]:
    """What is not as the preview showed it, in words."""
    item = bahan.by_kunci.get((unit["kode"], unit["instansi"]))
    nama = unit["nama"]
    if item is None:
        yield TIDAK_ADA_UNIT.format(nama=nama)
        return
    yield from blocked(item, unit["rumus"], unit["nilai"])
    row = item.realisasi
    version = held.get(row.pk, 0) if row else 0
    if version != unit["version"]:
        oleh = (row and row.diisi_oleh) or "sistem"
        yield PINDAH.format(nama=nama, oleh=oleh, hasil=_result(item, row))


def blocked(item: BahanIndikator, rumus: int, names: Iterable[str]) -> Iterable[str]:
    """Why these variables of an indicator cannot be written by this person now."""
    nama = item.unit.indikator.nama
    mine = {bahan.variabel.nama for bahan in item.isian() if bahan.boleh}
    if item.rumus.pk != rumus:
        yield RUMUS_GANTI.format(nama=nama)
    elif not item.terbuka:
        yield TERKUNCI.format(nama=nama, status=item.status.lower() if item.tahun_terbuka else "isian ditutup")
    elif set(names) - mine:
        yield PENGISI_GANTI.format(nama=nama)
