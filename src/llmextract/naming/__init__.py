"""Bodies and persons that a text names in so many words, found by code.

A model of any size forgets who acts in an article; a small one forgets half. What a town, a
ministry, an institute or a person with an office is called is regular enough to be read, as money
and dates are. No library does it for Korean without a model of hundreds of megabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmextract.naming import en, ko_bodies, ko_persons

if TYPE_CHECKING:
    from llmextract.naming.ko_persons import Person

__all__ = ["Named", "find_names", "opening_person"]


class Named(NamedTuple):
    """A body or a person, where the text names it.

    Attributes:
        start: First character of the name in the text.
        end: One past its last.
        person: Office and affiliation, where it is a person.
    """

    start: int
    end: int
    person: Person | None = None


def find_names(text: str) -> list[Named]:
    """Every body that acts and every person with an office, in the order of the text.

    Of two that overlap the longer counts; the same body stands in the list as often as the text
    names it.
    """
    persons = [*ko_persons.find_persons(text), *en.find_persons(text)]
    bodies = [*ko_bodies.find_towns(text), *ko_bodies.find_bodies(text), *en.find_bodies(text)]
    for span, person in ko_persons.find_headed(text):
        persons.append(person)
        bodies.append(span)
    bodies += [p.body for p in persons if p.body and not ko_bodies.is_common(text[slice(*p.body)])]
    named = [Named(p.start, p.end, p) for p in persons] + [Named(*span) for span in bodies]
    kept: list[Named] = []
    for one in sorted(named, key=lambda n: (n.start, -n.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def opening_person(text: str) -> Person | None:
    """The person with whose name and office a text begins; None where it does not."""
    # Most texts asked about are the name of a body, or that of a person alone: one word.
    if " " not in text:
        return None
    persons = (*ko_persons.find_persons(text), *en.find_persons(text))
    if all(person.start for person in persons):
        return None
    # Unless a body's name begins there too, and is the longer one.
    return find_names(text)[0].person
