"""Who may reach long exports: reviewers, each their own."""

from typing import Any

from tests.registry.akses_tabel import BAPPEDA, REVIU, Harap, umum


def _kunci(o: Any) -> dict[str, Any]:
    return {"kunci": o.pekerjaan.kunci}


TABEL: dict[str, Harap] = {
    "reports:unduhan_list": umum(get=REVIU),
    "reports:unduhan_create": umum(post=REVIU),
    "reports:unduhan_status": Harap(get={BAPPEDA}, args=_kunci),
    "reports:unduhan_berkas": Harap(get={BAPPEDA}, args=_kunci, alih=frozenset({BAPPEDA})),
    "reports:unduhan_retry": Harap(post={BAPPEDA}, args=_kunci),
}
