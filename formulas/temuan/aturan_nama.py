"""Rules on the name: it promises something else than the formula gives."""

import re
from itertools import pairwise

from formulas.nodes import Operasi, Panggilan, is_lalu
from formulas.temuan.aturan_rumus import single_variable
from formulas.temuan.daftar import aturan
from formulas.temuan.kata import isi, normal
from formulas.temuan.ukuran import Daftar, Ukuran

PERUBAHAN = re.compile(r"\b(peningkatan|pertumbuhan|penurunan|kenaikan)\b", re.IGNORECASE)
KEPUASAN = re.compile(r"\bkepuasan masyarakat\b|\bIKM\b", re.IGNORECASE)
SATUAN = re.compile(
    r"\((?:[^()]*\()?\s*(rp\.?\s*(juta|milyar|miliar)?|milyar|miliar|kkal|%|orang|unit)\s*\)", re.IGNORECASE
)
EJAAN = {
    "prosentase": "persentase",
    "presentase": "persentase",
    "indek": "indeks",
    "resiko": "risiko",
    "milyar": "miliar",
    "atlit": "atlet",
    "kwalitas": "kualitas",
    "efektifitas": "efektivitas",
    "adminiduk": "adminduk",
    "kementrian": "kementerian",
}


@aturan(
    "nama-perubahan",
    "Nama menyebut perubahan, rumus menghitung keadaan",
    "«Peningkatan» atau «penurunan» adalah perbandingan dengan tahun sebelumnya; rumusnya hanya keadaan tahun ini.",
)
def change_in_name(ukuran: Ukuran, daftar: Daftar) -> str | None:
    word = PERUBAHAN.search(ukuran.nama)
    if word is None or ukuran.formula is None or single_variable(ukuran) or ukuran.formula.lalu_names:
        return None
    return f"Nama menyebut «{word.group().lower()}», tetapi rumus tidak memakai data tahun sebelumnya."


@aturan(
    "nama-indeks",
    "Nama menyebut indeks kepuasan, rumusnya bukan",
    "Indeks kepuasan masyarakat dihitung dari survei (PermenPANRB 14/2017); rasio kegiatan bukan kepuasan.",
)
def satisfaction(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if not KEPUASAN.search(ukuran.nama) or single_variable(ukuran) or ukuran.satuan not in ("%", "rasio"):
        return None
    return f"Nama menyebut kepuasan masyarakat, tetapi rumusnya rasio bersatuan {ukuran.satuan}: «{ukuran.teks_rumus}»."


@aturan(
    "indeks-persen",
    "Nama menyebut indeks, hasilnya persentase",
    "Indeks dan persentase dibaca berbeda; nama, satuan, dan target harus sejalan.",
)
def index_percent(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if not re.match(r"indeks?\b", ukuran.nama, re.IGNORECASE) or ukuran.satuan != "%" or KEPUASAN.search(ukuran.nama):
        return None
    return "Nama dimulai dengan «Indeks», tetapi rumus menghasilkan persentase."


@aturan(
    "nilai-selisih",
    "Nama menyebut nilai, rumus menghitung selisih",
    "Selisih dapat negatif walaupun nilainya tinggi; pembaca tidak dapat menebaknya dari nama.",
)
def difference(ukuran: Ukuran, daftar: Daftar) -> str | None:
    tree = ukuran.formula.tree if ukuran.formula else None
    if not isinstance(tree, Operasi) or tree.op != "-" or PERUBAHAN.search(ukuran.nama):
        return None
    past = any(isinstance(n, Panggilan) and is_lalu(n) for n in (tree.kiri, tree.kanan))
    return "Rumus mengurangkan nilai tahun sebelumnya, tetapi nama tidak menyebut kenaikan." if past else None


@aturan(
    "ketepatan-terbalik",
    "«Ketepatan waktu» yang semakin kecil semakin baik",
    "Rumusnya waktu riil dibagi waktu normal: yang diukur keterlambatan, kebalikan dari namanya.",
)
def punctuality(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if "ketepatan" not in ukuran.nama.casefold() or ukuran.arah != "turun":
        return None
    return "Nama menyebut ketepatan, tetapi nilai yang lebih kecil lebih baik (rasio waktu riil terhadap waktu normal)."


@aturan(
    "target-dalam-nama",
    "Target tertulis di dalam nama",
    "Target berubah tiap tahun, nama tidak; tulis target di tempatnya (PER/9/M.PAN/5/2007).",
)
def target_in_name(ukuran: Ukuran, daftar: Daftar) -> str | None:
    found = re.search(r"[≤≥<>]=?\s*\d[\d.,]*\s*%?", ukuran.nama)
    return f"Nama memuat batas «{found.group().strip()}»." if found else None


@aturan(
    "hanya-satu-predikat",
    "Hanya satu predikat yang dihitung",
    "Yang lebih baik dari predikat itu tidak ikut dihitung, sehingga perbaikan menurunkan nilai; tulis «minimal».",
)
def one_grade(ukuran: Ukuran, daftar: Daftar) -> str | None:
    text = f"{ukuran.nama} {ukuran.teks_rumus}"
    found = re.search(r"\b(terakreditasi|akreditasi|predikat|level|peringkat)\s+([A-D]|\d)\b", text)
    if found is None or re.search(r"\bminimal\b|\bpaling sedikit\b|≥", text, re.IGNORECASE) or single_variable(ukuran):
        return None
    return f"Hanya «{found.group()}» yang dihitung; yang lebih tinggi tidak termasuk bila dibaca apa adanya."


@aturan(
    "ejaan",
    "Ejaan tidak baku pada nama",
    "Ejaan yang berbeda menyulitkan pencarian dan pembandingan antar-dokumen.",
)
def spelling(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for word in normal(ukuran.nama).split():
        if word in EJAAN:
            return f"«{word}» sebaiknya ditulis «{EJAAN[word]}»."
    return None


@aturan(
    "penanggung-jawab-lain",
    "Penanggung jawab tampaknya bukan yang mengurusi",
    "Nama indikator menyebut urusan yang menjadi nama perangkat daerah lain.",
)
def other_owner(ukuran: Ukuran, daftar: Daftar) -> str | None:
    owners = normal(" ".join(ukuran.penanggung_jawab or ()))
    if not owners or "bupati" in owners:
        return None
    words = normal(ukuran.nama).split()
    for first, second in pairwise(words):
        pair = f"{first} {second}"
        if len(isi(pair)) < 2 or pair in owners:
            continue
        for nama in daftar.instansi.get(ukuran.pemda, ()):
            if pair in normal(nama) and normal(nama) not in owners:
                return f"«{pair}» adalah urusan {nama}, yang tidak disebut sebagai penanggung jawab."
    return None


@aturan(
    "satuan-dalam-nama",
    "Satuan tertulis di dalam nama",
    "Satuan mempunyai tempatnya sendiri; di dalam nama ia dapat bertentangan dengan satuan yang dipakai.",
)
def unit_in_name(ukuran: Ukuran, daftar: Daftar) -> str | None:
    found = SATUAN.search(ukuran.nama)
    return f"Nama memuat satuan «{found.group(1).strip()}»." if found else None
