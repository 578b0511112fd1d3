"""Two decrees beside each other: what was added, dropped, renamed, moved, computed otherwise; word by word."""

import pytest

from registry.models import Indikator, Penetapan
from registry.services.penetapan import penetapan_export, penetapan_import
from registry.services.sandingan import compare, words
from tests.registry.test_penetapan_salin import salin
from tests.reports.pdf import pages

pytestmark = pytest.mark.django_db
LAMA = "lumajang-setda-2023"


@pytest.fixture
def baru(cast) -> Penetapan:
    """A copy in which one of each thing happened."""
    row = salin(cast["admin"], LAMA, kode="lumajang-uji")
    rows = list(Indikator.objects.filter(lembar__lampiran__penetapan=row).order_by("sasaran__urut", "urut"))
    rows[0].nama = rows[0].nama + " tahunan"
    rows[0].save()
    rumus = rows[1].rumus.get()
    rumus.ekspresi = f"({rumus.ekspresi}) + 1"
    rumus.save()
    rows[2].lanjutan_dari, rows[2].nama = None, "Indikator yang belum pernah ada"
    rows[2].save()
    rows[3].lanjutan_dari = None  # found again by its name
    rows[3].save()
    row.menimbang = ["bahwa <script>alert(1)</script> perlu;"]
    row.save()
    return row


def happened(cast, name: str, baru: Penetapan):
    result = compare(cast[name], Penetapan.objects.get(kode=LAMA), baru)
    return result, {r.indikator.nama: r.jenis for r in result.berubah}


def test_each_change_is_told(cast, baru):
    result, told = happened(cast, "admin", baru)
    old = list(Indikator.objects.filter(lembar__lampiran__penetapan=result.lama).order_by("sasaran__urut", "urut"))
    assert told == {
        f"{old[0].nama} tahunan": ("berganti_nama",),
        old[1].nama: ("rumus_berubah",),
        "Indikator yang belum pernah ada": ("ditambah",),
        old[2].nama: ("dihapus",),
    }
    assert len(result.tetap) == len(old) - 3
    renamed = next(r for r in result.berubah if r.jenis == ("berganti_nama",))
    assert renamed.beda[0].potongan[-1] == ("sisip", " tahunan")
    assert dict(result.jumlah)["Ditambah"] == 1


def test_a_copy_without_changes_says_so(cast):
    row = salin(cast["admin"], LAMA, kode="lumajang-uji")
    result, told = happened(cast, "admin", row)
    assert (told, len(result.tetap), result.naskah) == ({}, 6, [])


def test_moved_to_another_sasaran(cast):
    row = salin(cast["admin"], LAMA, kode="lumajang-uji")
    sheet = row.lampiran.get().lembar.first()
    one = sheet.sasaran.first().indikator.first()
    target = sheet.sasaran.create(urut=90, teks="Sasaran yang baru")
    one.sasaran, one.urut = target, 1
    one.save()
    _, told = happened(cast, "admin", row)
    assert told == {one.nama: ("pindah",)}


@pytest.mark.parametrize(
    ("was", "now", "pieces"),
    [
        ("a b c", "a x c", (("sama", "a "), ("hapus", "b"), ("sisip", "x"), ("sama", " c"))),
        ("", "a", (("sisip", "a"),)),
        ("a", "", (("hapus", "a"),)),
    ],
)
def test_words(was, now, pieces):
    assert words(was, now) == pieces


def test_words_lose_nothing():
    old, new = "satu dua  tiga\nempat lima", "satu  tiga dua\nlima enam"
    found = words(old, new)
    assert "".join(text for kind, text in found if kind != "sisip") == old
    assert "".join(text for kind, text in found if kind != "hapus") == new


def test_the_page_and_its_pdf(login, cast, baru):
    client = login("admin")
    page = client.get(f"/penetapan/{baru.kode}/sandingan/")
    assert page.context["sandingan"].lama.kode == LAMA
    assert "<ins> tahunan</ins>" in page.text and "<script>alert" not in page.text and "&lt;script&gt;" in page.text
    file = client.get(f"/penetapan/{baru.kode}/sandingan/pdf/?dengan={LAMA}")
    assert file["Content-Disposition"] == f'attachment; filename="sandingan-{LAMA}-lumajang-uji.pdf"'
    text = " ".join(" ".join(pages(file.content, raw=True)).split())
    assert "Indikator yang belum pernah ada" in text and "Rumus berubah" in text


def test_who_may_not_see_a_draft_may_not_compare_it(login, baru):
    for name in ("dinkes", "pembaca", "admin_balangan"):
        assert login(name).get(f"/penetapan/{baru.kode}/sandingan/").status_code == 404
        assert login(name).get(f"/penetapan/{LAMA}/sandingan/?dengan={baru.kode}").status_code == 404


@pytest.mark.lama
def test_an_opd_compares_its_own_sheets_only(login, cast):
    data = penetapan_export(kode=[salin(cast["admin"], "lumajang-2019-326", kode="lumajang-uji").kode])[0]
    penetapan_import(documents=[data | {"status": "ditetapkan"}])
    text = login("dinkes").get("/penetapan/lumajang-uji/sandingan/?dengan=lumajang-2019-326").text
    assert "Dinas Kesehatan" in text and "Dinas Sosial" not in text


@pytest.mark.lama
def test_many_rows_ask_no_more(login, cast, baru, django_assert_max_num_queries):
    salin(cast["admin"], "lumajang-2019-326", kode="lumajang-besar")
    client = login("admin")
    for kode, other in ((baru.kode, LAMA), ("lumajang-besar", "lumajang-2019-326")):
        with django_assert_max_num_queries(20):
            assert client.get(f"/penetapan/{kode}/sandingan/?dengan={other}").status_code == 200
