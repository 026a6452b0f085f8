"""Replies become a record: names get their places, mentions their homes, doubts a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from llmextract.extraction.drafts import Draft, Drafts, Placed, complete, fact, fold_repeats
from llmextract.records import Finding, dump_mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from llmextract.extraction.asking import Answer
    from llmextract.extraction.marking import Marked, Piece
    from llmextract.grounding import Index
    from llmextract.schemas import Entity, EntityReply, Placement, PlacementReply, Shape
    from llmextract.spans import Quote

__all__ = ["Resolved", "resolve"]


@dataclass(frozen=True)
class Resolved:
    """The filled schema, what belongs to none of it, and what was seen on the way."""

    record: BaseModel
    unassigned: list[dict[str, Any]]
    findings: list[Finding]


def resolve(
    answers: Sequence[Answer], *, shape: Shape, index: Index, mentions: Sequence[Marked]
) -> Resolved:
    """Put the answers to all pieces of one article together.

    Args:
        answers: One a piece.
        shape: What was asked for.
        index: The article's body.
        mentions: Every mention of the article; each ends up placed or unassigned.
    """
    resolver = _Resolver(shape, index, {marked.id: marked for marked in mentions})
    for answer in answers:
        resolver.take(answer)
    return resolver.finish()


@dataclass
class _Resolver:
    shape: Shape
    index: Index
    mentions: dict[str, Marked]
    drafts: dict[str, Drafts] = field(init=False)
    loose: dict[str, Placed] = field(default_factory=dict)
    homes: dict[str, tuple[Draft, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.drafts = {entity.field: Drafts(entity) for entity in self.shape.entities}

    def take(self, answer: Answer) -> None:
        """Take one piece's reply in; what is still wrong with it becomes findings."""
        if answer.reply is None:
            message = f"Piece {answer.piece.index + 1} has no usable answer: {answer.failure}"
            self._find("reply-unusable", f"reply/{answer.piece.index}", message)
            return
        for complaint in answer.reply.complaints:
            if complaint.code != "quote-not-found":
                path = f"reply/{answer.piece.index}/{complaint.path}"
                self._find(complaint.code, path, complaint.message)
        for entity in answer.reply.entities:
            self._take_entity(entity, answer.piece)
        for placement in answer.reply.placements:
            self._take_placement(placement, answer.piece)

    def finish(self) -> Resolved:
        """Join forms of one name, fold repeats, build the record."""
        for drafts in self.drafts.values():
            drafts.join_stand_ins()
            drafts.join_short_forms()
        self._follow_equal_facts()
        for drafts in self.drafts.values():
            self._drop_doubles(drafts)
        plain = {
            entity.field: [self._build(draft) for draft in self.drafts[entity.field]]
            for entity in self.shape.entities
        }
        return Resolved(
            self.shape.model.model_validate(plain), list(self._unassigned()), self.findings
        )

    def _take_entity(self, said: EntityReply, piece: Piece) -> None:
        drafts = self.drafts[said.field]
        name, values = _settle(drafts.entity, said.name, said.attributes)
        quote = self._quote(name, piece, f"{said.field}/{said.name}")
        if quote is None:
            return
        draft = drafts.at(quote)
        draft.say(self._verbatim(drafts.entity, values, quote))
        for key, words in said.quotes.items():
            found = [q for w in words if (q := self._quote(w, piece, f"{said.field}/{key}"))]
            (draft.names if key == "aliases" else draft.quotes.setdefault(key, [])).extend(found)
        for link in said.links:
            linked = self._quote(link.name, piece, f"{said.field}/{said.name}/{link.field}")
            if linked is not None:
                draft.links.setdefault(link.field, []).append((linked, link.attributes))

    def _take_placement(self, said: PlacementReply, piece: Piece) -> None:
        marked = self.mentions[said.mention]
        self._compare_words(said, marked)
        placed = Placed(marked.mention, said.attributes)
        quote = self._quote(said.entity, piece, said.mention) if said.entity else None
        if quote is None or said.home is None:
            self.loose[said.mention] = placed
            return
        entity_field, placement_field = said.home
        draft = self.drafts[entity_field].at(quote)
        draft.placed.setdefault(placement_field, []).append(placed)
        self.homes[said.mention] = (draft, placement_field)

    def _quote(self, words: str, piece: Piece, where: str) -> Quote | None:
        match = self.index.find(words, within=(piece.start, piece.end))
        if match is None:
            message = f"The article does not hold '{words}', which the model gave for {where}."
            self._find("quote-not-found", f"reply/{piece.index}/{where}", message)
            return None
        if not match.whole:
            message = f"'{words}' stands in the article only as part of a longer word."
            self._find("quote-in-part", f"reply/{piece.index}/{where}", message)
        return match.quote

    def _verbatim(self, entity: Entity, values: dict[str, Any], name: Quote) -> dict[str, Any]:
        """Drop strings that have to stand in the article and do not."""
        kept = dict(values)
        for attribute in entity.attributes:
            value = kept.get(attribute.name)
            if attribute.verbatim and isinstance(value, str):
                match = self.index.find(value)
                kept[attribute.name] = match.quote.text if match else None
                if match is None:
                    message = (
                        f"The article does not hold '{value}' ({attribute.name} of {name.text})."
                    )
                    path = f"reply/{entity.field}/{name.text}/{attribute.name}"
                    self._find("quote-not-found", path, message)
        return kept

    def _compare_words(self, said: PlacementReply, marked: Marked) -> None:
        read = marked.mention.text
        if said.words and said.words != read:
            message = f"The model wrote '{said.words}' for {marked.id}; the article says '{read}'."
            self._find("value-differs", f"reply/{marked.id}", message)

    def _follow_equal_facts(self) -> None:
        """Put an unassigned amount where the very same amount is placed, if that is one place.

        The headline says again what the text says; a model that reads paragraph by paragraph
        does not know that.
        """
        for mention, placed in list(self.loose.items()):
            if placed.mention.kind != "money" or placed.mention.value is None:
                continue
            homes = {
                id(draft): (draft, key)
                for other, (draft, key) in self.homes.items()
                if fact(self.mentions[other].mention) == fact(placed.mention)
            }
            if len(homes) == 1:
                draft, key = next(iter(homes.values()))
                twin = next(p for p in draft.placed[key] if fact(p.mention) == fact(placed.mention))
                draft.placed[key].append(Placed(placed.mention, twin.attributes))
                del self.loose[mention]
                self.homes[mention] = (draft, key)

    def _drop_doubles(self, drafts: Drafts) -> None:
        """Drop entities that the schema allows in another list only, and say so."""
        for other in getattr(drafts.entity.model, "not_also", ()):
            for draft in list(drafts):
                if other in self.drafts and self.drafts[other].get(draft.name):
                    drafts.drop(draft)
                    message = f"'{draft.name.text}' is under {other} already."
                    path = f"reply/{drafts.entity.field}/{draft.name.text}"
                    self._find("listed-twice", path, message)

    def _build(self, draft: Draft) -> dict[str, Any]:
        entity = draft.entity
        values = {a.name: draft.attribute(a) for a in entity.attributes}
        _infer(entity, draft.name.text, values)
        plain: dict[str, Any] = {"name": draft.name, **complete(entity.attributes, values)}
        for key in entity.quotes:
            plain[key] = draft.aliases() if key == "aliases" else draft.quotes.get(key, [])
        for placement in entity.placements:
            entries = fold_repeats(draft.placed.get(placement.field, []))
            built = [_entry(placement, entry) for entry in entries]
            plain[placement.field] = built if placement.many else next(iter(built), None)
        for link in entity.links:
            plain[link.field] = list(self._links(draft, link.field))
        return plain

    def _links(self, draft: Draft, key: str) -> Iterator[dict[str, Any]]:
        link = next(part for part in draft.entity.links if part.field == key)
        targets = self.drafts.get(key)
        seen: set[str] = set()
        for quote, attributes in draft.links.get(key, []):
            named = (targets.stand_in(quote) or targets.get(quote)) if targets else None
            name = named.name if named else quote
            if name.text not in seen and name.text != draft.name.text:
                seen.add(name.text)
                yield {"name": name, **complete(link.attributes, attributes)}

    def _unassigned(self) -> Iterator[dict[str, Any]]:
        for mention_id, marked in self.mentions.items():
            if mention_id in self.homes:
                continue
            placed = self.loose.get(mention_id)
            kind = marked.kind
            values = placed.attributes if placed else {}
            attributes = complete(self.shape.attributes_of(kind), values)
            yield dump_mention(marked.mention) | attributes

    def _find(self, code: str, path: str, message: str) -> None:
        finding = Finding(code=code, path=path, message=message)
        if finding not in self.findings:
            self.findings.append(finding)


def _entry(placement: Placement, placed: Placed) -> dict[str, Any]:
    base = placed.mention.model_dump(exclude={"repeats"})
    attributes = complete(placement.attributes, placed.attributes)
    repeats = sorted(placed.repeats, key=lambda quote: quote.start)
    return {**base, **attributes, "repeats": repeats}


def _settle(entity: Entity, name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Let the schema put a name and its attributes in order, where it has a rule for it."""
    settle = getattr(entity.model, "settle", None)
    return settle(name, values) if settle else (name, values)


def _infer(entity: Entity, name: str, values: dict[str, Any]) -> None:
    """Fill what no reply said and the name itself tells, where the schema has a rule for it."""
    infer = getattr(entity.model, "infer", None)
    for key, value in (infer(name) if infer else {}).items():
        if values.get(key) is None:
            values[key] = value
