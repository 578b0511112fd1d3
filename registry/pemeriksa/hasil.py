"""What the checks say: a refusal by its code, or the kind of the file with what is odd in it."""

from dataclasses import dataclass


class Tolak(Exception):
    """A file that is not kept; `kode` names the sentence that the person reads (services/berkas_aman.py)."""

    def __init__(self, kode: str) -> None:
        super().__init__(kode)
        self.kode = kode


@dataclass(frozen=True)
class Hasil:
    """Kind by content; `halaman` pages of a PDF, else 0; codes of findings; whether the file was drawn anew."""

    tipe: str
    halaman: int = 0
    temuan: tuple[str, ...] = ()
    baru: bool = False
