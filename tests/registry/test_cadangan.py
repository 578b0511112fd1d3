"""A backup made under writes comes back whole into an empty database; an archive that was touched is refused."""

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from registry.models import BuktiDukung, Pemda, Realisasi
from registry.services.cadangan import cadangan_create
from registry.services.cadangan_arsip import ArsipRusak, Penulis, read_archive
from registry.services.cadangan_basis import basis, is_empty
from registry.services.errors import ServiceError
from registry.services.pulihkan import archive_check, pemulihan_run
from tests.registry.alur import isi

ROOT = Path(__file__).parents[2]
SUNTINGAN = 300  # edits of one byte each
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of its own for every test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def bukti(cast, keluarga_sehat, media) -> BuktiDukung:
    """A piece of evidence with its file."""
    row = BuktiDukung(realisasi=isi(cast, keluarga_sehat), judul="Laporan", diunggah_oleh=cast["dinkes"], tipe="pdf")
    row.berkas.name = f"bukti/{row.kunci.hex}"
    row.ukuran = 3000
    row.save()
    (media / "bukti").mkdir(parents=True)
    (media / row.berkas.name).write_bytes(b"%PDF" + bytes(2996))
    return row


@pytest.fixture
def elsewhere(tmp_path, settings):
    """`with elsewhere():` everything happens on another machine: an empty database, another media folder."""
    from contextlib import contextmanager

    @contextmanager
    def go(name: str = "lain"):
        here, folder = connection.settings_dict["NAME"], settings.MEDIA_ROOT
        connections.close_all()
        there = _empty_database(here, name, tmp_path)
        connection.settings_dict["NAME"] = there
        settings.MEDIA_ROOT = tmp_path / f"media-{name}"
        try:
            yield settings.MEDIA_ROOT
        finally:
            connections.close_all()
            connection.settings_dict["NAME"], settings.MEDIA_ROOT = here, folder

    yield go
    if connection.vendor == "postgresql":
        for name in ("lain", "lagi"):
            _server(f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}_{name}" WITH (FORCE)')


def _empty_database(here: str, name: str, folder: Path) -> str:
    if connection.vendor == "sqlite":
        return str(folder / f"{name}.sqlite3")
    there = f"{here}_{name}"
    _server(f'DROP DATABASE IF EXISTS "{there}" WITH (FORCE)', f'CREATE DATABASE "{there}" TEMPLATE template0')
    return there


def _server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Pegawai:
    """People who go on working while the backup runs."""

    def __init__(self, threads: int = 4) -> None:
        self.stop, self.written = threading.Event(), 0
        self.threads = [threading.Thread(target=self._write, args=(n,)) for n in range(threads)]

    def _write(self, number: int) -> None:
        count = 0
        while not self.stop.is_set():
            pemda = Pemda.objects.get(kode="35.08")
            pemda.ibu_kota = f"Lumajang {number}-{count}"
            pemda.save()
            self.written += 1
            count += 1
        connections.close_all()

    def go_on_for(self, more: int) -> None:
        """Waits until that many more were written: the backup held nobody up for good."""
        wanted = self.written + more
        while self.written < wanted:
            time.sleep(0.01)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def test_a_backup_under_writes_is_restored_whole(bukti, media, tmp_path, elsewhere):
    before = basis().contents()
    with Pegawai() as people:
        made = cadangan_create(ke=str(tmp_path / "a.tar"))
        people.go_on_for(3)
    assert people.written >= 3
    kept = files(media)
    with elsewhere() as there:
        done = pemulihan_run(path=made.path, sidik=made.sidik)
        after = basis().contents()
        assert files(there) == kept
        assert BuktiDukung.objects.get().judul == "Laporan"
        manifest = archive_check(path=made.path).manifest["tabel"]
    assert {name: row["baris"] for name, row in manifest.items()} == {n: i.baris for n, i in after.items()}
    assert {name: row["sidik"] for name, row in manifest.items()} == {n: i.sidik for n, i in after.items()}
    assert (done.baris, done.berkas, done.perlu_migrasi) == (sum(i.baris for i in after.values()), 1, False)
    moved = {name for name in before if before[name] != after[name]}
    assert moved <= {"registry_pemda", "registry_historicalpemda", "sqlite_sequence"}


def test_the_restored_database_works(bukti, tmp_path, elsewhere, cast):
    made = cadangan_create(ke=str(tmp_path))
    with elsewhere():
        pemulihan_run(path=made.path)
        row = Realisasi.objects.get(pk=bukti.realisasi_id)
        row.keterangan = "sesudah dipulihkan"
        row.save()
        assert row.history.latest().keterangan == "sesudah dipulihkan"
    assert Realisasi.objects.get(pk=bukti.realisasi_id).keterangan == ""


