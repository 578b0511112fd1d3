"""Reminders to those who have not entered: one message per person, however many indicators are left.

Nobody is reminded twice within a day unless the sender says so. The messages themselves are the log.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from formulas.notation import write_date
from registry.akses import Aksi, may
from registry.models import Instansi, Pemberitahuan, Pemda, Pengguna
from registry.periode import sebut_periode
from registry.services.errors import ServiceError
from registry.services.koordinator import orang_of
from registry.services.papan import SISA, STATUS, BarisPapan, papan_of
from registry.services.pemberitahuan import kabari
from registry.services.realisasi import TIDAK_BERHAK
from registry.services.surel import surel_send
from registry.tulis import sebut

JEDA = timedelta(days=1)
MAKS_DAFTAR = 10
TIDAK_ADA = "Tidak ada yang diingatkan: {sebab}."


@dataclass(frozen=True)
class Surat:
    """What one person would read."""

    penerima: Pengguna
    baris: BarisPapan
    judul: str
    isi: str
    terakhir: datetime | None

    @property
    def instansi(self) -> Instansi:
        """The OPD it is about."""
        assert self.baris.instansi is not None
        return self.baris.instansi

    @property
    def baru_saja(self) -> bool:
        """Whether the person was reminded within a day."""
        return self.terakhir is not None and timezone.now() - self.terakhir < JEDA


@dataclass(frozen=True)
class Rencana:
    """The messages that would go out, and the OPD in which nobody can read one."""

    surat: tuple[Surat, ...]
    tanpa_akun: tuple[BarisPapan, ...]


@dataclass
class HasilPengingat:
    """What was sent: to how many persons, by e-mail to how many, and who was left out."""

    terkirim: list[Pemberitahuan] = field(default_factory=list)
    dilewati: list[Surat] = field(default_factory=list)

    @property
    def surel(self) -> int:
        """How many went out by e-mail too."""
        return sum(row.surel_pada is not None for row in self.terkirim)

    @property
    def galat(self) -> int:
        """How many e-mails failed."""
        return sum(bool(row.surel_galat) for row in self.terkirim)

    @property
    def kalimat(self) -> str:
        """The whole in a sentence or two."""
        text = f"{len(self.terkirim)} orang diingatkan di aplikasi, {self.surel} di antaranya juga lewat surel."
        if self.galat:
            text += f" {self.galat} surel gagal dikirim; sebabnya tertulis dalam daftar pengingat."
        if self.dilewati:
            text += f" {len(self.dilewati)} orang dilewati karena sudah diingatkan dalam 24 jam terakhir."
        return text


def rencana_of(pemda: Pemda, tahun: int, periode: int = 0, sebelum: Collection[int] = ()) -> Rencana:
    """What would be sent to all OPD that have something left; `sebelum`: only so many days before their deadline."""
    left = [row for row in papan_of(pemda, tahun, periode).opd if row.sisa and row.jendela and row.jendela.terbuka]
    if sebelum:
        left = [row for row in left if row.jendela and row.jendela.sisa in sebelum]
    people = orang_of(row.instansi for row in left if row.instansi)
    last = _last(pemda, alamat_of(tahun, periode), [p for some in people.values() for p in some])
    letters = [
        Surat(person, row, _subject(row, tahun, periode), _text(person, row, tahun, periode), last.get(person.pk))
        for row in left
        for person in people.get(row.instansi.pk if row.instansi else 0, [])
    ]
    nobody = tuple(row for row in left if row.instansi and row.instansi.pk not in people)
    return Rencana(tuple(letters), nobody)


def pengingat_send(
    *, user: Pengguna, tahun: int, instansi: Collection[int], periode: int = 0, ulang: bool = False
) -> HasilPengingat:
    """Reminds the people of the chosen OPD, in the app at once and then by e-mail."""
    if not may(user, Aksi.INGATKAN):
        raise ServiceError(TIDAK_BERHAK)
    return remind(user.keanggotaan_aktif.pemda, tahun, periode, instansi=instansi, ulang=ulang, user=user)


def remind(
    pemda: Pemda,
    tahun: int,
    periode: int = 0,
    *,
    instansi: Collection[int] | None = None,
    sebelum: Sequence[int] = (),
    ulang: bool = False,
    user: Pengguna | None = None,
) -> HasilPengingat:
    """The same without asking who: the server's own command may. E-mail goes out after the messages are stored."""
    hasil = HasilPengingat()
    with transaction.atomic():
        Pemda.objects.select_for_update().get(pk=pemda.pk)  # two senders at once remind nobody twice
        for surat in rencana_of(pemda, tahun, periode, sebelum).surat:
            if instansi is not None and surat.instansi.pk not in instansi:
                continue
            if surat.baru_saja and not ulang:
                hasil.dilewati.append(surat)
                continue
            hasil.terkirim += kabari(
                pemda_id=pemda.pk,
                penerima=[surat.penerima],
                jenis=Pemberitahuan.Jenis.PENGINGAT,
                judul=surat.judul,
                isi=surat.isi,
                alamat=alamat_of(tahun, periode),
                pengirim=user,
            )
    surel_send(hasil.terkirim)
    return hasil


