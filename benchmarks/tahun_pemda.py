"""One Pemda with rows of a year, for benchmarks and tests: OPD × indicators, formulas of several shapes, real rows.

Every OPD has the same set of shapes: ratio, growth on last year, weighted sum, deviation over mean, one entered value,
one that reads two other indicators, one over shared data. Targets stand for all; last year's raw values too.
"""

from typing import Any

from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    Lampiran,
    LembarInstansi,
    NilaiDataDasar,
    Pemda,
    Penetapan,
    Realisasi,
    Rumus,
    Sasaran,
    Target,
    Variabel,
)

TAHUN = 2023
# expression, typed variables with their values; other names are told apart in _variable
BENTUK: list[tuple[str, dict[str, Any]]] = [
    ("a / b * 100", {"a": "45", "b": "60"}),
    ("(x - LALU(x)) / LALU(x) * 100", {"x": "1150.5"}),
    ("(p * 5 + q * 4 + r * 3 + s * 2 + t) / (n * 3) * 100",
     {"p": "1", "q": "9", "r": "60", "s": "10", "t": "20", "n": "100"}),
    ("SIMPANGAN_BAKU(h) / RATA(h) * 100", {"h": ["9000", "11000", "9000", "10500.5"]}),
    ("nilai", {"nilai": "82.75"}),
    ("a / penduduk * 1000", {"a": "412"}),
    ("a / b * 100", {"a": "7", "b": "9"}),
    ("RATA(satu; dua)", {}),
]  # fmt: skip


def make_pemda(opd: int, indikator: int, kode: str = "99.01") -> Pemda:
    """The Pemda with all of it: OPD × indicators with formula, target, open rows of the year not computed yet."""
    pemda = Pemda.objects.create(kode=kode, nama="Kabupaten Ukur", jenis="kabupaten", ibu_kota="Ukur")
    units = [Instansi(pemda=pemda, kode=f"opd-{n}", nama=f"Dinas {n}", jenis="dinas", urut=n) for n in range(opd)]
    units = Instansi.objects.bulk_create(units)
    shared = DataDasar.objects.create(
        pemda=pemda, kode="penduduk", nama="Jumlah penduduk", satuan="jiwa", pemilik=units[0]
    )
    for tahun in (TAHUN - 1, TAHUN):
        NilaiDataDasar.objects.create(data_dasar=shared, tahun=tahun, nilai="1119251")
    found = _indicators(pemda, units, indikator)
    _formulas(found, shared, indikator)
    _rows(found, indikator)
    return pemda


def _indicators(pemda: Pemda, units: list[Instansi], indikator: int) -> list[Indikator]:
    penetapan = Penetapan.objects.create(
        pemda=pemda, kode=f"ukur-{pemda.kode.replace('.', '')}", jenis="keputusan_kepala_daerah", tentang="IKU",
        tahun_awal=TAHUN - 1, tahun_akhir=TAHUN + 3,
    )  # fmt: skip
    lampiran = Lampiran.objects.create(penetapan=penetapan, urut=1, nomor="II", judul="IKU")
    sheets = LembarInstansi.objects.bulk_create(
        LembarInstansi(lampiran=lampiran, instansi=unit, urut=n, nama=unit.nama) for n, unit in enumerate(units)
    )
    goals = Sasaran.objects.bulk_create(Sasaran(lembar=sheet, urut=1, teks="Sasaran") for sheet in sheets)
    return Indikator.objects.bulk_create(
        Indikator(
            pemda=pemda, lembar=goal.lembar, sasaran=goal, urut=n, kode=f"u{goal.lembar.urut}-{n}", nama=f"IKU {n}"
        )
        for goal in goals
        for n in range(indikator)
    )


def _formulas(found: list[Indikator], shared: DataDasar, indikator: int) -> None:
    shapes = [BENTUK[n % indikator % len(BENTUK)] for n in range(len(found))]
    rumus = Rumus.objects.bulk_create(
        Rumus(indikator=row, versi=1, ekspresi=shape[0], satuan="%") for row, shape in zip(found, shapes, strict=True)
    )
    rows = []
    for number, (row, (_, typed)) in enumerate(zip(rumus, shapes, strict=True)):
        names = list(typed) or ["satu", "dua"]
        names += ["penduduk"] if "penduduk" in row.ekspresi else []
        for urut, nama in enumerate(names):
            rows.append(_variable(row, urut, nama, typed, found, number, shared))
    Variabel.objects.bulk_create(rows)


def _variable(
    rumus: Rumus, urut: int, nama: str, typed: dict[str, Any], found: list[Indikator], number: int, shared: DataDasar
) -> Variabel:
    row = Variabel(rumus=rumus, urut=urut, nama=nama, label=f"Jumlah {nama} pada tahun berjalan", satuan="buah")
    if nama in ("satu", "dua"):
        row.asal, row.indikator = Variabel.Asal.INDIKATOR, found[number - (1 if nama == "satu" else 3)]
    elif nama == "penduduk":
        row.asal, row.data_dasar = Variabel.Asal.DATA_DASAR, shared
    elif isinstance(typed[nama], list):
        row.jenis, row.anggota = Variabel.Jenis.DERET, ["Beras", "Cabai", "Telur", "Gula"]
    return row


def _rows(found: list[Indikator], indikator: int) -> None:
    targets, rows = [], []
    for number, row in enumerate(found):
        typed = BENTUK[number % indikator % len(BENTUK)][1]
        place = {"indikator": row, "instansi": row.lembar.instansi}
        targets.append(Target(**place, tahun=TAHUN, bawah="75"))
        before = {nama: "1003" if isinstance(raw, str) else raw for nama, raw in typed.items()}
        rows.append(Realisasi(**place, tahun=TAHUN - 1, nilai_mentah=before, status="terkunci", hasil="1"))
        rows.append(Realisasi(**place, tahun=TAHUN, nilai_mentah=typed))
    Target.objects.bulk_create(targets)
    Realisasi.objects.bulk_create(rows)
