"""Every total on a dashboard is the sum of what its reader may see (S-02): counted again from the rows themselves.

Every value of two Pemda gets a status in turn, so that a total that held another's rows, or lost some, would differ.
"""

import io
import re
from collections import Counter
from html import unescape
from itertools import cycle

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registry.models import Indikator, Instansi, Pemda, Realisasi
from registry.services.berlaku import units_in_year

pytestmark = pytest.mark.django_db
TAHUN = 2023
STATUS = ["", "draf", "diajukan", "dikembalikan", "terverifikasi", "terkunci", "diajukan"]
AKHIR = ("terverifikasi", "terkunci")
SUDAH = ("diajukan", "dikembalikan", *AKHIR)  # submitted at least once
DILIHAT = {"bappeda": SUDAH, "admin": ("draf", *SUDAH), "pembaca": AKHIR, "bappeda_balangan": SUDAH}


@pytest.fixture
def terisi(cast) -> dict[str, Counter[tuple[int, str]]]:
    """Pemda → (instansi, status) → how many, as written here."""
    counted: dict[str, Counter[tuple[int, str]]] = {}
    turn, rows = cycle(STATUS), []
    for pemda in Pemda.objects.all():
        counted[pemda.kode] = Counter()
        for unit in units_in_year(pemda, TAHUN):
            status = next(turn)
            counted[pemda.kode][unit.instansi.pk, status] += 1
            if status:
                rows.append(Realisasi(
                    indikator=unit.indikator, instansi=unit.instansi, tahun=TAHUN, status=status,
                    hasil="90", hasil_angka=90, capaian="90", capaian_angka=90,
                ))  # fmt: skip
    Realisasi.objects.bulk_create(rows)
    return counted


def sums(counted: Counter[tuple[int, str]]) -> Counter[str]:
    """Status → how many, over all instansi."""
    found: Counter[str] = Counter()
    for (_, status), n in counted.items():
        found[status] += n
    return found


