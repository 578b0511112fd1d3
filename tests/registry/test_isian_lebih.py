"""Mass assignment (S-05): every form gets valid data and, on top, every other model field name with a hostile value.

The form must work, and none of the hostile values may arrive. A POST address that is not listed here fails.
"""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from registry import models as nouns
from registry.models import Pemda, Realisasi
from tests.registry import (
    lebih_dokumen,
    lebih_organisasi,
    lebih_pemeriksaan,
    lebih_pengisian,
    lebih_rancangan,
    lebih_unduhan,
)
from tests.registry.akses_tabel import TABEL
from tests.registry.objek import Objek, make

pytestmark = pytest.mark.django_db
Data = dict[str, Any]
TEKS, ANGKA = "S05-jahat", 987654
ISI = {"keterangan": "", "kendala": "", "tindak_lanjut": "", "nilai-keluarga_sehat": "45",
       "nilai-keluarga_dikunjungi": "50"}  # fmt: skip
OPD_BARU = {"nama": "Dinas Uji", "singkatan": "Uji", "kode": "uji", "jenis": "dinas", "kelompok": "", "urut": "9",
            "mulai": "", "sampai": "", "asal-TOTAL_FORMS": "0", "asal-INITIAL_FORMS": "0"}  # fmt: skip
PEJABAT = {"nama": "Budi", "nip": "", "pangkat": "", "jabatan": "Kepala", "status": "plt", "mulai": "1 Januari 2023",
           "sampai": ""}  # fmt: skip
ORANG = {"nama": "Budi", "email": "", "peran": "pembaca", "instansi": ""}
PEMDA = {
    "nama": "Kabupaten Uji",
    "ibu_kota": "Uji",
    "sebutan_kepala_daerah": "Bupati Uji",
    "zona_waktu": "Asia/Jakarta",
}

TAHUN = {"dibuka": "", "mulai": "", "batas": "", "triwulan": ""}
TARGET = {"version": "1", "operator": "=", "bawah": "85", "atas": "", "kode": "", "teks": ""}

SEBAB = "Penyebutnya lain."
JAWABAN = {"version": "0", "jawaban": "bukan_masalah", "alasan": SEBAB}
BARU = {"aktif", "is_active", "tampilkan_gelar"}  # true by default


def _grid(o: Objek) -> Data:
    prefix = f"b{o.draf.indikator_id}-{o.draf.instansi_id}-"
    return {f"{prefix}{name}": value for name, value in {"version": "1", "jejak": "", **ISI}.items()}


def _berlaku(o: Objek) -> Data:
    return {"berlaku": o.usulan.indikator.rumus.get(status="berlaku").pk}


# address → (who may, valid data, columns that the action itself sets)
LENGKAP: dict[str, tuple[str, Callable[[Objek], Data], set[str]]] = {
    "registry:realisasi_edit": ("dinkes", lambda o: {"version": "1", **ISI}, set()),
    "registry:realisasi_withdraw": ("dinkes", lambda o: {"version": "1"}, {"status"}),
    "registry:grid_edit": ("dinkes", _grid, set()),
    "registry:grid_save": ("dinkes", _grid, set()),
    "registry:target_edit": ("dinkes", lambda o: TARGET, set()),
    "registry:target_submit": ("dinkes", lambda o: {"version": "1"}, {"status"}),
    "registry:data_dasar_edit": ("dinkes", lambda o: {"version": "0", "nilai": "5", "catatan": ""}, set()),
    "registry:catatan_create": ("bappeda", lambda o: {"teks": "Mohon dilengkapi."}, set()),
    "registry:verifikasi_approve": ("bappeda", lambda o: {"version": "1", "saringan": ""}, {"status"}),
    "registry:verifikasi_return": ("bappeda", lambda o: {"version": "1", "saringan": "", "alasan": "x"}, {"status"}),
    "registry:verifikasi_bulk": ("bappeda", lambda o: {"item": f"{o.diajukan.pk}:1"}, {"status"}),
    "registry:instansi_add": ("admin", lambda o: OPD_BARU, set()),
    "registry:instansi_edit": ("admin", lambda o: {**OPD_BARU, "kode": "dinkes"}, set()),
    "registry:pejabat_add": ("admin", lambda o: {"instansi": o.instansi.pk, **PEJABAT}, set()),
    "registry:pejabat_edit": ("admin", lambda o: {"instansi": o.instansi.pk, **PEJABAT}, set()),
    "registry:anggota_add": ("admin", lambda o: {"username": "budi", **ORANG}, BARU),
    "registry:anggota_edit": ("admin", lambda o: ORANG, set()),
    "registry:anggota_status": ("admin", lambda o: {"aktif": "tidak"}, set()),
    "registry:tahun_add": ("bappeda", lambda o: {"tahun": "2030", **TAHUN, "dibuka": "on"}, set()),
    "registry:tahun_edit": ("bappeda", lambda o: TAHUN, set()),
    "registry:pemda_edit": ("admin", lambda o: {**PEMDA, "font_dokumen": "Arial", "kertas": "A4",
                                               "tampilkan_gelar": "on", "wajib_faktor_kedua": "",
                                               "kuota_bukti_mb": "200"}, set()),
    "registry:pemda_add": ("superuser", lambda o: {**PEMDA, "kode": "99.01", "jenis": "kabupaten", "username": "uji",
                                                   "admin_nama": "Uji", "email": ""}, BARU),
    "registry:aturan_capaian_add": ("admin", lambda o: {"dasar_hukum": "Perbup"}, {"mulai"}),
    "registry:aturan_capaian_edit": ("admin", lambda o: {"dasar_hukum": "Perbup", "alasan": SEBAB}, {"mulai"}),
    "registry:usulan_create": ("bappeda", lambda o: {"kirim": "1", "alasan": SEBAB}, {"versi"}),
    "registry:usulan_approve": ("bappeda", _berlaku, {"status"}),
    "registry:usulan_reject": ("bappeda", lambda o: {"alasan": SEBAB}, {"status"}),
    "registry:temuan_detail": ("bappeda", lambda o: JAWABAN, set()),
}  # fmt: skip
# forms with many rows: what the page itself offers is sent back, with the data above on top
DARI_HALAMAN = {"registry:aturan_capaian_add", "registry:aturan_capaian_edit", "registry:usulan_create"}
# no fields of a form: nothing is stored, or a file, or the state of an object is needed that other tests give it
LAIN = {
    "registry:realisasi_preview",
    "registry:grid_preview",
    "registry:grid_submit",
    "registry:realisasi_submit",
    "registry:realisasi_andaikan",
    "registry:target_approve",
    "registry:target_return",
    "registry:verifikasi_reopen",
    "registry:aturan_capaian_preview",
    "registry:usulan_preview",
    "registry:usulan_impact",
    "registry:penetapan_upload",
    "registry:penetapan_import",
    "registry:instansi_delete",
    "registry:anggota_reset",
    "registry:undangan",
}
for _more in (lebih_dokumen, lebih_organisasi, lebih_pemeriksaan, lebih_pengisian, lebih_rancangan, lebih_unduhan):
    LENGKAP |= _more.LENGKAP
    LAIN |= _more.LAIN
