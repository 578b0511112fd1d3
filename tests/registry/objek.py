"""One of everything that belongs to one OPD, for tests that ask every address."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from registry.models import (
    BerkasTertanda,
    BuktiDukung,
    DataDasar,
    Dokumen,
    ImporIsian,
    Indikator,
    Instansi,
    JendelaIsian,
    Keanggotaan,
    Pejabat,
    Pekerjaan,
    Pemberitahuan,
    Pengguna,
    Realisasi,
    Rumus,
    Sanggahan,
    SaringanTersimpan,
    TahunIsian,
    Target,
)
from registry.services.dokumen_kode import new_kode

# owner → (Pemda, OPD, indicator of the draft, indicator of what is submitted)
PEMILIK_OBJEK = {
    "dinkes": ("35.08", "dinkes", "lmj19-dinkes-01", "lmj19-dinkes-02"),
    "dinsos": ("35.08", "dinsos", "lmj19-dinsos-01", "lmj19-dinsos-02"),
    "balangan": ("63.11", "setwan", "blg23-setwan-ik-01", "blg23-setwan-ik-02"),
}


@dataclass
class Objek:
    """One of everything that belongs to one OPD."""

    pemda: str
    opd: str
    instansi: Instansi
    indikator: Indikator
    draf: Realisasi
    diajukan: Realisasi
    data_dasar: DataDasar
    pejabat: Pejabat
    anggota: Keanggotaan
    usulan: Rumus
    pemberitahuan: Pemberitahuan

    @property
    def saringan(self) -> SaringanTersimpan:
        return SaringanTersimpan.objects.get(pengguna=self.anggota.user_id)

    @property
    def bukti_draf(self) -> BuktiDukung:
        return self.draf.bukti_dukung.get()

    @property
    def bukti_diajukan(self) -> BuktiDukung:
        return self.diajukan.bukti_dukung.get()

    @property
    def dokumen(self) -> Dokumen:
        return self.instansi.dokumen.get()

    @property
    def tertanda(self) -> BerkasTertanda:
        return self.dokumen.berkas_tertanda.get()

    @property
    def pekerjaan(self) -> Pekerjaan:
        """An export that somebody of Bappeda asked for."""
        return Pekerjaan.objects.get(pemda=self.instansi.pemda_id, judul=f"uji {self.opd}")

    @property
    def impor(self) -> ImporIsian:
        return self.instansi.impor_isian.get()

    @property
    def perpanjangan(self) -> JendelaIsian:
        return self.instansi.jendela_isian.get()

    @property
    def sanggahan(self) -> Sanggahan:
        """Of somebody else, on what this OPD owns."""
        return self.data_dasar.sanggahan.get()

    @property
    def disanggah(self) -> DataDasar:
        """Somebody else's, which this OPD reads."""
        return DataDasar.objects.get(kode=f"uji-baca-{self.opd}")

    @property
    def penetapan(self) -> Any:
        return self.indikator.lembar.lampiran.penetapan


def make(name: str, cast: dict[str, Pengguna]) -> Objek:
    """The objects of one owner, written straight to the database."""
    kode, opd, first, second = PEMILIK_OBJEK[name]
    instansi = Instansi.objects.get(pemda__kode=kode, kode=opd)
    one, two = (Indikator.objects.get(kode=k) for k in (first, second))
    where = {"instansi": instansi, "tahun": 2023}
    Target.objects.create(indikator=one, bawah="80", **where)
    SaringanTersimpan.objects.create(pengguna=cast[name], halaman="isian", nama="x", kueri="tampil=belum")
    objek = Objek(
        kode,
        opd,
        instansi,
        two,
        Realisasi.objects.create(indikator=one, **where),
        Realisasi.objects.create(indikator=two, hasil="90", status="diajukan", diajukan_oleh=cast[name], **where),
        DataDasar.objects.create(pemda=instansi.pemda, kode=f"uji-{name}", nama="x", satuan="x", pemilik=instansi),
        Pejabat.objects.create(instansi=instansi, nama="x", jabatan="x", mulai="2023-01-01"),
        Keanggotaan.objects.get(user=cast[name]),
        _usulan(one),
        Pemberitahuan.objects.create(pemda=instansi.pemda, penerima=cast[name], jenis="tugas", judul="x"),
    )
    quarter = {"periode": 1, "hasil": "90", "status": "diajukan", "diajukan_oleh": cast[name]}
    Realisasi.objects.create(indikator=two, **quarter, **where)
    _bukti(objek, cast[name])
    _jendela(objek, cast[name])
    _sanggahan(objek, cast[name], one)
    _impor(objek, cast[name])
    _dokumen(objek, cast[name])
    _pekerjaan(objek, cast["bappeda" if kode == "35.08" else "bappeda_balangan"])
    return objek


