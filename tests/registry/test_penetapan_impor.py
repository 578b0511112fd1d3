"""Export and import of decrees: nothing is lost, a signed decree stays, all or nothing, faults are named."""

import copy
import json
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from registry.models import Indikator, Penetapan, Rumus, Variabel
from registry.services.awal import muat_awal
from registry.services.errors import ServiceError
from registry.services.penetapan import penetapan_export, penetapan_import, penetapan_preview
from registry.services.penetapan_berkas import read_documents, write_documents

pytestmark = pytest.mark.django_db
LIMA = [
    "lumajang-setwan-2018",
    "lumajang-2019-326",
    "balangan-setwan-2023",
    "lumajang-kecamatan-2020",
    "lumajang-setda-2023",
]
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "penetapan"


def document(kode: str) -> dict:
    return yaml.safe_load((FOLDER / f"{kode}.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def draf() -> dict:
    """A draft like 000, under a name of its own."""
    data = document("lumajang-setwan-2018") | {"kode": "draf-baru", "status": "draf"}
    for lembar in data["lampiran"][0]["instansi"]:
        for sasaran in lembar["sasaran"]:
            for indikator in sasaran["indikator"]:
                indikator["kode"] = f"baru-{indikator['kode']}"
    return data


def first(data: dict) -> dict:
    return data["lampiran"][0]["instansi"][0]["sasaran"][0]["indikator"][0]


def actions(results) -> list[str]:
    return [result.tindakan for result in results]


@pytest.fixture
def empty(db):
    """No decree at all; its transaction takes the guards of the database away, and the rollback brings them back."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql))
        import_module("registry.migrations.0002_kunci_penetapan").drop_guards(None, editor)
    remove_all()


def remove_all() -> None:
    Variabel.objects.all().delete()
    Indikator.objects.update(lanjutan_dari=None)
    Penetapan.objects.all().delete()


def test_the_files_are_what_is_stored(db):
    documents = [document(kode) for kode in LIMA]
    assert actions(penetapan_import(documents=documents)) == ["tidak berubah"] * 5


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_an_export_says_the_same(db, format):
    text = write_documents(penetapan_export(), format)
    assert actions(penetapan_import(documents=read_documents(text.encode()))) == ["tidak berubah"] * 5


def test_export_into_an_empty_database_gives_an_equal_export(db, request):
    before = penetapan_export()
    request.getfixturevalue("empty")
    assert not Penetapan.objects.exists()
    assert actions(penetapan_import(documents=before)) == ["baru"] * 5
    assert penetapan_export() == before


def test_the_order_of_files_does_not_matter(empty):
    documents = [document(kode) for kode in sorted(LIMA)]
    results = penetapan_import(documents=documents)
    assert [r.kode for r in results] == sorted(LIMA)
    assert Indikator.objects.count() == 143


def test_commands_pass_it_on(db, capsys, tmp_path):
    call_command("penetapan_export", "lumajang-setwan-2018", "balangan-setwan-2023")
    path = tmp_path / "ekspor.json"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 2
    call_command("penetapan_import", str(path))
    expected = ["balangan-setwan-2023: tidak berubah", "lumajang-setwan-2018: tidak berubah"]
    assert capsys.readouterr().out.splitlines() == expected


def test_a_second_start_leaves_what_people_changed(db):
    rumus = Rumus.objects.filter(indikator__pemda__kode="35.08", status="berlaku").first()
    Rumus.objects.filter(pk=rumus.pk).update(satuan="orang")
    assert {result.tindakan for result in muat_awal()} == {"dibiarkan"}
    assert Rumus.objects.get(pk=rumus.pk).satuan == "orang"


def test_a_signed_decree_is_refused(db):
    data = document("lumajang-setwan-2018") | {"tentang": "LAIN"}
    with pytest.raises(ServiceError, match="lumajang-setwan-2018 sudah ditetapkan"):
        penetapan_import(documents=[data])
    assert Penetapan.objects.get(kode="lumajang-setwan-2018").tentang != "LAIN"


def test_a_draft_is_new_then_replaced_then_unchanged(draf):
    assert actions(penetapan_import(documents=[draf])) == ["baru"]
    changed = copy.deepcopy(draf) | {"tentang": "LAIN"}
    assert actions(penetapan_import(documents=[changed])) == ["diganti"]
    assert actions(penetapan_import(documents=[changed])) == ["tidak berubah"]
    assert Penetapan.objects.get(kode="draf-baru").tentang == "LAIN"


def test_a_draft_whose_indicators_read_each_other_is_replaced(empty):
    data = document("lumajang-2019-326") | {"status": "draf"}
    before = document("lumajang-setwan-2018")
    assert actions(penetapan_import(documents=[before, data])) == ["baru", "baru"]
    assert actions(penetapan_import(documents=[data | {"tentang": "LAIN"}])) == ["diganti"]
    assert Indikator.objects.filter(lembar__lampiran__penetapan__kode="lumajang-2019-326").count() == 128


def test_a_bad_second_document_leaves_nothing_of_the_first(draf):
    bad = copy.deepcopy(draf) | {"kode": "draf-kedua"}
    row = first(bad) | {"kode": "kedua-01", "rumus": "a / / b"}
    bad["lampiran"][0]["instansi"][0]["sasaran"] = [{"teks": "Satu", "indikator": [row]}]
    with pytest.raises(ServiceError, match="Indikator kedua-01, rumus:"):
        penetapan_import(documents=[draf, bad])
    assert not Penetapan.objects.filter(kode__startswith="draf-").exists()


def _set(data: dict, place: str, value: object) -> dict:
    target = first(data) if place.startswith("indikator.") else data
    key = place.rpartition(".")[2]
    target[key] = value
    return data


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("nomer", "1", "Penetapan draf-baru: kunci «nomer» tidak dikenal"),
        ("jenis", "surat", "Penetapan draf-baru, jenis: «surat» tidak dikenal"),
        ("tahun_awal", "2018", "Penetapan draf-baru, tahun_awal: harus berupa bilangan bulat"),
        ("tahun_akhir", 2001, "tahun akhir tidak boleh mendahului"),
        ("pemda", {"kode": "99.99"}, "pemda dengan kode «99.99» belum terdaftar"),
        ("menimbang", "bahwa", "Penetapan draf-baru, menimbang: harus berupa daftar"),
        ("diktum", [{"label": "KESATU", "isi": "x", "huruf": []}], "diktum KESATU: kunci «huruf» tidak dikenal"),
        ("tentang", "satu\x00dua", "tentang: berisi karakter yang tidak dapat dicetak"),
        ("tentang", "x" * 201, "tentang: Satu kata paling panjang 200"),
        ("indikator.satuann", "%", "kunci «satuann» tidak dikenal"),
        ("indikator.rumus", "a / zzz", "zzz"),
        ("indikator.pengisi", ["tidak-ada"], "pengisi «tidak-ada» belum terdaftar"),
        ("indikator.lanjutan_dari", "tidak-ada", "indikator pendahulu «tidak-ada» belum terdaftar"),
        ("indikator.rumus_cetak", [{"atas": "A"}], "rumus_cetak, bagian 1: kunci «bawah» tidak ada"),
        ("indikator.nomor", "1" * 11, "indikator baru-.*nomor:"),
        ("indikator.kode", "Besar", "indikator Besar.*huruf kecil"),
        ("indikator.desimal", 99, "Jumlah desimal paling banyak 10"),
    ],
)
def test_faults_are_named_with_their_place(draf, place, value, message):
    with pytest.raises(ServiceError, match=f"(?is){message}"):
        penetapan_import(documents=[_set(draf, place, value)])
    assert not Penetapan.objects.filter(kode="draf-baru").exists()


def test_an_indicator_code_of_another_decree_is_refused(draf):
    first(draf)["kode"] = first(document("lumajang-setwan-2018"))["kode"]
    with pytest.raises(ServiceError, match="Kode indikator ini sudah dipakai"):
        penetapan_import(documents=[draf])


def test_preview_tells_and_writes_nothing(cast, draf):
    signed = document("lumajang-setwan-2018")
    foreign = document("balangan-setwan-2023")
    documents = [draf, signed, signed | {"tentang": "LAIN"}, foreign, "bukan penetapan"]
    results = penetapan_preview(documents=documents, user=cast["admin"])
    assert actions(results) == ["baru", "tidak berubah", "ditolak", "ditolak", "ditolak"]
    assert "milik pemda «63.11»" in results[3].alasan
    assert results[4].kode == "dokumen ke-5"
    assert not Penetapan.objects.filter(kode="draf-baru").exists()


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "admin_balangan", "superuser"])
def test_only_the_admin_of_the_own_pemda_imports(cast, draf, name):
    with pytest.raises(ServiceError):
        penetapan_import(documents=[draf], user=cast[name])
    assert not Penetapan.objects.filter(kode="draf-baru").exists()


def test_what_changed_since_the_preview_stops_the_import(cast, draf):
    with pytest.raises(ServiceError, match="berubah sejak pemeriksaan"):
        penetapan_import(documents=[draf], user=cast["admin"], expected=["diganti"])
    assert not Penetapan.objects.filter(kode="draf-baru").exists()


def test_history_tells_who_imported(cast, draf):
    penetapan_import(documents=[draf], user=cast["admin"])
    record = Penetapan.objects.get(kode="draf-baru").history.latest()
    assert (record.history_user, record.history_change_reason) == (cast["admin"], "Dimuat dari berkas")


BOMBS = {
    "alias": b"a: &a [x]\nb: [*a, *a]\n",
    "deep yaml": b"a: " + b"[" * 50_000,
    "deep json": b"[" * 500_000,
    "deep blocks": b"\n".join(b" " * n + b"a:" for n in range(2000)),
    "merge": b"a: 1\n<<: {b: 2}\n",
    "key twice": b"kode: a\nkode: b\n",
    "key twice in json": b'{"kode": "a", "kode": "b"}',
    "object": b"a: !!python/object/apply:os.system [ls]\n",
    "many": b"- a\n" * 700_000,
    "big": b"# " + b"x" * (5 * 1024 * 1024),
    "number": b"a: " + b"9" * 5000,
    "date": b"a: 2019-99-99\n",
    "utf-16": "kode: a".encode("utf-16"),
    "two documents": b"a: 1\n---\nb: 2\n",
    "list as key": b"? [a]\n: b\n",
    "empty": b"",
    "half": b'{"kode": ',
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_files_are_refused(name):
    with pytest.raises(ServiceError):
        read_documents(BOMBS[name])


def test_the_command_names_the_file_that_it_cannot_read(tmp_path):
    path = tmp_path / "rusak.yaml"
    path.write_bytes(BOMBS["key twice"])
    with pytest.raises(CommandError, match=r"rusak.yaml: Baris 2: kunci «kode» tertulis dua kali"):
        call_command("penetapan_import", str(path))


def test_a_text_too_long_to_print_is_refused_with_its_place(db):
    data = copy.deepcopy(penetapan_export(kode=["lumajang-setwan-2018"])[0])
    indikator = data["lampiran"][0]["instansi"][0]["sasaran"][0]["indikator"][0]
    indikator["penjelasan"] = "kata " * 5000
    data["kode"] = "lumajang-terlalu-panjang"
    with pytest.raises(ServiceError, match="lmj18-setwan-01, penjelasan"):
        penetapan_import(documents=[data])
