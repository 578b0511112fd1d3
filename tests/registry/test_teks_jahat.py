"""Stored markup (S-22, S-30): whatever text people or decrees bring, pages show it and never obey it.

Every text field that the pages of indicators, proof, review and history print gets 40 payloads, written past the forms.
"""

from html.parser import HTMLParser

import pytest

from registry.models import Catatan, Indikator, Instansi, Penetapan, Pengguna, Realisasi, Rumus, Variabel

pytestmark = pytest.mark.django_db
MUATAN = [
    "<script>alert(1)</script>", "<ScRiPt src=//x.example/a.js></sCrIpT>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<iframe src=//x.example></iframe>",
    "<form action=//x.example><input name=q></form>", "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<base href=//x.example>", "<style>@import '//x.example'</style>", "<p style='background:url(//x.example)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>x</details>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<div hx-get=/akun/ hx-trigger=load>x</div>",
    "<div data-hx-on:load=alert(1)>x</div>", "<template><script>alert(1)</script></template>",
    "<link rel=stylesheet href=//x.example>", "<object data=//x.example></object>", "<embed src=//x.example>",
    "<video src=x onerror=alert(1)>", "<body onload=alert(1)>", "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>", "<marquee onstart=alert(1)>", "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)", '" onmouseover="alert(1)" x="', "<!--<script>alert(1)</script>-->", "{{ 7|add:7 }}",
    "{% load x %}", "&lt;script&gt;alert(1)&lt;/script&gt;", "<td colspan=1000000>x</td>",
]  # fmt: skip
JAHAT = "\n".join(MUATAN)
TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "main", "footer", "section", "article", "nav"),
    *("div", "span", "p", "h1", "h2", "h3", "a", "ul", "ol", "li", "dl", "dt", "dd", "br", "img", "time", "code"),
    *("small", "strong", "em", "del", "ins", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("details", "summary", "dialog", "svg", "path", "progress", "kbd"),
    *("form", "fieldset", "legend", "label", "input", "select", "option", "textarea", "button"),
}