def _pekerjaan(objek: Objek, user: Pengguna) -> None:
    """An export that lacks a document; its file is those of other tests."""
    what = {"jenis": "lampiran", "judul": f"uji {objek.opd}", "parameter": {"bentuk": "pdf"}}
    gagal = [{"nama": "x", "pesan": "x"}]
    done = {"status": "tidak_lengkap", "gagal": gagal, "selesai_pada": timezone.now()}
    Pekerjaan.objects.create(pemda=objek.instansi.pemda, pemohon=user, peran="bappeda", **what, **done)


def _dokumen(objek: Objek, user: Pengguna) -> None:
    """A frozen recap with a signed file; the files are those of other tests."""
    where = {"pemda": objek.instansi.pemda, "instansi": objek.instansi, "tahun": 2023, "jenis": "rekap"}
    file = {"berkas": f"dokumen/uji-{objek.opd}", "ukuran": 4, "sha256": "0" * 64}
    row = Dokumen.objects.create(
        kode=new_kode(), tentang="x", cuplikan={"x": 1}, halaman=1, dibekukan_oleh=user, **where, **file
    )
    row.berkas_tertanda.create(hasil={"tanda": [], "di_depan": True}, tepercaya=True, diunggah_oleh=user, **file)


def _impor(objek: Objek, user: Pengguna) -> None:
    """A workbook that was imported, with one cell refused."""
    masalah = {"baris": 6, "kolom": 8, "alamat": "H6", "isi": "x", "pesan": "x", "unit": "x|x", "label": "x"}
    isi = {"unit": [], "masalah": [masalah], "sama": 0, "dipertahankan": 0, "catatan": [], "diterapkan": []}
    where = {"pemda": objek.instansi.pemda, "instansi": objek.instansi, "tahun": 2023, "pembuat": user}
    done = {"status": "diterapkan", "diterapkan_pada": timezone.now(), "isi": isi}
    ImporIsian.objects.create(nama_berkas="x.xlsx", berkas=f"impor/uji-{objek.opd}", sha256="0" * 64, **where, **done)


def _jendela(objek: Objek, user: Pengguna) -> None:
    """More days in 2023, which is entered by quarters too; and 2018, which is locked."""
    years = TahunIsian.objects.filter(pemda=objek.instansi.pemda_id)
    years.filter(tahun=2023).update(triwulan=True, batas="2098-06-30")
    JendelaIsian.objects.create(tahun_isian=years.get(tahun=2023), instansi=objek.instansi, batas="2099-12-31")
    years.filter(tahun=2018).update(dikunci_pada=timezone.now(), dikunci_oleh=user)


def _sanggahan(objek: Objek, user: Pengguna, indikator: Indikator) -> None:
    """Somebody objects to what the OPD owns; the OPD reads what somebody owns."""
    others = Instansi.objects.filter(pemda=objek.instansi.pemda_id).exclude(kode__in=["dinkes", "dinsos", "bkd"])
    other = others.exclude(pk=objek.instansi.pk).first()
    Sanggahan.objects.create(
        data_dasar=objek.data_dasar, tahun=2023, instansi=other, oleh=user, nilai="1", sumber="x", alasan="x"
    )
    read = DataDasar.objects.create(
        pemda=other.pemda, kode=f"uji-baca-{objek.opd}", nama="x", satuan="x", pemilik=other
    )
    variabel = {"urut": 98, "nama": "bersama", "label": "Bersama", "asal": "data_dasar", "data_dasar": read}
    indikator.rumus.get(status="berlaku").variabel.create(**variabel)


def _bukti(objek: Objek, user: Pengguna) -> None:
    """A link as evidence of the draft, a file (which a test puts there) of what was submitted."""
    link = {"jenis": "tautan", "tautan": "https://contoh.go.id/x"}
    file = {"berkas": f"bukti/uji-{objek.opd}", "nama_berkas": "x.pdf", "tipe": "pdf", "ukuran": 4}
    BuktiDukung.objects.create(realisasi=objek.draf, judul="x", diunggah_oleh=user, **link)
    BuktiDukung.objects.create(realisasi=objek.diajukan, judul="x", diunggah_oleh=user, **file)


def _usulan(indikator: Indikator) -> Rumus:
    """A proposal; the formula in force gets a variable that it never uses, which the rule "variabel" finds."""
    indikator.rumus.get(status="berlaku").variabel.create(urut=99, nama="sisa", label="Sisa")
    return indikator.rumus.create(versi=99, ekspresi="1", satuan="%", status="usulan", alasan="Uji.")
