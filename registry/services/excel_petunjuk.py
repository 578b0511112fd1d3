"""The sheet "Petunjuk" of the workbook: what to do, step by step, in plain words."""

from openpyxl.worksheet.worksheet import Worksheet

from registry.services import excel_gaya as gaya
from registry.services.ekspor import put
from registry.services.excel_bahan import Bahan

LANGKAH = (
    "Buka lembar «Isian». Isi sel berwarna kuning. Sel abu-abu terkunci: nilainya datang dari sumber lain, "
    "diisi OPD lain, atau sudah diajukan.",
    "Tulis angkanya saja, tanpa satuan, tanpa Rp, dan tanpa tanda %. Pemisah desimal mengikuti pengaturan komputer "
    "Anda; setelah diunggah, angka dibacakan kembali dengan huruf untuk Anda periksa.",
    "Kosong bukan nol. Bila nilainya belum ada, biarkan kosong lalu pilih alasannya. Untuk «Menunggu rilis», "
    "isi juga perkiraan tanggal rilisnya.",
    "Kolom «Catatan» menjelaskan mengapa sebuah nilai kosong. Kendala dan tindak lanjut ditulis pada barisnya sendiri.",
    "Baris hijau «Hasil» dihitung otomatis dengan rumus yang sama seperti di aplikasi.",
    "Jangan mengubah judul kolom, menambah kolom, atau menghapus kolom dan lembar tersembunyi. Baris yang dihapus "
    "tidak mengubah apa pun.",
    "Simpan sebagai Excel (.xlsx). Di aplikasi: Isian saya › Excel › Unggah. Anda melihat dahulu nilai lama dan nilai "
    "baru setiap sel; tidak ada yang disimpan sebelum Anda menyetujuinya.",
    "Setelah diterapkan, isian berstatus draf. Ajukan dari halaman Isian saya seperti biasa.",
)
LEBAR = 110
WARNA = (
    (gaya.TERBUKA, "Kuning: boleh diisi"),
    (gaya.TERKUNCI, "Abu-abu: terkunci"),
    (gaya.HASIL, "Hijau: hasil, dihitung otomatis"),
    (gaya.JUDUL, "Biru: nama indikator"),
)


def write_guide(sheet: Worksheet, bahan: Bahan) -> None:
    """Steps, colours, and until when."""
    put(sheet["A1"], f"Cara mengisi berkas ini – {bahan.member.instansi}, tahun {bahan.tahun}")
    sheet["A1"].font = gaya.font(bold=True, size=14)
    batas = bahan.jendela.batas
    until = f"Batas akhir isian: {batas.day}-{batas.month:02}-{batas.year}." if batas else "Isian tanpa batas akhir."
    put(sheet["A2"], until if bahan.jendela.terbuka else bahan.jendela.pesan)
    for number, text in enumerate(LANGKAH, 1):
        put(sheet.cell(number + 3, 1), f"{number}.  {text}")
        sheet.cell(number + 3, 1).alignment = gaya.ATAS
        gaya.fit_height(sheet, number + 3, [(text, LEBAR)])
    for number, (fill, text) in enumerate(WARNA, len(LANGKAH) + 5):
        put(sheet.cell(number, 1), text)
        gaya.paint(sheet.cell(number, 1), fill)
    sheet.column_dimensions["A"].width = LEBAR
    gaya.page_setup(sheet, "Petunjuk", 1)
    gaya.protect(sheet)
