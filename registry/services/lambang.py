"""The lambang of a Pemda: what is uploaded is read as a picture, drawn anew, and only that is kept."""

import io
import struct
import uuid
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from registry.services.errors import ServiceError

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 40_000_000
SIDE = 1200  # pixels; printed 2.5 cm wide this is far beyond what paper shows

TERLALU_BESAR = "Gambar lebih dari 2 MB. Perkecil gambarnya, lalu unggah lagi."
TERLALU_LEBAR = "Gambar lebih dari 40 juta piksel. Perkecil gambarnya, lalu unggah lagi."
BUKAN_GAMBAR = "Berkas ini bukan gambar PNG atau JPG yang utuh."
# WeasyPrint tells Pillow to accept half a picture, for the whole process: the end of a JPG is looked for here
JPEG_SCAN, JPEG_END = b"\xff\xda", b"\xff\xd9"
# what Pillow raises for damaged or hostile files
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def lambang_png(upload: UploadedFile) -> bytes:
    """The picture as a PNG of our own making; ServiceError when it is not a PNG or JPG within the limits."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise ServiceError(TERLALU_BESAR)
    content = upload.read(MAX_BYTES + 1)
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ServiceError(TERLALU_LEBAR)
            if image.format == "JPEG" and JPEG_END not in content.rpartition(JPEG_SCAN)[2]:
                raise ServiceError(BUKAN_GAMBAR)
            image.verify()
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            return _redrawn(image)
    except BROKEN as error:
        raise ServiceError(BUKAN_GAMBAR) from error


def _redrawn(image: Image.Image) -> bytes:
    """Pixels only: no metadata, no second frame, nothing behind the end of the picture."""
    image.draft("RGB", (SIDE, SIDE))
    small = image if image.mode in ("RGB", "RGBA", "L", "LA") else image.convert("RGBA")
    small.thumbnail((SIDE, SIDE))  # before anything else copies it: 40 million pixels are 160 MB
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def lambang_store(png: bytes) -> str:
    """Keeps it under a name of our own; gives the name."""
    return default_storage.save(f"lambang/{uuid.uuid4().hex}.png", ContentFile(png))


def lambang_remove(name: str) -> None:
    """Forgets a stored picture, if there is one."""
    if name:
        default_storage.delete(name)
