"""The decree's "Sumber Data" as a checklist: what each indicator asks for, merged cells included."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from registry.models import BuktiDukung, Indikator


def sumber_of(indikator: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Indikator → the items of its "Sumber Data"; a merged cell continues the one above. One query."""
    sheets = Indikator.objects.filter(pk__in=indikator).values("lembar")
    rows = Indikator.objects.filter(lembar__in=sheets).order_by("lembar", "sasaran__urut", "urut")
    found: dict[int, tuple[str, ...]] = {}
    above: dict[int, tuple[str, ...]] = {}
    for pk, lembar, cell, gabung in rows.values_list("pk", "lembar", "sumber_data", "gabung"):
        if "sumber_data" not in (gabung or []):
            above[lembar] = tuple(item for item in cell or [] if isinstance(item, str) and item.strip())
        found[pk] = above.get(lembar, ())
    return found


def bukti_per_realisasi(realisasi: Collection[int]) -> dict[int, list[str]]:
    """Realisasi → which source each kept piece of evidence stands for ("" for none); one query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = BuktiDukung.objects.kept().filter(realisasi__in=realisasi).order_by()
    for pk, sumber in rows.values_list("realisasi", "sumber"):
        found[pk].append(sumber)
    return dict(found)


def tanpa_bukti(sumber: Iterable[str], bukti: Iterable[str]) -> list[str]:
    """The sources that no evidence names; one single source needs no naming."""
    wanted, given = list(sumber), list(bukti)
    if len(wanted) == 1 and given:
        return []
    named = {_key(text) for text in given}
    return [text for text in wanted if _key(text) not in named]


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;,")[:290]