@pytest.mark.lama
@pytest.mark.basis
def test_every_edit_of_one_byte_is_refused(bukti, tmp_path):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    whole = bytearray(made.path.read_bytes())
    random_places, passed = random.Random(7), []
    edges = [0, 100, 148, 156, 257, 345, 511, 512, len(whole) - 1, len(whole) - 512, len(whole) - 10240]
    for at in edges + [random_places.randrange(len(whole)) for _ in range(SUNTINGAN)]:
        old = whole[at]
        whole[at] = old ^ random_places.randrange(1, 256)
        (tmp_path / "b.tar").write_bytes(whole)
        whole[at] = old
        try:
            read_archive(tmp_path / "b.tar")
            passed.append(at)
        except ArsipRusak:
            pass
    assert passed == []


@pytest.mark.parametrize("cut", [1, 512, 10_240, 100_000, -1])
def test_an_archive_of_another_length_is_refused(bukti, tmp_path, cut):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-cut] if cut > 0 else whole + b"\0" * 10_240)
    with pytest.raises(ArsipRusak):
        archive_check(path=made.path)


def test_a_forged_archive_is_told_by_its_seal(bukti, tmp_path):
    """Whoever can write the archive can seal another one; not what was printed, nor the side file elsewhere."""
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    arsip = read_archive(made.path)
    with (tmp_path / "b.tar").open("wb") as file:
        writer = Penulis(file)
        for anggota in arsip.anggota:
            arsip.extract(anggota, tmp_path / "isi")
            writer.add(anggota.nama, tmp_path / "isi")
            (tmp_path / "isi").unlink()
        writer.finish(arsip.manifest | {"dibuat": "2020-01-01"})
    archive_check(path=tmp_path / "b.tar")
    with pytest.raises(ServiceError, match="Sidik arsip ini"):
        archive_check(path=tmp_path / "b.tar", sidik=made.sidik)
    (tmp_path / "b.tar").replace(made.path)
    with pytest.raises(ServiceError, match="Sidik arsip ini"):
        archive_check(path=made.path)


@pytest.mark.parametrize("name", ["../luar", "media/../../luar", "/etc/passwd", "lain/x", "media//x"])
def test_names_that_lead_outside_are_refused(tmp_path, name):
    (tmp_path / "isi").write_bytes(b"x")
    with (tmp_path / "a.tar").open("wb") as file:
        writer = Penulis(file)
        writer.add(name, tmp_path / "isi")
        writer.finish({})
    with pytest.raises(ArsipRusak):
        read_archive(tmp_path / "a.tar")


def test_what_is_there_is_not_overwritten(bukti, tmp_path):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    with pytest.raises(ServiceError, match="sudah berisi"):
        pemulihan_run(path=made.path)
    with pytest.raises(ServiceError, match="sudah ada"):
        cadangan_create(ke=str(tmp_path / "a.tar"))


def test_overwriting_keeps_what_was_there(bukti, tmp_path, media, elsewhere):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    Pemda.objects.filter(kode="35.08").update(ibu_kota="Sesudah cadangan")
    done = pemulihan_run(path=made.path, timpa=True)
    assert Pemda.objects.get(kode="35.08").ibu_kota == "Lumajang"
    with elsewhere():
        pemulihan_run(path=done.pengaman.path)
        assert Pemda.objects.get(kode="35.08").ibu_kota == "Sesudah cadangan"


@pytest.mark.lama
@pytest.mark.basis
def test_a_database_that_was_only_migrated_counts_as_empty(tmp_path, elsewhere, bukti):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    with elsewhere("lagi"):
        call_command("migrate", verbosity=0)
        assert is_empty()
        pemulihan_run(path=made.path)
        assert BuktiDukung.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mesin": "oracle"}, "dari basis data oracle"),
        ({"format": 99}, "berformat 99"),
        ({"migrasi": [["registry", "9999_nanti"]]}, "lebih baru"),
        ({"berkas_hilang": ["bukti/x"]}, "tanpa 1 berkas"),
    ],
)
def test_what_does_not_fit_here_is_refused(bukti, tmp_path, elsewhere, change, told):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    arsip = read_archive(made.path)
    with (tmp_path / "b.tar").open("wb") as file:
        writer = Penulis(file)
        for number, anggota in enumerate(arsip.anggota):
            arsip.extract(anggota, tmp_path / str(number))
            writer.add(anggota.nama, tmp_path / str(number))
        writer.finish(arsip.manifest | change)
    with elsewhere() as there:
        with pytest.raises(ServiceError, match=told):
            pemulihan_run(path=tmp_path / "b.tar")
        assert is_empty() and not there.exists()


