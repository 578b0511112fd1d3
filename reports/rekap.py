"""The recap of an OPD's realisasi in a year, ready to sign: rows only, no layout."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from formulas import Kosong
from formulas.capaian import AturanCapaian as Aturan
from formulas.notation import write_date, write_number
from registry.models import Instansi, Realisasi, Target
from registry.services.definisi import drawn
from registry.services.kode_bukti import kode_of
from registry.services.rerata import RerataLembar, RerataSasaran, Ringkas, sheets_from
from registry.tulis import sebut_dasar, tulis_kosong, tulis_mentah
from reports.kertas import kertas_of
from reports.langsung import live_formula
from reports.nilai import BELUM, Nilai, Pembaca, Tahun, draft_note, example_note
from reports.tabel import (
    Baris,
    Berkas,
    Isi,
    Kolom,
    Sel,
    Tabel,
    TandaTangan,
    baris,
    isi,
    naskah,
    on_paper,
    plain,
    rumus,
    sel,
    sel_angka,
)

KOLOM = (
    Kolom("no", "No", 8),
    Kolom("indikator", "Indikator", 38),
    Kolom("satuan", "Satuan", 16),
    Kolom("target", "Target", 22),
    Kolom("mentah", "Rumus dan nilai mentah", 51),
    Kolom("realisasi", "Realisasi", 24),
    Kolom("capaian", "Capaian (%)", 19),
    Kolom("kelas", "Kelas", 16),
    Kolom("kendala", "Kendala", 26),
    Kolom("tindak_lanjut", "Tindak lanjut", 26),
    Kolom("keterangan", "Keterangan", 24),
    Kolom("status", "Status dan bukti", 25),
)
LEBAR_KIRI, LEBAR_KANAN = 6, 4  # columns left and right of capaian and kelas in a row of means
TIDAK_ADA = "tidak ada"
BELUM_DIVERIFIKASI = "BELUM DIVERIFIKASI"


@dataclass(frozen=True)
class Permintaan:
    """What is asked for: whose recap, of which year, signed by whom, and where its QR codes lead."""

    pembaca: Pembaca
    instansi: Instansi
    tahun: int
    tanggal: date
    tanda_tangan: TandaTangan | None
    alamat: str = ""  # https://iku.example.go.id, in front of the path of a proof


def rekap_rows(minta: Permintaan) -> Berkas:
    """The whole document; without any table where the instansi has no sheet in that year."""
    tahun = Tahun(minta.pembaca, minta.tahun, minta.instansi)
    sheets = sheets_from(tahun.units, tahun.rows, tahun.aturan)
    values = {(u.indikator.pk, u.instansi.pk): tahun.nilai(u) for u in tahun.units}
    pemda = minta.pembaca.pemda
    berkas = Berkas(
        nama=f"rekap-realisasi-{minta.instansi.kode}-{minta.tahun}",
        pemda=pemda.nama,
        kop=kop(minta.instansi),
        judul=("REKAPITULASI REALISASI INDIKATOR KINERJA UTAMA", f"TAHUN {minta.tahun}"),
        tanggal=minta.tanggal,
        tabel=tuple(_table(sheet, values, minta, tahun.aturan, len(sheets)) for sheet in sheets),
        tanda_tangan=minta.tanda_tangan,
        draf=draft_note(values.values()),
        huruf=pemda.font_dokumen,
        contoh=example_note(values.values()),
        mentah=raw_rows(values.values(), minta.alamat),
    )
    return on_paper(berkas, kertas_of(pemda))


def kop(instansi: Instansi) -> tuple[str, ...]:
    """Whose document it is: the Pemda, and under it the OPD."""
    pemda = f"PEMERINTAH {plain(instansi.pemda.nama).upper()}"
    return (pemda,) if instansi.jenis == Instansi.Jenis.PEMDA else (pemda, plain(instansi.nama).upper())


def _table(
    sheet: RerataLembar, values: dict[tuple[int, int], Nilai], minta: Permintaan, aturan: Aturan, sheets: int
) -> Tabel:
    rows: list[Baris] = []
    number = 0
    for item in sheet.sasaran:
        rows.append(_heading(item))
        for unit in item.unit:
            number += 1
            rows.append(_row(number, values[(unit.indikator.pk, unit.instansi.pk)], minta))
        rows.append(_mean(f"Rata-rata capaian sasaran ({item.ringkas.rerata.keterangan})", item.ringkas, item.unit))
    rows.append(_mean(f"Rata-rata capaian lembar ({sheet.ringkas.rerata.keterangan})", sheet.ringkas, ()))
    jenis = sheet.lembar.lampiran.get_jenis_display()
    return Tabel(
        jenis="rekap",
        nama=jenis if sheets > 1 else "Rekap",
        judul=jenis.upper() if sheets > 1 else "",
        keterangan=(f"Dasar: {sebut_dasar(sheet.lembar.lampiran)}.",),
        kolom=KOLOM,
        baris=tuple(rows),
        catatan=notes(aturan),
    )


def notes(aturan: Aturan) -> tuple[str, ...]:
    """What a reader has to know about the means."""
    cap = (
        () if aturan.atap is None else (f"Capaian dicetak paling tinggi {write_number(aturan.atap)} % menurut aturan.",)
    )
    return ("Indikator yang belum terisi tidak ikut dirata-rata dan tidak dihitung nol.", *cap)


def _heading(item: RerataSasaran) -> Baris:
    nomor = f" {item.sasaran.nomor}" if item.sasaran.nomor else ""
    text = f"Sasaran{nomor.rstrip('.')}: {plain(item.sasaran.teks)}"
    return Baris((sel("sasaran", Isi(text, "tebal"), kolom=len(KOLOM)),), "judul")


def _row(number: int, nilai: Nilai, minta: Permintaan) -> Baris:
    row = nilai.realisasi
    cells = (
        sel("no", isi(str(number)), gaya="tengah"),
        sel("indikator", naskah(nilai.unit.indikator.nama)),
        sel("satuan", isi(nilai.satuan)),
        nilai.sel_target(),
        sel("mentah", *_raw(nilai)),
        nilai.sel_hasil(),
        nilai.sel_capaian(rumus=live_formula(nilai, nilai.target, nilai.capaian)),
        sel("kelas", isi(nilai.kelas)),
        sel("kendala", isi((row.kendala if row else "") or TIDAK_ADA)),
        sel("tindak_lanjut", isi((row.tindak_lanjut if row else "") or TIDAK_ADA)),
        sel("keterangan", *_remarks(nilai)),
        sel("status", *_status(nilai, minta)),
    )
    return baris(cells, KOLOM)


def _raw(nilai: Nilai) -> list[Isi]:
    """The formula drawn, and under it each raw value: label = value satuan."""
    blocks: list[Isi] = []
    variables = list(nilai.rumus.variabel.all()) if nilai.rumus else []
    if nilai.rumus and not (len(variables) == 1 and nilai.rumus.ekspresi.strip() == variables[0].nama):
        blocks.append(rumus(drawn(nilai.rumus)))
    if nilai.tertutup:
        return [*blocks, isi(nilai.alasan_kosong)]
    inputs = nilai.cuplikan.get("masukan")
    if not inputs:
        return [*blocks, *(isi(f"{plain(v.label)} = {BELUM}") for v in variables)] or [isi(BELUM)]
    return blocks + [isi(line) for data in inputs for line in _input(data)]


def _input(data: dict[str, Any]) -> Iterable[str]:
    """One raw value of a snapshot, and last year's where it was used."""
    yield f"{plain(data['label'])} = {_shown(data, 'nilai')}"
    if "lalu" in data:
        yield f"{plain(data['label'])}, tahun lalu = {_shown(data, 'lalu')}"


