"""An export keeps who approved a formula, when and why, and the answers to findings; an import brings them back."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from formulas.temuan import ATURAN
from registry.models import Indikator, JawabanTemuan, Penetapan, Rumus
from registry.services.errors import ServiceError
from registry.services.jawaban_temuan import jawaban_save
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.rumus import rumus_approve, rumus_propose, rumus_reject
from registry.services.temuan import findings_of
from tests.registry.test_penetapan_impor import document, remove_all

pytestmark = pytest.mark.django_db
KODE = "lumajang-2019-326"
ISI = {"satuan": "%", "arah": "naik", "desimal": 2, "rumpun": "F01", "gabungan": "hitung_ulang"}
VARIABEL = [{"nama": "a", "label": "Jumlah A"}, {"nama": "b", "label": "Jumlah B"}]
WAKTU = datetime.datetime(2023, 5, 2, 2, 30, tzinfo=datetime.UTC)


def propose(user, indikator, ekspresi):
    return rumus_propose(
        user=user, indikator=indikator, ekspresi=ekspresi, variabel=VARIABEL, alasan=f"Sebab {ekspresi}.", **ISI
    )


@pytest.fixture
def decided(cast, lumajang) -> Indikator:
    """Version 1 replaced, 2 in force, 3 refused, 4 waiting; a finding answered and another by the proposal."""
    finding = next(t for t in findings_of(lumajang) if t.indikator.startswith("lmj19-") and not _proposed(t.indikator))
    indikator = Indikator.objects.get(kode=finding.indikator)
    rumus_approve(user=cast["bappeda"], rumus=propose(cast["admin"], indikator, "a / b * 100"))
    rumus_reject(user=cast["bappeda"], rumus=propose(cast["admin"], indikator, "a / b"), alasan="Bukan persen.")
    propose(cast["admin"], indikator, "a / b * 10")
    Rumus.objects.filter(indikator=indikator).update(created_at=WAKTU)
    for aturan, jawaban in ((finding.aturan, "bukan_masalah"), (_other_rule(finding.aturan), "usulan")):
        jawaban_save(
            user=cast["bappeda"], indikator=indikator, aturan=aturan, jawaban=jawaban, alasan="Dilihat.", version=0
        )
    JawabanTemuan.objects.update(created_at=WAKTU, updated_at=WAKTU)
    return indikator


def _proposed(kode):
    return Rumus.objects.filter(indikator__kode=kode).exclude(status="berlaku").exists()


def _other_rule(aturan):
    return next(name for name in ATURAN if name != aturan)


def wipe() -> None:
    """All decrees gone, as on a new installation; the accounts stay."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql))
        import_module("registry.migrations.0002_kunci_penetapan").drop_guards(None, editor)
    remove_all()


def told(kode):
    """What must come back, version by version, and the answers."""
    rumus = Rumus.objects.filter(indikator__kode=kode).order_by("versi")
    names = ("versi", "status", "ekspresi", "alasan", "tanggapan", "created_at", "diputus_pada")
    people = ("diusulkan_oleh__username", "disetujui_oleh__username")
    answers = JawabanTemuan.objects.filter(indikator__kode=kode).values_list(
        "aturan", "jawaban", "alasan", "rumus__versi", "oleh__username", "created_at", "updated_at", "version"
    )
    return list(rumus.values_list(*names, *people)), sorted(answers, key=str)


def test_nothing_about_decisions_is_lost(decided):
    before, exported = told(decided.kode), penetapan_export()
    versions, answers = before
    assert [row[:2] for row in versions] == [(1, "diganti"), (2, "berlaku"), (3, "ditolak"), (4, "usulan")]
    assert versions[1][-2:] == ("admin", "bappeda")
    assert {row[3] for row in answers} == {None, 4}
    wipe()
    assert {r.tindakan for r in penetapan_import(documents=exported)} == {"baru"}
    assert told(decided.kode) == before
    assert penetapan_export() == exported
    assert {r.tindakan for r in penetapan_import(documents=exported)} == {"tidak berubah"}


def test_a_file_without_these_keys_is_what_it_was(cast, decided):
    """An answer or a number that the file does not tell is no difference; it stays."""
    answered = Indikator.objects.filter(lembar__lampiran__penetapan__kode="balangan-setwan-2023").first()
    jawaban_save(
        user=cast["bappeda_balangan"], indikator=answered, aturan=_other_rule(""), jawaban="bukan_masalah",
        alasan="Sudah dilihat.", version=0,
    )  # fmt: skip
    (result,) = penetapan_import(documents=[document("balangan-setwan-2023")])
    assert result.tindakan == "tidak berubah"
    assert JawabanTemuan.objects.filter(indikator=answered).exists()


def test_a_changed_answer_in_the_file_is_a_difference(decided):
    (data,) = penetapan_export(kode=[KODE])
    item([data], decided.kode)["jawaban_temuan"][0]["alasan"] = "Lain."
    with pytest.raises(ServiceError, match="isinya berbeda"):
        penetapan_import(documents=[data])


def own(documents):
    """The decrees of Lumajang."""
    return [data for data in documents if data["pemda"]["kode"] == "35.08"]


def item(documents, kode):
    """The indicator in exported decrees."""
    lampiran = [lp for data in documents for lp in data["lampiran"]]
    rows = [i for lp in lampiran for lb in lp["instansi"] for s in lb["sasaran"] for i in s["indikator"]]
    return next(row for row in rows if row["kode"] == kode)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda i: i["putusan"].update(disetujui_oleh="siapa"), "akun «siapa» belum terdaftar. Buat akun itu"),
        (lambda i: i["putusan"].update(diputus="2023-05-02"), "putusan, diputus: tulis waktu beserta zonanya"),
        (lambda i: i["putusan"].update(versi=1), "Versi rumus ini sudah ada"),
        (lambda i: i["putusan"].update(pemutus="x"), "kunci «pemutus» tidak dikenal"),
        (lambda i: i["jawaban_temuan"][0].update(aturan="karangan"), "aturan temuan «karangan» tidak dikenal"),
        (lambda i: i["jawaban_temuan"][0].update(jawaban="usulan", rumus_versi=9), "rumus versi 9 yang tidak ada"),
    ],
    ids=["account", "moment", "version", "key", "rule", "proposal"],
)
def test_faults_are_named_with_their_place(decided, change, message):
    exported = penetapan_export()
    change(item(exported, decided.kode))
    wipe()
    with pytest.raises(ServiceError) as caught:
        penetapan_import(documents=exported)
    assert message in caught.value.pesan
    assert decided.kode in caught.value.pesan
    assert not Penetapan.objects.exists()


def test_a_person_names_accounts_of_the_own_pemda_only(cast, decided):
    exported = own(penetapan_export())
    item(exported, decided.kode)["putusan"]["disetujui_oleh"] = "bappeda-balangan"
    wipe()
    with pytest.raises(ServiceError, match="«bappeda-balangan» belum terdaftar di pemda ini"):
        penetapan_import(documents=exported, user=cast["admin"])


def test_history_tells_who_brought_them_in(cast, decided):
    exported = own(penetapan_export())
    wipe()
    penetapan_import(documents=exported, user=cast["admin"])
    rows = [*Rumus.history.filter(indikator__kode=decided.kode, history_type="+", history_user=cast["admin"])]
    newest = [row for row in rows if row.history_change_reason == "Dimuat dari berkas"]
    assert len(newest) == 4
    answer = JawabanTemuan.history.filter(history_change_reason="Dimuat dari berkas")
    assert {row.history_user for row in answer} == {cast["admin"]}
