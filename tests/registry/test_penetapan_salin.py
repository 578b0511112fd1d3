"""A draft by copying: the same texts and formulas, each indicator going on from its own; and removing it."""

import copy

import pytest
from django.urls import reverse

from registry.models import Indikator, Penetapan
from registry.services.errors import ServiceError
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.penetapan_salin import penetapan_copy, penetapan_delete

pytestmark = pytest.mark.django_db
TAHUN = {"tahun_awal": 2024, "tahun_akhir": 2026}


def salin(user, sumber: str = "lumajang-kecamatan-2020", **more) -> Penetapan:
    row = Penetapan.objects.get(kode=sumber)
    return penetapan_copy(user=user, sumber=row, **{"kode": "lumajang-uji", **TAHUN, **more})


def indicators(data: dict) -> list[dict]:
    return [i for x in data["lampiran"] for y in x["instansi"] for s in y["sasaran"] for i in s["indikator"]]


def test_it_says_what_the_decree_says(cast):
    before = penetapan_export(kode=["lumajang-2019-326"])[0]
    salin(cast["admin"], "lumajang-2019-326")
    new = penetapan_export(kode=["lumajang-uji"])[0]
    own = {"kode", "lanjutan_dari", "usulan", "catatan_sumber", "putusan", "variabel", "jawaban_temuan"}
    for old, copied in zip(indicators(before), indicators(new), strict=True):
        assert copied["lanjutan_dari"] == old["kode"] != copied["kode"]
        assert {k: v for k, v in copied.items() if k not in own} == {k: v for k, v in old.items() if k not in own}
        assert [v["nama"] for v in copied["variabel"]] == [v["nama"] for v in old["variabel"]]
    assert (new["menimbang"], new["diktum"]) == (before["menimbang"], before["diktum"])
    assert (new["nomor"], new["tanggal"], new["status"], new["salinan"]) == (None, None, "draf", False)
    assert new["mencabut"] == before["nomor"] and new["tanda_tangan"]["nama"] == before["tanda_tangan"]["nama"]
    assert {x["kepala"]["nomor"] for x in new["lampiran"]} == {None}
    assert penetapan_export(kode=["lumajang-2019-326"])[0] == before


@pytest.mark.lama
def test_what_reads_a_sister_reads_the_new_sister(cast):
    row = salin(cast["admin"], "lumajang-2019-326")
    mine = Indikator.objects.filter(lembar__lampiran__penetapan=row)
    reads = mine.filter(rumus__variabel__indikator__isnull=False).values_list("rumus__variabel__indikator", flat=True)
    assert set(reads) <= set(mine.values_list("pk", flat=True)) and len(set(reads)) > 0


def test_its_export_is_imported_again_unchanged(cast):
    salin(cast["admin"])
    data = penetapan_export(kode=["lumajang-uji"])
    assert penetapan_import(documents=copy.deepcopy(data))[0].tindakan == "tidak berubah"


@pytest.mark.lama
def test_a_change_of_a_decree(cast):
    row = salin(cast["admin"], "lumajang-2019-326", perubahan=True, tahun_awal=2022, tahun_akhir=2023)
    assert (row.mencabut, row.perubahan_atas) == (None, "188.45/326/427.12/2019")
    again = salin(cast["admin"], "lumajang-2019-326", kode="lumajang-uji-2")
    codes = Indikator.objects.filter(lembar__lampiran__penetapan__in=[row, again]).values_list("kode", flat=True)
    assert len(codes) == len(set(codes)) == 256
    with pytest.raises(ServiceError, match="belum ditetapkan"):
        penetapan_copy(user=cast["admin"], sumber=row, kode="x", perubahan=True, **TAHUN)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kode": "lumajang-2019-326"}, "sudah dipakai"),
        ({"tahun_awal": 2030}, "mendahului"),
        ({"kode": "A B"}, "huruf"),
        ({"perubahan": True}, "hanya berlaku dalam tahun penetapan yang diubah, 2020–2023"),
    ],
)
def test_what_is_refused(cast, more, said):
    with pytest.raises(ServiceError, match=said):
        salin(cast["admin"], **more)
    assert not Penetapan.objects.filter(kode="lumajang-uji").exists()


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "pembaca", "admin_balangan"])
def test_others_may_not(cast, login, name):
    with pytest.raises(ServiceError, match="tidak mencakup"):
        salin(cast[name])
    assert login(name).get("/penetapan/lumajang-2019-326/salin/").status_code == 404


