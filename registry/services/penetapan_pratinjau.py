"""An import in two steps: what would happen is shown, then exactly that is done, by the same person (S-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

from registry.models import Pengguna
from registry.services.errors import ServiceError
from registry.services.penetapan import HasilImpor, penetapan_import, penetapan_preview
from registry.services.penetapan_format import canonical

SALT = "registry.penetapan.pratinjau"
UMUR = 3600  # seconds
MAX_TOKEN = 4_000_000  # characters; a form may post five million
TERLALU_BESAR = "Isi berkas ini terlalu besar untuk dimuat sekaligus. Bagi menjadi beberapa berkas."
LEWAT = "Pemeriksaan ini sudah lewat satu jam atau bukan milik Anda. Unggah berkasnya sekali lagi."


@dataclass(frozen=True)
class Pratinjau:
    """What an import would do; `token` carries it to the confirmation, empty when there is nothing to do."""

    hasil: list[HasilImpor]
    token: str

    @property
    def ditolak(self) -> int:
        """How many decrees stand in the way."""
        return sum(item.tindakan == "ditolak" for item in self.hasil)


def pratinjau_make(*, user: Pengguna, documents: Sequence[Any]) -> Pratinjau:
    """Looks, and signs what was seen where it can be done."""
    hasil = penetapan_preview(documents=documents, user=user)
    todo = {item.tindakan for item in hasil}
    if "ditolak" in todo or todo == {"tidak berubah"}:
        return Pratinjau(hasil, "")
    seen = {
        "user": user.pk,
        "isi": [canonical(raw) for raw in documents],
        "tindakan": [item.tindakan for item in hasil],
    }
    token = signing.dumps(seen, salt=SALT, compress=True)
    if len(token) > MAX_TOKEN:
        raise ServiceError(TERLALU_BESAR)
    return Pratinjau(hasil, token)


def pratinjau_import(*, user: Pengguna, token: str) -> list[HasilImpor]:
    """Does what was shown, or nothing: ServiceError when anything changed in between."""
    try:
        seen = signing.loads(token, salt=SALT, max_age=UMUR)
    except signing.BadSignature as error:
        raise ServiceError(LEWAT) from error
    if seen["user"] != user.pk:
        raise ServiceError(LEWAT)
    return penetapan_import(documents=seen["isi"], user=user, expected=seen["tindakan"])
