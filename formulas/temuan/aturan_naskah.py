"""Rules on what the cells print: empty, unreadable, or saying less than the formula needs."""

import re

from formulas.temuan.daftar import aturan
from formulas.temuan.kata import isi
from formulas.temuan.ukuran import Daftar, Ukuran

KONSTANTA = re.compile(
    r"(?:=|adalah|:)\s*(\d[\d.,]*)\s*(hari|orang|pemuda|atlit|atlet|menit|kegiatan|unit)\b", re.IGNORECASE
)
TARGET = re.compile(
    r"^\s*(jumlah\s+)?target\b|\btarget (penerbitan|luas|skor|pajak)|tahun akhir perencanaan", re.IGNORECASE
)
LALU = re.compile(r"\bn\s*-\s*1\b|tahun sebelumnya|tahun lalu", re.IGNORECASE)
DEFINISI = re.compile(r"([A-Z][\w ]{3,60}?) adalah ([^.\n]+)")


@aturan(
    "kurung",
    "Tanda kurung tidak berpasangan",
    "Urutan hitung tidak dapat dipastikan; orang yang berbeda mendapat angka yang berbeda.",
)
def brackets(ukuran: Ukuran, daftar: Daftar) -> str | None:
    text = ukuran.teks_rumus
    opened, closed = text.count("("), text.count(")")
    if opened == closed:
        return None
    return f"Kurung buka {opened}, kurung tutup {closed}: «{text}»."


@aturan(
    "rumus-kosong",
    "Sel rumus kosong",
    "Indikator tanpa cara hitung tidak dapat diukur dan diperiksa (PER/9/M.PAN/5/2007: dapat dikuantifikasi).",
)
def no_formula(ukuran: Ukuran, daftar: Daftar) -> str | None:
    return None if ukuran.teks_rumus.strip() else "Sel rumus tidak berisi apa pun."