def test_the_way_of_an_admin(login, cast):
    client = login("admin")
    page = client.get("/penetapan/lumajang-kecamatan-2020/salin/")
    start = page.context["form"].initial
    typed = {**start, "tahun_akhir": str(start["tahun_awal"] - 1)}
    late = client.post("/penetapan/lumajang-kecamatan-2020/salin/", {**start, "hubungan": "perubahan"}).text
    assert "Tulis tahun di antaranya" in late and late.count("Untuk perubahan: dalam 2020–2023.") == 2
    wrong = client.post("/penetapan/lumajang-kecamatan-2020/salin/", typed)
    assert wrong.status_code == 422 and start["kode"] in wrong.content.decode()
    done = client.post("/penetapan/lumajang-kecamatan-2020/salin/", start, follow=True)
    assert "3 indikator" in done.content.decode()
    record = Penetapan.history.filter(kode=start["kode"]).first()
    assert (record.history_user, record.history_change_reason) == (
        cast["admin"],
        "Disalin dari lumajang-kecamatan-2020",
    )
    gone = f"/penetapan/{start['kode']}/hapus/"
    assert client.post(gone, {}).status_code == 422 and Penetapan.objects.filter(kode=start["kode"]).exists()
    assert client.post(gone, {"yakin": "on"}).status_code == 302
    assert not Penetapan.objects.filter(kode=start["kode"]).exists()


def test_only_a_draft_is_removed(cast, login):
    row = salin(cast["admin"])
    type(row).objects.filter(pk=row.pk).update(status="ditetapkan")
    with pytest.raises(ServiceError, match="sudah ditetapkan"):
        penetapan_delete(user=cast["admin"], penetapan=row)
    assert login("admin").get("/penetapan/lumajang-uji/hapus/").status_code == 404


def test_whoever_fills_does_not_see_a_draft(cast, login):
    row = salin(cast["admin"], "lumajang-2019-326")
    mine = Indikator.objects.filter(lembar__lampiran__penetapan=row, pengisi__instansi__kode="dinkes")
    assert mine.exists() and not Indikator.objects.visible_to(cast["dinkes"]).filter(pk__in=mine).exists()
    assert not Indikator.objects.visible_to(cast["pembaca"]).filter(pk__in=mine).exists()
    assert login("dinkes").get(f"/indikator/{mine.first().pk}/").status_code == 404
    assert login("admin").get(f"/indikator/{mine.first().pk}/").status_code == 200


def test_its_indicators_are_not_among_the_published_ones(cast, login):
    admin = login("admin")

    def lists() -> tuple[int, str, int]:
        found = admin.get("/temuan/").context["jumlah"]
        page = admin.get("/indikator/?tampilan=semua").content.decode()
        heading = page[page.index(" indikator dari semua penetapan") - 3 :][:20]
        return found, heading, admin.get(reverse("registry:rumpun_use", args=["F01"])).context["jumlah"]

    before = lists()
    row = salin(cast["admin"], "lumajang-2019-326")
    assert lists() == before
    one = Indikator.objects.filter(lembar__lampiran__penetapan=row, lanjutan_dari__kode="lmj19-bpbd-02").get()
    detail = admin.get(f"/indikator/{one.pk}/").content.decode()
    assert "belum ditetapkan" in detail and "Rasio terbalik" in detail
    assert "Draf" in admin.get(f"/indikator/{one.lanjutan_dari_id}/").content.decode()
