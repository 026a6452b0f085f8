"""Replies become a record: names get their places, mentions their homes, doubts a finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import starmap
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from llmextract.errors import MalformedReplyError
from llmextract.extraction.drafts import Draft, Drafts, Placed, complete, fact, fold_repeats
from llmextract.extraction.locating import locate, shorten
from llmextract.records import Finding, dump_mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.extraction.asking import Answer
    from llmextract.extraction.marking import Marked, Piece
    from llmextract.grounding import Index
    from llmextract.schemas import Entity, EntityReply, Placement, PlacementReply, Shape
    from llmextract.spans import Mention, Quote

__all__ = ["Resolved", "resolve"]

_Model = TypeVar("_Model", bound=BaseModel)

_MOST_OF_A_CODE = 30
"""Findings of one code: an answer that is wrong all over would bury the record."""


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
    said: dict[str, Placed] = field(default_factory=dict)
    loose: list[Placed] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    unsaid: Counter[str] = field(default_factory=Counter)

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
        for drafts in self.drafts.values():
            self._drop_doubles(drafts)
        self._follow_equal_facts()
        plain = {entity.field: self._build_all(entity) for entity in self.shape.entities}
        try:
            record = self.shape.model.model_validate(plain)
        except ValidationError as error:
            raise MalformedReplyError(
                f"The answers do not keep the rules of schema {self.shape.name}: {_reason(error)}."
            ) from error
        return Resolved(record, list(self._unassigned()), self._all_findings())

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
        self.said[said.mention] = placed
        if quote is None or said.home is None:
            self.loose.append(placed)
            return
        entity_field, placement_field = said.home
        draft = self.drafts[entity_field].at(quote)
        draft.placed.setdefault(placement_field, []).append(placed)

    def _quote(self, words: str, piece: Piece, where: str) -> Quote | None:
        match = locate(self.index, words, within=(piece.start, piece.end))
        if match is None:
            message = (
                f"The article does not hold '{shorten(words)}', which the model gave for "
                f"{shorten(where)}."
            )
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
                match = locate(self.index, value)
                kept[attribute.name] = match.quote.text if match else None
                if match is None:
                    message = (
                        f"The article does not hold '{shorten(value)}' "
                        f"({attribute.name} of {name.text})."
                    )
                    path = f"reply/{entity.field}/{name.text}/{attribute.name}"
                    self._find("quote-not-found", path, message)
        return kept

    def _compare_words(self, said: PlacementReply, marked: Marked) -> None:
        read = marked.mention.text
        if said.words and said.words != read:
            words = shorten(said.words)
            message = f"The model wrote '{words}' for {marked.id}; the article says '{read}'."
            self._find("value-differs", f"reply/{marked.id}", message)

    def _follow_equal_facts(self) -> None:
        """Put an unassigned amount where the very same amount is placed, if that is one place.

        The headline says again what the text says; a model that reads paragraph by paragraph
        does not know that.
        """
        homes: dict[object, list[tuple[Draft, str, Placed]]] = {}
        for draft in (draft for drafts in self.drafts.values() for draft in drafts):
            for key, listed in draft.placed.items():
                for placed in listed:
                    homes.setdefault(fact(placed.mention), []).append((draft, key, placed))
        for placed in self.loose:
            found = homes.get(fact(placed.mention), [])
            sums = placed.mention.kind == "money" and placed.mention.value is not None
            if sums and len({id(draft) for draft, _, _ in found}) == 1:
                draft, key, twin = found[0]
                draft.placed[key].append(Placed(placed.mention, twin.attributes))

    def _drop_doubles(self, drafts: Drafts) -> None:
        """Drop entities that the schema allows in another list only, and say so."""
        for other in getattr(drafts.entity.model, "not_also", ()):
            for draft in list(drafts):
                if other in self.drafts and self.drafts[other].get(draft.name):
                    drafts.drop(draft)
                    message = f"'{draft.name.text}' is under {other} already."
                    path = f"reply/{drafts.entity.field}/{draft.name.text}"
                    self._find("listed-twice", path, message)

    def _build_all(self, entity: Entity) -> list[BaseModel]:
        """The entities of one list; only what they keep counts as placed."""
        built = []
        for draft in self.drafts[entity.field]:
            path = f"reply/{entity.field}/{draft.name.text}"
            mentions = {p.field: self._placed(p, draft, path) for p in entity.placements}
            plain = {**self._plain(draft, path), **_by_number(entity, mentions)}
            whole = self._valid(entity.model, plain, path)
            if whole is not None:
                built.append(whole)
                self.kept.update(
                    s for found in mentions.values() for m in found for s in _starts(m)
                )
        return built

    def _plain(self, draft: Draft, path: str) -> dict[str, Any]:
        """All that an entity holds beside its mentions."""
        entity = draft.entity
        values = {a.name: draft.attribute(a) for a in entity.attributes}
        _infer(entity, draft.name.text, values)
        plain: dict[str, Any] = {"name": draft.name, **complete(entity.attributes, values)}
        for key in entity.quotes:
            plain[key] = draft.aliases() if key == "aliases" else draft.quotes.get(key, [])
            if not entity.is_list(key):
                plain[key] = next(iter(plain[key]), None)
        for link in entity.links:
            built = (self._valid(link.model, p, path) for p in self._links(draft, link.field))
            plain[link.field] = [found for found in built if found is not None]
        return plain

    def _placed(self, placement: Placement, draft: Draft, path: str) -> list[Mention]:
        """The entries of one field; what it has no room for is unassigned, and said to be."""
        folded = fold_repeats(draft.placed.get(placement.field, []))
        built = (self._valid(placement.model, _entry(placement, e), path) for e in folded)
        entries = [entry for entry in built if entry is not None]
        if placement.many:
            return entries
        for surplus in entries[1:]:
            message = f"{path} takes one {placement.field}; '{surplus.text}' is left unassigned."
            self._find("mention-surplus", f"{path}/{placement.field}", message)
        return entries[:1]

    def _valid(self, model: type[_Model], plain: dict[str, Any], path: str) -> _Model | None:
        """The model filled in, or None and a finding where the schema asks for more.

        What was not said is left to the schema's own default, where it has one.
        """
        defaults = {key for key, info in model.model_fields.items() if not info.is_required()}
        said = {k: v for k, v in plain.items() if v is not None or k not in defaults}
        try:
            return model.model_validate(said)
        except ValidationError as error:
            message = f"{model.__name__} under {path} is left out: {_reason(error)}."
            self._find("reply-invalid", path, message)
            return None

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
            if marked.mention.start not in self.kept:
                said = self.said.get(mention_id)
                attributes = self.shape.attributes_of(marked.kind)
                yield dump_mention(marked.mention) | complete(
                    attributes, said.attributes if said else {}
                )

    def _find(self, code: str, path: str, message: str) -> None:
        key = (code, shorten(path), message)
        if key in self.findings:
            return
        if sum(known == code for known, _, _ in self.findings) >= _MOST_OF_A_CODE:
            self.unsaid[code] += 1
        else:
            self.findings[key] = Finding(code=code, path=key[1], message=message)

    def _all_findings(self) -> list[Finding]:
        return [*self.findings.values(), *starmap(_more, self.unsaid.items())]


def _more(code: str, number: int) -> Finding:
    return Finding(code=code, path="reply", message=f"{number:,} more findings of this kind.")


def _entry(placement: Placement, placed: Placed) -> dict[str, Any]:
    base = placed.mention.model_dump(exclude={"repeats"})
    attributes = complete(placement.attributes, placed.attributes)
    repeats = sorted(placed.repeats, key=lambda quote: quote.start)
    return {**base, **attributes, "repeats": repeats}


def _by_number(entity: Entity, mentions: dict[str, list[Mention]]) -> dict[str, Any]:
    """A list for a field that is one, else its only member or None."""
    many = {placement.field: placement.many for placement in entity.placements}
    return {key: found if many[key] else next(iter(found), None) for key, found in mentions.items()}


def _starts(entry: Mention) -> set[int]:
    return {entry.start, *(quote.start for quote in entry.repeats)}


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{'/'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}"


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
