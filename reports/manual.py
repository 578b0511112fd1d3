"""Manual IKU (kamus indikator): one sheet per indicator, as the evaluation of SAKIP asks for it, as plain rows.

What the decree prints comes first and as printed; unit, direction, formula in force and targets stand beside it.
What is missing says so: never an empty cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from registry.models import Indikator, Instansi, LembarInstansi, Penetapan, Rumus, TahunIsian, Variabel
from registry.services.definisi import drawn
from registry.tulis import tulis_mentah
from reports.kertas import BAWAAN, Kertas, kertas_of
from reports.lembar import is_draft
from reports.rows import KELAS_HURUF, Bagian
from reports.tata_letak import cell

Isi = tuple[Bagian, ...]
TIDAK_TERTULIS = "Tidak tertulis dalam naskah penetapan."
BELUM_ADA_TARGET = "belum disetujui"
TARGET_ANGGOTA = "Target ditetapkan untuk setiap anggota kelompok."


@dataclass(frozen=True, slots=True)
class Uraian:
    """One line of a sheet: label and what it says."""

    label: str
    isi: Isi


@dataclass(frozen=True, slots=True)
class LembarManual:
    """The sheet of one indicator. `tempat`: lampiran and instansi it stands under."""

    nama: str
    tempat: str
    uraian: tuple[Uraian, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """One file of sheets."""

    kode: str
    judul: str
    pemda: str
    tanggal: date | None
    draf: bool
    huruf: str
    penetapan: str
    lembar: tuple[LembarManual, ...]
    kertas: Kertas = BAWAAN

    @property
    def kelas_huruf(self) -> str:
        """The class that sets another font than Bookman; "" for Bookman."""
        return KELAS_HURUF.get(self.huruf, "")


def manual_rows(penetapan: Penetapan, lembar_qs: QuerySet[LembarInstansi]) -> Manual:
    """The indicators of these sheets in printed order; the number of queries does not depend on the rows."""
    quarters = _quarters(penetapan)
    sheets = _sheets(penetapan, lembar_qs)
    found = tuple(_lembar(i, penetapan, quarters) for sheet in sheets for i in _inherited(sheet))
    return Manual(
        kode=penetapan.kode,
        judul=f"Manual indikator kinerja – {penetapan.judul_pendek}",
        pemda=penetapan.pemda.nama,
        tanggal=penetapan.tanggal,
        draf=is_draft(penetapan),
        huruf=penetapan.pemda.font_dokumen,
        kertas=kertas_of(penetapan.pemda),
        penetapan=penetapan.judul_pendek,
        lembar=found,
    )


def _sheets(penetapan: Penetapan, lembar_qs: QuerySet[LembarInstansi]) -> Iterable[LembarInstansi]:
    rumus = Rumus.objects.filter(status=Rumus.Status.BERLAKU).prefetch_related(
        Prefetch("variabel", Variabel.objects.select_related("data_dasar", "pengisi"))
    )
    indikator = Indikator.objects.select_related("sasaran").order_by("sasaran__urut", "urut")
    indikator = indikator.prefetch_related(Prefetch("rumus", rumus), "target", "pengisi__instansi")
    rows = lembar_qs.filter(lampiran__penetapan=penetapan).select_related("instansi", "lampiran")
    return rows.prefetch_related(Prefetch("indikator", indikator)).order_by("lampiran__urut", "urut")


def _inherited(sheet: LembarInstansi) -> Iterable[Indikator]:
    """The indicators of a sheet, merged cells with the value of the cell they continue."""
    above: Indikator | None = None
    for indikator in sheet.indikator.all():
        indikator.lembar = sheet
        for name in ("rumus_cetak", "sumber_data", "penanggung_jawab"):
            if above is not None and name in indikator.gabung:
                setattr(indikator, name, getattr(above, name))
        above = indikator
        yield indikator


def _quarters(penetapan: Penetapan) -> set[int]:
    """Years of the decree that are entered by quarter."""
    years = TahunIsian.objects.filter(pemda=penetapan.pemda_id, triwulan=True)
    return set(years.filter(tahun__range=(penetapan.tahun_awal, penetapan.tahun_akhir)).values_list("tahun", flat=True))


def _lembar(indikator: Indikator, penetapan: Penetapan, quarters: set[int]) -> LembarManual:
    rumus = next(iter(indikator.rumus.all()), None)
    lines = (
        ("Sasaran strategis", _text(indikator.sasaran.teks)),
        ("Definisi (makna)", _text(indikator.makna)),
        ("Alasan pemilihan", _text(indikator.alasan)),
        ("Formula menurut naskah", cell("rumus", indikator) or _text(None)),
        ("Formula yang dihitung", (Bagian(rumus=drawn(rumus)),) if rumus else _text("Belum ada rumus yang berlaku.")),
        ("Variabel", _variabel(rumus)),
        ("Satuan", _text(rumus.satuan if rumus else None)),
        ("Arah", _text(rumus.get_arah_display() if rumus else None)),
        ("Nilai kelompok", _kelompok(indikator, rumus)),
        ("Sumber data", _list(indikator.sumber_data)),
        ("Penanggung jawab", _list(indikator.penanggung_jawab)),
        ("Pengisi", _list([p.instansi.nama for p in indikator.pengisi.all()], "Belum ditetapkan.")),
        ("Periode pengukuran", _text(_periode(quarters))),
        ("Target", _target(indikator, penetapan)),
        ("Rujukan", _text(indikator.referensi) if indikator.referensi else ()),
    )
    number = f"{indikator.nomor} " if indikator.nomor else ""
    return LembarManual(
        nama=f"{number}{indikator.nama}",
        tempat=f"{indikator.lembar.lampiran} – {indikator.lembar.nama}",
        uraian=tuple(Uraian(label, isi) for label, isi in lines if isi),
    )


def _text(value: str | None) -> Isi:
    return (Bagian(teks=value or TIDAK_TERTULIS),)


def _list(value: Sequence[str] | None, missing: str = TIDAK_TERTULIS) -> Isi:
    return tuple(Bagian(teks=text) for text in value) if value else (Bagian(teks=missing),)


def _variabel(rumus: Rumus | None) -> Isi:
    """A table: what each quantity is, its unit, and where its value comes from."""
    rows = [(_cell(v.label), _cell(v.satuan) or "–", _cell(_asal(v))) for v in (rumus.variabel.all() if rumus else ())]
    if not rows:
        return ()
    lines = ["| Variabel | Satuan | Asal nilai |", "|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)]
    return (Bagian(teks="\n".join(lines)),)


def _asal(variabel: Variabel) -> str:
    match variabel.asal:
        case Variabel.Asal.TETAPAN:
            return f"Tetapan {tulis_mentah(variabel.nilai)}"
        case Variabel.Asal.DATA_DASAR:
            return f"Data dasar: {variabel.data_dasar}"
    return f"Isian {variabel.pengisi}" if variabel.pengisi else variabel.get_asal_display()


def _cell(value: object) -> str:
    """A text inside a table of our Markdown subset."""
    return " ".join(str(value or "").replace("|", "/").split())


def _kelompok(indikator: Indikator, rumus: Rumus | None) -> Isi:
    """How the value of a group comes about; only on the sheet of a group."""
    is_group = rumus and indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
    return _text(rumus.get_gabungan_display()) if is_group and rumus else ()


def _periode(quarters: set[int]) -> str:
    if not quarters:
        return "Tahunan"
    return f"Tahunan; per triwulan pada {', '.join(map(str, sorted(quarters)))}"


def _target(indikator: Indikator, penetapan: Penetapan) -> Isi:
    """Approved targets of the sheet's own instansi, year by year."""
    if indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK:
        return _text(TARGET_ANGGOTA)
    years = range(penetapan.tahun_awal, penetapan.tahun_akhir + 1)
    found = [" ".join(b.teks for b in cell(f"target-{year}", indikator)) or BELUM_ADA_TARGET for year in years]
    head, rule = (f"| {' | '.join(map(str, years))} |", f"|{'---|' * len(years)}")
    table = Bagian(teks="\n".join((head, rule, f"| {' | '.join(map(_cell, found))} |")))
    own = (t for t in indikator.target.all() if t.instansi_id == indikator.lembar.instansi_id and t.periode == 0)
    example = any(t.contoh for t in own)
    return (table, Bagian(teks="Target di atas memuat data contoh.")) if example else (table,)