def test_a_missing_file_stops_the_backup(bukti, tmp_path, media, elsewhere):
    (media / bukti.berkas.name).unlink()
    with pytest.raises(ServiceError, match="1 berkas tercatat"):
        cadangan_create(ke=str(tmp_path / "a.tar"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media"]
    made = cadangan_create(ke=str(tmp_path / "a.tar"), walau_hilang=True)
    assert made.hilang == (bukti.berkas.name,)
    with elsewhere():
        with pytest.raises(ServiceError, match="tanpa 1 berkas"):
            pemulihan_run(path=made.path)
        assert pemulihan_run(path=made.path, walau_hilang=True).berkas == 0


def test_files_that_are_still_taken_in_stay_out(bukti, tmp_path, media):
    (media / "bukti" / ".sementara").mkdir()
    (media / "bukti" / ".sementara" / "x").write_bytes(b"x")
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    assert [a.nama for a in read_archive(made.path).anggota][1:] == [f"media/{bukti.berkas.name}"]


def test_a_failed_restore_leaves_no_files(bukti, tmp_path, elsewhere, monkeypatch):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    monkeypatch.setattr(basis(), "restore", lambda source: (_ for _ in ()).throw(ServiceError("macet")))
    with elsewhere() as there:
        with pytest.raises(ServiceError, match="macet"):
            pemulihan_run(path=made.path)
        assert is_empty() and files(there) == {}


def test_only_the_owner_reads_an_archive(bukti, tmp_path):
    made = cadangan_create(ke=str(tmp_path))
    side = made.path.with_name(made.path.name + ".sha256")
    assert {path.stat().st_mode & 0o777 for path in (made.path, side)} == {0o600}
    assert side.read_text().split() == [made.sidik, "manifest.json"]


def test_tar_itself_reads_the_archive(bukti, tmp_path):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    listed = subprocess.run(["tar", "-tf", made.path], capture_output=True, text=True, check=True).stdout.split()
    assert listed == [basis().NAMA, f"media/{bukti.berkas.name}", "manifest.json", "sidik"]
    manifest = subprocess.run(["tar", "-xOf", made.path, "manifest.json"], capture_output=True, check=True).stdout
    assert hashlib.sha256(manifest).hexdigest() == made.sidik


def test_commands_say_what_they_did(bukti, tmp_path, elsewhere, capsys):
    call_command("cadangkan", ke=str(tmp_path / "a.tar"))
    said = capsys.readouterr().out
    sidik = read_archive(tmp_path / "a.tar").sidik
    assert f"Sidik manifest (SHA-256): {sidik}" in said
    with elsewhere():
        call_command("pulihkan", str(tmp_path / "a.tar"), periksa=True)
        assert is_empty()
        call_command("pulihkan", str(tmp_path / "a.tar"), sidik=sidik)
    assert "1 berkas; semua cocok" in capsys.readouterr().out


def test_exit_status_of_a_damaged_archive(bukti, tmp_path):
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    made.path.write_bytes(made.path.read_bytes()[:-20_000])
    with pytest.raises(CommandError) as error:
        call_command("pulihkan", str(made.path))
    assert error.value.returncode == 3


def test_without_client_tools_it_says_so(bukti, tmp_path, monkeypatch):
    from registry.services import cadangan_postgres

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServiceError, match="postgresql-client"):
        cadangan_postgres._run("pg_dump")


@pytest.mark.lama
@pytest.mark.basis
@pytest.mark.skipif("sqlite" not in os.environ.get("DATABASE_URL", "sqlite"), reason="a machine with SQLite")
def test_on_another_machine(bukti, tmp_path, media):
    """A process with its own settings, as `manage.py pulihkan` runs there."""
    made = cadangan_create(ke=str(tmp_path / "a.tar"))
    there = tmp_path / "mesin"
    there.mkdir()
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{there / 'iku.sqlite3'}",
        "MEDIA_ROOT": str(there / "media"),
    }
    command = [sys.executable, "manage.py", "pulihkan", str(made.path), "--sidik", made.sidik]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(there / "iku.sqlite3") as database:
        assert database.execute("SELECT judul FROM registry_buktidukung").fetchall() == [("Laporan",)]
    assert files(there / "media") == files(media)
