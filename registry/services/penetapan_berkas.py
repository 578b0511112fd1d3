"""Files of decrees: YAML or JSON in, YAML or JSON out. What comes in is read with limits, before anything is built.

Aliases, deep nesting, doubled keys and other encodings are refused: a decree needs none of them, and each
can make a small file mean something huge or something else than it shows.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import yaml

from registry.services.errors import ServiceError

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 24
MAX_EVENTS = 600_000

TERLALU_BESAR = "Berkas lebih dari 5 MB. Bagi menjadi beberapa berkas, misalnya satu penetapan tiap berkas."
BUKAN_UTF8 = "Berkas bukan teks UTF-8. Simpan ulang sebagai UTF-8, lalu unggah lagi."
KOSONG = "Berkas tidak berisi penetapan."
ALIAS = "Baris {baris}: acuan YAML (& atau *) tidak diterima; tulis isinya lengkap."
TERLALU_DALAM = f"Isi berkas bertingkat lebih dari {MAX_DEPTH} tingkat; penetapan tidak memerlukannya."
TERLALU_BANYAK = "Berkas berisi terlalu banyak butir. Bagi menjadi beberapa berkas."
KUNCI_GANDA = "{tempat}kunci «{kunci}» tertulis dua kali."
KUNCI_ANEH = "Baris {baris}: nama kunci harus satu teks biasa."
RUSAK = "Berkas bukan YAML atau JSON yang benar{tempat}."


class _Loader(yaml.CSafeLoader):
    """Plain data only, and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As the base class, after a look for doubled keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                raise ServiceError(KUNCI_ANEH.format(baris=line))
            if key.value in seen:
                raise ServiceError(KUNCI_GANDA.format(tempat=f"Baris {line}: ", kunci=key.value))
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_documents(content: bytes) -> list[Any]:
    """The decrees in a file, one or a list of them, as plain data; ServiceError says what is wrong and where."""
    if len(content) > MAX_BYTES:
        raise ServiceError(TERLALU_BESAR)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ServiceError(BUKAN_UTF8) from error
    data = _read_json(text) if text.lstrip()[:1] in ("[", "{") else _read_yaml(text)
    _check_depth(data)
    documents = data if isinstance(data, list) else [data]
    if not any(documents):
        raise ServiceError(KOSONG)
    return documents


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_no_double)
    except json.JSONDecodeError:
        return _read_yaml(text)  # YAML may begin with a bracket too; its reader names the line
    except RecursionError as error:
        raise ServiceError(TERLALU_DALAM) from error
    except ValueError as error:
        raise ServiceError(RUSAK.format(tempat="")) from error


def _no_double(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        double = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ServiceError(KUNCI_GANDA.format(tempat="", kunci=double))
    return result


def _read_yaml(text: str) -> Any:
    try:
        _check_events(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 – a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ServiceError(RUSAK.format(tempat=f" (baris {mark.line + 1})" if mark else "")) from error
    except (ValueError, OverflowError) as error:  # 2019-99-99, or a number of thousands of digits
        raise ServiceError(RUSAK.format(tempat=": ada tanggal atau bilangan yang tidak mungkin")) from error


def _check_events(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ServiceError(ALIAS.format(baris=event.start_mark.line + 1))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ServiceError(TERLALU_DALAM)
        if count > MAX_EVENTS:
            raise ServiceError(TERLALU_BANYAK)


def _check_depth(data: Any) -> None:
    """Level by level, without recursion."""
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH + 1:
            raise ServiceError(TERLALU_DALAM)
        level = [child for item in level for child in _children(item)]


def _children(item: Any) -> list[Any]:
    if isinstance(item, Mapping):
        return list(item.values())
    return item if isinstance(item, list) else []


class _Dumper(yaml.CSafeDumper):
    """Text that looks like a number stays text; nothing is an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always: a reader sees every value where it belongs."""
        return True


def write_documents(documents: list[dict[str, Any]], format: str) -> str:
    """Decrees as one file, "json" or "yaml"; read_documents reads it back."""
    if format == "json":
        return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
    return yaml.dump(documents, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
