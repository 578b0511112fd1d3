"""A draft is changed in the app: parts, lists, order; two people on one draft lose nothing."""

import re

import pytest

from registry.models import Indikator, LembarInstansi, Penetapan, Rumus
from registry.services.penetapan import penetapan_export
from registry.services.rancangan_susun import indikator_add, sasaran_add
from tests.registry.test_isian_lebih import Isian
from tests.registry.test_penetapan_salin import salin

pytestmark = pytest.mark.django_db


@pytest.fixture
def draf(cast) -> Penetapan:
    return salin(cast["admin"])


@pytest.fixture
def dprd(cast) -> Penetapan:
    """A draft in preset B, with groups of cells and goals."""
    return salin(cast["admin"], "lumajang-setda-2023")


@pytest.fixture
def besar(cast) -> Penetapan:
    return salin(cast["admin"], "lumajang-2019-326")


def fields(client, url: str) -> dict[str, list[str]]:
    """What a browser would post of the page's main form, lists in order."""
    reader = IsianDaftar()
    reader.feed(client.get(url).text)
    return {k: v for k, v in reader.found.items() if k not in ("csrfmiddlewaretoken",)}


class IsianDaftar(Isian):
    """As its parent, but fields of one name make a list."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        name = field.get("name") or ""
        if tag == "input" and name and (field.get("type") not in ("checkbox", "radio", "submit") or "checked" in field):
            self.found.setdefault(name, []).append(field.get("value") or "")
        if tag in ("select", "textarea"):
            self.open = name
            self.found.setdefault(name, []).append("")
        if tag == "option" and self.open and "selected" in field:
            self.found[self.open][-1] = field.get("value") or ""

    def handle_data(self, data):
        if self.open and self.lasttag == "textarea":
            self.found[self.open][-1] += data.removeprefix("\n")


def content(kode: str = "lumajang-uji") -> dict:
    return penetapan_export(kode=[kode])[0]


def sheet(row: Penetapan) -> LembarInstansi:
    return LembarInstansi.objects.filter(lampiran__penetapan=row).first()


@pytest.mark.lama
def test_opening_and_saving_changes_nothing(login, besar):
    client, before = login("admin"), content()
    lembar = LembarInstansi.objects.filter(lampiran__penetapan=besar)
    pages = [f"/penetapan/{besar.kode}/naskah/", f"/penetapan/{besar.kode}/ubah/lampiran/{besar.lampiran.first().pk}/"]
    pages += [f"/penetapan/{besar.kode}/lembar/{pk}/" for pk in lembar.values_list("pk", flat=True)[:6]]
    pages += [f"/penetapan/{besar.kode}/indikator/{pk}/" for pk in
              Indikator.objects.filter(lembar__in=lembar).values_list("pk", flat=True)[:12]]  # fmt: skip
    for page in pages:
        assert client.post(page, fields(client, page)).status_code == 302, page
    assert _trimmed(content()) == _trimmed(before)


def _trimmed(value):
    if isinstance(value, dict):
        return {k: _trimmed(v) for k, v in value.items() if not (k in ("ekor", "ttd") and not v)}
    if isinstance(value, list):
        return [_trimmed(v) for v in value]
    return value.strip() or None if isinstance(value, str) else value


def test_the_body_with_lists(login, besar, cast):
    url, client = f"/penetapan/{besar.kode}/naskah/", login("admin")
    data = fields(client, url)
    first, second = data["mengingat"][:2]
    for aksi in ("turun:mengingat:0", "hapus:menimbang:0", "tambah:diktum", "tambah:diktum-2-butir"):
        page = client.post(url, data | {"aksi": aksi})
        assert page.status_code == 200
        reader = IsianDaftar()
        reader.feed(page.text)
        data = {k: v for k, v in reader.found.items() if k != "csrfmiddlewaretoken"}
    assert Penetapan.objects.get(pk=besar.pk).mengingat[:2] == [first, second]
    mark = data["diktum"][-1]
    data |= {f"diktum-{mark}-label": ["KETUJUH"], f"diktum-{mark}-isi": ["Isi baru."], "nomor": ["100.3/1/2024"]}
    data["diktum-2-butir"][-1] = "huruf baru"
    assert client.post(url, data).status_code == 302
    row = Penetapan.objects.get(pk=besar.pk)
    assert row.mengingat[:2] == [second, first] and row.menimbang == []
    assert row.diktum[-1] == {"label": "KETUJUH", "isi": "Isi baru.", "butir": []}
    assert row.diktum[1]["butir"][-1] == "huruf baru" and row.nomor == "100.3/1/2024"
    assert row.history.first().history_user == cast["admin"]
    assert row.history.first().history_change_reason == "Naskah rancangan diubah"


def test_two_people_lose_nothing(login, draf):
    url, client = f"/penetapan/{draf.kode}/naskah/", login("admin")
    mine, yours = fields(client, url), fields(client, url)
    assert client.post(url, yours | {"tempat": ["Senduro"]}).status_code == 302
    page = client.post(url, mine | {"tempat": ["Klakah"], "menimbang": ["bahwa saya"]})
    assert page.status_code == 409 and "baru saja disimpan orang lain" in page.text
    assert "Senduro" in page.text and 'value="Klakah"' in page.text and "bahwa saya" in page.text
    assert Penetapan.objects.get(pk=draf.pk).tempat == "Senduro"
    again = re.search(r'name="dibuka" value="(\w+)"', page.text)[1]
    assert client.post(url, mine | {"tempat": ["Klakah"], "dibuka": [again]}).status_code == 302
    assert Penetapan.objects.get(pk=draf.pk).tempat == "Klakah"


def test_what_is_wrong_keeps_what_was_typed(login, draf):
    url, client = f"/penetapan/{draf.kode}/naskah/", login("admin")
    page = client.post(url, fields(client, url) | {"tanggal": ["31 Februari 2024"], "menimbang": ["bahwa <b>x</b>"]})
    assert page.status_code == 422 and "31 Februari 2024" in page.text and "bahwa &lt;b&gt;x&lt;/b&gt;" in page.text


def test_order_keeps_numbers_in_their_places(login, besar):
    client, lembar = login("admin"), LembarInstansi.objects.get(lampiran__penetapan=besar, instansi__kode="dinkes")
    rows = list(lembar.lampiran.lembar.order_by("urut"))
    client.post(f"/penetapan/{besar.kode}/ubah/susunan/", {"aksi": f"naik:lembar:{rows[1].pk}"})
    after = list(lembar.lampiran.lembar.order_by("urut"))
    assert [r.pk for r in after[:2]] == [rows[1].pk, rows[0].pk]
    assert [r.nomor for r in after] == [r.nomor for r in rows]
    order = [r.pk for r in reversed(after)]
    client.post(f"/penetapan/{besar.kode}/ubah/susunan/", {"aksi": "urut:lembar", "urut": order})
    assert list(lembar.lampiran.lembar.order_by("urut").values_list("pk", flat=True)) == order
    page = client.post(
        f"/penetapan/{besar.kode}/ubah/susunan/", {"aksi": "urut:lembar", "urut": order[1:]}, follow=True
    )
    assert "diubah orang lain" in page.text


@pytest.mark.lama
def test_an_indicator_goes_over_to_the_next_sasaran(login, besar):
    client, lembar = login("admin"), LembarInstansi.objects.get(lampiran__penetapan=besar, instansi__kode="dinkes")
    first, second = lembar.sasaran.order_by("urut")[:2]
    row = first.indikator.order_by("urut").last()
    client.post(f"/penetapan/{besar.kode}/ubah/susunan/", {"aksi": f"turun:indikator:{row.pk}"})
    row.refresh_from_db()
    assert (row.sasaran, row.urut) == (second, 1)
    client.post(f"/penetapan/{besar.kode}/ubah/susunan/", {"aksi": f"naik:indikator:{row.pk}"})
    row.refresh_from_db()
    assert row.sasaran == first


def test_parts_are_added_and_removed(login, draf):
    client, lembar = login("admin"), sheet(draf)
    base = f"/penetapan/{draf.kode}"
    assert client.post(f"{base}/ubah/lampiran/").status_code == 302
    lampiran = draf.lampiran.order_by("urut").last()
    client.post(f"{base}/ubah/lembar/", {"lampiran": lampiran.pk, "instansi": lembar.instansi_id})
    new = lampiran.lembar.get()
    assert client.post(f"{base}/lembar/{new.pk}/sasaran/", {"teks": ""}).status_code == 422
    client.post(f"{base}/lembar/{new.pk}/sasaran/", {"teks": "Sasaran uji"})
    isi = {"sasaran": new.sasaran.get().pk, "nama": "Persentase uji", "satuan": ""}
    refused = client.post(f"{base}/lembar/{new.pk}/indikator/", isi)
    assert refused.status_code == 422 and "Persentase uji" in refused.text and "misalnya %" in refused.text
    client.post(f"{base}/lembar/{new.pk}/indikator/", isi | {"satuan": "%"})
    row = Indikator.objects.get(lembar=new)
    assert (row.nama, row.rumus.get().ekspresi, row.pengisi.get().instansi) == (
        "Persentase uji",
        "nilai",
        lembar.instansi,
    )
    assert content()["lampiran"][1]["instansi"][0]["sasaran"][0]["indikator"][0]["satuan"] == "%"
    assert "1 indikator" in client.get(f"{base}/ubah/hapus/lampiran/{lampiran.pk}/").text
    assert client.post(f"{base}/ubah/hapus/lampiran/{lampiran.pk}/").status_code == 302
    assert draf.lampiran.count() == 1 and not Indikator.objects.filter(pk=row.pk).exists()
    assert Rumus.history.filter(indikator=row.pk, history_type="-").get().history_change_reason


def test_what_is_added_is_numbered_on(cast, besar):
    lembar = LembarInstansi.objects.get(lampiran__penetapan=besar, instansi__kode="dinkes")
    assert [s.nomor for s in lembar.sasaran.order_by("urut")] == ["1", "2"]
    assert sasaran_add(user=cast["admin"], lembar=lembar, teks="Baru").nomor == "3"
    first, second, new = lembar.sasaran.order_by("urut")
    more = {"user": cast["admin"], "nama": "Baru", "satuan": "%"}
    assert indikator_add(sasaran=first, **more).nomor == "3."
    assert [indikator_add(sasaran=s, **more).nomor for s in (second, new)] == [None, None]  # as their sisters


def test_the_date_is_shown_as_people_write_it(login, draf):
    url, client = f"/penetapan/{draf.kode}/naskah/", login("admin")
    assert client.post(url, fields(client, url) | {"tanggal": ["5 Januari 2027"]}).status_code == 302
    assert fields(client, url)["tanggal"] == ["5 Januari 2027"]


def test_what_others_read_stays(login, besar):
    used = Indikator.objects.filter(lembar__lampiran__penetapan=besar, dipakai_oleh__isnull=False).first()
    page = login("admin").post(f"/penetapan/{besar.kode}/ubah/hapus/indikator/{used.pk}/", follow=True)
    assert "masih dipakai dalam rumus" in page.text and Indikator.objects.filter(pk=used.pk).exists()


def test_texts_of_sasaran(login, draf):
    lembar, client = sheet(draf), login("admin")
    url = f"/penetapan/{draf.kode}/lembar/{lembar.pk}/tabel/"
    data = fields(client, url)
    key = f"sasaran-{lembar.sasaran.first().pk}-teks"
    sent = {k: v for k, v in data.items() if k.startswith("sasaran-") or k == "dibuka"}
    assert client.post(url, sent | {key: ["Sasaran yang lain"]}).status_code == 302
    assert lembar.sasaran.first().teks == "Sasaran yang lain"
    late = client.post(url, sent | {key: ["Ketikan saya"]})
    assert late.status_code == 422 and "Ketikan saya" in late.text and "diubah orang lain" in late.text


def test_cells_with_a_fraction(login, draf):
    row = Indikator.objects.filter(lembar=sheet(draf)).first()
    url, client = f"/penetapan/{draf.kode}/indikator/{row.pk}/", login("admin")
    data = fields(client, url) | {"rumus_cetak": ["[pecahan: A // B // x 100%]\ncatatan"], "gabung": ["sumber_data"]}
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert row.rumus_cetak == [{"atas": "A", "bawah": "B", "ekor": "x 100%"}, "\ncatatan"]
    assert (row.gabung, row.sumber_data) == (["sumber_data"], None)


def test_an_explanation_with_a_fraction(login, besar):
    row = Indikator.objects.get(lembar__lampiran__penetapan=besar, lanjutan_dari__kode="lmj19-bpkd-01")
    url, client = f"/penetapan/{besar.kode}/indikator/{row.pk}/", login("admin")
    before, data = row.penjelasan, fields(client, url)
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert row.penjelasan == before
    typed = data["penjelasan"][0].replace(before[1]["bawah"], "Jumlah hari")
    assert client.post(url, fields(client, url) | {"penjelasan": [typed]}).status_code == 302
    row.refresh_from_db()
    assert row.penjelasan[1]["bawah"] == "Jumlah hari" and row.penjelasan[1]["atas"] == before[1]["atas"]


def test_a_formula_with_preview_and_findings(login, draf, cast):
    row = Indikator.objects.filter(lembar=sheet(draf)).first()
    url, client = f"/penetapan/{draf.kode}/indikator/{row.pk}/rumus/", login("admin")
    data = {k: v[-1] for k, v in fields(client, url).items() if k != "rumpun"} | {"rumpun": "", "cetak": "on"}
    nama = data["variabel-0-nama"]
    typed = data | {"ekspresi": f"{nama} * 3", "satuan": "orang"}
    page = client.post(f"{url}pratinjau/", typed, headers={"HX-Request": "true"})
    assert page.status_code == 200 and "Temuan mutu" in page.text and "<html" not in page.text
    assert client.post(url, data | {"ekspresi": "tidak_ada * 3"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    rumus = row.rumus.get(status="berlaku")
    assert (rumus.ekspresi, rumus.satuan, rumus.versi) == (f"{nama} * 3", "orang", 1)
    assert rumus.history.first().history_user == cast["admin"]
    row.refresh_from_db()
    assert "3" in str(row.rumus_cetak)
    late = client.post(url, typed | {"satuan": "jiwa"})
    assert late.status_code == 409 and "jiwa" in late.text


def test_a_set_decree_has_no_editor(login):
    client = login("admin")
    row = Indikator.objects.get(kode="lmj19-dinkes-01")
    for path in ("ubah/", "naskah/", f"indikator/{row.pk}/", f"indikator/{row.pk}/rumus/", f"lembar/{row.lembar_id}/"):
        assert client.get(f"/penetapan/lumajang-2019-326/{path}").status_code == 404
    assert client.post("/penetapan/lumajang-2019-326/ubah/lampiran/").status_code == 404


def test_a_part_of_another_decree_is_not_found(login, draf):
    row = Indikator.objects.get(kode="lmj19-dinkes-01")
    client = login("admin")
    assert client.get(f"/penetapan/{draf.kode}/indikator/{row.pk}/").status_code == 404
    assert client.post(f"/penetapan/{draf.kode}/ubah/hapus/indikator/{row.pk}/").status_code == 404
    client.post(f"/penetapan/{draf.kode}/ubah/susunan/", {"aksi": f"naik:indikator:{row.pk}"})
    assert Indikator.objects.filter(pk=row.pk, urut=row.urut).exists()


@pytest.mark.parametrize("path", ["ubah/", "naskah/"])
@pytest.mark.lama
def test_pages_ask_the_same_for_many_rows(login, cast, draf, path, django_assert_max_num_queries):
    client = login("admin")
    salin(cast["admin"], "lumajang-2019-326", kode="lumajang-besar")
    for kode in (draf.kode, "lumajang-besar"):
        with django_assert_max_num_queries(22):
            assert client.get(f"/penetapan/{kode}/{path}").status_code == 200
