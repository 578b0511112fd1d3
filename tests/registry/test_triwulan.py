"""Quarters: entered on their own, put together by sum or last value, never by a mean of percentages."""

from decimal import Decimal

import pytest
from django.urls import reverse

from registry.models import Realisasi, Rumus, TahunIsian, Target, Variabel
from registry.services.baris import Kunci
from registry.services.berlaku import Satuan
from registry.services.errors import ServiceError
from registry.services.konsolidasi import konsolidasi_save
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.penetapan_berkas import read_documents, write_documents
from registry.services.realisasi import realisasi_save, realisasi_submit
from registry.services.rumus import with_references
from registry.services.triwulan import buku_of
from registry.services.variabel import Penyusun, as_data

LIST, CARA, TARGET = (reverse(f"registry:{n}") for n in ("triwulan_list", "triwulan_cara", "triwulan_target"))
MOVE = reverse("registry:triwulan_target_move")


@pytest.fixture
def per_triwulan(lumajang):
    """2023 of Lumajang is entered by quarters."""
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(triwulan=True)


@pytest.fixture
def kunci(keluarga_sehat, per_triwulan) -> Kunci:
    return keluarga_sehat


def decide(kunci, cast, cara="jumlah"):
    rumus = Rumus.objects.get(indikator=kunci.indikator, status="berlaku")
    names = rumus.variabel.filter(asal="isian").values_list("nama", flat=True)
    return konsolidasi_save(
        user=cast["bappeda"], indikator=kunci.indikator, rumus_pk=rumus.pk, pilihan=dict.fromkeys(names, cara)
    )


def enter(kunci, cast, periode, sehat, dikunjungi):
    names = list(
        Variabel.objects.filter(rumus__indikator=kunci.indikator, rumus__status="berlaku")
        .order_by("urut")
        .values_list("nama", flat=True)
    )
    quarter = Kunci(kunci.indikator, kunci.instansi, kunci.tahun, periode)
    row = quarter.get()
    return realisasi_save(
        user=cast["dinkes"],
        kunci=quarter,
        nilai_mentah=dict(zip(names, (sehat, dikunjungi), strict=True)),
        version=row.version if row else 0,
    )


def target(kunci, periode, nilai):
    Target.objects.create(
        indikator=kunci.indikator, instansi=kunci.instansi, tahun=kunci.tahun, periode=periode, bawah=nilai
    )


def together(kunci, user):
    unit = Satuan(kunci.indikator, kunci.instansi)
    return buku_of(user, kunci.indikator.pemda, kunci.tahun, [unit]).sampai(unit)


def test_a_ratio_is_computed_again_from_sums(kunci, cast):
    decide(kunci, cast)
    assert enter(kunci, cast, 1, "5", "10").hasil == "50"
    assert enter(kunci, cast, 2, "30", "40").hasil == "75"
    sampai = together(kunci, cast["dinkes"])
    assert (sampai.nilai, sampai.periode) == (Decimal(70), 2)
    assert list(sampai.mentah.values()) == ["35", "50"]


def test_the_last_value_counts_where_a_state_is_recorded(kunci, cast):
    decide(kunci, cast, "terakhir")
    enter(kunci, cast, 1, "5", "10")
    enter(kunci, cast, 2, "30", "40")
    assert together(kunci, cast["dinkes"]).nilai == 75


def test_a_gap_is_named_and_never_zero(kunci, cast):
    decide(kunci, cast)
    enter(kunci, cast, 1, "5", "10")
    enter(kunci, cast, 3, "30", "40")
    hasil = together(kunci, cast["dinkes"]).hasil
    assert hasil.kode == "belum_diisi"
    assert "triwulan ii belum diisi" in hasil.pesan


def test_undecided_is_named(kunci, cast):
    enter(kunci, cast, 1, "5", "10")
    assert together(kunci, cast["dinkes"]).hasil.kode == "konsolidasi_belum"


def test_the_target_of_a_ratio_is_that_of_the_last_quarter(kunci, cast):
    decide(kunci, cast)
    target(kunci, 1, "40")
    target(kunci, 2, "50")
    enter(kunci, cast, 1, "5", "10")
    enter(kunci, cast, 2, "30", "40")
    sampai = together(kunci, cast["dinkes"])
    assert sampai.target.bawah == "50"
    assert sampai.pencapaian.nilai == 140


def make_count(kunci):
    """The indicator as a plain count of one variable."""
    rumus = Rumus.objects.get(indikator=kunci.indikator, status="berlaku")
    first = rumus.variabel.order_by("urut").first()
    Rumus.objects.filter(pk=rumus.pk).update(ekspresi=first.nama, satuan="keluarga")


