"""Who may reach the making and changing of decrees: the admin of the Pemda, and nobody else."""

from collections.abc import Callable
from typing import Any

from tests.registry import objek_rancangan as buat
from tests.registry.akses_tabel import ADMIN, SEMUA, Harap, _kode

KELOLA = {ADMIN}


def _draf(**more: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda o: {"kode": buat.rancangan(o).kode, **{name: make(o) for name, make in more.items()}}


TABEL: dict[str, Harap] = {
    "registry:penetapan_salin": Harap(get=KELOLA, post=KELOLA, args=_kode()),
    "registry:penetapan_hapus": Harap(get=KELOLA, post=KELOLA, args=_draf()),
    "registry:penetapan_sandingan": Harap(get=SEMUA, args=_kode()),
    "reports:sandingan_unduh": Harap(get=SEMUA, args=_kode()),
    "registry:penetapan_tetapkan": Harap(get=KELOLA, post=KELOLA, args=_draf()),
    "registry:penetapan_cabut": Harap(get=KELOLA, post=KELOLA, args=_kode()),
    "registry:rancangan_susun": Harap(get=KELOLA, args=_draf()),
    "registry:rancangan_aksi": Harap(post=KELOLA, args=_draf()),
    "registry:rancangan_hapus": Harap(
        get=KELOLA, post=KELOLA, args=_draf(jenis=lambda o: "indikator", pk=lambda o: buat.indikator(o).pk)
    ),
    "registry:rancangan_lampiran_add": Harap(post=KELOLA, args=_draf()),
    "registry:rancangan_lembar_add": Harap(post=KELOLA, args=_draf()),
    "registry:rancangan_naskah": Harap(get=KELOLA, post=KELOLA, args=_draf()),
    "registry:rancangan_lampiran": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.lampiran(o).pk)),
    "registry:lampiran_excel": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.lampiran(o).pk)),
    "registry:lampiran_excel_template": Harap(get=KELOLA, args=_draf(pk=lambda o: buat.lampiran(o).pk)),
    "registry:lampiran_excel_apply": Harap(post=KELOLA, args=_draf(pk=lambda o: buat.lampiran(o).pk)),
    "registry:rancangan_lembar": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.lembar(o).pk)),
    "registry:rancangan_tabel": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.lembar(o).pk)),
    "registry:rancangan_sasaran_add": Harap(post=KELOLA, args=_draf(pk=lambda o: buat.lembar(o).pk)),
    "registry:rancangan_indikator_add": Harap(post=KELOLA, args=_draf(pk=lambda o: buat.lembar(o).pk)),
    "registry:rancangan_indikator": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.indikator(o).pk)),
    "registry:rancangan_sel_preview": Harap(
        post=KELOLA, args=_draf(pk=lambda o: buat.indikator(o).pk, nama=lambda o: "rumus_cetak")
    ),
    "registry:rancangan_rumus": Harap(get=KELOLA, post=KELOLA, args=_draf(pk=lambda o: buat.indikator(o).pk)),
    "registry:rancangan_rumus_preview": Harap(post=KELOLA, args=_draf(pk=lambda o: buat.indikator(o).pk)),
}
