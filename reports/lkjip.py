"""Tables of the LKjIP (Bab III.A): target and realisasi of the year (T1), of several years (T2), against the last
year of the decree (T3); for one instansi or for the whole Pemda. Form: PermenPANRB 53/2014, domain.md §1.2."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from formulas import Kosong
from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import achievement, capped
from registry.models import Instansi, Rumus, Target
from registry.services.aturan_penjelasan import RENTANG, TURUN
from registry.services.berlaku import Satuan
from registry.services.capaian import target_number
from registry.services.hitung import target_data
from registry.services.rerata import RerataLembar, RerataSasaran, sheets_from
from reports.deret import DASAR, Deret, Titik
from reports.grafik import series_of_sasaran
from reports.kertas import kertas_of
from reports.langsung import live_formula
from reports.nilai import TAK_TERHITUNG, Nilai, Pembaca, Tahun, draft_note, example_note, sel_target
from reports.rekap import BELUM_DIVERIFIKASI, TIDAK_ADA, kop, notes, why_no_mean
from reports.tabel import (
    Baris,
    Berkas,
    Grafik,
    Isi,
    Kolom,
    Sel,
    Tabel,
    baris,
    isi,
    naskah,
    on_paper,
    plain,
    sel,
    sel_angka,
)

NAMA = {1: "Target dan realisasi", 2: "Perbandingan lima tahun", 3: "Kemajuan terhadap target akhir"}
KOLOM_1 = (
    Kolom("no", "No", 10),
    Kolom("sasaran", "Sasaran", 63),
    Kolom("indikator", "Indikator", 82),
    Kolom("satuan", "Satuan", 26),
    Kolom("target", "Target", 28),
    Kolom("realisasi", "Realisasi", 30),
    Kolom("capaian", "Capaian (%)", 26),
    Kolom("kelas", "Kategori", 30),
)
KOLOM_3 = (
    Kolom("no", "No", 10),
    Kolom("indikator", "Indikator", 96),
    Kolom("satuan", "Satuan", 26),
    Kolom("target_akhir", "Target akhir periode", 34),
    Kolom("realisasi", "Realisasi", 32),
    Kolom("kemajuan", "Tingkat kemajuan (%)", 32),
    Kolom("keterangan", "Keterangan", 65),
)
TANPA_TARGET_AKHIR = "target akhir belum ditetapkan"


@dataclass(frozen=True)
class Lingkup:
    """What is asked for: one instansi, or (None) the whole Pemda; a year; which of the three tables."""

    pembaca: Pembaca
    instansi: Instansi | None
    tahun: int
    tanggal: date
    tabel: tuple[int, ...] = (1, 2, 3)


class Isian:
    """The values of the year, put in order once for all tables."""

    def __init__(self, lingkup: Lingkup) -> None:
        self.lingkup = lingkup
        self.tahun = Tahun(lingkup.pembaca, lingkup.tahun, lingkup.instansi)
        self.aturan = self.tahun.aturan
        self.sheets = sheets_from(self.tahun.units, self.tahun.rows, self.aturan)
        self.nilai = {(u.indikator.pk, u.instansi.pk): self.tahun.nilai(u) for u in self.tahun.units}

    def of(self, unit: Satuan) -> Nilai:
        """The value of a unit."""
        return self.nilai[(unit.indikator.pk, unit.instansi.pk)]

    def heading(self, sheet: RerataLembar) -> str:
        """Whose sheet, where a table holds several; "" where there is only one."""
        if len(self.sheets) == 1:
            return ""
        jenis = sheet.lembar.lampiran.get_jenis_display()
        return f"{plain(sheet.instansi.nama)} – {jenis}"


def lkjip_rows(lingkup: Lingkup) -> Berkas:
    """The document; without any table where nothing counts in that year."""
    isian = Isian(lingkup)
    pemda = lingkup.pembaca.pemda
    place = lingkup.instansi
    make = {1: _table_1, 2: _table_2, 3: _table_3}
    berkas = Berkas(
        nama=f"tabel-lkjip-{place.kode if place else 'seluruh-pemda'}-{lingkup.tahun}",
        pemda=pemda.nama,
        kop=kop(place) if place else (f"PEMERINTAH {plain(pemda.nama).upper()}",),
        judul=("TABEL LAPORAN KINERJA INSTANSI PEMERINTAH (LKjIP)", f"TAHUN {lingkup.tahun}"),
        tanggal=lingkup.tanggal,
        tabel=tuple(make[number](isian) for number in lingkup.tabel) if isian.sheets else (),
        draf=draft_note(isian.nilai.values()),
        huruf=pemda.font_dokumen,
        contoh=example_note(isian.nilai.values()),
    )
    return on_paper(berkas, kertas_of(pemda))


def _name(nilai: Nilai) -> list[Isi]:
    """The indicator, plainly marked while nobody has verified its value."""
    mark = [] if nilai.final else [Isi(BELUM_DIVERIFIKASI, "tanda")]
    return [naskah(nilai.unit.indikator.nama), *mark]


def _heading(text: str, kolom: Sequence[Kolom], kunci: str) -> list[Baris]:
    return [Baris((sel(kunci, Isi(text, "tebal"), kolom=len(kolom)),), "judul")] if text else []


def _sasaran(item: RerataSasaran) -> str:
    nomor = f" {item.sasaran.nomor.rstrip('.')}" if item.sasaran.nomor else ""
    return f"Sasaran{nomor}: {plain(item.sasaran.teks)}"


def _table_1(isian: Isian) -> Tabel:
    """Target, realisasi, capaian and class of the year; the sasaran stands once beside its indicators."""
    rows: list[Baris] = []
    for sheet in isian.sheets:
        rows += _heading(isian.heading(sheet), KOLOM_1, "lembar")
        for number, item in enumerate(sheet.sasaran, 1):
            rows += _rows_1(isian, number, item)
        rows.append(_mean_1(sheet))
    return Tabel(
        jenis="lkjip1",
        nama=NAMA[1],
        judul=f"TABEL 1. TARGET DAN REALISASI TAHUN {isian.lingkup.tahun}",
        keterangan=(),
        kolom=KOLOM_1,
        baris=tuple(rows),
        catatan=notes(isian.aturan),
    )


def _rows_1(isian: Isian, number: int, item: RerataSasaran) -> Iterable[Baris]:
    count = len(item.unit)
    for n, unit in enumerate(item.unit):
        nilai = isian.of(unit)
        first = (
            (
                sel("no", isi(str(number)), gaya="tengah", baris=count),
                sel("sasaran", naskah(item.sasaran.teks), baris=count),
            )
            if n == 0
            else ()
        )
        cells = (
            *first,
            sel("indikator", *_name(nilai)),
            sel("satuan", isi(nilai.satuan)),
            nilai.sel_target(),
            nilai.sel_hasil(),
            nilai.sel_capaian(rumus=live_formula(nilai, nilai.target, nilai.capaian)),
            sel("kelas", isi(nilai.kelas)),
        )
        yield baris(cells, KOLOM_1, "akhir" if n + 1 == count else "isi")


def _mean_1(sheet: RerataLembar) -> Baris:
    mean = sheet.ringkas
    value = (
        sel("capaian", isi(why_no_mean(mean)), gaya="angka")
        if mean.nilai is None
        else sel_angka("capaian", mean.nilai, 2)
    )
    label = f"Rata-rata capaian ({mean.rerata.keterangan})"
    cells = (sel("rerata", Isi(label, "tebal"), kolom=6), value, sel("kelas", isi(mean.kelas or "tanpa kelas")))
    return Baris(cells, "rerata")


def _columns_2(tahun: int) -> tuple[Kolom, ...]:
    years = range(tahun - 4, tahun + 1)
    return (
        Kolom("no", "No", 8),
        Kolom("indikator", "Indikator", 47),
        Kolom("satuan", "Satuan", 16),
        Kolom("target", f"Target {tahun}", 20),
        *(Kolom(f"r{t}", str(t), 20, "Realisasi") for t in years),
        *(Kolom(f"c{t}", str(t), 14.5, "Capaian (%)") for t in years),
        Kolom("keterangan", "Keterangan", 31.5),
    )


def _table_2(isian: Isian) -> Tabel:
    """Realisasi and capaian of five years, with what breaks a series."""
    kolom, deret = _columns_2(isian.lingkup.tahun), Deret(isian.tahun)
    rows: list[Baris] = []
    charts: list[Grafik] = []
    for sheet in isian.sheets:
        rows += _heading(isian.heading(sheet), kolom, "lembar")
        number = 0
        for item in sheet.sasaran:
            rows += _heading(_sasaran(item), kolom, "sasaran")
            lines = []
            for unit in item.unit:
                number += 1
                points = deret.points(unit, isian.of(unit))
                lines.append((number, unit, points))
                jenis = "akhir" if unit is item.unit[-1] else "isi"
                rows.append(_row_2(number, points, deret, kolom, jenis))
            chart = series_of_sasaran(_sasaran(item), lines) if isian.lingkup.instansi else None
            charts += [chart] if chart else []
    return Tabel(
        jenis="lkjip2",
        nama=NAMA[2],
        judul=f"TABEL 2. REALISASI DAN CAPAIAN TAHUN {isian.lingkup.tahun - 4}–{isian.lingkup.tahun}",
        keterangan=(),
        kolom=kolom,
        baris=tuple(rows),
        catatan=("Seri terputus: angka sebelum dan sesudah tahun itu tidak dapat dibandingkan.",),
        grafik=tuple(charts),
    )


def _row_2(number: int, points: Sequence[Titik], deret: Deret, kolom: Sequence[Kolom], jenis: str) -> Baris:
    nilai = points[-1].nilai
    assert nilai is not None
    told = deret.breaks(nilai.unit, list(points))
    told += [f"{p.tahun}: {DASAR}." for p in points if p.dasar]
    told += [f"{p.tahun}: belum diverifikasi." for p in points[:-1] if p.nilai and p.nilai.hasil and not p.nilai.final]
    cells = (
        sel("no", isi(str(number)), gaya="tengah"),
        sel("indikator", *_name(nilai)),
        sel("satuan", isi(nilai.satuan)),
        nilai.sel_target(),
        *(_result(p) for p in points),
        *(_reached(p) for p in points),
        sel("keterangan", *(told or [TIDAK_ADA])),
    )
    return baris(cells, kolom, jenis)


def _result(point: Titik) -> Sel:
    key = f"r{point.tahun}"
    return point.nilai.sel_hasil(key) if point.nilai else sel(key, "tidak berlaku", gaya="angka")


def _reached(point: Titik) -> Sel:
    key = f"c{point.tahun}"
    if point.nilai is None:
        return sel(key, "tidak berlaku", gaya="angka")
    return sel(key, "tanpa capaian", gaya="angka") if point.dasar else point.nilai.sel_capaian(key)


def _table_3(isian: Isian) -> Tabel:
    """How far the realisasi is on the way to the target of the decree's last year."""
    targets = _final_targets(isian)
    rows: list[Baris] = []
    directions: set[str] = set()
    for sheet in isian.sheets:
        rows += _heading(isian.heading(sheet), KOLOM_3, "lembar")
        number = 0
        for item in sheet.sasaran:
            rows += _heading(_sasaran(item), KOLOM_3, "sasaran")
            for unit in item.unit:
                number += 1
                nilai, final = isian.of(unit), _final_year(unit)
                target = targets.get((unit.indikator.pk, unit.instansi.pk, final))
                jenis = "akhir" if unit is item.unit[-1] else "isi"
                rows.append(_row_3(number, nilai, target, final, jenis))
                directions.add(nilai.arah)
    return Tabel(
        jenis="lkjip3",
        nama=NAMA[3],
        judul=f"TABEL 3. REALISASI TAHUN {isian.lingkup.tahun} TERHADAP TARGET AKHIR PERIODE",
        keterangan=(),
        kolom=KOLOM_3,
        baris=tuple(rows),
        catatan=_rules(directions, isian.aturan),
    )


