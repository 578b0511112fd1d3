"""Ready to sign? What a document still lacks before it is frozen: from its rows, before anything is drawn.

A point that is `wajib` has to be put right; any other may be answered with a reason, which is kept with the document.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from registry.models import Dokumen as DokumenBeku
from registry.models import Instansi, LembarInstansi, Pemda, Penetapan
from reports.keputusan import Lengkap, keputusan_rows
from reports.kertas import kertas_of
from reports.lampiran import dokumen_rows
from reports.pemeriksaan import Butir as Temuan
from reports.pemeriksaan import answered, periksa
from reports.rows import Dokumen
from reports.tabel import Berkas

Jenis = DokumenBeku.Jenis
MAKS_SEBUT = 12  # places named one by one


@dataclass(frozen=True)
class Butir:
    """One point of the check. `kurang`: what is missing (empty: in order); `tautan`: where it is put right."""

    kode: str
    judul: str
    kurang: tuple[str, ...] = ()
    tautan: str = ""
    label: str = ""
    wajib: bool = False

    @property
    def beres(self) -> bool:
        """Whether there is nothing left to do."""
        return not self.kurang


@dataclass(frozen=True)
class Naskah:
    """What is to be frozen: whose it is, what it is about, its rows, and what the check says about them."""

    jenis: str
    pemda: Pemda
    penetapan_kode: str
    instansi: Instansi | None
    tahun: int | None
    nomor: str
    tentang: str
    tanggal: date | None
    penanda_tangan: str
    rows: Dokumen | Berkas | Lengkap
    butir: tuple[Butir, ...]
    terjawab: tuple[dict[str, str], ...] = ()  # findings of the text that the admin has answered on their own page

    @property
    def cuplikan(self) -> dict[str, Any]:
        """What the document says, as JSON; on which paper is not said."""
        return json.loads(json.dumps(_without_paper(asdict(self.rows)), default=_json))

    @property
    def sidik(self) -> str:
        """A hash of everything that will be printed: what is frozen is what the page has shown."""
        return _hash({"rows": self.cuplikan, "kertas": repr(kertas_of(self.pemda))})

    @property
    def dibekukan(self) -> DokumenBeku | None:
        """The frozen document of this, unless it was cancelled."""
        rows = DokumenBeku.objects.valid().filter(pemda=self.pemda, jenis=self.jenis)
        if self.jenis == Jenis.REKAP:
            return rows.filter(instansi=self.instansi, tahun=self.tahun).first()
        return rows.filter(penetapan_kode=self.penetapan_kode).first()


def changed_since(naskah: Naskah, beku: DokumenBeku) -> bool:
    """Whether a decree says something else now than what was frozen; of a recap date and signer are choices."""
    return naskah.jenis != Jenis.REKAP and _hash(beku.cuplikan) != _hash(naskah.cuplikan)


def _without_paper(rows: dict[str, Any]) -> dict[str, Any]:
    """A frozen document is not another one because the Pemda prints on other paper now."""
    parts = {key: _without_paper(part) if isinstance(part, dict) else part for key, part in rows.items()}
    return {key: part for key, part in parts.items() if key != "kertas"}


def _hash(cuplikan: dict[str, Any]) -> str:
    text = json.dumps(cuplikan, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _json(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()  # a chart; its words are in the rows
    return str(value)


def naskah_keputusan(penetapan: Penetapan) -> Naskah:
    """The whole decree: its body and all its lampiran in one file, signed once, at the end of the body."""
    found = naskah_lampiran(penetapan)
    assert isinstance(found.rows, Dokumen)
    butir = tuple(item for item in found.butir if item.kode != "tempat")
    rows = Lengkap(keputusan_rows(penetapan), found.rows)
    return replace(found, jenis=Jenis.KEPUTUSAN, rows=rows, butir=butir)


def naskah_lampiran(penetapan: Penetapan) -> Naskah:
    """All lampiran of a decree with all their sheets."""
    lampiran = list(penetapan.lampiran.select_related("penetapan__pemda").order_by("urut"))
    rows = dokumen_rows(penetapan, lampiran, LembarInstansi.objects.all())
    found = answered(penetapan, periksa(penetapan, rows))
    sign = penetapan.tanda_tangan or {}
    who = ", ".join(str(sign.get(k)) for k in ("nama", "jabatan") if sign.get(k))
    return Naskah(
        jenis=Jenis.LAMPIRAN,
        pemda=penetapan.pemda,
        penetapan_kode=penetapan.kode,
        instansi=None,
        tahun=None,
        nomor=penetapan.nomor or "",
        tentang=penetapan.tentang,
        tanggal=penetapan.tanggal,
        penanda_tangan=" ".join(who.split())[:300],
        rows=rows,
        butir=tuple(_check_lampiran(penetapan, rows, found)),
        terjawab=tuple(_answer(item) for item in found if item.terjawab),
    )


def _check_lampiran(penetapan: Penetapan, rows: Dokumen, found: list[Temuan]) -> Iterable[Butir]:
    where = (reverse("registry:penetapan_detail", args=[penetapan.kode]), "Buka penetapan")
    open_ = [f"{item.catatan.tempat}: {item.catatan.pesan}" for item in found if not item.terjawab]
    answer = (reverse("reports:pemeriksaan_detail", args=[penetapan.kode]), "Buka pemeriksaan naskah")
    yield Butir("naskah", "Setiap catatan pemeriksaan naskah sudah dijawab", _named(open_), *answer, wajib=True)
    yield Butir("nomor", "Nomor dan tanggal sudah ada", tuple(_number(penetapan)), *where)
    last = rows.lampiran[-1] if rows.lampiran else None
    signed = last is not None and last.tanda_tangan is not None
    missing = () if signed else ("Lampiran terakhir tidak mempunyai tempat tanda tangan.",)
    yield Butir("tempat", "Ada tempat tanda tangan pada akhir dokumen", missing, *where, wajib=True)
    yield Butir("salinan", "Naskah asli, bukan salinan", tuple(_copy(rows)), *where)


def _answer(item: Temuan) -> dict[str, str]:
    reason = item.jawaban.alasan if item.jawaban else ""
    return {"kode": item.catatan.kunci, "judul": item.catatan.tempat, "kurang": item.catatan.pesan, "alasan": reason}


def _copy(rows: Dokumen) -> Iterable[str]:
    if rows.salinan:
        yield "Naskah ini SALINAN: yang akan ditandatangani adalah salinannya, bukan naskah asli."
    if any(x.tanda_tangan and x.tanda_tangan.ttd for x in rows.lampiran):
        yield "Tempat tanda tangan sudah berisi «ttd.»."


def _named(found: list[str]) -> tuple[str, ...]:
    rest = len(found) - MAKS_SEBUT
    return (*found[:MAKS_SEBUT], *([f"dan {rest} lagi"] if rest > 0 else []))


def _number(penetapan: Penetapan) -> Iterable[str]:
    if not penetapan.nomor:
        yield "Nomor penetapan belum ada."
    if not penetapan.tanggal:
        written = f" (dalam naskah: «{penetapan.tanggal_naskah}»)" if penetapan.tanggal_naskah else ""
        yield f"Tanggal penetapan belum lengkap{written}."


def naskah_rekap(berkas: Berkas, instansi: Instansi, tahun: int) -> Naskah:
    """The recap of an OPD in a year, as its page shows it."""
    sign = berkas.tanda_tangan
    who = f"{sign.nama}, {sign.jabatan.rstrip(',')}" if sign and not sign.kosong else ""
    return Naskah(
        jenis=Jenis.REKAP,
        pemda=instansi.pemda,
        penetapan_kode="",
        instansi=instansi,
        tahun=tahun,
        nomor="",
        tentang=f"Rekapitulasi realisasi IKU {instansi.nama} tahun {tahun}",
        tanggal=berkas.tanggal,
        penanda_tangan=who[:300],
        rows=berkas,
        butir=tuple(_check_rekap(berkas, instansi, tahun)),
    )


def _check_rekap(berkas: Berkas, instansi: Instansi, tahun: int) -> Iterable[Butir]:
    recap = (reverse("reports:rekap_detail", args=[tahun, instansi.pk]), "Buka rekap")
    note = (berkas.draf.removeprefix("DRAF – "),) if berkas.draf else ()
    yield Butir("verifikasi", "Semua realisasi sudah diverifikasi Bappeda", note, *recap, wajib=True)
    yield Butir("sel", "Semua sel terisi", _named(_empty_recap(berkas)), *recap)
    sign = berkas.tanda_tangan
    missing = () if sign and not sign.kosong else ("Belum ada pejabat yang tercatat menjabat pada tanggal itu.",)
    people = (reverse("registry:pejabat_list"), "Buka daftar pejabat")
    yield Butir("penanda", "Penanda tangan sudah dipilih", missing, *people, wajib=True)
    yield Butir("contoh", "Tidak memuat data contoh", (berkas.contoh,) if berkas.contoh else (), *recap)


def _empty_recap(berkas: Berkas) -> list[str]:
    return [
        f"{tabel.nama}, baris ke-{number}: {tabel.judul_kolom.get(cell.kunci, cell.kunci)}"
        for tabel in berkas.tabel
        for number, row in enumerate(tabel.baris, 1)
        for cell in row.sel
        if not any(part.teks.strip() or part.qr or part.rumus for part in cell.isi)
    ]
