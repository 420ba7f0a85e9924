"""The words that the room prints, in Chinese and English: one catalogue, `texts.tsv`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Texts:
    """The catalogue in one language: `texts("article")`, `texts("hits", n=5)`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in. Raises KeyError for an unknown key."""
        return _catalogue()[key][self.language].format(**values)

    def any(self, prefix: str, name: str | None) -> str:
        """The text of `prefix.name`, or the name as it is: what is not known is shown as held."""
        entry = _catalogue().get(f"{prefix}.{name}")
        return entry[self.language] if entry else name or ""


@cache
def _catalogue() -> dict[str, dict[Language, str]]:
    """Key → language → text."""
    text = files("archive.room").joinpath("texts.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["key"]: {"zh": row["zh"], "en": row["en"]} for row in rows}
