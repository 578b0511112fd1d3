"""From rows to the canonical mapping of a Penetapan."""

from typing import Any

from django.db.models import Prefetch

from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Rumus, Sasaran
from registry.services.penetapan_putusan import read_jawaban, read_putusan
from registry.services.penetapan_tulis import INDIKATOR_FIELDS, LEMBAR_FIELDS, PENETAPAN_FIELDS

Data = dict[str, Any]
RUMUS_KEYS = ["rumpun", "satuan", "arah", "desimal", "gabungan"]


def with_everything() -> Any:
    """Penetapan with all rows below it, in a constant number of queries."""
    rumus = Rumus.objects.select_related("diusulkan_oleh", "disetujui_oleh").prefetch_related(
        "variabel__data_dasar", "variabel__indikator", "variabel__skala", "variabel__pengisi"
    )
    indikator = Indikator.objects.select_related("lanjutan_dari").prefetch_related(
        Prefetch("rumus", rumus), "pengisi__instansi", "jawaban_temuan__oleh", "jawaban_temuan__rumus"
    )
    sasaran = Sasaran.objects.prefetch_related(Prefetch("indikator", indikator.order_by("urut")))
    lembar = LembarInstansi.objects.select_related("instansi").prefetch_related(Prefetch("sasaran", sasaran))
    lampiran = Lampiran.objects.prefetch_related(Prefetch("lembar", lembar))
    return Penetapan.objects.select_related("pemda").prefetch_related(Prefetch("lampiran", lampiran))


def read_penetapan(penetapan: Penetapan) -> Data:
    """The canonical mapping of a decree; give it a row of `with_everything` to save queries."""
    data: Data = {
        "kode": penetapan.kode,
        "pemda": {"kode": penetapan.pemda.kode, "nama": penetapan.pemda.nama},
    }
    data |= {name: getattr(penetapan, name) for name in PENETAPAN_FIELDS}
    data["tanggal"] = penetapan.tanggal.isoformat() if penetapan.tanggal else None
    data["dicabut_pada"] = penetapan.dicabut_pada.isoformat() if penetapan.dicabut_pada else None
    data["status"] = penetapan.status
    data["lampiran"] = [_lampiran(row) for row in penetapan.lampiran.all()]
    return data


def _lampiran(lampiran: Lampiran) -> Data:
    names = ["nomor", "judul", "jenis", "tata_letak", "kepala", "kolom", "tanda_tangan"]
    data = {name: getattr(lampiran, name) for name in names}
    data["instansi"] = [_lembar(row) for row in lampiran.lembar.all()]
    return data


def _lembar(lembar: LembarInstansi) -> Data:
    data = {"kode": lembar.instansi.kode} | {name: getattr(lembar, name) for name in LEMBAR_FIELDS}
    data["sasaran"] = [
        {"nomor": s.nomor, "teks": s.teks, "indikator": [_indikator(i, lembar) for i in s.indikator.all()]}
        for s in lembar.sasaran.all()
    ]
    return data


def _indikator(indikator: Indikator, lembar: LembarInstansi) -> Data:
    data = {name: getattr(indikator, name) for name in INDIKATOR_FIELDS}
    data["lanjutan_dari"] = indikator.lanjutan_dari.kode if indikator.lanjutan_dari else None
    pengisi = [p.instansi.kode for p in indikator.pengisi.all()]
    data["pengisi"] = [] if pengisi == [lembar.instansi.kode] else pengisi
    rows = list(indikator.rumus.all())
    current = next(r for r in rows if r.status == Rumus.Status.BERLAKU)
    data["rumus"] = current.ekspresi
    data |= {key: getattr(current, key) for key in RUMUS_KEYS}
    data["rumpun"] = current.rumpun or None
    data["variabel"] = [_variabel(v) for v in current.variabel.all()]
    others = [r for r in rows if r is not current]
    data["usulan"] = [_rumus_lain(r, data, versi) for versi, r in enumerate(others, 2)]
    data["putusan"] = read_putusan(current, 1, told=False)
    data["jawaban_temuan"] = read_jawaban(indikator)
    return data


def _rumus_lain(rumus: Rumus, first: Data, versi: int) -> Data:
    """Another version of the formula; what it shares with the one in force is left out."""
    variabel = [_variabel(v) for v in rumus.variabel.all()]
    shared = {
        "rumpun": rumus.rumpun or None,
        "satuan": rumus.satuan,
        "arah": rumus.arah,
        "desimal": rumus.desimal,
        "gabungan": rumus.gabungan,
    }
    return {
        "rumus": rumus.ekspresi,
        "alasan": rumus.alasan,
        **{key: None if value == first[key] else value for key, value in shared.items()},
        "variabel": [] if variabel == first["variabel"] else variabel,
        "status": rumus.status,
        "tanggapan": rumus.tanggapan,
        "putusan": read_putusan(rumus, versi, told=True),
    }


def _variabel(variabel: Any) -> Data:
    plain = ["nama", "label", "satuan", "jenis", "asal", "nilai", "anggota", "min", "maks", "bulat", "konsolidasi"]
    data = {name: getattr(variabel, name) for name in plain}
    for name in ("data_dasar", "indikator", "skala", "pengisi"):
        row = getattr(variabel, name)
        data[name] = row.kode if row else None
    return data
