"""Measure an extractor on a set, and print what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import TYPE_CHECKING

from cleaning.addresses import date_in
from cleaning.scores import Score, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaning.corpus import Page
    from cleaning.extractors import Extracted, Extractor

__all__ = ["Result", "measure", "print_facts", "print_quality", "print_speed"]


@dataclass(frozen=True)
class Result:
    """One extractor on one set."""

    extractor: str
    pages: list[Page]
    found: list[Extracted]
    scores: list[Score]

    @property
    def f1(self) -> float:
        """Mean of the pages."""
        return mean(s.f1 for s in self.scores)

    @property
    def seconds(self) -> float:
        """Processor time of all pages."""
        return sum(f.seconds for f in self.found)


_BATCH = 5


def measure(extractors: list[Extractor], pages: list[Page]) -> list[Result]:
    """Extract a set and score it; the extractors take turns, so that a busy machine is shared."""
    for extractor in extractors:
        extractor.extract(pages[:1])  # imports and caches are not the pages' time
    found: list[list[Extracted]] = [[] for _ in extractors]
    for start in range(0, len(pages), _BATCH):
        for texts, extractor in zip(found, extractors, strict=True):
            texts.extend(extractor.extract(pages[start : start + _BATCH]))
    return [
        Result(e.name, pages, f, [_score(p, x) for p, x in zip(pages, f, strict=True)])
        for e, f in zip(extractors, found, strict=True)
    ]


def _score(page: Page, found: Extracted) -> Score:
    if page.edges is None:
        title = found.facts.get("title")
        return score(found.text, page.lines, (*page.optional, *([title] if title else ())))
    lines = found.text.split("\n\n")
    if lines[0] == page.facts["title"]:
        lines = lines[1:]
    right = bool(lines) and lines[0].startswith(page.edges[0]) and lines[-1].endswith(page.edges[1])
    return Score(float(right), float(right), int(right), int(not right), 0)


def print_quality(name: str, results: list[Result]) -> None:
    """Print a table: an extractor a row."""
    known = "first and last words" if results[0].pages[0].edges else "F1 over words"
    print(f"\n{name}, {len(results[0].pages)} pages ({known})")
    for result in results:
        if not any(f.text for f in result.found):
            continue
        kept, lost, added = (sum(getattr(s, k) for s in result.scores) for k in _COUNTS)
        precision, recall = (mean(getattr(s, k) for s in result.scores) for k in _RATES)
        print(
            f"  {result.extractor:<18} F1 {result.f1:.4f}  P {precision:.3f}  R {recall:.3f}"
            f"  lines kept {kept}, lost {lost}, added {added}"
        )


_COUNTS = ("kept", "lost", "added")
_RATES = ("precision", "recall")


def print_facts(results: Mapping[str, Result]) -> None:
    """Print how many titles and dates are right, or what the addresses say of the dates."""
    print("\ntitles and dates (llmextract)")
    for name, result in results.items():
        pairs = list(zip(result.pages, result.found, strict=True))
        if any(page.facts for page in result.pages):
            titles = sum(_same_title(page, found) for page, found in pairs)
            wrong = sum(_date(page) != _found(found) for page, found in pairs)
            print(f"  {name:<14} titles {titles} of {len(pairs)}, dates wrong or missing {wrong}")
        else:
            _print_against_addresses(name, pairs)


def _print_against_addresses(name: str, pairs: list[tuple[Page, Extracted]]) -> None:
    told = [(day, _found(found)) for page, found in pairs if (day := date_in(page.address))]
    same = sum(day.isoformat() == found for day, found in told)
    near = sum(found is not None and abs((day - _day(found)).days) == 1 for day, found in told)
    titled = sum(bool(found.facts.get("title")) for _, found in pairs)
    dated = sum(found.facts.get("published") is not None for _, found in pairs)
    print(
        f"  {name:<14} titled {titled}, dated {dated} of {len(pairs)}; of {len(told)} addresses "
        f"that carry a date {same} agree, {near} are a day off, "
        f"{len(told) - same - near} else"
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _same_title(page: Page, found: Extracted) -> bool:
    return page.facts["title"] == found.facts.get("title")


def _date(page: Page) -> str | None:
    return page.facts.get("published")


def _found(found: Extracted) -> str | None:
    day = found.facts.get("published")
    return day.isoformat() if day else None


def print_speed(results: Mapping[str, list[Result]]) -> None:
    """Print pages a second of text, and the times on HTML as ratios to trafilatura's."""
    text = [result for name in ("seeds", "ko_text_dumps") for result in results.get(name, [])[:1]]
    if text:
        pages = sum(len(result.pages) for result in text)
        print(f"\nspeed  text dumps {pages / sum(r.seconds for r in text):.0f} a second (one core)")
    html = [results[name] for name in ("ko_gov_html", "pages_en") if results.get(name)]
    for column in zip(*html, strict=True):
        seconds = sum(result.seconds for result in column)
        base = sum(row[1].seconds for row in html)
        print(f"speed  HTML {column[0].extractor:<18} {seconds / base:.2f} of trafilatura's time")
