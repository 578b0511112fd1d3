"""Mass assignment (S-05) on the editors of a draft: names of columns that a form does not have never arrive."""

import pytest

from registry.models import Indikator, Lampiran, LembarInstansi, Pemda, Penetapan
from tests.registry.test_penetapan_salin import salin
from tests.registry.test_rancangan import fields

pytestmark = pytest.mark.django_db
JAHAT = {
    **{"kode": "s05", "status": "ditetapkan", "pemda": "1", "pemda_id": "1", "salinan": "on", "urut": "9", "id": "1"},
    **{"dicabut_oleh": "s05", "dicabut_mulai": "2020", "alasan_cabut": "s05", "instansi": "1", "instansi_id": "1"},
    **{"lampiran": "1", "lampiran_id": "1", "lembar": "1", "lembar_id": "1", "sasaran": "1", "sasaran_id": "1"},
    **{"lanjutan_dari": "1", "lanjutan_dari_id": "1", "catatan_sumber": "s05", "penomoran": "s05", "penetapan": "1"},
}
TETAP = {
    Penetapan: ("kode", "status", "pemda_id", "salinan", "dicabut_oleh", "dicabut_mulai", "alasan_cabut"),
    Lampiran: ("penetapan_id", "urut"),
    LembarInstansi: ("lampiran_id", "instansi_id", "urut", "penomoran"),
    Indikator: ("kode", "pemda_id", "lembar_id", "sasaran_id", "urut", "lanjutan_dari_id", "catatan_sumber"),
}


def test_no_editor_takes_more_than_its_fields(login, cast):
    row, client = salin(cast["admin"]), login("admin")
    lampiran, lembar = row.lampiran.get(), LembarInstansi.objects.get(lampiran__penetapan=row)
    first = Indikator.objects.filter(lembar=lembar).first()
    base = f"/penetapan/{row.kode}"
    paths = {f"{base}/naskah/": "tempat", f"{base}/ubah/lampiran/{lampiran.pk}/": "judul"}
    paths |= {f"{base}/lembar/{lembar.pk}/": "visi", f"{base}/indikator/{first.pk}/": "makna"}
    paths |= {f"{base}/indikator/{first.pk}/rumus/": "satuan"}
    before = {model: list(model.objects.order_by("pk").values(*names)) for model, names in TETAP.items()}
    for path, own in paths.items():
        sent = {k: v for k, v in fields(client, path).items() if k not in JAHAT}
        sent |= {"rumpun": ""} if path.endswith("rumus/") else {}
        assert client.post(path, JAHAT | sent | {own: "Bukan s05"}).status_code == 302, path
    assert {model: list(model.objects.order_by("pk").values(*names)) for model, names in TETAP.items()} == before
    assert Pemda.objects.filter(pk=row.pemda_id).exists()
    assert Penetapan.history.filter(id=row.pk).count() == len(paths) + 1
