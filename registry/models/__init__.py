"""The nouns of the registry, one file each, under the names of the README's glossary."""

from registry.models.aturan_capaian import AturanCapaian
from registry.models.bukti_dukung import BuktiDukung
from registry.models.catatan import Catatan
from registry.models.data_dasar import DataDasar, NilaiDataDasar
from registry.models.dokumen import BerkasTertanda, Dokumen
from registry.models.impor_isian import ImporIsian
from registry.models.indikator import Indikator, Pengisi
from registry.models.instansi import Instansi, InstansiPendahulu
from registry.models.jawaban_pemeriksaan import JawabanPemeriksaan
from registry.models.jawaban_temuan import JawabanTemuan
from registry.models.jendela_isian import JendelaIsian
from registry.models.keanggotaan import Keanggotaan, Peran
from registry.models.kiriman import Kiriman
from registry.models.pejabat import Pejabat
from registry.models.pekerjaan import Pekerjaan
from registry.models.pemberitahuan import Pemberitahuan
from registry.models.pemda import Pemda
from registry.models.penanda import Penanda
from registry.models.penetapan import Lampiran, LembarInstansi, Penetapan
from registry.models.pengguna import Pengguna
from registry.models.realisasi import Realisasi
from registry.models.rumus import Rumus, Variabel
from registry.models.sanggahan import Sanggahan
from registry.models.sasaran import Sasaran
from registry.models.segel_riwayat import SegelRiwayat
from registry.models.serah_terima import SerahTerima
from registry.models.skala import Skala
from registry.models.tahun_isian import TahunIsian
from registry.models.tampilan import PilihanKolom, SaringanTersimpan
from registry.models.target import Target

__all__ = [
    "AturanCapaian",
    "BerkasTertanda",
    "BuktiDukung",
    "Catatan",
    "DataDasar",
    "Dokumen",
    "ImporIsian",
    "Indikator",
    "Instansi",
    "InstansiPendahulu",
    "JawabanPemeriksaan",
    "JawabanTemuan",
    "JendelaIsian",
    "Keanggotaan",
    "Kiriman",
    "Lampiran",
    "LembarInstansi",
    "NilaiDataDasar",
    "Pejabat",
    "Pekerjaan",
    "Pemberitahuan",
    "Pemda",
    "Penanda",
    "Penetapan",
    "Pengguna",
    "Pengisi",
    "Peran",
    "PilihanKolom",
    "Realisasi",
    "Rumus",
    "Sanggahan",
    "SaringanTersimpan",
    "Sasaran",
    "SegelRiwayat",
    "SerahTerima",
    "Skala",
    "TahunIsian",
    "Target",
    "Variabel",
]
