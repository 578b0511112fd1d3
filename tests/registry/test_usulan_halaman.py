"""The pages of proposals: typed with a live preview, checked, sent, decided; without JavaScript too."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import DataDasar, Indikator, JawabanTemuan, Realisasi, Rumus
from registry.services.realisasi import realisasi_save
from registry.services.rumus import in_force, rumus_propose

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def indikator(keluarga_sehat) -> Indikator:
    return keluarga_sehat.indikator


@pytest.fixture
def alamat(indikator) -> str:
    return reverse("registry:usulan_create", args=[indikator.pk])


def typed(indikator, **changes) -> dict[str, str]:
    """What the form of Dinkes-1 sends, with changes."""
    data = {"berlaku": str(in_force(indikator).pk), "temuan": "", "satuan": "rasio", "arah": "naik", "desimal": "4"}
    data |= {
        "ekspresi": "keluarga_sehat / keluarga_dikunjungi",
        "gabungan": "hitung_ulang",
        "rumpun": "",
        "alasan": "Rasio.",
    }
    data |= {"variabel-TOTAL_FORMS": "3", "variabel-INITIAL_FORMS": "2"}
    for n, nama in enumerate(["keluarga_sehat", "keluarga_dikunjungi", ""]):
        data |= {f"variabel-{n}-nama": nama, f"variabel-{n}-label": nama.replace("_", " ")}
        data |= {f"variabel-{n}-jenis": "angka", f"variabel-{n}-asal": "isian"}
    return data | changes


def test_it_works(login, indikator, alamat):
    client = login("dinkes")
    assert "keluarga_sehat / keluarga_dikunjungi * 100" in client.get(alamat).content.decode()
    check = client.post(alamat, typed(indikator, periksa="1"))
    assert "Kirim usulan" in check.content.decode()
    assert not Rumus.objects.filter(indikator=indikator, status="usulan").exists()
    answer = client.post(alamat, typed(indikator, kirim="1"))
    row = Rumus.objects.get(indikator=indikator, status="usulan")
    assert answer.url == reverse("registry:usulan_detail", args=[row.pk])
    assert (row.diusulkan_oleh.username, row.variabel.count(), row.desimal) == ("dinkes", 2, 4)


def test_the_preview_draws_and_computes(login, cast, keluarga_sehat, alamat):
    values = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    text = login("dinkes").post(f"{alamat}pratinjau/", typed(keluarga_sehat.indikator), **HTMX).content.decode()
    assert 'class="pecahan"' in text
    assert "45 / 50 = 0,9000" in text
    assert "<html" not in text


def test_the_preview_points_at_the_mistake(login, indikator, alamat):
    data = typed(indikator, ekspresi="keluarga_sehat / (keluarga_dikunjungi")
    text = login("dinkes").post(f"{alamat}pratinjau/", data, **HTMX).content.decode()
    assert "Kurung buka ini belum ditutup. Tambahkan )." in text
    assert "keluarga_sehat / (keluarga_dikunjungi\n                 ^</pre>" in text


def test_trial_values_go_before_stored_ones_and_are_not_stored(login, indikator, alamat):
    data = typed(indikator, **{"variabel-0-contoh": "1.000", "variabel-1-contoh": "2.000"})
    text = login("dinkes").post(f"{alamat}pratinjau/", data, **HTMX).content.decode()
    assert "1.000 / 2.000 = 0,5000" in text
    assert not Realisasi.objects.filter(indikator=indikator).exists()


def test_bad_input_is_kept_and_explained(login, indikator, alamat):
    data = typed(indikator, periksa="1", alasan="", **{"variabel-0-min": "84.3", "variabel-1-label": ""})
    text = login("dinkes").post(alamat, data).content.decode()
    assert 'value="84.3"' in text
    assert "Desimal ditulis dengan koma: 84,3." in text
    assert "Tulis alasannya" in text
    assert "Kirim usulan" not in text


def test_names_in_the_formula_become_rows_without_javascript(login, indikator, alamat):
    data = typed(indikator, tambah="1", ekspresi="keluarga_sehat + RATA(kunjungan) + LALU(lain)")
    text = login("dinkes").post(alamat, data).content.decode()
    assert 'name="variabel-3-nama" value="kunjungan"' in text
    assert 'name="variabel-4-nama" value="lain"' in text
    assert 'isian-galat" id' not in text


def test_a_marked_row_is_left_out(login, indikator, alamat):
    data = typed(indikator, kirim="1", ekspresi="keluarga_sehat", **{"variabel-1-DELETE": "on"})
    login("dinkes").post(alamat, data)
    row = Rumus.objects.get(indikator=indikator, status="usulan")
    assert [v.nama for v in row.variabel.all()] == ["keluarga_sehat"]


def test_a_family_fills_the_form(login, alamat):
    text = login("dinkes").get(f"{alamat}?rumpun=F02").content.decode()
    assert "(x - LALU(x)) / LALU(x) * 100" in text
    assert '<option value="F02" selected>' in text


def test_a_finding_is_cited_and_answered(login, lumajang):
    indikator = Indikator.objects.get(kode="lmj19-bpbd-02")
    alamat = reverse("registry:usulan_create", args=[indikator.pk])
    text = login("bappeda").get(f"{alamat}?temuan=rasio-terbalik").content.decode()
    assert "Temuan «Rasio terbalik»" in text
    data = typed(indikator, kirim="1", temuan="rasio-terbalik")
    login("admin").post(alamat, data)
    assert JawabanTemuan.objects.get(indikator=indikator).aturan == "rasio-terbalik"


def test_foreign_codes_are_refused(login, indikator, alamat, balangan):
    DataDasar.objects.create(
        pemda=balangan, kode="rahasia", nama="R", satuan="x", pemilik=balangan.instansi.get(kode="setwan")
    )
    for change in (
        {"asal": "data_dasar", "data_dasar": "rahasia"},
        {"asal": "indikator", "indikator": "blg23-setwan-ik-03"},
    ):
        data = typed(indikator, kirim="1", **{f"variabel-0-{k}": v for k, v in change.items()})
        assert login("bappeda").post(alamat, data).status_code == 200
    assert not Rumus.objects.filter(indikator=indikator, status="usulan").exists()


def test_results_of_other_opd_are_not_told(login, cast, indikator, lumajang):
    """An operator who names another OPD's indicator learns nothing from the preview or from the impact."""
    other = Indikator.objects.get(pemda=lumajang, kode="lmj19-pemda-24")
    Realisasi.objects.create(indikator=other, instansi=other.lembar.instansi, tahun=2022, hasil="77.7")
    Realisasi.objects.create(indikator=indikator, instansi=indikator.lembar.instansi, tahun=2022, hasil="1")
    changes = {"variabel-0-asal": "indikator", "variabel-0-indikator": other.kode, "ekspresi": "keluarga_sehat"}
    alamat = reverse("registry:usulan_create", args=[indikator.pk])
    for path, more in ((f"{alamat}pratinjau/", {}), (alamat, {"periksa": "1"})):
        answer = login("dinkes").post(path, typed(indikator, **changes, **more))
        assert answer.status_code == 200
        assert "77,7" not in answer.content.decode()


