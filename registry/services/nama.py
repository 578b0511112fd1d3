"""Names as people type them: one spelling for each, so that no two records look alike (security.md S-47)."""

import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}  # control, zero width, direction marks, private, surrogate, unassigned


def clean_name(value: str) -> str:
    """NFC, nothing invisible, single spaces, none at the ends."""
    text = "".join(" " if c in "\t\r\n" else c for c in unicodedata.normalize("NFC", value))
    visible = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)
    return re.sub(r"\s+", " ", visible).strip()


def fold_name(value: str) -> str:
    """What two names that look the same have in common: case, accents, width and spacing left out."""
    text = unicodedata.normalize("NFKD", clean_name(value)).casefold()
    return "".join(c for c in text if c.isalnum())


def is_latin(value: str) -> bool:
    """Whether every letter is Latin: a Cyrillic «а» looks like ours and is another."""
    return all("LATIN" in unicodedata.name(c, "") for c in value if c.isalpha())
