"""Our Markdown subset: printed markers kept, everything else shown as it was typed."""

import re

import pytest

from registry.teks import MAX_CHARS, TeksError, check_teks, render_baris, render_teks, split_teks

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java\tscript:alert(1)">x</a>',
    "<a href=data:text/html,x>x</a>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<form action=http://127.0.0.1/><input></form>",
    '<meta http-equiv=refresh content="0;url=http://127.0.0.1/">',
    "<base href=http://127.0.0.1/>",
    "<style>@import 'http://127.0.0.1/';</style>",
    "<p style='background:url(http://127.0.0.1/)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<details open ontoggle=alert(1)>",
    "<div hx-get=/x hx-trigger=load>x</div>",
    "<div data-hx-on=click:alert(1)>x</div>",
    "<template><script>1</script></template>",
    "<link rel=attachment href=file:///etc/hostname>",
    "<a rel=attachment href=file:///etc/hostname>x</a>",
    "<td colspan=1000000>x</td>",
    "<div>" * 500,
    "<br>" * 3000,
    "**<b onclick=x>tebal</b>**",
    "| <script>1</script> | b |\n|---|---|\n| <img src=x> | d |",
]


def test_it_works():
    html = render_teks("Penjelasan :\n\n1. satu\n2. *dua*\n\nakhir **tebal**")
    assert html == (
        '<p>Penjelasan :</p><ul class="butir"><li><span class="tanda">1.</span> satu</li>'
        '<li><span class="tanda">2.</span> <em>dua</em></li></ul><p>akhir <strong>tebal</strong></p>'
    )


@pytest.mark.parametrize("marker", ["1.", "12.", "a.", "ii.", "3)", "-", "•", "✓"])
def test_markers_are_kept_as_printed(marker):
    html = render_teks(f"{marker} isi")
    assert html == f'<ul class="butir"><li><span class="tanda">{marker}</span> isi</li></ul>'


@pytest.mark.parametrize("text", ["-5 derajat", "Rp. 5", "2 * 3 * 4", "a. ", "PP No. 13", "*) catatan", "** kosong **"])
def test_what_only_looks_like_a_mark_stays_text(text):
    assert re.sub(r"</?p>", "", render_teks(text)).strip() == text.strip()


def test_lists_nest_by_two_spaces_and_lines_continue():
    html = render_teks("1. satu\n  a. dalam\nlanjutan\n2. dua")
    assert html.count("<ul") == 2
    assert "dalam<br>lanjutan" in html
    assert html.endswith('<li><span class="tanda">2.</span> dua</li></ul>')


def test_table_with_header_and_short_row():
    html = render_teks("| a | b |\n|---|---|\n| 1 |")
    assert html == (
        '<table class="tabel-teks"><thead><tr><th>a</th><th>b</th></tr></thead>'
        "<tbody><tr><td>1</td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [render_teks, render_baris])
def test_html_is_shown_not_obeyed(render, text):
    html = render(text)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html))
    assert tags <= {"p", "br", "em", "strong", "ul", "li", "span", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(re.findall(r"<\w+ ([^>]*)>", html)) <= {'class="butir"', 'class="tanda"', 'class="tabel-teks"'}
    assert "&lt;" in html


@pytest.mark.parametrize("text", [None, "", "  ", "\n\n\n", "\x00\x01", "\u202e\u2066", "\ud800"])
def test_nothing_visible_gives_nothing(text):
    assert render_teks(text) == ""


def test_reordering_marks_are_dropped():
    assert render_baris("abc\u202edef") == "abcdef"


@pytest.mark.parametrize(
    "text", ["x" * (MAX_CHARS + 1), "\n" * 700, "y" * 300, "|" + " a |" * 20], ids=["long", "lines", "word", "wide"]
)
def test_what_cannot_be_printed_is_refused_when_written_and_bounded_when_shown(text):
    with pytest.raises(TeksError):
        check_teks(text)
    assert len(render_teks(text)) < 3 * MAX_CHARS


def test_deep_nesting_is_bounded():
    html = render_teks("\n".join("  " * n + "- x" for n in range(100)))
    assert html.count("<ul") <= 5
    assert html.count("<li>") == 100


def test_split_gives_pieces_that_say_the_same():
    text = "Penjelasan :\n\n1. satu\nlagi\n2. dua\n  a. dalam\n\n| a |\n|---|\n| b |\n\nakhir"
    pieces = split_teks(text)
    assert len(pieces) == 5
    assert re.sub("<[^>]+>", "", render_teks(text)) == "".join(re.sub("<[^>]+>", "", render_teks(p)) for p in pieces)