def words(html: str) -> str:
    """What stands there, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def text(page: str) -> str:
    """What stands on a page below its navigation."""
    return words(page[page.index("<main") :])


def table(page: str) -> list[list[str]]:
    """The rows of the first table, head and foot too."""
    rows = re.findall(r"<tr.*?</tr>", page.split("<table", 1)[1].split("</table>", 1)[0], re.S)
    return [[words(c) for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


def own(terisi, opd: Instansi) -> Counter[str]:
    """Status → how many that this OPD enters: its own, and those of Lampiran I that name it as who fills them."""
    counted = Counter({status: terisi[opd.pemda.kode][opd.pk, status] for status in STATUS})
    filled = set(Indikator.objects.filter(pengisi__instansi=opd).values_list("pk", flat=True))
    filled |= set(Indikator.objects.filter(rumus__variabel__pengisi=opd).values_list("pk", flat=True))
    for unit in units_in_year(opd.pemda, TAHUN):
        if unit.instansi.jenis == Instansi.Jenis.PEMDA and unit.indikator.pk in filled:
            row = Realisasi.objects.filter(indikator=unit.indikator, instansi=unit.instansi, tahun=TAHUN).first()
            counted[row.status if row else ""] += 1
    return counted


def numbers(row: list[str], first: int, last: int) -> list[int]:
    return [int(cell) for cell in row[first:last]]


@pytest.mark.parametrize(("name", "kode"), [("bappeda", "35.08"), ("bappeda_balangan", "63.11")])
def test_the_home_page_of_bappeda(login, terisi, name, kode):
    n = sums(terisi[kode])
    all_of, waiting, final = sum(n.values()), n["diajukan"], n["terverifikasi"] + n["terkunci"]
    page = login(name).get("/", {"tahun": TAHUN}).text
    told = text(page)
    assert f"{waiting} realisasi menunggu verifikasi" in told
    assert f"{waiting + final} dari {all_of} sudah diajukan, {final} terverifikasi" in told
    assert f"{n['dikembalikan']} sedang dikembalikan" in told
    rows = [numbers(row, 1, 6) for row in table(page)[1:]]
    assert [sum(column) for column in zip(*rows, strict=True)] == [
        all_of, all_of - waiting - final, waiting, n["dikembalikan"], final
    ]  # fmt: skip
    names = {i.nama: pk for pk, i in Instansi.objects.in_bulk([pk for pk, _ in terisi[kode]]).items()}
    for row, counts in zip(table(page)[1:], rows, strict=True):
        pk = names[row[0]]
        assert counts[0] == sum(v for (i, _), v in terisi[kode].items() if i == pk), row
        assert counts[4] == sum(terisi[kode][pk, status] for status in AKHIR), row


def test_the_home_page_of_a_reader(login, terisi):
    n = sums(terisi["35.08"])
    final = n["terverifikasi"] + n["terkunci"]
    assert f"{final} dari {sum(n.values())} realisasi terverifikasi" in text(login("pembaca").get("/?tahun=2023").text)


@pytest.mark.parametrize("name", ["dinkes", "dinsos", "balangan"])
def test_the_home_page_of_an_opd_and_its_own_list(login, cast, terisi, name):
    counted = own(terisi, cast[name].keanggotaan_aktif.instansi)
    done = counted["diajukan"] + counted["terverifikasi"] + counted["terkunci"]
    all_of = sum(counted.values())
    told = text(login(name).get("/?tahun=2023").text)
    assert f"{all_of - counted['']} dari {all_of} terisi" in told
    assert f"{done} sudah diajukan" in told
    assert f"{counted['terverifikasi'] + counted['terkunci']} terverifikasi" in told
    if counted["dikembalikan"]:
        assert f"Dikembalikan Bappeda ({counted['dikembalikan']})" in told


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca"])
def test_the_board_its_foot_and_its_workbook(login, terisi, name):
    n = sums(terisi["35.08"])
    order = ["", "draf", "dikembalikan", "diajukan", "terverifikasi", "terkunci"]
    want = [n[status] for status in order] + [sum(n.values())]
    client = login(name)
    rows = table(client.get("/papan/2023/").text)
    body, foot = [numbers(row, 2, 9) for row in rows[1:-1]], numbers(rows[-1], 2, 9)
    assert [sum(column) for column in zip(*body, strict=True)] == foot == want
    sheet = load_workbook(io.BytesIO(client.get(reverse("registry:papan_export", args=[TAHUN])).content)).worksheets[0]
    last = [[c.value for c in row if isinstance(c.value, int)] for row in sheet.iter_rows()]
    assert want in [row[: len(want)] for row in last]


@pytest.mark.parametrize(("name", "kode"), [("bappeda", "35.08"), ("bappeda_balangan", "63.11")])
def test_the_queue(login, terisi, name, kode):
    waiting = sums(terisi[kode])["diajukan"]
    assert f"dari {waiting} ditampilkan" in text(login(name).get("/verifikasi/?tahun=2023").text)


@pytest.mark.parametrize("name", DILIHAT)
def test_capaian_counts_what_its_reader_sees(login, cast, terisi, name):
    n = sums(terisi[cast[name].keanggotaan_aktif.pemda.kode])
    rows = table(login(name).get("/capaian/?tahun=2023").text)[1:]
    pairs = [re.match(r"(\d+) dari (\d+)", row[3]).groups() for row in rows]
    assert sum(int(y) for _, y in pairs) == sum(n.values())
    assert sum(int(x) for x, _ in pairs) == sum(n[status] for status in DILIHAT[name])


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca", "dinkes", "balangan"])
def test_the_list_of_indicators_counts_its_rows(login, cast, terisi, name):
    """An OPD reads its own rows and those of the Pemda."""
    member = cast[name].keanggotaan_aktif
    places = {member.instansi_id} | set(Instansi.objects.filter(jenis="pemda").values_list("pk", flat=True))
    counted = terisi[member.pemda.kode]
    wanted = sum(n for (pk, _), n in counted.items() if not member.is_opd or pk in places)
    assert f", {wanted} baris isian" in text(login(name).get("/indikator/?tahun=2023").text)
