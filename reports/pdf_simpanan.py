"""Drawn sections kept on disk by the hash of what they were drawn from: one OPD changes, one section is drawn.

A file holds a seal over its name and content, made with the key of the installation; one that is broken, swapped or
foreign is drawn again. The folder may be deleted at any time.
"""

import hashlib
import hmac
import logging
import os
import re
import subprocess
import tempfile
from functools import lru_cache
from importlib.metadata import version
from itertools import count
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

SEGEL = 32  # bytes
RAPIKAN_TIAP = 64  # writes
SISAKAN = 0.8  # of the allowed size, after old files went
_writes = count(1)
_LIBRARY = re.compile(r"lib(pango|harfbuzz|fontconfig|freetype)[^/]*=>")


def section_key(html: str, css: tuple[str, ...], ulang: tuple[str, ...]) -> str:
    """What a section is drawn from: HTML, style sheets, fonts, WeasyPrint and how we call it."""
    text = "\0".join((html, *css, "", *ulang, _machine(css)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def get(key: str) -> bytes | None:
    """The PDF kept under this key, if its seal holds."""
    path = _path(key)
    try:
        data = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    seal, content = data[:SEGEL], data[SEGEL:]
    if hmac.compare_digest(seal, _seal(key, content)):
        return content
    log.warning("PDF: a kept section is damaged and is drawn again: %s", key)
    return None


def put(key: str, content: bytes) -> None:
    """Keeps a PDF; a full disk costs time later, not the document now."""
    path = _path(key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                file.write(_seal(key, content) + content)
                file.close()
                os.replace(file.name, path)
            except OSError:
                os.unlink(file.name)
                raise
    except OSError as error:
        log.warning("PDF: a section could not be kept: %s", error)
        return
    if next(_writes) % RAPIKAN_TIAP == 1:
        tidy()


def tidy() -> None:
    """Deletes what was used longest ago, where all together is larger than allowed."""
    most = settings.PDF_SIMPANAN_MB * 1024 * 1024
    files = sorted((s.st_mtime, s.st_size, p) for p in _folder().glob("??/*") if (s := _stat(p)))
    total = sum(size for _, size, _ in files)
    if total <= most:
        return
    for _, size, path in files:
        if total <= most * SISAKAN:
            return
        path.unlink(missing_ok=True)
        total -= size


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _folder() -> Path:
    return settings.PDF_SIMPANAN


def _path(key: str) -> Path:
    return _folder() / key[:2] / key


def _seal(key: str, content: bytes) -> bytes:
    text = key.encode() + content
    return hmac.digest(b"pdf-simpanan" + settings.SECRET_KEY.encode(), text, "sha256")


@lru_cache(maxsize=16)
def _machine(css: tuple[str, ...]) -> str:
    """Everything besides the HTML that the drawing depends on."""
    root = Path(settings.BASE_DIR)
    parts = [(root / "static" / "iku" / name).read_bytes() for name in css]
    parts += [(root / "reports" / name).read_bytes() for name in ("pdf_anak.py", "pdf_cepat.py", "pdf_pecah.py")]
    parts += [_versions().encode(), _fonts().encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@lru_cache(maxsize=1)
def _versions() -> str:
    """WeasyPrint and its Python libraries, and the files of Pango and HarfBuzz that the system offers."""
    names = [f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "fonttools", "tinycss2", "pyphen")]
    libraries = {line.rpartition(" ")[2] for line in _lines("/sbin/ldconfig", "-p") if _LIBRARY.search(line)}
    return "\n".join(names + sorted(_identity(path) for path in libraries))


@lru_cache(maxsize=1)
def _fonts() -> str:
    """Every font file that fontconfig may choose from: path, size and time."""
    return "\n".join(sorted(_identity(path) for path in set(_lines("fc-list", "--format", "%{file}\n"))))


def _lines(*command: str) -> list[str]:
    """What a system tool prints; nothing where it is not installed."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603
    except OSError:
        return []


def _identity(path: str) -> str:
    stat = _stat(Path(path))
    return f"{os.path.realpath(path)} {stat.st_size} {stat.st_mtime_ns}" if stat else path