def log_of(user: Pengguna, tahun: int) -> QuerySet[Pemberitahuan]:
    """All reminders about a year in the user's Pemda, newest first; for those who may send them."""
    if not may(user, Aksi.INGATKAN):
        return Pemberitahuan.objects.none()
    rows = Pemberitahuan.objects.filter(pemda=user.keanggotaan_aktif.pemda_id, jenis=Pemberitahuan.Jenis.PENGINGAT)
    about = [alamat_of(tahun, periode) for periode in range(5)]
    return rows.filter(alamat__in=about).select_related("penerima", "pengirim").order_by("-created_at", "-pk")


def alamat_of(tahun: int, periode: int = 0) -> str:
    """Where a reminder leads: what the OPD has to enter."""
    page = "triwulan_list" if periode else "isian_list"
    query = {"tahun": tahun} | ({"tw": periode} if periode else {})
    return f"{reverse(f'registry:{page}')}?{urlencode(query)}"


def _last(pemda: Pemda, alamat: str, people: Sequence[Pengguna]) -> dict[int, datetime]:
    """Person → when they were reminded last of the same."""
    rows = Pemberitahuan.objects.filter(
        pemda=pemda, jenis=Pemberitahuan.Jenis.PENGINGAT, alamat=alamat, penerima__in=people
    )
    return dict(rows.order_by().values_list("penerima").annotate(last=Max("created_at")))


def _subject(row: BarisPapan, tahun: int, periode: int) -> str:
    return f"Pengingat: {row.sisa} dari {row.jumlah} isian IKU {sebut_periode(tahun, periode)} belum diajukan"


def _text(person: Pengguna, row: BarisPapan, tahun: int, periode: int) -> str:
    """The whole message; of many indicators the first ones by name."""
    counts = ", ".join(f"{row.hitungan[s]} {STATUS[s].lower()}" for s in SISA if row.hitungan[s])
    open_ones = [butir for butir in row.butir if butir.sisa]
    names = [f"– {' '.join(b.unit.indikator.nama.split())} ({b.label.lower()})" for b in open_ones[:MAKS_DAFTAR]]
    if len(open_ones) > MAKS_DAFTAR:
        names.append(f"– dan {len(open_ones) - MAKS_DAFTAR} indikator lain")
    opd = sebut(row.instansi) if row.instansi else ""
    return "\n".join(
        [
            f"Yth. {person},",
            f"{row.sisa} dari {row.jumlah} isian IKU {opd} {sebut_periode(tahun, periode)} belum diajukan: {counts}.",
            _deadline(row),
            *names,
        ]
    )


def _deadline(row: BarisPapan) -> str:
    window = row.jendela
    if window is None or window.batas is None:
        return "Isian dibuka tanpa batas akhir; mohon segera dilengkapi dan diajukan."
    return f"Batas akhir isian {write_date(window.batas)} ({row.batas}). Mohon dilengkapi dan diajukan sebelum itu."
