"""Each relation name by itself, on generated families of seven languages whose relation is known.

    python benchmarks/relations.py                          # both halves of the forms
    python benchmarks/relations.py --half built-on --confusion
    python benchmarks/relations.py --language de --families 6
    python benchmarks/relations.py --output set.jsonl --gold gold.jsonl

The forms are parted in two halves by the hash of their names: while something is built, look at the
mistakes of the built-on half only. A name's recall is the share of the expected relations of this
name that are given, and no other between the same articles; its precision is the share of the links
of this name that are expected. Beside them stands the F1 over pairs of one lineage, for us and for
datasketch, rensa and simhash.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from further_forms import ALL_FORMS, forms
from lineage import FoundRelation, by_datasketch, by_rensa, by_simhash, hold_all, ours, score
from prose import LANGUAGES, Prose
from relation_forms import Draft, Family, relation_of
from republication import BEIJING, Article

from archive.dataset.article_record import article_of
from archive.lineage.rebuild import rebuild
from archive.lineage.tree import export_rows
from archive.store.archive import Archive

Pair = frozenset[str]
_BEGINS = datetime(2025, 3, 1, 6, tzinfo=BEIJING)
_MINUTES = 200 * 1_440  # in which families begin
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The relation of an article to one of some others, with the form and the language of both."""

    article: str
    others: tuple[str, ...]
    relation: str
    form: str
    language: str


@dataclass(slots=True)
class GeneratedSet:
    """Articles in the order of print, and what is true of them."""

    articles: list[Article] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


def generate(
    seed: int, names: Sequence[str], languages: Sequence[str], families: int
) -> GeneratedSet:
    """So many families of each form in each language; of notices one, which has ten articles."""
    made = GeneratedSet()
    for form in names:
        for code in languages:
            chance = random.Random(f"{seed} {form} {code}")
            prose = Prose(LANGUAGES[code], chance)
            for number in range(1 if relation_of(form) == "template" else families):
                _add(made, ALL_FORMS[form](prose), prose, f"{form} {number}")
    made.articles.sort(key=lambda article: article.at)
    return made


def _add(made: GeneratedSet, family: Family, prose: Prose, name: str) -> None:
    form, code = name.rpartition(" ")[0], prose.language.code
    begins = _BEGINS + timedelta(minutes=prose.chance.randrange(_MINUTES))
    stations = prose.chance.sample(prose.language.stations, len(prose.language.stations))
    ids = [f"{code}-{len(made.articles) + at}" for at in range(len(family.drafts))]
    for at, draft in enumerate(family.drafts):
        station = stations[at % len(stations)]
        if relation_of(form) == "template" and at < len(family.drafts) - 1:
            station = stations[at % 2]  # one form is that of few stations
        made.articles.append(
            Article(
                id=ids[at],
                station=station.replace(" ", "-"),  # a name has no blanks
                at=begins + timedelta(minutes=draft.after),
                title=draft.title,
                body=draft.body.replace("{source}", stations[0]),
                source=_source(draft, stations[0]),
                lineage=f"{code} {name} {ids[family.lineages[at]]}",
                kind=form,
            )
        )
    for each in family.expected:
        others = tuple(ids[other] for other in each.others)
        made.wanted.append(Wanted(ids[each.article], others, each.relation, form, code))


def _source(draft: Draft, first_station: str) -> str:
    return first_station if draft.credits_first else ""


# --- scoring ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Figures:
    """Of one name: how many were expected and given, how many were said and are right."""

    expected: int = 0
    given: int = 0
    said: int = 0
    right: int = 0

    def __str__(self) -> str:
        recall = self.given / self.expected if self.expected else float("nan")
        precision = self.right / self.said if self.said else float("nan")
        return f"{self.expected:6} {recall:7.3f} {self.said:6} {precision:9.3f}"