def _shown(data: dict[str, Any], part: str) -> str:
    jenis, value = data.get("jenis", "angka"), data.get(part)
    if isinstance(value, list) and data.get("anggota"):
        pairs = zip(data["anggota"], value, strict=False)
        return "; ".join(f"{name} {tulis_mentah(item, jenis)}" for name, item in pairs)
    text = tulis_mentah(value, jenis)
    is_value = isinstance(value, str | list) and bool(value)
    return f"{text} {data['satuan']}" if is_value and data.get("satuan") and jenis != "pilihan" else text


def _remarks(nilai: Nilai) -> list[Isi]:
    """Why something is blank, and what a reader must know about the value."""
    row, found = nilai.realisasi, []
    if row is None:
        found.append(nilai.alasan_kosong)
    elif row.hasil is None:
        found.append(row.kosong_pesan or nilai.alasan_kosong)
    elif row.capaian is None:
        found.append(nilai.cuplikan.get("capaian") or "Capaian tidak dapat dihitung.")
    if row is not None and row.tahun_data:
        found.append(f"Data tahun {row.tahun_data}.")
    if row is not None and row.keterangan:
        found.append(row.keterangan)
    target = nilai.target_baris
    if target is not None and target.status != Target.Status.DISETUJUI and not nilai.final:
        found.append("Target belum disetujui Bappeda.")
    if nilai.contoh:
        found.append("data contoh")
    return [isi(text) for text in found] or [isi(TIDAK_ADA)]


