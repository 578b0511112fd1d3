"""Office files are ZIP archives that carry the time of writing; without it the same rows give the same bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

SAAT = (1980, 1, 1, 0, 0, 0)
_WAKTU = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")

Ubah = Callable[[bytes], bytes]


def stable_zip(data: bytes, tanggal: date, ubah: Mapping[str, Ubah] | None = None) -> bytes:
    """The same archive with fixed times; `ubah` rewrites named parts of it on the way."""
    stamp = f"{tanggal.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _WAKTU.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            content = ubah[name](content) if ubah and name in ubah else content
            info = zipfile.ZipInfo(name, SAAT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, content)
    return out.getvalue()
