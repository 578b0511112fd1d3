"""A copied decree is checked, set and revoked; values go on under the new definition."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from registry.models import Indikator, Instansi, Penetapan, Realisasi, TahunIsian
from registry.services.berlaku import sheets_in_force, units_in_year
from registry.services.errors import ServiceError
from registry.services.hitung import hitung
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.penetapan_siklus import check_list, draft_sidik, penetapan_revoke, penetapan_tetapkan
from registry.services.seri import Seri
from tests.registry.test_penetapan_salin import salin

pytestmark = pytest.mark.django_db
LAMA, KEC = "lumajang-2019-326", "lumajang-kecamatan-2020"


def lengkap(row: Penetapan) -> Penetapan:
    """Everything that a decree needs, typed."""
    row.nomor, row.tanggal, row.tempat = f"100.3/{row.pk}/2024", date(2024, 1, 2), "Lumajang"
    row.menimbang = row.menimbang or ["bahwa perlu ditetapkan;"]
    row.diktum = row.diktum or [{"label": "KESATU", "isi": "Menetapkan IKU.", "butir": []}]
    row.tanda_tangan = {**(row.tanda_tangan or {"ttd": False}), "jabatan": "BUPATI", "nama": "H. UJI"}
    row.save()
    for indikator in Indikator.objects.filter(lembar__lampiran__penetapan=row):
        for cell in ("rumus_cetak", "sumber_data", "penanggung_jawab", "makna", "alasan"):
            if not getattr(indikator, cell) and cell not in indikator.gabung:
                setattr(indikator, cell, "x" if cell in ("makna", "alasan") else ["x"])
        indikator.save()
    return row


def tetapkan(user, row: Penetapan, **more) -> Penetapan:
    return penetapan_tetapkan(user=user, penetapan=row, dibuka=draft_sidik(row), **more)


def set_copy(cast, sumber: str = KEC, **more) -> Penetapan:
    return tetapkan(cast["admin"], lengkap(salin(cast["admin"], sumber, **more)))


def test_what_is_missing_is_listed_with_its_place(cast, login):
    row = salin(cast["admin"])
    row.jenis = "keputusan_kepala_opd"
    row.save()
    lembar = row.lampiran.get().lembar.get()
    bare = {"pemda": row.pemda, "lembar": lembar, "urut": 90, "kode": "uji-kosong", "nama": "Indikator kosong"}
    kosong = lembar.sasaran.first().indikator.create(**bare)
    told = [hal.pesan for hal in check_list(row) if hal.wajib]
    wanted = ("Nomor belum", "Tanggal penetapan belum", "belum mempunyai rumus", "sumber data masih kosong")
    assert [w for w in wanted if not any(w in pesan for pesan in told)] == []
    kosong.delete()
    page = login("admin").get(f"/penetapan/{row.kode}/tetapkan/")
    assert f'href="/penetapan/{row.kode}/naskah/"' in page.text and "Tetapkan</button>" not in page.text
    with pytest.raises(ServiceError, match="belum dapat ditetapkan"):
        tetapkan(cast["admin"], row)


def test_the_body_names_the_decree_that_it_revokes(cast):
    row = lengkap(salin(cast["admin"], LAMA))
    old = Penetapan.objects.get(kode=LAMA).nomor

    def told() -> list[str]:
        return [hal.pesan for hal in check_list(row) if not hal.wajib and "omor" in hal.pesan]

    assert row.mencabut == old and [f"mencabut penetapan nomor {old}" in pesan for pesan in told()] == [True]
    row.diktum = [{"label": "KESATU", "isi": f"Mencabut Keputusan Nomor {old}.", "butir": []}]
    assert told() == []
    row.mencabut = "188.45/1/1999"
    row.diktum[0]["butir"] = ["mencabut Nomor 188.45/1/1999"]
    assert ["tidak ikut dicabut" in pesan for pesan in told()] == [True]


def test_an_empty_cell_is_filled_or_answered(cast, login):
    row = lengkap(salin(cast["admin"]))
    indikator = Indikator.objects.filter(lembar__lampiran__penetapan=row).first()
    indikator.sumber_data, indikator.gabung = None, []
    indikator.save()
    page = login("admin").get(f"/penetapan/{row.kode}/tetapkan/").text
    assert "sumber data masih kosong" in page and f'href="/penetapan/{row.kode}/pemeriksaan/"' in page
    with pytest.raises(ServiceError, match="belum dapat ditetapkan"):
        tetapkan(cast["admin"], row)
    kunci = f"sel-kosong:{indikator.kode}:sumber_data"
    data = {"kunci": kunci, "version": "0", "alasan": "Sengaja dikosongkan."}
    login("admin").post(f"/penetapan/{row.kode}/pemeriksaan/jawab/", data)
    page = login("admin").get(f"/penetapan/{row.kode}/tetapkan/").text
    assert "Tidak ada yang kurang" in page and "Jawaban: Sengaja dikosongkan." in page
    assert tetapkan(cast["admin"], row).status == "ditetapkan"


def test_the_way_of_an_admin(cast, login):
    row, client = lengkap(salin(cast["admin"], LAMA)), login("admin")
    url = f"/penetapan/{row.kode}/tetapkan/"
    page = client.get(url)
    assert "Tidak ada yang kurang" in page.text and "188.45/326/427.12/2019" in page.text
    data = {"dibuka": page.context["form"].initial["dibuka"], "cabut": "on"}
    assert client.post(url, data).status_code == 422
    assert Penetapan.objects.get(pk=row.pk).status == "draf"
    assert client.post(url, data | {"yakin": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.tahun, row.tanggal_naskah) == ("ditetapkan", 2024, "2 Januari 2024")
    assert {x.kepala["nomor"] for x in row.lampiran.all()} == {row.nomor}
    old = Penetapan.objects.get(kode=LAMA)
    assert (old.status, old.dicabut_oleh, old.dicabut_mulai) == ("dicabut", row.nomor, 2024)
    assert row.history.first().history_change_reason == "Ditetapkan"


def test_the_year_that_is_told_is_the_year_that_is_stored(cast, login):
    row, client = lengkap(salin(cast["admin"], LAMA, tahun_awal=2026, tahun_akhir=2030)), login("admin")
    page = client.get(f"/penetapan/{row.kode}/tetapkan/")
    assert "tidak berlaku mulai tahun 2024;" in page.text
    tetapkan(cast["admin"], row, cabut=True)
    assert Penetapan.objects.get(kode=LAMA).dicabut_mulai == 2024


def test_what_was_checked_is_what_is_set(cast, login):
    row, client = lengkap(salin(cast["admin"])), login("admin")
    url = f"/penetapan/{row.kode}/tetapkan/"
    data = {"dibuka": client.get(url).context["form"].initial["dibuka"], "yakin": "on"}
    row.tempat = "Senduro"
    row.save()
    page = client.post(url, data)
    assert page.status_code == 409 and "berubah sejak" in page.text
    assert Penetapan.objects.get(pk=row.pk).status == "draf"


def test_a_set_copy_is_fixed(cast):
    row = set_copy(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Penetapan.objects.filter(pk=row.pk).update(tentang="x")
    with pytest.raises(ServiceError, match="sudah ditetapkan"):
        tetapkan(cast["admin"], row)


def test_a_revoked_decree_keeps_its_years_and_its_text(cast, login, lumajang):
    before, text = set(sheets_in_force(lumajang, 2022)), penetapan_export(kode=[LAMA])[0]
    client = login("admin")
    isi = {"oleh": "100.3/9/2023", "pada": "5 Januari 2023", "mulai": "2023", "alasan": "Diganti.", "yakin": "on"}
    assert client.post(f"/penetapan/{LAMA}/cabut/", isi | {"mulai": "2030"}).status_code == 422
    assert client.post(f"/penetapan/{LAMA}/cabut/", isi).status_code == 302
    assert set(sheets_in_force(lumajang, 2022)) == before
    left = {x.lampiran.penetapan.kode for x in sheets_in_force(lumajang, 2023).values()}
    assert LAMA not in left and KEC in left
    now = penetapan_export(kode=[LAMA])[0]
    own = {"status", "dicabut_oleh", "dicabut_pada", "dicabut_mulai", "alasan_cabut"}
    assert {k: v for k, v in now.items() if k not in own} == {k: v for k, v in text.items() if k not in own}
    assert penetapan_import(documents=[now])[0].tindakan == "tidak berubah"
    page = client.get(f"/penetapan/{LAMA}/")
    assert "tidak berlaku mulai tahun 2023" in page.text and f'href="/penetapan/{LAMA}/cabut/"' not in page.text
    assert client.get(f"/penetapan/{LAMA}/cabut/").status_code == 404
    assert TahunIsian.objects.with_penetapan().get(pemda=lumajang, tahun=2022).jumlah_penetapan == 2


def test_revoking_needs_a_reason_and_a_right(cast):
    row = Penetapan.objects.get(kode=LAMA)
    data = {"penetapan": row, "oleh": "x", "pada": None, "mulai": 2023}
    with pytest.raises(ServiceError, match="alasan"):
        penetapan_revoke(user=cast["admin"], alasan=" ", **data)
    for name in ("bappeda", "admin_balangan", "dinkes"):
        with pytest.raises(ServiceError, match="tidak mencakup"):
            penetapan_revoke(user=cast[name], alasan="x", **data)


@pytest.mark.lama
def test_a_change_takes_over_in_the_same_years(cast, lumajang):
    row = set_copy(cast, LAMA, tahun_awal=2019, tahun_akhir=2023, perubahan=True)
    dinkes = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    assert sheets_in_force(lumajang, 2021)[(dinkes.pk, "iku")].lampiran.penetapan == row
    assert {u.indikator.lembar.lampiran.penetapan_id for u in units_in_year(lumajang, 2021, dinkes)} == {row.pk}


def _growth(cast, label: str | None = None, satuan: str | None = None) -> tuple[Indikator, Instansi]:
    """An indicator that reads its own last year, in a set copy; the copy may say it differently."""
    old = Indikator.objects.get(kode="lmj19-dinkes-01")
    rumus = old.rumus.get(status="berlaku")
    rumus.ekspresi = "(keluarga_sehat - LALU(keluarga_sehat)) / keluarga_dikunjungi * 100"
    rumus.save()
    row = lengkap(salin(cast["admin"], LAMA))
    new = Indikator.objects.get(lanjutan_dari=old)
    for name, value in (("label", label), ("satuan", satuan)):
        if value:
            variabel = new.rumus.get(status="berlaku").variabel.get(nama="keluarga_sehat")
            setattr(variabel, name, value)
            variabel.save()
    tetapkan(cast["admin"], row)
    Realisasi.objects.create(
        indikator=old, instansi=old.lembar.instansi, tahun=2023, nilai_mentah={"keluarga_sehat": "40"}
    )
    return new, old.lembar.instansi


RAW = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}


def test_growth_goes_on_along_the_series(cast):
    new, instansi = _growth(cast)
    assert hitung(indikator=new, instansi=instansi, tahun=2024, nilai_mentah=RAW).nilai == 10


@pytest.mark.parametrize("more", [{"label": "Keluarga sehat menurut cara baru"}, {"satuan": "orang"}])
def test_growth_breaks_at_a_changed_definition_until_restated(cast, more):
    new, instansi = _growth(cast, **more)
    hasil = hitung(indikator=new, instansi=instansi, tahun=2024, nilai_mentah=RAW).hasil
    assert hasil.kode == "seri_terputus"
    Realisasi.objects.create(indikator=new, instansi=instansi, tahun=2023, nilai_mentah={"keluarga_sehat": "35"})
    assert hitung(indikator=new, instansi=instansi, tahun=2024, nilai_mentah=RAW).nilai == 20


@pytest.mark.lama
def test_two_years_of_one_series_stand_beside_each_other(cast, login):
    new, instansi = _growth(cast)
    TahunIsian.objects.create(pemda=new.pemda, tahun=2024)
    points = Seri(cast["bappeda"], new).points(instansi)
    ends = {p.tahun: p.indikator.kode for p in points if p.tahun >= 2023}
    assert ends == {2023: "lmj19-dinkes-01", 2024: new.kode}
    assert login("bappeda").get(f"/indikator/{new.pk}/").status_code == 200
