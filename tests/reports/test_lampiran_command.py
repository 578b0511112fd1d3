"""manage.py lampiran: the bytes of the button, and Indonesian refusals."""

import pytest
from django.core.management import CommandError, call_command

KODE = "balangan-setwan-2023"


def run(tmp_path, *args: str) -> bytes:
    path = tmp_path / "hasil"
    call_command("lampiran", *args, "--output", str(path))
    return path.read_bytes()


def test_same_bytes_as_the_button(tmp_path, login, dokumen):
    data = run(tmp_path, KODE, "--lampiran", "ii", "--format", "pdf")
    assert data == login("balangan").get(f"/penetapan/{KODE}/lampiran/2/pdf/").content


def test_all_lampiran_of_a_decree(tmp_path, login, dokumen):
    data = run(tmp_path, KODE, "--format", "pdf")
    assert data == login("balangan").get(f"/penetapan/{KODE}/lampiran/pdf/").content


@pytest.mark.parametrize("bentuk", ["html", "docx", "xlsx"])
def test_every_form_is_the_file_of_its_button(tmp_path, login, dokumen, bentuk):
    client = login("balangan")
    one = run(tmp_path, KODE, "--lampiran", "I", "--format", bentuk)
    assert one == client.get(f"/penetapan/{KODE}/lampiran/1/unduh/{bentuk}/").content
    both = run(tmp_path, KODE, "--format", bentuk)
    assert both == client.get(f"/penetapan/{KODE}/lampiran/unduh/{bentuk}/").content
    assert both == run(tmp_path, KODE, "--format", bentuk) != one


def test_html_needs_nothing_else(tmp_path, db):
    html = run(tmp_path, KODE, "--lampiran", "1", "--format", "html").decode()
    assert "IKM Pelayanan kepada semua anggota Dewan" in html
    assert "@page {" in html and ".butir > li {" in html
    assert not any(word in html for word in ("<link", "<script", "src=", "href=", "url("))


@pytest.mark.parametrize(
    ("args", "pesan"),
    [
        (("tidak-ada", "--format", "pdf"), "Penetapan «tidak-ada» tidak ada."),
        ((KODE, "--lampiran", "IX", "--format", "pdf"), "tidak mempunyai lampiran «IX»; yang ada: I, II."),
        ((KODE, "--format", "odt"), "Format «odt» tidak dikenal"),
    ],
)
def test_refusals(tmp_path, db, args, pesan):
    with pytest.raises(CommandError, match=pesan):
        run(tmp_path, *args)
    assert not (tmp_path / "hasil").exists()


def test_a_file_that_cannot_be_written(db, tmp_path):
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("lampiran", KODE, "--format", "html", "--output", str(tmp_path / "tidak" / "ada"))
