"""The predicate of a result: the code of a rank (opini BPK), or the class of a number (mutu IKM, predikat SAKIP)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formulas.skala import skala_from_dict
from registry.models import Rumus, Skala, Variabel

RUMPUN_IKM = ("F24", "F25")  # whose result is an index that mutu pelayanan classifies


@dataclass(frozen=True)
class Predikat:
    """Code and name, as shown beside or instead of the number."""

    kode: str
    nama: str
    skala: str
    mengganti: bool  # the code is the value itself (a rank means nothing to people)

    def as_dict(self) -> dict[str, Any]:
        """For the snapshot of a realisasi."""
        return {"kode": self.kode, "nama": self.nama, "skala": self.skala, "mengganti": self.mengganti}


def predicate_of(rumus: Rumus, hasil: Decimal | None, memo: dict[Any, Any] | None = None) -> Predikat | None:
    """The predicate of a result under its formula; None where no scale applies."""
    skala = _scale(rumus, {} if memo is None else memo) if hasil is not None else None
    if skala is None or hasil is None:
        return None
    scale = skala_from_dict(
        {
            "kode": skala.kode,
            "nama": skala.nama,
            "jenis": skala.jenis,
            "terbuka": skala.terbuka,
            "bulatkan": skala.bulatkan,
            "butir": skala.butir,
        }
    )
    ordinal = skala.jenis == Skala.Jenis.ORDINAL
    step = scale.of_rank(hasil) if ordinal else scale.classify(hasil)
    kode = getattr(step, "kode", None)
    nama = getattr(step, "nama", "")
    return None if kode is None or not hasattr(step, "peringkat") else Predikat(kode, nama, skala.nama, ordinal)


def _scale(rumus: Rumus, memo: dict[Any, Any]) -> Skala | None:
    """The scale of the one variable that is the whole formula, or mutu IKM for an IKM computation."""
    variables = list(rumus.variabel.all())
    if len(variables) == 1 and variables[0].skala_id and rumus.ekspresi.strip() == variables[0].nama:
        return variables[0].skala
    if rumus.rumpun in RUMPUN_IKM and _is_ikm(rumus, variables):
        if "mutu_ikm" not in memo:
            memo["mutu_ikm"] = Skala.objects.filter(pemda=None, kode="mutu_ikm").first()
        return memo["mutu_ikm"]
    return None


def _is_ikm(rumus: Rumus, variables: list[Variabel]) -> bool:
    """F24 always; F25 (a mean of units) only where one of its variables carries the scale."""
    return rumus.rumpun == "F24" or any(v.skala_id and v.skala.kode == "mutu_ikm" for v in variables)
