"""The workbook of an OPD and year: what is open, what is locked, live formulas, no text that becomes one (S-14)."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from registry.models import Realisasi, Variabel
from registry.services.excel_bahan import bahan_of
from registry.services.excel_tulis import workbook_bytes
from registry.services.realisasi import realisasi_save
from tests.registry.alur import SEHAT, ajukan, isi, kunci
from tests.registry.excel_alat import baris, buka, unduh

pytestmark = pytest.mark.django_db
KODE = "lmj19-dinkes-01"
JAHAT = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "＝1", "＋1", "－1", "＠x", "\t=1", "=cmd|'/c'!A0"]


def test_it_works(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    _, sheet = buka(unduh(login("dinkes")))
    at = baris(sheet, KODE, "keluarga_sehat")
    assert sheet[f"H{at}"].value == 45
    assert sheet[f"H{at}"].protection.locked is False
    assert sheet[f"E{at}"].protection.locked is True
    assert sheet[f"H{baris(sheet, KODE, ':hasil')}"].value.startswith("=IF(COUNTBLANK(")


def test_everything_else_is_protected_without_a_password(login):
    book, sheet = buka(unduh(login("dinkes")))
    assert all(one.protection.sheet and not one.protection.password for one in book.worksheets)
    open_cells = {c.coordinate[0] for row in sheet.iter_rows(min_row=6) for c in row if not c.protection.locked}
    assert open_cells == {"H", "I", "J", "K"}
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "hidden", "hidden"]
    assert [sheet.column_dimensions[c].hidden for c in "ABCDE"] == [True, True, True, False, False]


def test_it_prints_on_f4_landscape_with_its_header(login):
    _, sheet = buka(unduh(login("dinkes")))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 14)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$5:$5", "F6")


def test_reasons_limits_and_dates_are_validated(login):
    _, sheet = buka(unduh(login("dinkes")))
    kinds = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert set(kinds) >= {"list", "date", "textLength"} and set(kinds) & {"whole", "decimal"}
    assert kinds["list"].formula1 == '"Menunggu rilis,Survei belum dilaksanakan,Tidak berlaku tahun ini"'
    assert all(rule.prompt and len(rule.prompt) <= 255 for rule in kinds.values())


def test_what_is_submitted_is_locked_and_says_so(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    _, sheet = buka(unduh(login("dinkes")))
    at = baris(sheet, KODE, "keluarga_sehat")
    assert sheet[f"H{at}"].protection.locked is True
    assert (sheet[f"H{at}"].value, sheet[f"L{at}"].value) == (45, "Diajukan")


def test_what_another_opd_fills_is_locked_and_names_it(login, lumajang):
    variabel = Variabel.objects.get(rumus__indikator__kode=KODE, rumus__status="berlaku", nama="keluarga_sehat")
    variabel.pengisi = lumajang.instansi.get(kode="dinsos")
    variabel.save()
    _, sheet = buka(unduh(login("dinkes")))
    at = baris(sheet, KODE, "keluarga_sehat")
    assert sheet[f"H{at}"].protection.locked is True
    assert sheet[f"L{at}"].value == f"Diisi {variabel.pengisi}"
    _, theirs = buka(unduh(login("dinsos")))
    assert theirs[f"H{baris(theirs, KODE, 'keluarga_sehat')}"].protection.locked is False


def test_a_closed_year_is_all_locked(login, lumajang):
    lumajang.tahun_isian.filter(tahun=2023).update(dibuka=False)
    _, sheet = buka(unduh(login("dinkes")))
    assert not [c for row in sheet.iter_rows(min_row=6) for c in row if not c.protection.locked]


def test_blanks_keep_reason_date_and_note(login, cast, keluarga_sehat):
    blank = {"kosong": "menunggu_rilis", "tanggal": "2024-03-01", "catatan": "Rilis BPS"}
    isi(cast, keluarga_sehat, {"keluarga_sehat": blank, "keluarga_dikunjungi": "50"})
    _, sheet = buka(unduh(login("dinkes")))
    at = baris(sheet, KODE, "keluarga_sehat")
    shown = [sheet[f"{column}{at}"].value for column in "HIJK"]
    assert shown[0] is None and shown[1] == "Menunggu rilis" and shown[3] == "Rilis BPS"
    assert str(shown[2])[:10] == "2024-03-01"


def test_predicates_choose_from_a_list_and_count_by_rank(login, cast):
    key = kunci("lmj19-pemda-27", "pemda")
    filler = key.indikator.pengisi.first().instansi
    cast["dinkes"].keanggotaan_aktif.instansi = filler
    data = workbook_bytes(bahan_of(cast["dinkes"], 2023))
    book, sheet = buka(data)
    at = baris(sheet, "lmj19-pemda-27", "opini_bpk")
    assert sheet[f"M{at}"].value == f'=IFERROR(VLOOKUP(H{at},_skala!$A$2:$B$99,2,FALSE),"")'
    assert [c.value for c in book["_skala"]["A"]][1:5] == ["WTP", "WDP", "TW", "TMP"]
    assert f"M{at}" in sheet[f"H{baris(sheet, 'lmj19-pemda-27', ':hasil')}"].value


def test_no_text_becomes_a_formula(login, cast, keluarga_sehat):
    """Every text that people write, each way a formula may begin; the only formulas are our own."""
    variabel = Variabel.objects.filter(rumus__indikator=keluarga_sehat.indikator, rumus__status="berlaku")
    for number, text in enumerate(JAHAT):
        variabel.update(label=text, satuan=text[:60])
        row = Realisasi.objects.first()
        teks = {"keterangan": text, "kendala": text, "tindak_lanjut": text}
        blank = {"keluarga_sehat": {"kosong": "survei_belum", "catatan": text}}
        nilai, version = SEHAT | blank, row.version if row else 0
        realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=nilai, version=version, teks=teks)
        book, _ = buka(unduh(login("dinkes")))
        formulas = [c for one in book.worksheets for line in one.iter_rows() for c in line if c.data_type == "f"]
        assert formulas and all(re.match(r"=IF(ERROR)?\(", c.value) for c in formulas), (number, text)
        assert {c.column_letter for c in formulas} <= {"H", "M", "N"}


EKSPOR = {
    "registry:indikator_export": lambda opd: [],
    "registry:papan_export": lambda opd: [2023],
    "reports:rekap_unduh": lambda opd: [2023, opd, "xlsx"],
    "reports:lkjip_detail_unduh": lambda opd: [2023, opd, "xlsx"],
    "registry:riwayat_export": lambda opd: [],
}


@pytest.mark.parametrize("nama", list(EKSPOR))
def test_no_other_workbook_holds_a_formula(login, cast, keluarga_sehat, nama):
    Variabel.objects.filter(rumus__indikator=keluarga_sehat.indikator, rumus__status="berlaku").update(label="=1+1")
    teks = {"keterangan": "=1+1", "kendala": "@x", "tindak_lanjut": "+1"}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=SEHAT, version=0, teks=teks)
    response = login("dinkes").get(reverse(nama, args=EKSPOR[nama](keluarga_sehat.instansi.pk)))
    book = load_workbook(io.BytesIO(response.content))
    cells = [c for one in book.worksheets for line in one.iter_rows() for c in line]
    assert len(cells) > 40 and not [c for c in cells if c.data_type == "f"]


def test_queries_do_not_grow_with_indicators(cast, lumajang):
    counts = []
    for kode in ("dpmptsp", "setwan", "setda"):
        cast["dinkes"].keanggotaan_aktif.instansi = lumajang.instansi.get(kode=kode)
        with CaptureQueriesContext(connection) as captured:
            assert bahan_of(cast["dinkes"], 2023).butir
        counts.append(len(captured))
    assert max(counts) <= 20


def test_who_enters_nothing_finds_nothing(login):
    assert login("bappeda").get(reverse("registry:excel_download", args=[2023])).status_code == 404
    assert login("dinkes").get(reverse("registry:excel_download", args=[1999])).status_code == 404
