"""python -m registry.pemeriksa MASUK KELUAR: prints one JSON object about the file MASUK.

{"tipe", "halaman", "temuan", "baru"} when it may be kept (`baru`: KELUAR is what to keep), or {"tolak": code}.
"""

import json
import resource
import sys
from dataclasses import asdict

MEMORI = 1024**3  # bytes of address space: a picture of 40 million pixels needs half of it
DETIK = 25  # of CPU
KELUARAN = 256 * 1024**2  # bytes: 40 million pixels as PNG, at worst


def limit() -> None:
    """Before anything is read or heavy is imported."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORI),
        (resource.RLIMIT_CPU, DETIK),
        (resource.RLIMIT_FSIZE, KELUARAN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def main(source: str, target: str) -> dict[str, object]:
    """The verdict; what no check foresaw is a refusal too."""
    from registry.pemeriksa.hasil import Tolak
    from registry.pemeriksa.kenali import periksa

    try:
        return asdict(periksa(source, target))
    except Tolak as refusal:
        return {"tolak": refusal.kode}
    except (MemoryError, RecursionError):
        return {"tolak": "rumit"}


if __name__ == "__main__":
    limit()
    json.dump(main(*sys.argv[1:3]), sys.stdout)
