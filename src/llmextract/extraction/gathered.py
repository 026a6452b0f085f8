"""The entities that replies gave, while they are put in order: none twice, none made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.extraction.drafts import Draft, Drafts, Placed
from llmextract.extraction.locating import shorten
from llmextract.schemas import rule

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from llmextract.extraction.findings import Findings
    from llmextract.schemas import Shape

__all__ = ["Gathered"]


@dataclass
class Gathered:
    """What the replies to all pieces of an article gave.

    Attributes:
        shape: What was asked for.
        findings: Where is told what is left out.
        drafts: The entities, by field.
        loose: Mentions that belong to none, by id.
        doubted: Field and name of what is left out because nothing bears it out.
    """

    shape: Shape
    findings: Findings
    drafts: dict[str, Drafts] = field(init=False)
    loose: dict[str, Placed] = field(default_factory=dict)
    doubted: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with a list for every kind of entity."""
        self.drafts = {entity.field: Drafts(entity) for entity in self.shape.entities}

    def all(self) -> Iterator[Draft]:
        """Every entity, list by list."""
        for drafts in self.drafts.values():
            yield from drafts

    def let_go(self, draft: Draft) -> None:
        """Forget an entity; its mentions belong to none."""
        self.drafts[draft.entity.field].drop(draft)
        self.loose |= {p.id: p for placed in draft.placed.values() for p in placed}

    def keep_one(self, draft: Draft) -> None:
        """Give back what a field for one value cannot hold beside its first."""
        for placement in draft.entity.placements:
            placed = draft.placed.get(placement.field, [])
            if placement.many or not placed:
                continue
            first = min(placed, key=lambda p: p.mention.start)
            others = [p for p in placed if p.fact != first.fact]
            self.loose |= {p.id: p for p in others}
            path = f"reply/{draft.entity.field}/{draft.name.text}/{placement.field}"
            for surplus in others:
                words = surplus.mention.text
                message = f"{path} holds one value; '{words}' is left unassigned."
                self.findings.add("mention-surplus", path, message)
            draft.placed[placement.field] = [p for p in placed if p not in others]

    def drop_uncorroborated(self) -> None:
        """Leave out what nothing but a reply names; and say so."""
        for drafts in self.drafts.values():
            for draft in [d for d in drafts if not _is_corroborated(d)]:
                message = (
                    f"'{shorten(draft.name.text)}' is left out of {drafts.entity.field}: no value "
                    "of the article is placed there, and it is not written as such a name is."
                )
                self.findings.add("name-doubted", f"reply/{drafts.entity.field}", message)
                drafts.drop(draft)
                self.doubted.add((drafts.entity.field, draft.name.text))

    def drop_doubles(self, drafts: Drafts) -> None:
        """Drop entities that the schema allows in another list only, and say so."""
        for other in rule(drafts.entity.model, "not_also") or ():
            for draft in list(drafts):
                twin = self.drafts[other].get(draft.name) if other in self.drafts else None
                if twin is not None:
                    kept, dropped = (draft, twin) if _outweighs(draft, twin) else (twin, draft)
                    self.let_go(dropped)
                    message = f"'{draft.name.text}' is under {kept.entity.field} already."
                    path = f"reply/{dropped.entity.field}/{draft.name.text}"
                    self.findings.add("listed-twice", path, message)


def _is_corroborated(draft: Draft) -> bool:
    """Whether the article bears out what a reply lists: a name as code reads one, or a value."""
    likely: re.Pattern[str] | None = rule(draft.entity.model, "likely")
    if draft.named or any(draft.placed.values()):
        return True
    if draft.entity.found:
        return likely is not None and likely.search(draft.name.text) is not None
    return True


def _outweighs(draft: Draft, twin: Draft) -> bool:
    """Whether what is said of ``draft`` is surer than that ``twin`` is listed too."""
    surely: frozenset[str] = rule(draft.entity.model, "surely") or frozenset()
    if draft.named and not twin.named:
        return True
    said = {value for counted in draft.said.values() for value in counted}
    return bool(said & surely) and not any(twin.placed.values())
