"""JPG and PNG: decoded whole, then drawn anew, so that only pixels are kept."""

import struct
import warnings
import zlib

from PIL import Image, ImageOps

from registry.pemeriksa.hasil import Hasil, Tolak

MAX_PIXELS = 40_000_000
KEPT_MODES = {"1", "L", "LA", "RGB", "RGBA", "I;16"}
# what Pillow raises for damaged or hostile files
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error, zlib.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def periksa_gambar(source: str, target: str) -> Hasil:
    """No metadata (place, device), no second picture, nothing behind the end."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(source, formats=["PNG", "JPEG"]) as image:
            image.verify()
        with Image.open(source, formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Tolak("piksel")
            kind = "png" if image.format == "PNG" else "jpg"  # phones write MPO, a JPG with a second picture
            _redraw(image, kind, target)
    except BOMB as error:
        raise Tolak("piksel") from error
    except BROKEN as error:
        raise Tolak("gambar_rusak") from error
    return Hasil(kind, baru=True)


def _redraw(image: Image.Image, kind: str, target: str) -> None:
    image.load()
    upright = ImageOps.exif_transpose(image)
    if kind == "jpg":
        kept = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
    else:
        kept = upright if upright.mode in KEPT_MODES else upright.convert("RGBA")
    clean = Image.frombytes(kept.mode, kept.size, kept.tobytes())
    if kind == "jpg":
        clean.save(target, "JPEG", quality=90)
    else:
        clean.save(target, "PNG", compress_level=4)