def test_targets_of_a_sum_add_up_over_the_filled_quarters(kunci, cast):
    make_count(kunci)
    decide(kunci, cast)
    for periode, nilai in enumerate(("10", "20", "30", "40"), start=1):
        target(kunci, periode, nilai)
    enter(kunci, cast, 1, "8", "1")
    enter(kunci, cast, 2, "18", "1")
    sampai = together(kunci, cast["dinkes"])
    assert (sampai.nilai, sampai.target.bawah) == (26, "30")
    assert round(sampai.pencapaian.nilai, 2) == Decimal("86.67")


def test_quarters_leave_the_year_alone(kunci, cast):
    enter(kunci, cast, 1, "5", "10")
    assert not Realisasi.objects.filter(indikator=kunci.indikator, tahun=2023, periode=0).exists()


def test_a_quarter_goes_through_the_same_states(kunci, cast):
    row = realisasi_submit(user=cast["dinkes"], realisasi=enter(kunci, cast, 1, "5", "10"))
    assert (row.status, row.periode) == ("diajukan", 1)


def test_only_bappeda_decides_how_quarters_add_up(kunci, cast):
    rumus = Rumus.objects.get(indikator=kunci.indikator, status="berlaku")
    for name in ("dinkes", "admin", "pembaca", "bappeda_balangan"):
        with pytest.raises(ServiceError):
            konsolidasi_save(user=cast[name], indikator=kunci.indikator, rumus_pk=rumus.pk, pilihan={})
    before = rumus.history.count()
    assert decide(kunci, cast) == 2
    assert decide(kunci, cast) == 0
    assert rumus.history.count() == before + 1
    assert rumus.history.first().history_user == cast["bappeda"]


def url(name, kunci, periode):
    args = [kunci.indikator.pk, kunci.instansi.pk, kunci.tahun, periode]
    return reverse(f"registry:{name}", args=args)


def test_the_form_of_a_quarter_saves_that_quarter(kunci, login):
    client = login("dinkes")
    page = client.get(url("realisasi_edit", kunci, 2))
    assert "triwulan II 2023" in page.content.decode()
    names = [v.nama for v in page.context["rumus"].variabel.all()]
    data = {"version": "0", f"nilai-{names[0]}": "30", f"nilai-{names[1]}": "40"}
    answer = client.post(url("realisasi_edit", kunci, 2), data)
    assert answer.url == url("realisasi_edit", kunci, 2)
    row = Realisasi.objects.get(indikator=kunci.indikator, instansi=kunci.instansi, tahun=2023)
    assert (row.periode, row.hasil) == (2, "75")


def test_no_quarters_where_the_year_is_not_entered_so(keluarga_sehat, login):
    for periode in (1, 4):
        assert login("dinkes").get(url("realisasi_edit", keluarga_sehat, periode)).status_code == 404


@pytest.mark.parametrize("periode", [5, 9])
def test_there_are_four_quarters(kunci, login, periode):
    assert login("dinkes").get(url("realisasi_edit", kunci, periode)).status_code == 404


def test_strangers_reach_no_quarter(kunci, login):
    for name in ("dinsos", "bappeda", "admin", "pembaca", "balangan"):
        assert login(name).get(url("realisasi_edit", kunci, 1)).status_code == 404


def test_the_list_shows_quarters_and_what_they_come_to(kunci, cast, login):
    decide(kunci, cast)
    enter(kunci, cast, 1, "5", "10")
    enter(kunci, cast, 2, "30", "40")
    text = login("dinkes").get(LIST).content.decode()
    assert "s.d. Triwulan II" in text
    assert "70,00" in text
    assert "?dari=triwulan" in text


def test_reviewers_see_no_drafts_of_quarters(kunci, cast, login):
    decide(kunci, cast)
    enter(kunci, cast, 1, "5", "10")
    for name in ("bappeda", "pembaca"):
        assert "50,00" not in login(name).get(LIST, {"instansi": "dinkes"}).content.decode()
    assert "50,00" in login("admin").get(LIST, {"instansi": "dinkes"}).content.decode()