def _final_year(unit: Satuan) -> int:
    return unit.indikator.lembar.lampiran.penetapan.tahun_akhir


def _final_targets(isian: Isian) -> dict[tuple[int, int, int], Target]:
    """The targets of the last years of the decrees; the changed one (PK Perubahan) before the first."""
    years = {_final_year(unit) for unit in isian.tahun.units}
    rows = isian.lingkup.pembaca.target().filter(tahun__in=years).order_by()
    ordered = sorted(rows, key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN)
    return {(row.indikator_id, row.instansi_id, row.tahun): row for row in ordered}


def _row_3(number: int, nilai: Nilai, target: Target | None, final: int, jenis: str) -> Baris:
    told = target_data(target) if target else None
    shown = sel_target("target_akhir", told) if target else sel("target_akhir", TANPA_TARGET_AKHIR, gaya="angka")
    progress, why = _progress(nilai, target)
    value = (
        sel("kemajuan", why, gaya="angka")
        if progress is None
        else sel_angka("kemajuan", progress, 2, rumus=live_formula(nilai, told, progress, "target_akhir"))
    )
    notes_ = [f"Target akhir tahun {final}." if target else f"Belum ada target tahun {final}."]
    if target is not None and target.status != Target.Status.DISETUJUI:
        notes_.append("Target akhir belum disetujui Bappeda.")
    cells = (
        sel("no", isi(str(number)), gaya="tengah"),
        sel("indikator", *_name(nilai)),
        sel("satuan", isi(nilai.satuan)),
        shown,
        nilai.sel_hasil(),
        value,
        sel("keterangan", *notes_),
    )
    return baris(cells, KOLOM_3, jenis)


