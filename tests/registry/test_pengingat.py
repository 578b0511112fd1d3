"""Reminders: one message per person, by e-mail too where an address is known, not twice within a day, and a log."""

import datetime
from io import StringIO
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from registry.models import Instansi, Pemberitahuan, TahunIsian
from registry.services.akun import akun_create
from registry.services.errors import ServiceError
from registry.services.pengingat import pengingat_send, rencana_of
from tests.registry.alur import ajukan, isi

pytestmark = pytest.mark.django_db


def pk(kode: str) -> int:
    return Instansi.objects.get(pemda__kode="35.08", kode=kode).pk


def send(cast, *kode: str, **more):
    return pengingat_send(user=cast["bappeda"], tahun=2023, instansi={pk(k) for k in kode}, **more)


def address(person, email: str = "dinkes@contoh.go.id") -> None:
    person.email = email
    person.save()


def test_it_works(login, cast):
    address(cast["dinkes"])
    text = login("bappeda").get("/papan/2023/ingatkan/").text
    assert "Dinas Kesehatan" in text and "dinkes@contoh.go.id" in text and "Tanpa akun" in text
    response = login("bappeda").post("/papan/2023/ingatkan/", {"instansi": [pk("dinkes"), pk("dinsos")]}, follow=True)
    assert "2 orang diingatkan di aplikasi, 1 di antaranya juga lewat surel." in response.text
    assert {row.penerima.nama for row in Pemberitahuan.objects.all()} == {"dinkes", "dinsos"}
    (letter,) = mail.outbox
    assert letter.to == ["dinkes@contoh.go.id"] and "/isian/?tahun=2023" in letter.body
    assert "terkirim" in login("admin").get("/papan/2023/pengingat/").text


def test_one_message_tells_everything_that_is_left(cast, lumajang, keluarga_sehat):
    isi(cast, keluarga_sehat)
    row = next(s for s in rencana_of(lumajang, 2023).surat if s.penerima == cast["dinkes"])
    assert row.judul == f"Pengingat: {row.baris.jumlah} dari {row.baris.jumlah} isian IKU 2023 belum diajukan"
    assert "1 draf" in row.isi and "Persentase keluarga sehat (draf)" in row.isi
    assert row.isi.count("– ") == row.baris.jumlah


def test_a_long_list_is_cut_and_says_so(cast, lumajang):
    from registry.services.papan import BarisPapan, Butir
    from registry.services.pengingat import _text

    (surat,) = [s for s in rencana_of(lumajang, 2023).surat if s.penerima == cast["dinkes"]]
    many = BarisPapan(surat.instansi, (Butir(surat.baris.butir[0].unit, "belum", None),) * 13, surat.baris.jendela)
    assert "– dan 3 indikator lain" in _text(cast["dinkes"], many, 2023, 0)


def test_operator_and_kepala_get_one_each(cast, lumajang):
    unit = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    akun_create(username="k", nama="K", peran="kepala", pemda=lumajang, instansi=unit, password="x" * 12)
    send(cast, "dinkes")
    assert Pemberitahuan.objects.count() == 2


def test_not_twice_within_a_day_unless_asked(cast):
    send(cast, "dinkes")
    again = send(cast, "dinkes")
    assert (len(again.terkirim), len(again.dilewati)) == (0, 1) and "dilewati" in again.kalimat
    assert len(send(cast, "dinkes", ulang=True).terkirim) == 1
    Pemberitahuan.objects.update(created_at=timezone.now() - datetime.timedelta(hours=24, seconds=1))
    assert len(send(cast, "dinkes").terkirim) == 1


def test_who_is_done_or_closed_is_left_alone(cast, lumajang, keluarga_sehat):
    assert cast["balangan"] not in [s.penerima for s in rencana_of(lumajang, 2023).surat]
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(dibuka=False)
    assert rencana_of(lumajang, 2023).surat == ()


def test_an_opd_that_has_submitted_everything_is_left_alone(cast, lumajang):
    from registry.models import Realisasi
    from registry.services.papan import papan_of

    row = papan_of(lumajang, 2023).of(pk("dinkes"))
    for butir in row.butir:
        unit = butir.unit
        Realisasi.objects.create(indikator=unit.indikator, instansi=unit.instansi, tahun=2023, status="diajukan")
    assert cast["dinkes"] not in [s.penerima for s in rencana_of(lumajang, 2023).surat]
    assert send(cast, "dinkes").terkirim == []