WATCHED = [m for name in nouns.__all__ if isinstance(m := getattr(nouns, name), type) and issubclass(m, models.Model)]
LARGE = {"Indikator", "Sasaran", "LembarInstansi", "Lampiran", "Penetapan", "Pengisi", "Skala"}


def hostile(turn: int) -> Data:
    """Every field name of every noun, with a value that would hurt; each turn takes another where there are several."""
    found: dict[str, list[Any]] = {}
    for model in WATCHED:
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname}:
                found.setdefault(name, []).append(harm(field))
    return {name: values[turn % len(values)] for name, values in found.items()}


def harm(field: Any) -> Any:
    """A value that the field's type would take."""
    if field.is_relation:
        return Pemda.objects.get(kode="63.11").pk if field.name == "pemda" else ANGKA
    if field.choices:
        return {"status": "terkunci"}.get(field.name, list(field.choices)[-1][0])
    kind = field.get_internal_type()
    return {"BooleanField": "on", "DateTimeField": "2001-01-01 00:00", "DateField": "2001-01-01"}.get(
        kind, TEKS if kind in ("CharField", "TextField", "JSONField") else ANGKA
    )


def stored() -> dict[tuple[str, Any], Data]:
    """All rows of the nouns that forms write."""
    return {
        (model.__name__, row["id"]): row
        for model in WATCHED
        if model.__name__ not in LARGE
        for row in model._base_manager.order_by("pk").values()
    }


def arrived(before: Any, after: Any, extra: Data, own: set[str]) -> list[str]:
    """Changed columns that hold what was smuggled in."""
    wrong = []
    for key, row in after.items():
        old = before.get(key, {})
        for column, value in row.items():
            if column in own or column == "id" or column not in extra or old.get(column) == value:
                continue
            if str(value) == str(extra[column]) or (extra[column] == "on" and value is True):
                wrong.append(f"{key}.{column} = {value!r}")
    return wrong


class Isian(HTMLParser):
    """What a browser would send back of a page's fields."""

    def __init__(self) -> None:
        super().__init__()
        self.data: Data = {}
        self.open = ""

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        name = field.get("name") or ""
        if tag == "input" and name and (field.get("type") not in ("checkbox", "radio", "submit") or "checked" in field):
            self.data[name] = field.get("value") or ""
        if tag in ("select", "textarea"):
            self.open = name
            self.data[name] = ""
        if tag == "option" and self.open and (self.data[self.open] == "" or "selected" in field):
            self.data[self.open] = field.get("value") or ""

    def handle_data(self, data):
        if self.open and self.lasttag == "textarea":
            self.data[self.open] += data.strip()

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.open = ""


def page_data(client: Client, url: str) -> Data:
    """The fields of a page with their values."""
    reader = Isian()
    reader.feed(client.get(url).text)
    return {name: value for name, value in reader.data.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def objek(cast) -> Objek:
    return make("dinkes", cast)


def test_every_form_is_listed():
    posts = {name for name, harap in TABEL.items() if harap.post is not None and not harap.kelas}
    assert sorted(posts - set(LENGKAP) - LAIN) == []


@pytest.mark.parametrize("name", LENGKAP)
@pytest.mark.parametrize("turn", [0, pytest.param(1, marks=pytest.mark.lama), pytest.param(2, marks=pytest.mark.lama)])
def test_nothing_is_smuggled_in(login, cast, objek, name, turn):
    person, valid, own = LENGKAP[name]
    url, client = reverse(name.removesuffix("+tw"), kwargs=TABEL[name].args(objek)), login(person)
    data = (page_data(client, url) if name in DARI_HALAMAN else {}) | valid(objek)
    extra = {k: v for k, v in hostile(turn).items() if k not in data}
    before = stored()
    with transaction.atomic():
        response = client.post(url, data | extra)
        after = stored()
    assert response.status_code in (200, 302), (name, response.status_code)
    assert before != after, "the valid form changed nothing: this test proves nothing"
    assert arrived(before, after, extra, own | set(data)) == []


def test_this_test_can_fail(login, objek):
    before = stored()
    Realisasi.objects.filter(pk=objek.draf.pk).update(kendala=TEKS, contoh=True)
    assert len(arrived(before, stored(), {"kendala": TEKS, "contoh": "on"}, set())) == 2
