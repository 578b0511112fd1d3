"""Hostile text in a document: nothing is fetched from the network or from disk (security.md §6, PDF vectors).

A server on 127.0.0.1 counts requests and a file holds a secret; every vector names both.
"""

import http.server
import threading

import pikepdf
import pytest
from django.test import override_settings

from reports.bagian import CSS_BAGIAN as CSS
from reports.lampiran import lampiran_pdf
from reports.pdf import RenderWarning, render_pdf
from tests.reports import contoh, pdf

RAHASIA = "RAHASIA-PALSU-0192837465"
VECTORS = [
    '<img src="{http}/img">',
    '<img src="{file}">',
    '<img src="../../../../../../../../{path}">',
    '<link rel="stylesheet" href="{http}/css"><link rel="stylesheet" href="{file}">',
    '<link rel="attachment" href="{file}"><link rel="attachment" href="{http}/a">',
    '<a rel="attachment" href="{file}">x</a><a rel="attachment" href="{http}/b">x</a>',
    '<link rel="attachment" href="{http}/alihkan">',
    "<style>@import url({http}/import); @import url({file});</style>",
    "<style>@font-face {{ font-family: f; src: url({http}/font) }} p {{ font-family: f }}</style><p>x</p>",
    "<style>p {{ background: url({http}/bg), url({file}) }}</style><p>x</p>",
    '<object data="{http}/obj"></object><object data="{file}"></object>',
    '<embed src="{http}/embed"><embed src="{file}">',
    '<svg width="9" height="9"><image href="{http}/svg" width="9" height="9"/><image href="{file}"/></svg>',
    '<svg width="9" height="9"><use href="{http}/use#a"/><use href="{file}#a"/></svg>',
    '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{http}/dsvg%22/></svg>">',
    '<base href="{http}/"><img src="base.png"><link rel="stylesheet" href="x.css">',
    "<style>p::before {{ content: url({http}/content) }}</style><p>x</p>",
    "<style>li {{ list-style-image: url({http}/lsi) }}</style><ul><li>x</li></ul>",
    '<p style="background: url({http}/attr); content: attr(x url)">x</p><body background="{http}/body">',
    '<meta name="attachment" content="{file}"><img src="{http}/gambar.eps"><img src="{file}" alt="x">',
]


class Counter(http.server.BaseHTTPRequestHandler):
    """Answers everything and remembers the path."""

    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_response(302 if self.path == "/alihkan" else 200)
        self.send_header("Location", "/sesudah-alih")
        self.end_headers()

    def log_message(self, *args):
        """Silent."""


@pytest.fixture
def trap(tmp_path):
    """`trap(vector)` fills in the addresses; `trap.hits` are the requests that came."""
    secret = tmp_path / "rahasia.txt"
    secret.write_text(RAHASIA)
    Counter.hits = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"

    def fill(vector: str) -> str:
        return vector.format(http=address, file=secret.as_uri(), path=str(secret).lstrip("/"))

    fill.hits = Counter.hits
    yield fill
    server.shutdown()
    server.server_close()


def leaks(data: bytes) -> bool:
    """Whether the secret is anywhere in the file: text, attachments, streams."""
    with pikepdf.open(pdf.as_file(data)) as file:
        streams = (o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream))
        found = any(RAHASIA.encode() in stream for stream in streams)
        return found or RAHASIA in pdf.text(data) or bool(file.attachments)


def test_there_are_twenty_vectors():
    assert len(VECTORS) == 20


@pytest.mark.parametrize("vector", VECTORS)
def test_in_a_text_field_it_is_printed_as_typed(trap, vector):
    text = trap(vector)
    row = contoh.baris(rumus=text, sumber_data=text, sasaran=text, no=text[:20])
    data = lampiran_pdf(contoh.dokumen(row))
    assert pdf.squeeze(text) in pdf.text(data)
    assert trap.hits == []
    assert not leaks(data)


@pytest.mark.parametrize("vector", VECTORS)
@override_settings(TEST=False)
def test_even_as_html_it_fetches_nothing(trap, vector):
    data = render_pdf(f"<!doctype html><html><body>{trap(vector)}<p>isi</p></body></html>", css=CSS)
    assert trap.hits == []
    assert not leaks(data)


def test_a_warning_of_the_renderer_fails_a_test(trap):
    with pytest.raises(RenderWarning, match="tidak diambil"):
        render_pdf(trap('<img src="{http}/img">'), css=CSS)


def test_the_trap_does_catch():
    """The counter and the leak check see what an unguarded renderer does."""
    assert leaks_unguarded()


def leaks_unguarded() -> bool:
    from weasyprint import HTML, Attachment

    return leaks(HTML(string="<p>x</p>").write_pdf(attachments=[Attachment(string=RAHASIA)]))