@pytest.fixture
def usulan(cast, indikator) -> Rumus:
    rows = [{"nama": n, "label": n} for n in ("keluarga_sehat", "keluarga_dikunjungi")]
    return rumus_propose(
        user=cast["dinkes"], indikator=indikator, ekspresi="keluarga_sehat / keluarga_dikunjungi", satuan="rasio",
        arah="naik", desimal=4, rumpun="", gabungan="hitung_ulang", variabel=rows, alasan="<script>alert(1)</script>",
    )  # fmt: skip


def test_bappeda_sees_the_impact_and_approves(login, cast, usulan, keluarga_sehat):
    values = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    Realisasi.objects.filter(pk=row.pk).update(status="terverifikasi")
    client = login("bappeda")
    assert "&lt;script&gt;" in client.get(reverse("registry:usulan_detail", args=[usulan.pk])).content.decode()
    impact = client.post(reverse("registry:usulan_impact", args=[usulan.pk])).content.decode()
    assert "Yang tetap terbit, perlu dibuka kembali" in impact
    data = {"berlaku": in_force(usulan.indikator).pk}
    answer = client.post(reverse("registry:usulan_approve", args=[usulan.pk]), data, follow=True)
    assert "Lihat yang perlu dibuka kembali" in answer.content.decode()
    stays = client.post(reverse("registry:usulan_impact", args=[usulan.pk])).content.decode()
    assert "90,00" in stays and "0,9000" in stays
    assert in_force(usulan.indikator).pk == usulan.pk


def test_bappeda_refuses_with_a_reason(login, usulan):
    client, address = login("bappeda"), reverse("registry:usulan_reject", args=[usulan.pk])
    assert "Tulis alasan penolakannya" in client.post(address, {"alasan": ""}).content.decode()
    client.post(address, {"alasan": "Satuan tetap persen."})
    page = login("dinkes").get(reverse("registry:usulan_detail", args=[usulan.pk])).content.decode()
    assert "Satuan tetap persen." in page


@pytest.mark.parametrize(
    ("who", "create", "detail", "decide"),
    [("dinkes", 200, 200, 404), ("dinsos", 404, 404, 404), ("bappeda", 200, 200, 302), ("admin", 200, 200, 404),
     ("pembaca", 404, 404, 404), ("bappeda_balangan", 404, 404, 404), ("superuser", 404, 404, 404)],
)  # fmt: skip
def test_who_may_do_what(login, usulan, alamat, who, create, detail, decide):
    client = login(who)
    assert client.get(alamat).status_code == create
    assert client.post(f"{alamat}pratinjau/", {}).status_code == create
    assert client.get(reverse("registry:usulan_detail", args=[usulan.pk])).status_code == detail
    assert client.post(reverse("registry:usulan_impact", args=[usulan.pk])).status_code == detail
    for name in ("usulan_approve", "usulan_reject"):
        data = {"berlaku": in_force(usulan.indikator).pk, "alasan": "Uji."}
        assert client.post(reverse(f"registry:{name}", args=[usulan.pk]), data).status_code == decide


def test_nothing_changes_by_get(login, usulan, alamat):
    client = login("bappeda")
    before = (Rumus.history.count(), Realisasi.history.count())
    for name in ("usulan_approve", "usulan_reject", "usulan_impact"):
        assert client.get(reverse(f"registry:{name}", args=[usulan.pk])).status_code == 405
    client.get(alamat)
    client.post(reverse("registry:usulan_impact", args=[usulan.pk]))
    assert before == (Rumus.history.count(), Realisasi.history.count())
    assert Rumus.objects.get(pk=usulan.pk).status == "usulan"


def test_the_list_takes_the_same_queries_for_one_and_for_many(login, usulan):
    client, address = login("bappeda"), reverse("registry:usulan_list")
    counts = []
    for status in ("ditolak", "usulan"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, {"status": status}).status_code == 200
        counts.append(len(queries))
        Rumus.objects.filter(pk=usulan.pk).update(status="ditolak")
    with CaptureQueriesContext(connection) as queries:
        client.get(address, {"status": "ditolak"})
    assert len(queries) == counts[1]