def _progress(nilai: Nilai, target: Target | None) -> tuple[Decimal | None, str]:
    """Realisasi against the final target under the rules of capaian, or why there is none."""
    if nilai.alasan_kosong or nilai.hasil is None:
        return None, nilai.alasan_kosong
    if target is None or nilai.rumus is None:
        return None, TANPA_TARGET_AKHIR
    number = target_number(target, nilai.rumus)
    value = achievement(nilai.hasil, number, nilai.arah, nilai.aturan, predikat=bool(target.kode))
    value = capped(value, nilai.aturan)
    return (None, TAK_TERHITUNG) if isinstance(value, Kosong) else (value, "")


def _rules(directions: set[str], aturan: Aturan) -> tuple[str, ...]:
    """How the progress is computed, for the directions that occur."""
    words = {
        Rumus.Arah.NAIK: "realisasi / target akhir × 100",
        Rumus.Arah.TURUN: TURUN[aturan.turun].replace("target", "target akhir"),
        Rumus.Arah.RENTANG: RENTANG[aturan.rentang],
    }
    lines = [f"{arah.label}: {text}." for arah, text in words.items() if arah in directions]
    if aturan.lantai is not None:
        lines.append(f"Tingkat kemajuan paling rendah {aturan.lantai} %.")
    return ("Tingkat kemajuan dihitung dengan aturan capaian yang berlaku.", *lines)