def _status(nilai: Nilai, minta: Permintaan) -> list[Isi]:
    """Who verified it and when, or plainly that nobody has; the proof where there is one."""
    row = nilai.realisasi
    if row is None:
        return [Isi(BELUM_DIVERIFIKASI, "tanda"), isi(nilai.tertutup or "Belum diisi", "kecil")]
    blocks = [isi(row.get_status_display(), "tebal")] if nilai.final else [Isi(BELUM_DIVERIFIKASI, "tanda")]
    blocks.append(isi(_stamp(row) if nilai.final else row.get_status_display(), "kecil"))
    return [*blocks, proof(row, minta.alamat)]


def proof(row: Realisasi, alamat: str) -> Isi:
    """The code of a proof, with its address as QR code."""
    kode = kode_of(row)
    return Isi(kode, "kode", qr=alamat + reverse("registry:bukti_kode", args=[kode]))


def _stamp(row: Realisasi) -> str:
    """Rina Wulandari, 20 Februari 2024 pukul 09.00."""
    who = str(row.diverifikasi_oleh) if row.diverifikasi_oleh else "Bappeda"
    return f"{who}, {moment(row.diverifikasi_pada)}" if row.diverifikasi_pada else who


def moment(when: datetime) -> str:
    """A moment on the clock of the Pemda, which the request (or the command) has switched to."""
    local = timezone.localtime(when)
    return f"{write_date(local.date())} pukul {local:%H.%M}"


def _mean(label: str, ringkas: Ringkas, units: Sequence[object]) -> Baris:
    """A row of means; under a sasaran Excel averages the cells above it."""
    value = ringkas.nilai
    formula = "=AVERAGE({atas})" if units else ""
    capaian = (
        sel("capaian", isi(why_no_mean(ringkas)), gaya="angka")
        if value is None
        else sel_angka("capaian", value, 2, rumus=formula, atas=len(units))
    )
    return Baris(
        (
            sel("rerata", Isi(label, "tebal"), kolom=LEBAR_KIRI),
            capaian,
            sel("kelas", isi(ringkas.kelas or "tanpa kelas")),
            sel("sisa", Isi("lengkap" if ringkas.lengkap else "belum lengkap"), kolom=LEBAR_KANAN),
        ),
        "rerata",
    )


def why_no_mean(ringkas: Ringkas) -> str:
    """Why there is no mean, in a few words."""
    value = ringkas.rerata.nilai
    return tulis_kosong(value.kode) if isinstance(value, Kosong) else ""


def raw_rows(values: Iterable[Nilai], alamat: str) -> tuple[tuple[Sel, ...], ...]:
    """Every raw value on a line of its own, numbers as numbers: a second sheet in Excel."""
    return tuple(line for nilai in values for line in _raw_lines(nilai, alamat))


def _raw_lines(nilai: Nilai, alamat: str) -> Iterable[tuple[Sel, ...]]:
    indikator = nilai.unit.indikator
    for data in nilai.cuplikan.get("masukan", []):
        value = data.get("nilai")
        names = data.get("anggota") or []
        many = value if isinstance(value, list) else [value]
        for n, item in enumerate(many):
            label = plain(data["label"]) + (f" – {names[n]}" if isinstance(value, list) and n < len(names) else "")
            yield (
                sel("kode", isi(indikator.kode)),
                sel("indikator", naskah(indikator.nama)),
                sel("label", isi(label)),
                _raw_cell(item, data.get("jenis", "angka")),
                sel("satuan", isi(data.get("satuan") or "tanpa satuan")),
                sel("sumber", isi(data.get("sumber") or "isian")),
                sel("bukti", proof(nilai.realisasi, alamat)) if nilai.realisasi else sel("bukti", isi(TIDAK_ADA)),
            )


def _raw_cell(value: Any, jenis: str) -> Sel:
    if jenis != "pilihan" and isinstance(value, str) and value:
        return sel_angka("nilai", Decimal(value), None)
    return sel("nilai", isi(tulis_mentah(value, jenis)), gaya="angka")


def nama_berkas(berkas: Berkas, bentuk: str) -> str:
    """rekap-realisasi-dinkes-2023.pdf"""
    return f"{slugify(berkas.nama)}.{bentuk}"