def test_a_mail_server_that_fails_breaks_nothing(cast, login):
    address(cast["dinkes"])
    target = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with patch(target, side_effect=SMTPServerDisconnected("putus")):
        hasil = send(cast, "dinkes", "dinsos")
    row = Pemberitahuan.objects.get(penerima=cast["dinkes"])
    assert (row.surel_pada, row.surel_galat) == (None, "SMTPServerDisconnected: putus")
    assert len(hasil.terkirim) == 2 and hasil.galat == 1 and "1 surel gagal" in hasil.kalimat
    assert "SMTPServerDisconnected" in login("bappeda").get("/papan/2023/pengingat/").text


def test_a_server_that_cannot_be_reached_marks_every_letter(cast):
    address(cast["dinkes"])
    with patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=ConnectionRefusedError("tolak")):
        assert send(cast, "dinkes").galat == 1
    assert "ConnectionRefusedError" in Pemberitahuan.objects.get().surel_galat


def test_mail_goes_out_after_the_transaction(cast):
    address(cast["dinkes"])
    depth, seen = len(connection.savepoint_ids), []
    target = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with patch(target, lambda self, rows: seen.append(len(connection.savepoint_ids)) or len(rows)):
        send(cast, "dinkes")
    assert seen == [depth]


@pytest.mark.parametrize("name", ["dinkes", "kepala", "pembaca"])
def test_nobody_else_reminds(login, cast, name):
    assert login(name).get("/papan/2023/ingatkan/").status_code == 404
    assert login(name).post("/papan/2023/ingatkan/", {"instansi": pk("dinkes")}).status_code == 404
    assert login(name).get("/papan/2023/pengingat/").status_code == 404
    with pytest.raises(ServiceError):
        pengingat_send(user=cast[name], tahun=2023, instansi={pk("dinkes")})


def test_another_pemda_reminds_its_own(login, cast):
    login("bappeda_balangan").post("/papan/2023/ingatkan/", {"instansi": pk("dinkes")})
    assert not Pemberitahuan.objects.exists()


def test_nothing_chosen_is_told_and_nothing_is_sent_by_get(login):
    response = login("bappeda").post("/papan/2023/ingatkan/", {}, follow=True)
    assert "Centang paling sedikit satu" in response.text
    login("bappeda").get("/papan/2023/ingatkan/", {"instansi": pk("dinkes")})
    assert not Pemberitahuan.objects.exists()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("ingatkan", "--tahun", "2023", "--pemda", "35.08", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_only_tells_unless_asked_to_send(cast):
    text = run()
    assert "dinkes, Dinas Kesehatan" in text and "belum dikirim" in text and "tidak ada akun" in text
    assert not Pemberitahuan.objects.exists()
    assert "3 orang diingatkan" in run("--kirim")
    assert Pemberitahuan.objects.filter(pengirim=None).count() == 3
    assert "dilewati" in run("--kirim")


@pytest.mark.parametrize(("days", "told"), [(7, True), (6, False), (1, True)])
def test_the_command_waits_for_its_days(cast, lumajang, days, told):
    year = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    year.batas = timezone.localdate(timezone=lumajang.zona) + datetime.timedelta(days=days)
    year.save()
    assert ("Dinas Kesehatan" in run("--sebelum", "7", "1")) == told


def test_days_are_counted_in_the_zone_of_the_pemda(cast, lumajang):
    lumajang.zona_waktu = "Asia/Jayapura"
    lumajang.save()
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(batas=datetime.date(2024, 1, 31))
    late = datetime.datetime(2024, 1, 23, 16, 0, tzinfo=datetime.UTC)  # 24 January, 01.00 in Jayapura
    with patch("django.utils.timezone.now", return_value=late):
        assert "Dinas Kesehatan" in run("--sebelum", "7")
        assert "Dinas Kesehatan" not in run("--sebelum", "8")


def test_a_year_that_nobody_opened_is_told(db):
    with pytest.raises(CommandError, match="Tidak ada Pemda yang membuka tahun 1999"):
        call_command("ingatkan", "--tahun", "1999")


def test_planning_costs_the_same_for_many(cast, lumajang, django_assert_num_queries):
    with django_assert_num_queries(11) as before:
        rencana_of(lumajang, 2023)
    for n, unit in enumerate(Instansi.objects.filter(pemda=lumajang, jenis="kecamatan")):
        akun_create(username=f"u{n}", nama="U", peran="operator", pemda=lumajang, instansi=unit, password="x" * 12)
    with django_assert_num_queries(len(before)):
        assert len(rencana_of(lumajang, 2023).surat) > 20


def test_a_submitted_value_is_not_among_what_is_left(cast, lumajang, keluarga_sehat):
    realisasi = ajukan(cast, keluarga_sehat)
    (surat,) = [s for s in rencana_of(lumajang, 2023).surat if s.penerima == cast["dinkes"]]
    assert realisasi.indikator.nama not in surat.isi
