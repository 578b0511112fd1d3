"""A superuser makes Pemda and their first admin, and sees nothing else."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from registry.models import AturanCapaian, Instansi, Keanggotaan, Pemda
from registry.services.akun import akun_create
from registry.services.errors import ServiceError

pytestmark = pytest.mark.django_db
PAGE = "/pemda/baru/"
DATA = {
    "kode": "35.09", "nama": "Kabupaten Jember", "jenis": "kabupaten", "ibu_kota": "Jember",
    "zona_waktu": "Asia/Jakarta", "sebutan_kepala_daerah": "Bupati Jember",
}  # fmt: skip
ADMIN = {"username": "admin.jember", "admin_nama": "Admin Jember", "email": ""}
COMMAND = [
    "--kode", "35.09", "--nama", "Kabupaten Jember", "--jenis", "kabupaten", "--ibu-kota", "Jember",
    "--zona", "Asia/Jakarta", "--sebutan", "Bupati Jember", "--admin", "admin.jember", "--admin-nama", "Admin Jember",
]  # fmt: skip


def test_it_works(login):
    response = login("superuser").post(PAGE, DATA | ADMIN)
    pemda = Pemda.objects.get(kode="35.09")
    (path,) = re.findall(r'value="http://testserver(/akun/undangan/[^"]+)"', response.content.decode())
    sandi = "kalimat-rahasia-baru-7"
    assert Client().post(path, {"new_password1": sandi, "new_password2": sandi}).status_code == 302
    client = Client()
    assert client.login(username="admin.jember", password=sandi)
    assert client.get("/anggota/").status_code == 200
    assert Instansi.objects.get(pemda=pemda).nama == "Pemerintah Kabupaten Jember"
    assert AturanCapaian.objects.filter(pemda=pemda).count() == 1


def test_all_or_nothing(login):
    response = login("superuser").post(PAGE, DATA | ADMIN | {"username": "dinkes"})
    assert response.status_code == 422
    assert "sudah dipakai" in response.content.decode()
    assert not Pemda.objects.filter(kode="35.09").exists()


@pytest.mark.parametrize("changes", [{"kode": "35.08"}, {"kode": "٣٥.٠٩"}, {"kode": "3509"}, {"nama": "Jemb\u0435r"}])
def test_twins_are_refused(login, changes):
    assert login("superuser").post(PAGE, DATA | ADMIN | changes).status_code == 422
    assert Pemda.objects.count() == 2


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "admin", "pembaca"])
def test_nobody_else_makes_pemda(login, name):
    client = login(name)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, DATA | ADMIN).status_code == 404
    assert not Pemda.objects.filter(kode="35.09").exists()


def test_a_superuser_adds_no_second_admin(cast, lumajang):
    for peran in ("admin", "pembaca"):
        with pytest.raises(ServiceError, match="tidak mencakup"):
            akun_create(user=cast["superuser"], username="lagi", nama="Lagi", peran=peran, pemda=lumajang)


def test_a_superuser_finds_only_this(login):
    client = login("superuser")
    home = client.get("/")
    assert PAGE in home.content.decode()
    assert [entry.label for entry in home.context["menu"]] == ["Beranda", "Pemda baru", "Panduan"]
    for path in ("/penetapan/", "/instansi/", "/pejabat/", "/anggota/", "/tahun/", "/pemda/", "/pemda/lambang/"):
        assert client.get(path).status_code == 404


def test_the_command_prints_the_link(db, capsys):
    call_command("pemda_baru", *COMMAND)
    url = capsys.readouterr().out.strip()
    assert Client().get(re.sub(r"^https?://[^/]+", "", url)).status_code == 200
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("pemda_baru", *COMMAND)


def test_the_command_lets_the_last_admin_in_again(cast, login, capsys):
    admin = login("admin")
    call_command("akun_tautan", "admin")
    path = re.sub(r"^https?://[^/]+", "", capsys.readouterr().out.strip())
    assert Client().get(path).status_code == 200
    assert admin.get("/").status_code == 302
    assert Keanggotaan.objects.get(user=cast["admin"]).aktif
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("akun_tautan", "siapa")
