"""The nouns of the registry, one file each, under the names of the README's glossary."""

from registry.models.aturan_capaian import AturanCapaian
from registry.models.catatan import Catatan
from registry.models.data_dasar import DataDasar, NilaiDataDasar
from registry.models.indikator import Indikator, Pengisi
from registry.models.instansi import Instansi, InstansiPendahulu
from registry.models.jawaban_temuan import JawabanTemuan
from registry.models.keanggotaan import Keanggotaan, Peran
from registry.models.pejabat import Pejabat
from registry.models.pemda import Pemda
from registry.models.penetapan import Lampiran, LembarInstansi, Penetapan
from registry.models.pengguna import Pengguna
from registry.models.realisasi import Realisasi
from registry.models.rumus import Rumus, Variabel
from registry.models.sasaran import Sasaran
from registry.models.skala import Skala
from registry.models.tahun_isian import TahunIsian
from registry.models.target import Target

__all__ = [
    "AturanCapaian",
    "Catatan",
    "DataDasar",
    "Indikator",
    "Instansi",
    "InstansiPendahulu",
    "JawabanTemuan",
    "Keanggotaan",
    "Lampiran",
    "LembarInstansi",
    "NilaiDataDasar",
    "Pejabat",
    "Pemda",
    "Penetapan",
    "Pengguna",
    "Pengisi",
    "Peran",
    "Realisasi",
    "Rumus",
    "Sasaran",
    "Skala",
    "TahunIsian",
    "Target",
    "Variabel",
]