def links_of(archive: Archive) -> dict[Pair, set[str]]:
    """The relations that the archive gives, by the two articles."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for row in export_rows(archive.connection):
        other = row.get("other", row.get("parent"))
        if other is not None:
            found[frozenset((row["article"], other))].add(row["relation"])
    return found


def said_of(each: Wanted, links: dict[Pair, set[str]]) -> set[str]:
    """All relations that are given between an article and those that one is expected to."""
    pairs = (frozenset((each.article, other)) for other in each.others)
    return {relation for pair in pairs for relation in links.get(pair, ())}


def figures_by_name(wanted: Sequence[Wanted], links: dict[Pair, set[str]]) -> dict[str, Figures]:
    """Recall and precision of each name."""
    figures: dict[str, Figures] = defaultdict(Figures)
    allowed: dict[Pair, set[str]] = defaultdict(set)
    for each in wanted:
        figures[each.relation].expected += 1
        figures[each.relation].given += said_of(each, links) == {each.relation}
        for other in each.others:
            allowed[frozenset((each.article, other))].add(each.relation)
    for pair, relations in links.items():
        for relation in relations:
            figures[relation].said += 1
            figures[relation].right += relation in allowed.get(pair, ())
    return figures


def confusion(wanted: Sequence[Wanted], links: dict[Pair, set[str]]) -> Iterator[str]:
    """Each form and language of which something is wrong, with what was said instead."""
    by_form: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in wanted:
        said = said_of(each, links) or {_NONE}
        by_form[each.form, each.language].append(
            "right" if said == {each.relation} else " and ".join(sorted(said))
        )
    for (form, language), answers in sorted(by_form.items()):
        counted = Counter(answers)
        if counted.keys() != {"right"}:
            told = ", ".join(f"{answer} {count}" for answer, count in counted.most_common())
            yield f"  {form} ({language}): {told}"
    names = {frozenset((each.article, other)) for each in wanted for other in each.others}
    beside = Counter(
        relation for pair, found in links.items() if pair not in names for relation in found
    )
    if beside:
        yield "  links that no form expects: " + ", ".join(
            f"{relation} {count}" for relation, count in beside.most_common()
        )


def run(made: GeneratedSet, *, show_confusion: bool) -> None:
    """Print the figures of one set."""
    results: dict[str, tuple[FoundRelation, float]] = {}
    named: dict[str, dict[str, Figures]] = {}
    mistakes: list[str] = []
    for name, way in (
        ("datasketch", by_datasketch), ("rensa", by_rensa), ("simhash", by_simhash),
    ):  # fmt: skip
        began = time.process_time()
        results[name] = way(made.articles), time.process_time() - began
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        began = time.process_time()
        hold_all(archive, [article_of(article.record()) for article in made.articles])
        results["one by one"] = ours(archive), time.process_time() - began
        named["one by one"] = figures_by_name(made.wanted, links_of(archive))
        began = time.process_time()
        with archive.transaction() as connection:
            rebuild(connection)
        results["rebuilt"] = ours(archive), time.process_time() - began
        named["rebuilt"] = figures_by_name(made.wanted, links_of(archive))
        mistakes = [*confusion(made.wanted, links_of(archive))]
    print(f"{'pairs of one lineage':22}{'precision':>10}{'recall':>8}{'F1':>8}{'CPU s':>8}")
    for name, (found, seconds) in results.items():
        got = score(made.articles, found)
        print(
            f"{name:22}{got['precision']:10.3f}{got['recall']:8.3f}{got['F1']:8.3f}{seconds:8.1f}"
        )
    head = "expected  recall  said precision"
    print(f"\n{'':16}" + "".join(f"{name + ': ' + head:>46}" for name in named))
    for relation in dict.fromkeys(map(relation_of, ALL_FORMS)):
        cells = "".join(f"{figures[relation]!s:>46}" for figures in named.values())
        print(f"{relation:16}{cells}")
    for name in named:
        told = (f"{code} {f1:.3f}" for code, f1 in by_language(made, results[name][0]).items())
        print(f"\nF1 by language, {name}: {', '.join(told)}")
    if show_confusion:
        print("\nmistakes, rebuilt\n" + "\n".join(mistakes))


def by_language(made: GeneratedSet, found: FoundRelation) -> dict[str, float]:
    """The F1 over pairs of one lineage, notices among them, of each language by itself."""
    figures = {}
    for code in LANGUAGES:
        articles = [article for article in made.articles if article.id.startswith(f"{code}-")]
        if articles:
            own = {article.id: found.lineages[article.id] for article in articles}
            figures[code] = score(articles, FoundRelation(own, set()))["F1"]
    return figures


def write(made: GeneratedSet, records: Path, gold: Path) -> None:
    """The set as records to load, and what is true of it."""
    with records.open("w", encoding="utf-8") as file:
        for article in made.articles:
            file.write(json.dumps(article.record(), ensure_ascii=False) + "\n")
    rows = [row for article in made.articles for row in article.truth()]
    rows += [
        {"article": each.article, "others": each.others, "relation": each.relation}
        for each in made.wanted
    ]
    with gold.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=("built-on", "looked-away", "both"), default="both")
    parser.add_argument("--language", choices=tuple(LANGUAGES), action="append")
    parser.add_argument("--families", type=int, default=3, help="of each form and language")
    parser.add_argument("--confusion", action="store_true", help="what was said instead, by form")
    parser.add_argument("--output", type=Path, help="write the records there, and compare nothing")
    parser.add_argument("--gold", type=Path, help="with --output: what is true of them")
    said = parser.parse_args()
    halves = ("built-on", "looked-away") if said.half == "both" else (said.half,)
    languages = said.language or [*LANGUAGES]
    if said.output:
        names = [form for half in halves for form in forms(built_on=half == "built-on")]
        write(generate(said.seed, names, languages, said.families), said.output, said.gold)
        return
    for half in halves:
        names = [*forms(built_on=half == "built-on")]
        made = generate(said.seed, names, languages, said.families)
        print(
            f"\n{half}: {len(made.articles):,} articles of {len(names)} forms, seed {said.seed}\n"
        )
        run(made, show_confusion=said.confusion)


if __name__ == "__main__":
    main()
