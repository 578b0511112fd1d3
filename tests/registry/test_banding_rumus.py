"""The printed formula cells of all 143 indicators beside what is drawn from their formulas, against a reviewed list."""

import re
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from formulas import parse
from registry.models import Indikator, Variabel
from registry.services.banding_rumus import BERKAS, laporan
from registry.services.banding_sebab import SEBAB, Pasangan, normal, reasons, same
from reports.pdf import render_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reviewed() -> dict[str, dict]:
    """The list that a person wrote after reading all cells."""
    with open(BERKAS, encoding="utf-8") as file:
        return {item["indikator"]: item for item in yaml.safe_load(file)}


def test_the_answer_is_the_reviewed_list(reviewed, capsys):
    report = laporan(Indikator.objects.all())
    found = {row.indikator.kode: list(row.sebab) for row in report.baris if not row.sama}
    assert found == {kode: item["sebab"] for kode, item in reviewed.items()}
    assert (len(report.baris), report.sama, report.berbeda, report.omml) == (143, 91, 52, 143)
    with capsys.disabled():
        print(f"\nsel rumus: {report.sama} sama, {report.berbeda} berbeda")


def test_every_reason_is_told(reviewed):
    assert all(len(item["alasan"]) > 30 for item in reviewed.values())
    assert {kode for item in reviewed.values() for kode in item["sebab"]} <= set(SEBAB)


def test_every_formula_is_drawn_in_all_ways():
    for row in laporan(Indikator.objects.all()).baris:
        assert row.tampilan.gambar and row.tampilan.kalimat, row.indikator.kode
        assert row.tampilan.excel.startswith("=IF(COUNTBLANK("), row.indikator.kode
        assert row.tampilan.omml.startswith("<m:oMath"), row.indikator.kode
        cells = re.findall(r"\b[BC]\d+(?::[BC]\d+)?", row.tampilan.excel)
        assert {cell for cell, _ in row.tampilan.sel} >= set(cells), row.indikator.kode


def pair(cetak, rumus, labels, **more) -> Pasangan:
    variables = [Variabel(nama=n, label=label, jenis=more.get("jenis", "angka")) for n, label in labels.items()]
    formula = parse(rumus, {v.nama: v.jenis for v in variables})
    return Pasangan(cetak, formula, variables, more.get("persen", True), more.get("penjelasan", ""), ())


AB = {"a": "Jumlah A", "b": "Jumlah B"}
PECAHAN = {"atas": "Jumlah A", "bawah": "Jumlah B", "ekor": "x 100%"}


@pytest.mark.parametrize(
    "cetak",
    [
        [PECAHAN],
        ["jumlah a / JUMLAH B  X 100 %"],
        ["Jumlah A di bagi Jumlah B x 100%."],
        ["Jumlah A/Jumlah B × 100%"],
    ],
)
def test_writing_does_not_count(cetak):
    assert same(pair(cetak, "a / b * 100", AB))


@pytest.mark.parametrize(
    ("cetak", "rumus", "labels", "sebab"),
    [
        ([], "a", AB, ("sel_kosong",)),
        (["Data BPS"], "a", AB, ("nilai_langsung",)),
        ([PECAHAN | {"ekor": "x 100"}], "a / b * 100", AB, ("tanda_persen",)),
        ([{"atas": "Σ A", "bawah": "Σ B", "ekor": "x 100%"}], "a / b * 100", AB, ("sigma",)),
        ([{"atas": "Jumlah A", "bawah": "100% x Jumlah B", "ekor": None}], "a / (1 * b)", AB, ("seratus_di_penyebut",)),
        (["(H x V)"], "a * b", {"a": "H (bahaya)", "b": "V (rentan)"}, ("kurung", "keterangan")),
        (["Jumlah A x 3 dokumen desa"], "a * 3", AB, ("kata_tetapan",)),
        (["Jumlah A"], "a - LALU(a)", AB, ("tahun_lalu",)),
        (["Jumlah A kali tiga"], "a * 3", AB, ("tetapan",)),
        (["I = Jumlah A + B"], "a + b", AB, ("persamaan",)),
        (["Jumlah B dan Jumlah A"], "a + b", AB, ("kata",)),
        ([{"atas": "Jumlah B", "bawah": "Jumlah A", "ekor": "x 100%"}], "a / b * 100", AB, ("kata",)),
    ],
)
def test_a_difference_has_its_reason(cetak, rumus, labels, sebab):
    used = {name: label for name, label in labels.items() if name in parse(rumus).names + parse(rumus).lalu_names}
    assert reasons(pair(cetak, rumus, used)) == sebab


def test_a_series_is_told():
    assert reasons(pair(["Rata rata harga"], "RATA(h)", {"h": "harga"}, jenis="deret")) == ("deret",)


def test_normal_keeps_what_matters():
    assert normal("A / (B - C) x 100%") != normal("A / B - C x 100%")


def test_the_page_shows_its_own_pemda(login):
    lumajang = login("bappeda").get("/rumus/banding/").content.decode()
    assert "Dari 139 indikator" in lumajang and "blg23-" not in lumajang
    assert "Dari 4 indikator" in login("admin_balangan").get("/rumus/banding/").content.decode()


def test_the_page_may_show_only_the_different(login):
    page = login("admin").get("/rumus/banding/?tampilan=berbeda").content.decode()
    assert page.count("banding-beda") == 51 and "banding-sama" not in page


def test_query_count_does_not_grow(login, django_assert_max_num_queries):
    for name in ("admin", "admin_balangan"):  # 139 rows, 4 rows
        client = login(name)
        with django_assert_max_num_queries(9):
            client.get("/rumus/banding/")


def test_the_command_writes_a_whole_file(tmp_path):
    out, file = StringIO(), tmp_path / "banding.html"
    call_command("banding_rumus", output=file, stdout=out)
    text = file.read_text(encoding="utf-8")
    assert out.getvalue().strip().endswith("143 indikator: 91 sama, 52 berbeda.")
    assert text.count("<article") == 143 and ".pecahan-atas" in text and "<link" not in text


def test_the_command_prints_the_different(tmp_path):
    out = StringIO()
    call_command("banding_rumus", stdout=out)
    assert "lmj19-kecamatan-02: seratus_di_penyebut" in out.getvalue().splitlines()
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("banding_rumus", output=tmp_path / "tidak" / "ada.html")


def test_a_drawn_fraction_prints_as_pdf_without_a_warning():
    """The same markup that the page shows; RenderWarning would stop it."""
    rows = [row for row in laporan(Indikator.objects.all()).baris if row.indikator.kode == "lmj19-bkd-02"]
    html = render_to_string("registry/_rumus.html", {"rumus": rows[0].tampilan.gambar})
    assert html.count('class="pecahan"') == 5
    assert render_pdf(f"<html lang=id><title>x</title><body>{html}", css=("rumus.css",)).startswith(b"%PDF")
