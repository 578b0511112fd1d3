"""The guide inside the application: its chapters, and whose daily work each is about."""

from dataclasses import dataclass

from registry.models import Peran

OPD = frozenset({Peran.OPERATOR, Peran.KEPALA})
PENINJAU = frozenset({Peran.BAPPEDA})
PENGELOLA = frozenset({Peran.ADMIN})
SEMUA = frozenset(Peran.values)


@dataclass(frozen=True)
class Bab:
    """One chapter; its text is the template `registry/panduan/<slug>.html`."""

    slug: str
    judul: str
    ringkas: str
    peran: frozenset[str]

    @property
    def template(self) -> str:
        """Where the text is."""
        return f"registry/panduan/{self.slug}.html"


BAB = [
    Bab("mulai", "Masuk dan mengenal layar", "Tautan pertama, kata sandi, faktor kedua, menu, pemberitahuan.", SEMUA),
    Bab("angka", "Menulis angka", "Titik, koma, yang ditolak, dan mengapa kosong tidak sama dengan nol.", SEMUA),
    Bab("isian", "Mengisi realisasi satu indikator", "Dari Isian saya sampai diajukan ke Bappeda.", OPD),
    Bab("isian-cepat", "Isian cepat seperti lembar kerja", "Papan tik, tempel dari Excel, simpan per baris.", OPD),
    Bab("excel", "Mengisi lewat Excel", "Unduh buku kerja, isi, unggah, periksa, simpan.", OPD),
    Bab("bukti-dukung", "Bukti dukung", "Berkas dan tautan, daftar periksa sumber data, kuota.", OPD),
    Bab("dikembalikan", "Bila isian dikembalikan", "Membaca alasan, memperbaiki, mengajukan lagi.", OPD),
    Bab("target", "Target dan triwulan", "Target setahun, target triwulan, gabungan triwulan.", OPD | PENINJAU),
    Bab("data-dasar", "Data dasar bersama", "Diisi sekali oleh pemiliknya; menyanggah bila berbeda.", OPD | PENINJAU),
    Bab("verifikasi", "Memeriksa dan memverifikasi", "Antrean, tanda, papan tik, persetujuan bersama.", PENINJAU),
    Bab("tahun", "Tahun, batas waktu, dan papan", "Membuka, memperpanjang, mengingatkan, mengunci.", PENINJAU),
    Bab(
        "rumus",
        "Rumus, usulan, dan temuan",
        "Memeriksa rumus, mengusulkan perbaikan, menyetujui.",
        OPD | PENINJAU | PENGELOLA,
    ),
    Bab("laporan", "Laporan dan pembuktian angka", "Rekap, tabel LKjIP, capaian, kode bukti.", SEMUA),
    Bab("penetapan", "Penetapan dan lampirannya", "Menyusun, menetapkan, mencabut, mencetak.", PENGELOLA),
    Bab("organisasi", "Anggota dan organisasi", "Undangan, serah terima, gabung dan pecah instansi.", PENGELOLA),
    Bab("istilah", "Arti istilah", "Kata-kata yang dipakai aplikasi ini.", SEMUA),
]
MENURUT_SLUG = {bab.slug: bab for bab in BAB}


def chapters_for(peran: str | None) -> tuple[list[Bab], list[Bab]]:
    """(chapters on the daily work of a role, the others), in the order of the book."""
    own = [bab for bab in BAB if peran is None or peran in bab.peran]
    return own, [bab for bab in BAB if bab not in own]
