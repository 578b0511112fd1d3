"""A formula is proposed with a reason, checked, approved by another person, and used from then on."""

import pytest

from registry.models import DataDasar, Indikator, JawabanTemuan, Realisasi, Rumus
from registry.services.akun import akun_create
from registry.services.dampak import Dampak
from registry.services.errors import ServiceError
from registry.services.realisasi import realisasi_save
from registry.services.rumus import (
    PERLU_ALASAN,
    SENDIRIAN,
    SUDAH_BERGANTI,
    SUDAH_DIPUTUS,
    USULAN_SENDIRI,
    content_of,
    impact_of,
    in_force,
    rumus_approve,
    rumus_propose,
    rumus_reject,
    with_references,
)
from registry.services.simpan import TIDAK_BERHAK
from registry.services.variabel import VariabelError, as_data

pytestmark = pytest.mark.django_db
A = {"nama": "keluarga_sehat", "label": "Keluarga sehat", "satuan": "keluarga", "min": "0", "bulat": True}
B = {"nama": "keluarga_dikunjungi", "label": "Keluarga dikunjungi", "satuan": "keluarga", "min": "0", "bulat": True}
ISI = {"ekspresi": "keluarga_sehat / keluarga_dikunjungi", "satuan": "rasio", "arah": "naik", "desimal": 4}
ISI |= {"rumpun": "", "gabungan": "hitung_ulang", "alasan": "Satuannya rasio."}


def propose(user, indikator, variabel=(A, B), **changes) -> Rumus:
    return rumus_propose(user=user, indikator=indikator, variabel=list(variabel), **{**ISI, **changes})


@pytest.fixture
def filled(cast, keluarga_sehat) -> Realisasi:
    values = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}
    return realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)


@pytest.fixture
def usulan(cast, keluarga_sehat) -> Rumus:
    return propose(cast["dinkes"], keluarga_sehat.indikator)


def test_it_works(cast, filled, usulan, keluarga_sehat):
    old = in_force(keluarga_sehat.indikator)
    assert (usulan.status, usulan.versi, old.versi) == ("usulan", 2, 1)
    dampak = rumus_approve(user=cast["bappeda"], rumus=usulan, berlaku=old.pk)
    assert [r.pk for r in dampak.dihitung] == [filled.pk]
    row = keluarga_sehat.get()
    assert (row.hasil, row.rumus_id, row.cuplikan["rumus_versi"]) == ("0.9", usulan.pk, 2)
    old.refresh_from_db()
    assert (old.status, in_force(keluarga_sehat.indikator).disetujui_oleh) == ("diganti", cast["bappeda"])


def test_the_decree_keeps_its_text(cast, usulan):
    printed = Indikator.objects.get(pk=usulan.indikator_id)
    rumus_approve(user=cast["bappeda"], rumus=usulan)
    after = Indikator.objects.get(pk=usulan.indikator_id)
    assert (printed.rumus_cetak, printed.nama) == (after.rumus_cetak, after.nama)


@pytest.mark.parametrize("status", ["terverifikasi", "terkunci"])
def test_published_figures_stay_and_are_told(cast, filled, usulan, keluarga_sehat, status):
    Realisasi.objects.filter(pk=filled.pk).update(status=status)
    dampak = rumus_approve(user=cast["bappeda"], rumus=usulan)
    assert ([r.pk for r in dampak.terbit], dampak.dihitung) == ([filled.pk], [])
    assert (keluarga_sehat.get().hasil, keluarga_sehat.get().rumus.versi) == ("90", 1)


@pytest.mark.parametrize("status", ["draf", "diajukan", "dikembalikan"])
def test_open_figures_follow(cast, filled, usulan, keluarga_sehat, status):
    Realisasi.objects.filter(pk=filled.pk).update(status=status)
    rumus_approve(user=cast["bappeda"], rumus=usulan)
    assert (keluarga_sehat.get().hasil, keluarga_sehat.get().status) == ("0.9", status)


def test_the_impact_is_shown_and_nothing_is_written(cast, filled, usulan, keluarga_sehat):
    before = (keluarga_sehat.get().version, Rumus.history.count(), Realisasi.history.count())
    dampak = impact_of(user=cast["bappeda"], rumus=usulan)
    assert [r.hasil for r in dampak.dihitung] == ["0.9"]
    assert before == (keluarga_sehat.get().version, Rumus.history.count(), Realisasi.history.count())
    assert Rumus.objects.get(pk=usulan.pk).status == "usulan"