def test_the_year_takes_over_the_quarters_only_when_saved(kunci, cast, login):
    decide(kunci, cast)
    enter(kunci, cast, 1, "5", "10")
    enter(kunci, cast, 2, "30", "40")
    year = reverse("registry:realisasi_edit", args=[kunci.indikator.pk, kunci.instansi.pk, 2023])
    page = login("dinkes").get(f"{year}?dari=triwulan").content.decode()
    assert 'value="35"' in page
    assert 'value="50"' in page
    assert "belum disimpan" in page
    assert not Realisasi.objects.filter(indikator=kunci.indikator, tahun=2023, periode=0).exists()


def test_the_page_on_how_to_add_up_stores_choices(kunci, cast, login):
    rumus = Rumus.objects.get(indikator=kunci.indikator, status="berlaku")
    fields = {f"k-{v.pk}": "jumlah" for v in rumus.variabel.all()}
    answer = login("bappeda").post(f"{CARA}?tahun=2023&instansi=dinkes", fields)
    assert answer.status_code == 302
    assert set(rumus.variabel.values_list("konsolidasi", flat=True)) == {"jumlah"}


def grid(kunci, periode, nilai, version="0"):
    name = f"t-{kunci.indikator.pk}-{kunci.instansi.pk}-{periode}"
    return {name: nilai, f"v{name}": version}


def test_targets_of_quarters_are_typed_as_a_grid(kunci, login):
    data = grid(kunci, 1, "40") | grid(kunci, 2, "45,5")
    assert login("dinkes").post(TARGET, data).status_code == 302
    rows = Target.objects.filter(indikator=kunci.indikator, tahun=2023, periode__gt=0)
    assert sorted(rows.values_list("periode", "bawah", "status")) == [(1, "40", "draf"), (2, "45.5", "draf")]


def test_a_bad_target_keeps_what_was_typed_and_the_good_one_is_stored(kunci, login):
    page = login("dinkes").post(TARGET, grid(kunci, 1, "40") | grid(kunci, 2, "84.3"))
    assert page.status_code == 422
    assert 'value="84.3"' in page.content.decode()
    assert Target.objects.filter(indikator=kunci.indikator, tahun=2023, periode__gt=0).count() == 1


def test_a_target_changed_meanwhile_is_told(kunci, login):
    target(kunci, 1, "40")
    page = login("dinkes").post(TARGET, grid(kunci, 1, "44", version="0"))
    assert "Baru saja diubah orang lain menjadi «40»" in page.content.decode()
    assert Target.objects.get(indikator=kunci.indikator, periode=1).bawah == "40"


def test_quarterly_targets_are_submitted_approved_and_returned_together(kunci, login):
    target(kunci, 1, "40")
    rows = Target.objects.filter(indikator=kunci.indikator, periode=1)
    login("dinkes").post(MOVE)
    assert rows.get().status == "diajukan"
    where = f"{MOVE}?tahun=2023&instansi=dinkes"
    login("bappeda").post(where)
    assert rows.get().status == "disetujui"
    login("bappeda").post(where, {"kembalikan": "1", "alasan": " "})
    assert rows.get().status == "disetujui"
    login("bappeda").post(where, {"kembalikan": "1", "alasan": "Terlalu rendah"})
    assert (rows.get().status, rows.get().alasan) == ("dikembalikan", "Terlalu rendah")


def test_queries_do_not_grow_with_the_rows(kunci, cast, login, django_assert_max_num_queries):
    decide(kunci, cast)
    client = login("dinkes")
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    for periode in (1, 2, 3, 4):
        enter(kunci, cast, periode, "5", "10")
    with django_assert_max_num_queries(len(one.captured_queries) + 2):
        client.get(LIST)


def test_a_new_formula_keeps_how_its_variables_are_put_together(kunci, cast):
    decide(kunci, cast)
    rows = [as_data(v) for v in with_references(Rumus.objects.get(indikator=kunci.indikator, status="berlaku"))]
    assert [v.konsolidasi for v in Penyusun(kunci.indikator).build(rows)] == ["jumlah", "jumlah"]


def test_export_and_import_keep_it(kunci, cast):
    decide(kunci, cast)
    kode = kunci.indikator.lembar.lampiran.penetapan.kode
    data = read_documents(write_documents(penetapan_export(kode=[kode]), "yaml").encode())
    found = [
        v["konsolidasi"]
        for lampiran in data[0]["lampiran"]
        for sheet in lampiran["instansi"]
        for sasaran in sheet["sasaran"]
        for indikator in sasaran["indikator"]
        if indikator["kode"] == kunci.indikator.kode
        for v in indikator["variabel"]
    ]
    assert found == ["jumlah", "jumlah"]
    assert [r.tindakan for r in penetapan_import(documents=data)] == ["tidak berubah"]
