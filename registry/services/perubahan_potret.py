"""A draft as it is at one moment: the body, and every part below with its fields; as much of it as a change may touch.

Read as plain values in a few queries: the 128 indicators of a whole decree take about 25 ms, one indicator 8 ms.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Pengisi, Rumus, Sasaran, Variabel
from registry.services.perubahan_bidang import BIDANG, RUMUS, VARIABEL, Isi
from registry.services.perubahan_urai import pendek

Kunci = tuple[str, Any]
Lingkup = Mapping[str, Mapping[str, Any]]  # noun → filter of the parts that are read; what is not named is not read
SEMUA: Lingkup = {"lampiran": {}, "lembar": {}, "sasaran": {}, "indikator": {}}
NASKAH_SAJA: Lingkup = {}
RUJUKAN = {"data_dasar": "data_dasar__nama", "indikator": "indikator__kode", "skala": "skala__nama", "pengisi": "pengisi__nama"}  # fmt: skip  # noqa: E501


@dataclass(frozen=True)
class Bagian:
    """One part: who it is, below which part and at which place, where it prints, what it is called, what it says."""

    kunci: Kunci
    induk: Kunci
    urut: int
    jalur: tuple[int, ...]
    judul: str
    isi: Isi

    @property
    def jenis(self) -> str:
        """lampiran | lembar | sasaran | indikator."""
        return self.kunci[0]


@dataclass(frozen=True)
class Potret:
    """What was read, and by which `lingkup`."""

    pk: int
    lingkup: Lingkup
    naskah: Isi
    bagian: dict[Kunci, Bagian] = field(default_factory=dict)


def potret(penetapan: Penetapan, lingkup: Lingkup = SEMUA) -> Potret:
    """The decree as it is stored now."""
    naskah = Penetapan.objects.values(*BIDANG["penetapan"]).get(pk=penetapan.pk)
    rows = (part for jenis, where in lingkup.items() for part in BACA[jenis](penetapan.pk, where))
    return Potret(penetapan.pk, lingkup, naskah, {row.kunci: row for row in rows})


def _parts(rows: QuerySet[Any], jenis: str, names: Iterable[str], induk: str, path: Iterable[str]) -> Iterator[Bagian]:
    parent, above, places = ("penetapan", *BIDANG)[list(BIDANG).index(jenis)], f"{induk}_id", [*path, "urut"]
    for row in rows.order_by().values("pk", "urut", above, *places, *names):
        jalur = tuple(row.pop(name) if name != "urut" else row[name] for name in places)
        kunci, up, urut = (jenis, row.pop("pk")), (parent, row.pop(above)), row.pop("urut")
        yield Bagian(kunci, up, urut, jalur, "", row)


def _titled(row: Bagian, judul: str, isi: Isi) -> Bagian:
    return Bagian(row.kunci, row.induk, row.urut, row.jalur, judul, isi)


def _lampiran(penetapan: int, where: Mapping[str, Any]) -> Iterator[Bagian]:
    rows = Lampiran.objects.filter(penetapan=penetapan, **where)
    for row in _parts(rows, "lampiran", BIDANG["lampiran"], "penetapan", ()):
        yield _titled(row, judul_lampiran(row.isi["nomor"]), row.isi)


def judul_lampiran(nomor: str | None) -> str:
    """Lampiran II."""
    return f"Lampiran {nomor}" if nomor else "Lampiran tanpa nomor"


def _lembar(penetapan: int, where: Mapping[str, Any]) -> Iterator[Bagian]:
    rows = LembarInstansi.objects.filter(lampiran__penetapan=penetapan, **where)
    names = [*(name for name in BIDANG["lembar"] if name != "instansi"), "instansi__nama", "lampiran__nomor"]
    for row in _parts(rows, "lembar", names, "lampiran", ["lampiran__urut"]):
        nomor, isi = row.isi.pop("lampiran__nomor"), row.isi
        isi["instansi"] = isi.pop("instansi__nama")
        yield _titled(row, f"Lembar {pendek(isi['nama'])}" + (f" (Lampiran {nomor})" if nomor else ""), isi)


def _sasaran(penetapan: int, where: Mapping[str, Any]) -> Iterator[Bagian]:
    rows = Sasaran.objects.filter(lembar__lampiran__penetapan=penetapan, **where)
    path = ["lembar__lampiran__urut", "lembar__urut"]
    for row in _parts(rows, "sasaran", [*BIDANG["sasaran"], "lembar__nama"], "lembar", path):
        lembar = row.isi.pop("lembar__nama")
        yield _titled(row, f"Sasaran «{pendek(row.isi['teks'])}» ({pendek(lembar)})", row.isi)


def _indikator(penetapan: int, where: Mapping[str, Any]) -> Iterator[Bagian]:
    rows = Indikator.objects.filter(lembar__lampiran__penetapan=penetapan, **where)
    own = [name for name in BIDANG["indikator"] if name not in (*RUMUS, "variabel", "pengisi", "lanjutan_dari")]
    path = ["lembar__lampiran__urut", "lembar__urut", "sasaran__urut"]
    beside = _beside(rows)
    for row in _parts(rows, "indikator", [*own, "lanjutan_dari__kode"], "sasaran", path):
        isi = row.isi | {"lanjutan_dari": row.isi["lanjutan_dari__kode"]} | beside[row.kunci[1]]
        del isi["lanjutan_dari__kode"]
        yield _titled(row, f"Indikator «{pendek(isi['nama'])}» ({isi['kode']})", isi)


def _beside(rows: QuerySet[Indikator]) -> dict[int, Isi]:
    """Indicator → who fills it, its formula in force, and the variables of that by name."""
    found: dict[int, Isi] = {pk: {"pengisi": [], "variabel": {}} for pk in rows.order_by().values_list("pk", flat=True)}
    inside = rows.order_by().values("pk")
    for pk, nama in Pengisi.objects.filter(indikator__in=inside).order_by("urut").values_list("indikator", "instansi__nama"):  # fmt: skip  # noqa: E501
        found[pk]["pengisi"].append(nama)
    formulas = Rumus.objects.filter(indikator__in=inside, status=Rumus.Status.BERLAKU).order_by()
    for row in formulas.values("indikator_id", *RUMUS):
        found[row.pop("indikator_id")] |= row
    plain = [name for name in VARIABEL if name not in RUJUKAN]
    named = {f"{name}_": F(path) for name, path in RUJUKAN.items()}
    variables = Variabel.objects.filter(rumus__in=formulas.values("pk")).order_by("urut")
    for row in variables.values("nama", *plain, milik=F("rumus__indikator"), **named):
        isi = {name: row[name if name in plain else f"{name}_"] for name in VARIABEL}
        found[row["milik"]]["variabel"][row["nama"]] = isi
    return found


BACA = {"lampiran": _lampiran, "lembar": _lembar, "sasaran": _sasaran, "indikator": _indikator}
