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

from formulas.notation import write_date
from registry.models import Dokumen as DokumenBeku
from registry.models import Instansi, LembarInstansi, Pemda, Penetapan
from reports.keputusan import Lengkap, keputusan_rows
from reports.lampiran import dokumen_rows
from reports.rows import Dokumen, LampiranRows
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

    @property
    def cuplikan(self) -> dict[str, Any]:
        """The rows as JSON."""
        return json.loads(json.dumps(asdict(self.rows), default=_json))

    @property
    def sidik(self) -> str:
        """A hash of everything that will be printed: what is frozen is what the page has shown."""
        return _hash(self.cuplikan)

    @property
    def dibekukan(self) -> DokumenBeku | None:
        """The frozen document of this, unless it was cancelled."""
        rows = DokumenBeku.objects.valid().filter(pemda=self.pemda, jenis=self.jenis)
        if self.jenis == Jenis.REKAP:
            return rows.filter(instansi=self.instansi, tahun=self.tahun).first()
        return rows.filter(penetapan_kode=self.penetapan_kode).first()


def changed_since(naskah: Naskah, beku: DokumenBeku) -> bool:
    """Whether a decree says something else now than what was frozen; of a recap date and signer are choices."""
    return naskah.jenis != Jenis.REKAP and _hash(beku.cuplikan) != naskah.sidik


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
    butir = [item for item in found.butir if item.kode != "tempat"]
    where = (reverse("registry:penetapan_detail", args=[penetapan.kode]), "Buka penetapan")
    body = Butir("badan", "Batang tubuh lengkap", tuple(_body(penetapan)), *where)
    rows = Lengkap(keputusan_rows(penetapan), found.rows)
    return replace(found, jenis=Jenis.KEPUTUSAN, rows=rows, butir=(body, *butir))


def _body(penetapan: Penetapan) -> Iterable[str]:
    for label, value in (
        ("Menimbang", penetapan.menimbang),
        ("Mengingat", penetapan.mengingat),
        ("Menetapkan", penetapan.menetapkan),
        ("Diktum", penetapan.diktum),
        ("Jabatan penanda tangan", (penetapan.tanda_tangan or {}).get("jabatan")),
        ("Tempat", (penetapan.tanda_tangan or {}).get("tempat") or penetapan.tempat),
    ):
        if not value:
            yield f"{label} belum terisi."


def naskah_lampiran(penetapan: Penetapan) -> Naskah:
    """All lampiran of a decree with all their sheets."""
    lampiran = list(penetapan.lampiran.select_related("penetapan__pemda").order_by("urut"))
    rows = dokumen_rows(penetapan, lampiran, LembarInstansi.objects.all())
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
        butir=tuple(_check_lampiran(penetapan, rows)),
    )


def _check_lampiran(penetapan: Penetapan, rows: Dokumen) -> Iterable[Butir]:
    link = reverse("registry:penetapan_detail", args=[penetapan.kode])
    where = (link, "Buka penetapan")
    yield Butir("sel", "Semua sel terisi", _named(_empty_cells(rows)), *where)
    yield Butir(
        "nomor", "Nomor dan tanggal sudah ada dan sama di semua bagian", tuple(_number(penetapan, rows)), *where
    )
    yield Butir("penanda", "Penanda tangan tertulis lengkap", tuple(_signer(penetapan, rows)), *where)
    last = rows.lampiran[-1] if rows.lampiran else None
    missing = (
        () if last is not None and last.tanda_tangan else ("Lampiran terakhir tidak mempunyai tempat tanda tangan.",)
    )
    yield Butir("tempat", "Ada tempat tanda tangan pada akhir dokumen", missing, *where, wajib=True)
    copy = ["Naskah ini SALINAN."] if rows.salinan else []
    copy += (
        ["Tempat tanda tangan sudah berisi «ttd.»."]
        if any(x.tanda_tangan and x.tanda_tangan.ttd for x in rows.lampiran)
        else []
    )
    copy += ["Yang akan ditandatangani adalah salinannya, bukan naskah asli."] if copy else []
    yield Butir("salinan", "Naskah asli, bukan salinan", tuple(copy), *where)


def _empty_cells(rows: Dokumen) -> list[str]:
    """Cells that print nothing."""
    found = []
    for lampiran in rows.lampiran:
        for lembar in lampiran.lembar:
            lines = [row for group in lembar.kelompok for row in group]
            for number, row in enumerate(lines, 1):
                found += [
                    f"{lampiran.nama}, {lembar.nama}: kolom {cell.judul}, baris ke-{number}"
                    for cell in row.sel
                    if not any(part.teks.strip() or part.rumus for part in cell.isi)
                ]
            if not lines:
                found.append(f"{lampiran.nama}, {lembar.nama}: tabelnya belum berisi")
    return found


def _named(found: list[str]) -> tuple[str, ...]:
    rest = len(found) - MAKS_SEBUT
    return (*found[:MAKS_SEBUT], *([f"dan {rest} sel lain"] if rest > 0 else []))


def _number(penetapan: Penetapan, rows: Dokumen) -> Iterable[str]:
    if not penetapan.nomor:
        yield "Nomor penetapan belum ada."
    if not penetapan.tanggal:
        written = f" (dalam naskah: «{penetapan.tanggal_naskah}»)" if penetapan.tanggal_naskah else ""
        yield f"Tanggal penetapan belum lengkap{written}."
    for item in rows.lampiran:
        yield from _head(penetapan, item)


def _head(penetapan: Penetapan, item: LampiranRows) -> Iterable[str]:
    """The number and date above a lampiran are those of the body."""
    if item.kepala is None:
        return
    same = "".join((penetapan.nomor or "").split()).upper()
    if same and "".join(item.kepala.nomor.split()).upper() != same:
        yield f"{item.nama}: nomornya «{item.kepala.nomor or 'kosong'}», pada batang tubuh «{penetapan.nomor}»."
    if penetapan.tanggal and item.kepala.tanggal:
        day = write_date(penetapan.tanggal)
        if day.upper() != " ".join(item.kepala.tanggal.split()).upper():
            yield f"{item.nama}: tanggalnya «{item.kepala.tanggal}», pada batang tubuh «{day}»."


def _signer(penetapan: Penetapan, rows: Dokumen) -> Iterable[str]:
    body = penetapan.tanda_tangan or {}
    if not body.get("nama"):
        yield "Nama penanda tangan pada batang tubuh belum ada."
    for item in rows.lampiran:
        sign = item.tanda_tangan
        for label, value in (("Nama", sign.nama), ("Jabatan", sign.jabatan)) if sign else ():
            if not value.strip():
                yield f"{item.nama}: {label.lower()} penanda tangan belum ada."
        if sign and sign.nama.strip() and body.get("nama") and sign.nama.strip() != str(body["nama"]).strip():
            yield f"{item.nama}: penanda tangannya «{sign.nama}», pada batang tubuh «{body['nama']}»."


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
