"""Whether two PDF files show the same pages, told by what draws them and not by their bytes.

A signed file must show what was frozen, even where the signing service wrote the file anew, and also where our bytes
stand whole in front: an update behind them may replace a page. So each page is compared by its decoded contents, all
resources it draws with, its size and rotation. Only signature boxes may be added.
"""

import hashlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from registry.pemeriksa.hasil import Tolak

DALAM = 60
BAGIAN = 0.25  # of a page that a signature box may cover
TAK_BERARTI = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/P", "/StructParents", "/StructParent", "/Tabs"}


class Sidik:
    """Hashes of objects; one that is drawn with on many pages is hashed once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], bytes] = {}
        self.open: set[tuple[int, int]] = set()

    def of(self, item: object, depth: int = 0) -> bytes:
        """A hash of what an object says, whatever its number."""
        if depth > DALAM:
            raise Tolak("rumit")
        key = item.objgen if isinstance(item, Object) and item.is_indirect else (0, 0)
        if key != (0, 0) and key in self.known:
            return self.known[key]
        if key in self.open:
            return b"circle"
        if key != (0, 0):
            self.open.add(key)
        digest = hashlib.sha256(b"".join(self._parts(item, depth + 1))).digest()
        if key != (0, 0):
            self.open.discard(key)
            self.known[key] = digest
        return digest

    def _parts(self, item: object, depth: int) -> Iterator[bytes]:
        if isinstance(item, (Dictionary, Stream)):
            yield b"dict"
            for name, value in sorted(item.items()):
                if name not in TAK_BERARTI:
                    yield name.encode() + self.of(value, depth)
            if isinstance(item, Stream):
                yield b"stream" + hashlib.sha256(_decoded(item)).digest()
        elif isinstance(item, Array):
            yield b"array"
            for value in item:
                yield self.of(value, depth)
        else:
            yield f"{type(item).__name__} {item!s}".encode()


def _decoded(stream: Stream) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except Exception:  # a filter that qpdf does not undo, such as that of a photograph
        how = f"{stream.get('/Filter')} {stream.get('/DecodeParms')}".encode()
        return how + bytes(stream.read_raw_bytes())


def page_hashes(pdf: Pdf) -> list[bytes]:
    """One hash per page, annotations left out."""
    hashes, sidik = [], Sidik()
    for page in pdf.pages:
        box = [f"{float(v):.2f}" for v in page.mediabox] + [f"{float(v):.2f}" for v in page.cropbox]
        rotation = str(int(page.obj.get("/Rotate", 0)) % 360)
        drawn = sidik.of(page.obj.get("/Resources", Dictionary()))
        units = str(page.obj.get("/UserUnit", 1))
        text = "|".join([*box, rotation, units]).encode()
        hashes.append(hashlib.sha256(text + drawn + _contents(page)).digest())
    return hashes


def _contents(page: Page) -> bytes:
    """Streams of a page are drawn one after the other as if they were one."""
    found = page.obj.get("/Contents")
    streams = list(found) if isinstance(found, Array) else [found] if found is not None else []
    return b"\n".join(_decoded(stream) for stream in streams if isinstance(stream, Stream))


def compare(asli: Pdf, ttd: Pdf) -> None:
    """Refuses a signed file whose pages are not those that were frozen."""
    before, after = page_hashes(asli), page_hashes(ttd)
    if len(before) != len(after):
        raise Tolak("isi_halaman")
    if before != after:
        raise Tolak("isi_lain")
    for old, new in zip(asli.pages, ttd.pages, strict=True):
        _compare_notes(old, new)
    for item in _fields(ttd):
        if item.get("/FT") != Name.Sig:
            raise Tolak("isi_formulir")


def _fields(pdf: Pdf) -> list[Object]:
    """Fields of the form at the top; ours has signatures only, without children."""
    form = pdf.Root.get("/AcroForm", Dictionary())
    return [item for item in form.get("/Fields", Array()) if isinstance(item, Dictionary)]


def _compare_notes(old: Page, new: Page) -> None:
    sidik_old, sidik_new = Sidik(), Sidik()
    before = sorted(sidik_old.of(note) for note in _notes(old) if not _is_signature(note))
    after = sorted(sidik_new.of(note) for note in _notes(new) if not _is_signature(note))
    if before != after:
        raise Tolak("isi_catatan")
    kept = [_rect(note) for note in _notes(old) if _is_signature(note)]
    for note in _notes(new):
        if _is_signature(note) and _rect(note) not in kept and _share(note, new) > BAGIAN:
            raise Tolak("isi_tertutup")


def _notes(page: Page) -> list[Object]:
    return [note for note in page.obj.get("/Annots", Array()) if isinstance(note, Dictionary)]


def _is_signature(note: Object) -> bool:
    if note.get("/Subtype") != Name.Widget:
        return False
    kind = note.get("/FT") or note.get("/Parent", Dictionary()).get("/FT")
    return bool(kind == Name.Sig)


def _rect(note: Object) -> list[str]:
    return [f"{float(v):.1f}" for v in note.get("/Rect", Array([0, 0, 0, 0]))]


def _share(note: Object, page: Page) -> float:
    """How much of the page a box covers, 0 to 1."""
    x0, y0, x1, y1 = (float(v) for v in note.get("/Rect", Array([0, 0, 0, 0])))
    a, b, c, d = (float(v) for v in page.mediabox)
    return abs((x1 - x0) * (y1 - y0)) / max(abs((c - a) * (d - b)), 1)
