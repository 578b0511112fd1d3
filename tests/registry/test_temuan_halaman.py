"""Findings as pages: grouped by rule, filtered, answered with a reason, printed for the next decree."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import Indikator, JawabanTemuan, Rumus
from registry.services.errors import ServiceError
from registry.services.jawaban_temuan import BERUBAH, findings_for, jawaban_save
from registry.services.rumus import rumus_reject
from registry.services.simpan import TIDAK_BERHAK

pytestmark = pytest.mark.django_db
LIST = "/temuan/"


@pytest.fixture
def indikator(lumajang) -> Indikator:
    return Indikator.objects.get(pemda=lumajang, kode="lmj19-bpbd-02")


@pytest.fixture
def alamat(indikator) -> str:
    return reverse("registry:temuan_detail", args=[indikator.pk, "rasio-terbalik"])


def answer(user, indikator, **changes) -> JawabanTemuan:
    fields = {"aturan": "rasio-terbalik", "jawaban": "bukan_masalah", "alasan": "Memang begitu.", "version": 0}
    return jawaban_save(user=user, indikator=indikator, **{**fields, **changes})


def test_it_works(login, cast):
    page = login("bappeda").get(LIST).content.decode()
    found = findings_for(cast["bappeda"])
    assert page.count('class="temuan-butir') == len(found) > 50
    assert "Rasio terbalik" in page
    assert f"{len(found)} belum dijawab" in page


def test_an_opd_sees_those_of_its_own_sheets(login, cast):
    own = {b.indikator.lembar.instansi.kode for b in findings_for(cast["dinkes"])}
    assert own <= {"dinkes", "pemda"}
    assert all(b.indikator.pengisi.filter(instansi__kode="dinkes") for b in findings_for(cast["dinkes"]))
    assert "Persentase kejadian bencana yang ditangani" not in login("dinkes").get(LIST).content.decode()


def test_filters(login, cast, indikator):
    answer(cast["bappeda"], indikator)
    client = login("bappeda")
    assert client.get(LIST, {"opd": "bpbd", "keadaan": "terjawab"}).content.decode().count('class="temuan-butir') == 1
    assert (
        client.get(LIST, {"aturan": "rasio-terbalik", "keadaan": "terbuka"}).content.decode().count("temuan-butir") == 0
    )
    assert client.get(LIST, {"opd": "tidak-ada"}).status_code == 200


def test_an_answer_is_stored_with_its_reason_and_history(login, cast, indikator, alamat):
    client = login("bappeda")
    client.post(alamat, {"version": "0", "jawaban": "bukan_masalah", "alasan": "Kejadian dihitung lain."})
    client.post(alamat, {"version": "1", "jawaban": "penetapan_berikutnya", "alasan": "Akan dibalik."})
    row = JawabanTemuan.objects.get(indikator=indikator, aturan="rasio-terbalik")
    assert (row.jawaban, row.oleh, row.version) == ("penetapan_berikutnya", cast["bappeda"], 2)
    told = [(h.jawaban, h.alasan, h.history_user) for h in row.history.order_by("history_id")]
    assert told[0] == ("bukan_masalah", "Kejadian dihitung lain.", cast["bappeda"])
    assert "Kejadian dihitung lain." in client.get(alamat).content.decode()


def test_a_reason_is_needed_and_typed_text_stays(login, alamat, cast, indikator):
    page = login("admin").post(alamat, {"version": "0", "jawaban": "bukan_masalah", "alasan": " "}).content.decode()
    assert "Tulis alasan jawaban ini" in page
    answer(cast["bappeda"], indikator)
    page = login("admin").post(alamat, {"version": "0", "jawaban": "penetapan_berikutnya", "alasan": "Nanti."})
    assert BERUBAH in page.content.decode()
    assert "Nanti." in page.content.decode()


@pytest.mark.parametrize("who", ["dinkes", "pembaca", "bappeda_balangan"])
def test_others_do_not_answer(cast, indikator, who):
    with pytest.raises(ServiceError, match=TIDAK_BERHAK):
        answer(cast[who], indikator)


def test_a_refused_proposal_opens_the_finding_again(cast, indikator):
    usulan = Rumus.objects.get(indikator=indikator, status="usulan")
    assert answer(cast["bappeda"], indikator, jawaban="usulan").rumus == usulan
    mine = [b for b in findings_for(cast["bappeda"]) if b.jawaban]
    assert [b.terjawab for b in mine] == [True]
    rumus_reject(user=cast["bappeda"], rumus=usulan, alasan="Belum.")
    assert [b.terjawab for b in findings_for(cast["bappeda"]) if b.jawaban] == [False]


def test_a_proposal_must_exist_to_be_the_answer(cast, lumajang):
    other = Indikator.objects.get(pemda=lumajang, kode="lmj19-bappeda-02")
    with pytest.raises(ServiceError, match="belum mempunyai usulan"):
        answer(cast["bappeda"], other, aturan="kata-terpotong", jawaban="usulan")


@pytest.mark.parametrize(
    ("who", "listed", "detail", "post"),
    [("bappeda", 200, 200, 302), ("admin", 200, 200, 302), ("dinkes", 200, 404, 404), ("pembaca", 404, 404, 404),
     ("bappeda_balangan", 200, 404, 404), ("superuser", 404, 404, 404)],
)  # fmt: skip
def test_who_sees_and_answers(login, alamat, who, listed, detail, post):
    client = login(who)
    assert (client.get(LIST).status_code, client.get(f"{LIST}cetak/").status_code) == (listed, listed)
    assert client.get(alamat).status_code == detail
    data = {"version": "0", "jawaban": "bukan_masalah", "alasan": "Ya."}
    assert client.post(alamat, data).status_code == post


def test_an_opd_reads_its_finding_but_does_not_answer(login, lumajang):
    row = Indikator.objects.get(pemda=lumajang, kode="lmj19-dinsos-01")
    alamat = reverse("registry:temuan_detail", args=[row.pk, "nama-perubahan"])
    client = login("dinsos")
    assert "Simpan jawaban" not in client.get(alamat).content.decode()
    assert client.post(alamat, {"version": "0", "jawaban": "bukan_masalah", "alasan": "Ya."}).status_code == 404


def test_unknown_findings(login, indikator):
    for aturan in ("tidak-ada", "kurung"):
        assert login("bappeda").get(reverse("registry:temuan_detail", args=[indikator.pk, aturan])).status_code == 404


def test_the_print_shows_cell_finding_answer_and_proposal(login, cast, indikator):
    answer(cast["bappeda"], indikator, alasan="Dibalik pada penetapan 2024.", jawaban="penetapan_berikutnya")
    page = login("admin").get(f"{LIST}cetak/", {"opd": "bpbd"}).content.decode()
    for text in ("Jumlah kejadian yang ada", "Rasio terbalik.", "Dibalik pada penetapan 2024.", "Versi 2 (menunggu"):
        assert text in page
    assert "Dinas Sosial" not in page


def test_the_list_takes_the_same_queries_for_one_and_for_many(login, cast, indikator):
    answer(cast["bappeda"], indikator)
    client, counts = login("bappeda"), []
    for query in ({"aturan": "rasio-terbalik"}, {}):
        for path in (LIST, f"{LIST}cetak/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path, query)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 20
