"""A word planted in everything that one OPD types is found on no page and in no file of another (security S-02).

The crawl follows every link from every page that has no object in its address; workbooks and PDF are read too.
"""

import io
import re
import subprocess
import zipfile
from collections import deque
from html import unescape

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from registry.models import (
    BuktiDukung,
    Catatan,
    ImporIsian,
    JendelaIsian,
    Pemberitahuan,
    Penanda,
    Realisasi,
    Rumus,
    Sanggahan,
    SaringanTersimpan,
    SerahTerima,
    Target,
)
from tests.registry.objek import make

KENARI = "kenariburung"
ANGKA = {"hasil": "7391.4567", "capaian": "6417.39"}
TERLARANG = (KENARI, "7.391,45", "7.391,46", "7391.45", "6.417,39", "6417.39")
# not text that people write: codes, choices, addresses of files
BUKAN_TEKS = {"status", "jenis", "kunci", "berkas", "sha256", "tipe", "kelas", "kosong_kode", "versi_pk", "operator"}
BUKAN_TEKS |= {"bawah", "atas", "kode", "ekspresi", "arah", "gabungan", "rumpun", "kueri", "halaman", "alamat", "nilai"}
TAUTAN = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
ISI_IMPOR = {"unit": [], "masalah": [], "sama": 0, "dipertahankan": 0}  # of an upload that changed nothing
PALING_BANYAK, PALING_SEDIKIT = 300, 200


def plant(row: models.Model) -> int:
    """Writes the word into every text of a row, without the services; tells into how many."""
    changed = {}
    for field in row._meta.concrete_fields:
        if field.name in BUKAN_TEKS or not isinstance(field, models.CharField | models.TextField):
            continue
        changed[field.name] = (
            f"https://contoh.go.id/{KENARI}" if isinstance(field, models.URLField) else f"{KENARI} {field.name}"
        )[: field.max_length or 200]
    type(row).objects.filter(pk=row.pk).update(**{k: v for k, v in changed.items() if k not in ANGKA})
    return len(changed)


@pytest.fixture
def kenari(cast, lumajang):
    """Everything of Dinsos carries the word; of Dinkes nothing."""
    make("dinkes", cast)
    mine, user = make("dinsos", cast), cast["dinsos"]
    place = {"pemda": lumajang, "instansi": mine.instansi}
    Catatan.objects.create(realisasi=mine.diajukan, penulis=user, teks="x")
    Penanda.objects.create(realisasi=mine.diajukan, oleh=cast["bappeda"])
    SerahTerima.objects.create(instansi=mine.instansi, penulis=user, teks="x")
    SaringanTersimpan.objects.create(pengguna=user, halaman="indikator_list", nama="x")
    ImporIsian.objects.create(
        **place, tahun=2023, pembuat=user, nama_berkas="x", berkas="impor/x", sha256="x", isi=ISI_IMPOR
    )
    own = {"realisasi__instansi": mine.instansi}
    rows = [
        *Realisasi.objects.filter(instansi=mine.instansi),
        *Target.objects.filter(instansi=mine.instansi),
        *Catatan.objects.filter(**own),
        *Penanda.objects.filter(**own),
        *BuktiDukung.objects.filter(**own),
        *SerahTerima.objects.filter(instansi=mine.instansi),
        *ImporIsian.objects.filter(instansi=mine.instansi),
        *SaringanTersimpan.objects.filter(pengguna=user),
        *Pemberitahuan.objects.filter(penerima=user),
        *JendelaIsian.objects.filter(instansi=mine.instansi),
        *Sanggahan.objects.filter(instansi=mine.instansi),
        *Rumus.objects.filter(indikator__lembar__instansi=mine.instansi, status="usulan"),
    ]
    assert sum(plant(row) for row in rows) > 30
    Realisasi.objects.filter(pk=mine.diajukan.pk).update(
        **ANGKA, capaian_angka=6417.39, hasil_angka=7391.4567, diajukan_pada=timezone.now()
    )
    return mine


def starts() -> list[str]:
    """Addresses without an object."""
    found = []

    def walk(patterns, space=""):
        for item in patterns:
            if not isinstance(item, URLPattern):
                walk(item.url_patterns, item.namespace or space)
            elif item.name and not item.pattern.converters:
                found.append(reverse(f"{space}:{item.name}" if space else item.name))

    walk(get_resolver().url_patterns)
    return found


def text_of(response) -> str:
    """What a person can read in an answer: a page, a workbook, a PDF."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if body[:5] == b"%PDF-":
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
        return done.stdout.decode()
    return body.decode("utf-8", "replace")


def crawl(client: Client, limit: int) -> dict[str, str]:
    """address → text of everything that links lead to, breadth first; years other than 2023 are left out."""
    waiting, seen, texts = deque(starts()), set(), {}
    while waiting and len(texts) < limit:
        address = waiting.popleft()
        if address in seen or "/keluar/" in address or re.search(r"tahun=20(1\d|2[0-2])|/20(1\d|2[0-2])/", address):
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code == 302:
            waiting.append(response.url)
        if response.status_code != 200:
            continue
        texts[address] = text_of(response)
        waiting.extend(unescape(link) for link in TAUTAN.findall(texts[address]) if not link.startswith("/static/"))
    return texts


@pytest.mark.lama
@pytest.mark.parametrize("name", ["dinkes", "balangan"])
def test_a_stranger_finds_nothing(kenari, login, name):
    texts = crawl(login(name), PALING_BANYAK)
    found = [(address, word) for address, text in texts.items() for word in TERLARANG if word in text]
    assert found == []
    assert len(texts) >= (PALING_SEDIKIT if name == "dinkes" else 50)


@pytest.mark.lama
def test_the_crawl_would_find_it(kenari, login):
    """The same crawl by the owner and by Bappeda meets the words, so that the test above can fail."""
    for name in ("dinsos", "bappeda"):
        texts = crawl(login(name), PALING_SEDIKIT)
        assert sum(KENARI in text for text in texts.values()) >= 5
        assert any("7.391,4" in text for text in texts.values())