@pytest.mark.parametrize("who", ["dinsos", "pembaca", "balangan", "bappeda_balangan", "admin_balangan"])
def test_strangers_propose_nothing(cast, keluarga_sehat, who):
    with pytest.raises(ServiceError, match=TIDAK_BERHAK):
        propose(cast[who], keluarga_sehat.indikator)


@pytest.mark.parametrize("who", ["dinkes", "bappeda", "admin"])
def test_those_who_may_propose(cast, keluarga_sehat, who):
    assert propose(cast[who], keluarga_sehat.indikator).diusulkan_oleh == cast[who]


@pytest.mark.parametrize("who", ["dinkes", "admin", "pembaca", "bappeda_balangan"])
def test_only_bappeda_decides(cast, usulan, who):
    with pytest.raises(ServiceError, match=TIDAK_BERHAK):
        rumus_approve(user=cast[who], rumus=usulan)
    with pytest.raises(ServiceError, match=TIDAK_BERHAK):
        rumus_reject(user=cast[who], rumus=usulan, alasan="Tidak.")


def test_nobody_approves_his_own_unless_he_is_the_only_one(cast, keluarga_sehat, lumajang):
    mine = propose(cast["bappeda"], keluarga_sehat.indikator)
    other = akun_create(username="bappeda-2", nama="Dua", peran="bappeda", pemda=lumajang)
    with pytest.raises(ServiceError, match=USULAN_SENDIRI):
        rumus_approve(user=cast["bappeda"], rumus=mine)
    other.aktif = False
    other.save()
    rumus_approve(user=cast["bappeda"], rumus=mine)
    assert Rumus.history.filter(id=mine.pk).first().history_change_reason == SENDIRIAN


def test_a_reason_is_needed(cast, keluarga_sehat, usulan):
    with pytest.raises(ServiceError, match=PERLU_ALASAN):
        propose(cast["dinkes"], keluarga_sehat.indikator, desimal=1, alasan="  ")
    with pytest.raises(ServiceError, match="Tulis alasan penolakannya"):
        rumus_reject(user=cast["bappeda"], rumus=usulan, alasan=" ")


def test_a_refusal_keeps_its_reason_and_the_formula(cast, usulan):
    row = rumus_reject(user=cast["bappeda"], rumus=usulan, alasan="Satuan sudah ditetapkan.")
    assert (row.status, row.tanggapan) == ("ditolak", "Satuan sudah ditetapkan.")
    assert in_force(usulan.indikator).versi == 1
    with pytest.raises(ServiceError, match=SUDAH_DIPUTUS.format(status="ditolak")):
        rumus_approve(user=cast["bappeda"], rumus=usulan)


def test_the_same_thing_twice_is_one_proposal(cast, usulan):
    with pytest.raises(ServiceError, match="sudah ada"):
        propose(cast["dinkes"], usulan.indikator)
    assert usulan.indikator.rumus.count() == 2


def test_a_formula_that_moved_on_is_told(cast, usulan):
    seen = in_force(usulan.indikator).pk
    rumus_approve(user=cast["bappeda"], rumus=usulan, berlaku=seen)
    with pytest.raises(ServiceError, match=SUDAH_BERGANTI):
        propose(cast["dinkes"], usulan.indikator, desimal=1, berlaku=seen)


def test_errors_carry_place_and_caret(cast, keluarga_sehat):
    with pytest.raises(ServiceError) as error:
        propose(cast["dinkes"], keluarga_sehat.indikator, ekspresi="keluarga_sehat / (2")
    assert error.value.pesan.endswith("keluarga_sehat / (2\n                 ^")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nama": "1x"}, "nama"),
        ({"label": " "}, "label"),
        ({"asal": "tetapan"}, "nilai"),
        ({"asal": "tetapan", "nilai": "1e5"}, "nilai"),
        ({"asal": "data_dasar", "data_dasar": "tidak-ada"}, "data_dasar"),
        ({"asal": "indikator", "jenis": "deret"}, "jenis"),
        ({"asal": "anggota", "jenis": "deret", "indikator": "lmj19-dinkes-02"}, "indikator"),
        ({"jenis": "pilihan"}, "skala"),
        ({"jenis": "deret"}, "anggota"),
        ({"min": "5", "maks": "4"}, "maks"),
        ({"satuan": "x" * 61}, "satuan"),
    ],
)
def test_a_variable_must_make_sense(cast, keluarga_sehat, change, field):
    with pytest.raises(VariabelError) as error:
        propose(cast["dinkes"], keluarga_sehat.indikator, variabel=[A | change, B])
    assert (error.value.bidang, error.value.urut) == (field, 0)


