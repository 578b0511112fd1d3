"""What a frozen document carries beyond its rows: the verification code, where to check it, the signer's anchor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segel:
    """`alamat`: the page that checks this code; `jangkar`: the text that a signing service looks for, or ""."""

    kode: str
    alamat: str
    jangkar: str = ""
    kaki_saja: bool = False  # the place to sign is elsewhere: a lampiran behind its Keputusan

    @property
    def kaki(self) -> str:
        """What every page says at its foot."""
        return f"Kode verifikasi {self.kode}"