@aturan(
    "rumus-tak-terbaca",
    "Rumus tercetak tidak dapat dibaca sebagai hitungan",
    "Tanda sama dengan di tengah hitungan, atau kata yang tergantung sesudah rumus, tidak mempunyai arti tunggal.",
)
def garbled(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for atas, bawah, ekor in ukuran.pecahan:
        for part in (atas, bawah, ekor):
            if "=" in part and "≤" not in part:
                return f"Tanda «=» berada di dalam hitungan: «{part.strip()}»."
    texts = [p for p in ukuran.rumus_cetak if isinstance(p, str)]
    if any(re.search(r"=\s*\d+\s*$", t) for t in texts):
        return "Rumus berakhir dengan «= angka», sehingga tanda hitungnya tidak jelas."
    last = ukuran.rumus_cetak[-1] if ukuran.rumus_cetak else ""
    hanging = len(ukuran.rumus_cetak) > 1 and isinstance(last, str) and re.match(r"\s*[A-Z][a-z]+ [a-z]", last)
    if hanging and ukuran.pecahan:
        return f"Kata «{last.strip()}» berdiri sesudah pecahan tanpa tanda hitung."
    if re.search(r"[<>≤≥]\s*(s\.d|sampai)\b", ukuran.teks_rumus):
        return "Tanda banding berdiri tanpa angka di kedua sisinya."
    return None


@aturan(
    "kata-terpotong",
    "Uraian rumus terpotong",
    "Tahun atau keterangan yang hilang membuat data yang dihitung tidak pasti.",
)
def cut_short(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for part in (p for atas, bawah, _ in ukuran.pecahan for p in (atas, bawah)):
        if re.search(r"(?<!\d )\b(tahun|pada|yang|dari|oleh|dan)\s*$", part.strip(), re.IGNORECASE):
            return f"Uraian «{part.strip()}» berakhir tanpa keterangan."
    return None


@aturan(
    "tahun-berbeda",
    "Pembilang dan penyebut dari tahun yang berbeda",
    "Rasio antara dua tahun hanya berarti bila memang dimaksud; selain itu hasilnya dapat melebihi 100 %.",
)
def other_year(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if ukuran.formula is None or ukuran.formula.lalu_names:
        return None
    for atas, bawah, _ in ukuran.pecahan:
        if bool(LALU.search(atas)) != bool(LALU.search(bawah)):
            return "Hanya salah satu bagian pecahan memakai data tahun n−1."
    return None


@aturan(
    "dibagi-target",
    "Rumus sudah membagi dengan target",
    "Capaian membandingkan lagi dengan target, sehingga dinormalkan dua kali; target indikator ini harus 100.",
)
def divides_by_target(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for _, bawah, _ in ukuran.pecahan:
        if TARGET.search(bawah) and "+" not in bawah:
            return f"Penyebutnya target («{bawah}»); tetapkan target indikator ini 100."
    return None


@aturan(
    "pembilang-target",
    "Pembilang menyebut target, bukan hasil",
    "Yang dihitung harus yang dicapai; target di pembilang membuat capaian tidak bergantung pada kinerja.",
)
def target_on_top(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for atas, _, _ in ukuran.pecahan:
        if re.match(r"\s*(jumlah\s+)?target\b", atas, re.IGNORECASE):
            return f"Pembilang tercetak «{atas}»."
    return None


@aturan(
    "konstanta-di-penjelasan",
    "Angka tetap hanya tertulis di penjelasan",
    "Angka yang ikut dihitung harus tampak di rumus, agar setiap orang memakai angka yang sama.",
)
def hidden_constant(ukuran: Ukuran, daftar: Daftar) -> str | None:
    shown = ukuran.teks_rumus
    for number, unit in KONSTANTA.findall(ukuran.penjelasan):
        if number.rstrip(".,") not in shown:
            return f"Angka {number.rstrip('.,')} {unit} hanya ada di penjelasan."
    missing = [v for v in ukuran.variabel if v.asal == "tetapan" and v.nilai and v.nilai not in shown]
    if missing and not ukuran.penjelasan.count(str(missing[0].nilai)):
        return f"Nilai «{missing[0].label}» tidak disebut di mana pun dalam naskah."
    return None


@aturan(
    "penjelasan-lain",
    "Penjelasan menyebut besaran yang tidak ada di rumus",
    "Pembaca tidak tahu mana yang benar: yang di rumus atau yang di penjelasan.",
)
def other_quantity(ukuran: Ukuran, daftar: Daftar) -> str | None:
    shown = isi(ukuran.teks_rumus)
    subjects = [m.group(1) for m in re.finditer(r"(Jumlah [\w ]+?) adalah", ukuran.penjelasan)]
    subjects += [m.group(1) for m in re.finditer(r"menghitung\s*%\s*([\w ]+)", ukuran.penjelasan)]
    for subject in subjects:
        words = isi(subject)
        strange = words - shown
        if strange and words & shown:
            return f"Penjelasan menyebut «{subject.strip()}», rumus tidak menyebut «{sorted(strange)[0]}»."
    return None


@aturan(
    "penjelasan-kosong",
    "Judul penjelasan tanpa isi",
    "Judul yang kosong menandakan keterangan yang belum dibuat atau hilang.",
)
def empty_note(ukuran: Ukuran, daftar: Daftar) -> str | None:
    text = ukuran.penjelasan.strip()
    return "Tertulis «Penjelasan» tanpa isi." if re.fullmatch(r"(?i)penjel\w*\s*:\s*-?", text) else None


@aturan(
    "definisi-melingkar",
    "Penyebut sudah didefinisikan dengan pembilangnya",
    "Bila penyebut adalah mereka yang melakukan pembilang, hasilnya selalu 100 %.",
)
def circular(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for atas, bawah, _ in ukuran.pecahan:
        whole, part = isi(bawah), isi(atas) - isi(bawah)
        if not whole or not part:
            continue
        for other in daftar.semua:
            for term, meaning in DEFINISI.findall(other.penjelasan):
                if other.pemda == ukuran.pemda and isi(term) == whole and part <= isi(meaning):
                    return f"Menurut {other.kode}, «{term.strip()}» adalah {meaning.strip()}."
    return None


@aturan(
    "sumber-lain",
    "Sumber data tidak menyebut yang menghitungnya",
    "Rumus menunjuk BPS, tetapi sumber datanya instansi lain; bukti tidak dapat ditelusuri.",
)
def other_source(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if not re.search(r"\bBPS\b", ukuran.teks_rumus) or ukuran.sumber is None:
        return None
    text = " ".join(ukuran.sumber)
    return None if "BPS" in text or "Statistik" in text else f"Rumus menunjuk BPS, sumber data tertulis «{text}»."


@aturan(
    "acuan-tanpa-cara",
    "Hanya menunjuk acuan, tanpa cara hitung",
    "Nilai dari luar boleh dipakai, tetapi dokumen dan unsurnya harus disebut (PER/9/M.PAN/5/2007: dapat diukur).",
)
def only_refers(ukuran: Ukuran, daftar: Daftar) -> str | None:
    text = ukuran.teks_rumus
    return f"Rumus hanya berbunyi «{text}»." if re.match(r"(?i)\s*mengacu (ke)?pada\b", text) else None


@aturan(
    "sel-kosong",
    "Sumber data atau penanggung jawab kosong",
    "Tidak ada yang bertanggung jawab menyediakan datanya.",
)
def empty_cell(ukuran: Ukuran, daftar: Daftar) -> str | None:
    empty = [n for n, v in (("sumber data", ukuran.sumber), ("penanggung jawab", ukuran.penanggung_jawab)) if not v]
    return f"Sel {' dan '.join(empty)} kosong." if empty else None


@aturan(
    "tanpa-satuan",
    "Satuan atau arah belum ada",
    "Tanpa satuan dan arah, target dan capaian tidak dapat dibaca.",
)
def no_unit(ukuran: Ukuran, daftar: Daftar) -> str | None:
    missing = [n for n, v in (("satuan", ukuran.satuan), ("arah", ukuran.arah)) if not v.strip()]
    return f"{' dan '.join(missing).capitalize()} belum ditetapkan." if missing else None


@aturan(
    "suku-tanpa-kurung",
    "Pengali di dalam kurung hanya mengenai suku terakhir",
    "(A + B x 3) dibaca A + 3B; bila maksudnya 3 kali keduanya, jumlahnya harus diberi kurung.",
)
def loose_factor(ukuran: Ukuran, daftar: Daftar) -> str | None:
    found = re.search(r"\(([^()]*\+[^()+]*\b[A-Za-z\d]*\s?x\s?\d+)\)", ukuran.teks_rumus)
    return f"Pada «({found.group(1)})» pengali hanya mengenai suku terakhir." if found else None


@aturan(
    "kali-100-tanpa-persen",
    "Dikali 100 tanpa tanda persen",
    "«x 100» dan «x 100%» menghasilkan angka yang sama; tanda persen menunjukkan satuannya.",
)
def no_percent(ukuran: Ukuran, daftar: Daftar) -> str | None:
    tails = [ekor for _, _, ekor in ukuran.pecahan] + re.findall(r"\(?x\s?100\)?$", ukuran.teks_rumus)
    bare = [t for t in tails if re.fullmatch(r"\(?[xX]\s?100\)?", t.strip())]
    return f"Pengali tercetak «{bare[0].strip()}»." if bare and ukuran.satuan == "%" else None
