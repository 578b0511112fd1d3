"""How the lines of the naskah are told apart: labels, headings, and places where the OCR gives no clue."""

import re

DIKTUM = "KESATU|KEDUA|KETIGA|KEEMPAT|KELIMA|KEENAM"

# Headings that open a part. They are tried in this order; what follows on the line is content.
LAMPIRAN = re.compile(r"^LAMPIRAN (I+)\b")
JUDUL_LAMPIRAN = re.compile(r"^INDIKATOR KINERJA( UTAMA)?( TAHUN \d{4}.*)?$")
JUDUL_TABEL = re.compile(r"^INDIKATOR KINERJA UTAMA( \(IKU\))?( :)?$")
TANDA_TANGAN_LAMPIRAN = re.compile(r"^(BUPATI LUMAJANG$|SEKRETARIS DPRD$|Lumajang, \d)")
DITETAPKAN = re.compile(r"^Ditetapkan\b")
TITIK_DUA_TANGGAL = re.compile(r"^(Ditetapkan|Pada tanggal) :")  # Balangan prints a colon here, Lumajang none
TEMBUSAN = re.compile(r"^SALINAN : ")
LABEL_BADAN = re.compile(rf"^(Menimbang|Mengingat|MEMUTUSKAN|Menetapkan|{DIKTUM}) ?:?(?=\s|$)")
LABEL_LEMBAR = re.compile(
    r"^(?P<nomor>\d+\.)?\s*(?P<label>Instansi|Tanggungjawab|Visi|Misi|Tugas Pokok|Tugas & Fungsi|Fungsi"
    r"|Indikator Tujuan|Indikator|Tujuan)[ \t]*(:|\t|$)[ \t]*:?"
)
KEPALA_TABEL = re.compile(r"^NO\t", re.IGNORECASE)

# A label of the page → the field it opens.
BIDANG = {
    "Instansi": "instansi",
    "Tanggungjawab": "tanggung_jawab",
    "Visi": "visi",
    "Misi": "misi",
    "Tugas Pokok": "tugas_pokok",
    "Tugas & Fungsi": "fungsi",
    "Fungsi": "fungsi",
    "Tujuan": "tujuan",
    "Indikator Tujuan": "indikator_tujuan",
    "Indikator": "indikator_tujuan",
    "Menimbang": "menimbang",
    "Mengingat": "mengingat",
    "MEMUTUSKAN": "memutuskan",
    "Menetapkan": "menetapkan",
} | {diktum: f"diktum {diktum}" for diktum in DIKTUM.split("|")}

KOLOM_A = ("nomor", "sasaran", "nama", "rumus", "sumber", "pj")
KOLOM_B = ("nomor", "sasaran", "nama", "rumus", "pj", "sumber")

# (naskah, line) → field, where the printed label says something else: a label broken over two lines
# (Lampiran I), labels slipped down by one line (Badan Pajak dan Retribusi Daerah).
BIDANG_BARIS = {
    ("004", 108): "indikator_tujuan",
    ("004", 109): "indikator_tujuan",
    ("004", 358): "fungsi",
    ("004", 359): "tujuan",
    ("004", 360): "indikator_tujuan",
}
# Rows that open no indicator although their third cell is filled: the name goes on after the page break
# (Badan Pengelola Keuangan Daerah no. 3; Satuan Polisi Pamong Praja no. 2).
BARIS_LANJUTAN = {("004", 350), ("004", 884)}
# Rows whose cells stand one column too far left (Dinas Perhubungan no. 3 and 4).
BARIS_TERGESER = {("004", 733), ("004", 734)}
# The nested table of Dinas Kesehatan stands three times in the OCR: inside its cell (line 619), as further
# cells of that row, and as rows of their own (620 to 624).
BARIS_SALINAN = {("004", baris) for baris in range(619, 625)}