class Reader(HTMLParser):
    """Collects what a page holds that no page of ours may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{tag} {name}" for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            target = values.get(name) or "/"
            if not target.startswith(("/", "?", "#", "data:,")) or target.startswith("//"):
                self.wrong.append(f"{tag} {name}={target}")
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.wrong.append("inline script")

    def handle_data(self, data):
        self.text.append(data)


def read(response) -> Reader:
    reader = Reader()
    reader.feed(response.content.decode())
    return reader


@pytest.fixture
def jahat(cast, lumajang) -> Realisasi:
    """A draft decree whose every text is hostile, with a value in which every text is, too."""
    dinkes = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    decree = Penetapan.objects.create(
        pemda=lumajang,
        kode="jahat",
        jenis="lembar_iku",
        nomor=JAHAT[:80],
        tentang=JAHAT,
        tahun_awal=2023,
        tahun_akhir=2023,
    )
    sheet = decree.lampiran.create(urut=1, judul=JAHAT, nomor="<b>").lembar.create(
        instansi=dinkes, urut=1, nama=JAHAT[:200], nomor="<b>"
    )
    indikator = Indikator.objects.create(
        pemda=lumajang, lembar=sheet, sasaran=sheet.sasaran.create(urut=1, teks=JAHAT, nomor="<b>"), urut=1,
        kode="jahat-1",
        nama=JAHAT, nomor="<b>", rumus_cetak=[JAHAT, {"atas": JAHAT, "bawah": JAHAT, "ekor": JAHAT}],
        penjelasan=[JAHAT, {"atas": JAHAT, "bawah": JAHAT, "ekor": JAHAT}], makna=JAHAT, alasan=JAHAT, referensi=JAHAT,
        sumber_data=[JAHAT], penanggung_jawab=[JAHAT], catatan_sumber=[JAHAT],
    )  # fmt: skip
    for versi, status in ((1, "berlaku"), (2, "usulan")):
        rumus = Rumus.objects.create(
            indikator=indikator, versi=versi, ekspresi="a", satuan=JAHAT[:60], status=status, alasan=JAHAT
        )
        Variabel.objects.create(rumus=rumus, urut=1, nama="a", label=JAHAT, satuan=JAHAT[:60], anggota=[JAHAT])
    Pengguna.objects.filter(pk=cast["dinkes"].pk).update(nama=JAHAT[:120])
    masukan = {
        "nama": JAHAT,
        "label": JAHAT,
        "satuan": JAHAT,
        "nilai": "1",
        "sumber": JAHAT,
        "lalu": "1",
        "lalu_sumber": JAHAT,
    }
    row = Realisasi.objects.create(
        indikator=indikator, instansi=dinkes, tahun=2023, hasil="1", capaian="100", kelas="<script>alert(1)</script>",
        status="diajukan", keterangan=JAHAT, kendala=JAHAT, tindak_lanjut=JAHAT, alasan=JAHAT, atas_nama=JAHAT[:160],
        diisi_oleh=cast["dinkes"], diajukan_oleh=cast["dinkes"], rumus=indikator.rumus.first(),
        nilai_mentah={JAHAT: "1"},
        cuplikan={"rumus": JAHAT, "satuan": JAHAT, "desimal": 2, "langkah": [JAHAT], "masukan": [masukan],
                  "capaian": JAHAT, "aturan": {"dasar_hukum": JAHAT, "mulai": 2015, "isi": {}}},
    )  # fmt: skip
    row._change_reason = JAHAT[:90]
    row.save()
    Catatan.objects.create(realisasi=row, penulis=cast["dinkes"], teks=JAHAT)
    return row


def pages(row: Realisasi) -> dict[str, str]:
    pk = row.indikator_id
    return {
        "semua": "/indikator/?tampilan=semua", "cari": f"/indikator/?q={'%3Cscript%3Ealert(1)%3C/script%3E'}",
        "indikator": f"/indikator/{pk}/", "riwayat": f"/indikator/{pk}/riwayat/", "bukti": f"/realisasi/{row.pk}/",
        "antrean": "/verifikasi/", "periksa": f"/verifikasi/{row.pk}/", "bersama": "/verifikasi/bersama/",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["semua", "cari", "indikator", "riwayat", "bukti", "antrean", "periksa", "bersama"])
def test_pages_show_markup_and_do_not_obey_it(login, jahat, name):
    response = login("bappeda").get(pages(jahat)[name])
    assert response.status_code == 200
    assert sorted(set(read(response).wrong)) == []


@pytest.mark.parametrize("name", ["indikator", "bukti", "periksa"])
def test_the_text_is_there_as_it_was_typed(login, jahat, name):
    text = " ".join(" ".join(read(login("bappeda").get(pages(jahat)[name])).text).split())
    shown = [m for m in MUATAN if " ".join(m.split()) in text]
    assert shown == MUATAN


def test_what_is_refused_is_shown_again_as_text(login, jahat):
    long = JAHAT + "x" * 2001
    for url, field in ((f"/realisasi/{jahat.pk}/catatan/", "teks"), (f"/verifikasi/{jahat.pk}/kembalikan/", "alasan")):
        response = login("bappeda").post(url, {field: long, "version": "1"})
        assert response.status_code == 422 and read(response).wrong == []


def test_the_chart_holds_no_script(login, jahat):
    svg = login("bappeda").get(f"/indikator/{jahat.indikator_id}/grafik/{jahat.instansi_id}/").content.decode()
    assert "<script" not in svg and "alert(1)" not in svg.replace("&lt;script&gt;alert(1)", "")


def test_the_reader_sees_what_is_wrong():
    reader = Reader()
    for payload in MUATAN[:30]:
        reader.feed(payload)
    assert len(set(reader.wrong)) > 15