def test_names_of_another_pemda_do_not_resolve(cast, keluarga_sehat, balangan):
    setwan = balangan.instansi.get(kode="setwan")
    DataDasar.objects.create(pemda=balangan, kode="rahasia", nama="Rahasia", satuan="x", pemilik=setwan)
    foreign = [
        {"data_dasar": "rahasia", "asal": "data_dasar"},
        {"indikator": "blg23-setwan-ik-03", "asal": "indikator"},
    ]
    for change in [*foreign, {"pengisi": "tidak-ada"}]:
        with pytest.raises(VariabelError):
            propose(cast["dinkes"], keluarga_sehat.indikator, variabel=[A | change, B])


def test_circles_name_their_path(cast, lumajang):
    a, b = (Indikator.objects.get(pemda=lumajang, kode=f"lmj19-dinkes-0{n}") for n in (1, 2))
    reads_b, reads_a = ({"nama": "x", "label": "X", "asal": "indikator", "indikator": i.kode} for i in (b, a))
    rumus_approve(user=cast["bappeda"], rumus=propose(cast["admin"], a, variabel=[reads_b], ekspresi="x"))
    with pytest.raises(ServiceError, match=f"«{b.nama}» → «{a.nama}» → «{b.nama}»"):
        propose(cast["admin"], b, variabel=[reads_a], ekspresi="x")


def test_of_two_that_close_a_circle_one_is_approved(cast, lumajang):
    a, b = (Indikator.objects.get(pemda=lumajang, kode=f"lmj19-dinkes-0{n}") for n in (1, 2))
    pairs = [(a, b), (b, a)]
    both = [
        propose(
            cast["admin"],
            i,
            ekspresi="x",
            variabel=[{"nama": "x", "label": "X", "asal": "indikator", "indikator": j.kode}],
        )
        for i, j in pairs
    ]
    assert isinstance(rumus_approve(user=cast["bappeda"], rumus=both[0]), Dampak)
    with pytest.raises(ServiceError, match="saling merujuk"):
        rumus_approve(user=cast["bappeda"], rumus=both[1])


def test_what_came_with_the_documents_can_be_approved(cast):
    usulan = Rumus.objects.get(indikator__kode="lmj19-bpbd-02", status="usulan")
    rumus_approve(user=cast["bappeda"], rumus=usulan)
    assert in_force(usulan.indikator).ekspresi == "kejadian_ditangani / kejadian_ada * 100"


def test_every_formula_of_the_documents_can_be_proposed_again(cast, lumajang):
    for row in Rumus.objects.filter(indikator__pemda=lumajang, status="berlaku").select_related("indikator"):
        rows = with_references(row)
        head = {n: getattr(row, n) for n in ("ekspresi", "satuan", "arah", "rumpun", "gabungan")}
        new = rumus_propose(
            user=cast["bappeda"], indikator=row.indikator, desimal=row.desimal + 1, alasan="Uji.",
            variabel=[as_data(v) for v in rows], **head,
        )  # fmt: skip
        assert content_of(new, with_references(new))[-1] == content_of(row, rows)[-1]


def test_a_proposal_that_answers_a_finding_is_its_answer(cast):
    indikator = Indikator.objects.get(kode="lmj19-bpbd-02")
    usulan = Rumus.objects.get(indikator=indikator, status="usulan")
    new = rumus_propose(
        user=cast["admin"], indikator=indikator, ekspresi="kejadian_ditangani / kejadian_ada * 100", satuan="%",
        arah="naik", desimal=1, rumpun="F01", gabungan="hitung_ulang", alasan="Terbalik.", temuan="rasio-terbalik",
        variabel=[{"nama": v.nama, "label": v.label} for v in usulan.variabel.all()],
    )  # fmt: skip
    answer = JawabanTemuan.objects.get(indikator=indikator, aturan="rasio-terbalik")
    assert (answer.rumus, answer.jawaban, answer.oleh) == (new, "usulan", cast["admin"])
