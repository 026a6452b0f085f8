"""Replies become a record: names get their places, mentions their homes, doubts a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from llmextract.errors import MalformedReplyError
from llmextract.extraction.drafts import Draft, Drafts, Placed, complete, fold_repeats
from llmextract.extraction.evidence import Witness
from llmextract.extraction.findings import Findings
from llmextract.extraction.following import follow_equal_facts, follow_neighbours
from llmextract.extraction.gathered import Gathered
from llmextract.extraction.locating import locate, shorten
from llmextract.extraction.nearest import Nearest
from llmextract.extraction.places import Places
from llmextract.extraction.shortened import call_by_short_forms
from llmextract.extraction.surroundings import Surroundings
from llmextract.records import Finding, dump_mention, is_kind, walk
from llmextract.schemas import Complaint, rule
from llmextract.spans import DateSpan, Money, Quote

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import BaseModel

    from llmextract.extraction.asking import Answer
    from llmextract.extraction.known import Known
    from llmextract.extraction.marking import Marked, Piece
    from llmextract.schemas import Entity, EntityReply, Placement, PlacementReply

__all__ = ["Resolved", "resolve"]

_OPENING = 200
"""Characters: the headline and the first sentence, which tell what an article is about."""

_SAID_LATER = frozenset({"quote-not-found", "mention-placed-twice"})
"""Complaints that are found again, with the outcome, when the reply is resolved."""


@dataclass(frozen=True)
class Resolved:
    """The filled schema, what belongs to none of it, and what was seen on the way.

    Attributes:
        record: The filled schema.
        walked: All models in it, with their places (`walk`).
        unassigned: What belongs to none of it.
        findings: What was seen.
    """

    record: BaseModel
    walked: list[tuple[str, BaseModel]]
    unassigned: list[dict[str, Any]]
    findings: list[Finding]


def resolve(answers: Sequence[Answer], *, known: Known, wary: bool = False) -> Resolved:
    """Put the answers to all pieces of one article together.

    Args:
        answers: One a piece.
        known: The article and its mentions; each ends up placed or unassigned.
        wary: A small model answered, which makes things up and leaves things out: what the
            article itself says of names, places and parts outweighs it. A large one is believed.

    Raises:
        MalformedReplyError: The answers together break a rule of the schema as a whole.
    """
    resolver = _Resolver(known, wary=wary)
    resolver.tell_forgeries()
    for answer in answers:
        resolver.take(answer)
    return resolver.finish()


class _Resolver:
    def __init__(self, known: Known, *, wary: bool) -> None:
        self.shape, self.index, self.wary = known.shape, known.index, wary
        self.mentions = {marked.id: marked for marked in known.mentions}
        self.witness = Witness(known)
        self.surroundings = Surroundings(self.index.body, (m.mention for m in known.mentions))
        self.places = Places(self.shape, self.index, self.mentions, self.surroundings, wary)
        self.findings = Findings()
        self.gathered = Gathered(self.shape, self.findings)
        self.drafts, self.loose = self.gathered.drafts, self.gathered.loose
        self.doubts: list[Complaint] = []
        self.no_names: dict[tuple[str, str], bool] = {}
        self.sure: set[str] = set()
        # Mentions that replies gave to what is no name, with the home that they were given.
        self.orphans: dict[str, tuple[str, str]] = {}

    def tell_forgeries(self) -> None:
        """Say of values in forged marks why nobody was asked about them."""
        for known in self.mentions.values():
            if known.forged:
                message = (
                    f"'{shorten(known.mention.text)}' stands in what looks like one of our marks; "
                    "it is left unassigned."
                )
                self.doubts.append(Complaint("mark-forged", known.id, message))

    def take(self, answer: Answer) -> None:
        """Take one piece's reply in; what is still wrong with it becomes findings."""
        if answer.reply is None:
            message = f"Piece {answer.piece.index + 1} has no usable answer: {answer.failure}"
            self.findings.add("reply-unusable", f"reply/{answer.piece.index}", message)
            return
        for complaint in answer.reply.complaints:
            if complaint.code in _SAID_LATER:
                continue
            if complaint.path in self.mentions:
                self.doubts.append(complaint)
            else:
                path = f"reply/{answer.piece.index}/{complaint.path}"
                self.findings.add(complaint.code, path, complaint.message)
        for entity in answer.reply.entities:
            self._take_entity(entity, answer.piece)
        for placement in answer.reply.placements:
            chosen, doubts = self.places.choose(placement, answer)
            self.doubts += doubts
            is_sure = not answer.attempts or (
                self.wary and self.places.is_beside_name(placement.mention)
            )
            if is_sure:
                self.sure.add(placement.mention)
            self._take_placement(chosen, answer.piece)

    def finish(self) -> Resolved:
        """Join forms of one name, fold repeats, build the record."""
        for drafts in self.drafts.values():
            if self.wary:
                self.witness.name(drafts)
            drafts.join_stand_ins()
            drafts.join_aliases()
            drafts.join_short_forms()
            if self.wary:
                drafts.join_inner(self.index.body)
        for drafts in self.drafts.values():
            self.gathered.drop_doubles(drafts)
        if self.wary:
            self._follow_names()
            follow_neighbours(self.gathered, places=self.places, surroundings=self.surroundings)
        follow_equal_facts(self.gathered, body=self.index.body)
        for draft in self.gathered.all():
            self.gathered.keep_one(draft)
        if self.wary:
            self.gathered.drop_uncorroborated()
            for drafts in self.drafts.values():
                self.witness.link(drafts, self.drafts)
        record = self._record()
        unassigned = list(self._unassigned())
        walked = walk(record, "/record")
        self._place_doubts(walked, unassigned)
        return Resolved(record, walked, unassigned, self.findings.all())

    def _follow_names(self) -> None:
        """Let mentions go to what is named nearest to them, by whatever form of its name."""
        for drafts in self.drafts.values():
            if not (drafts.entity.placements and drafts.entity.found):
                continue
            call_by_short_forms(drafts, body=self.index.body)
            nearest = Nearest(drafts, self.surroundings, body=self.index.body)
            moved = nearest.call_placed(self.places, sure=self.sure)
            moved += nearest.call_loose(self.places, self._homeless(drafts.entity))
            self.doubts += moved
            for doubt in moved:
                self.loose.pop(doubt.path, None)

    def _homeless(self, entity: Entity) -> Iterator[tuple[str, Placed, bool]]:
        """What is loose, with the field that it would have, and whether it surely is someone's.

        That is what a reply gave to what is no entity, and each sum where the article has one.
        """
        alone = len(list(self.drafts[entity.field])) == 1
        for mention, placed in self.loose.items():
            home = self.orphans.get(mention)
            if home is not None and home[0] == entity.field:
                yield home[1], placed, True
            elif home is None and self.places.is_told(placed.mention):
                kind = placed.mention.kind
                for placement in entity.homes(kind)[:1]:
                    yield placement.field, placed, alone and kind == "money"

    def _record(self) -> BaseModel:
        plain = {
            entity.field: [e for d in self.drafts[entity.field] if (e := self._entity(d))]
            for entity in self.shape.entities
        }
        try:
            return self.shape.model.model_validate(plain, by_alias=False, by_name=True)
        except ValidationError as error:
            raise MalformedReplyError(
                f"The answers do not keep the rules of schema {self.shape.name}: {_reason(error)}."
            ) from error

    def _entity(self, draft: Draft) -> BaseModel | None:
        """The entity, or None where the schema's own rules refuse it; its mentions are loose."""
        model = draft.entity.model
        try:
            return model.model_validate(self._build(draft), by_alias=False, by_name=True)
        except ValidationError as error:
            path = f"reply/{draft.entity.field}/{draft.name.text}"
            message = f"{model.__name__} '{draft.name.text}' is left out: {_reason(error)}."
            self.findings.add("reply-invalid", path, message)
            self.gathered.let_go(draft)
            return None

    def _take_entity(self, said: EntityReply, piece: Piece) -> None:
        drafts = self.drafts[said.field]
        name, values = _settle(drafts.entity, said.name, said.attributes)
        quote = self._quote(name, piece, f"{said.field}/{said.name}")
        if quote is None or self._is_no_name(drafts.entity, quote, piece):
            return
        draft = drafts.at(quote)
        draft.pieces.add(piece.index)
        draft.say(self._verbatim(drafts.entity, values, quote))
        for key, words in said.quotes.items():
            found = [q for w in words if (q := self._quote(w, piece, f"{said.field}/{key}"))]
            if key == "aliases":
                draft.call(found)
            else:
                draft.quotes.setdefault(key, []).extend(found)
        for link in said.links:
            linked = self._quote(link.name, piece, f"{said.field}/{said.name}/{link.field}")
            if linked is not None:
                draft.links.setdefault(link.field, []).append((linked, link.attributes))

    def _take_placement(self, said: PlacementReply, piece: Piece) -> None:
        marked = self.mentions[said.mention]
        self._compare_words(said, marked)
        quote = self._quote(said.entity, piece, said.mention) if said.entity else None
        if (
            quote is None
            or said.home is None
            or self._is_no_name(self.drafts[said.home[0]].entity, quote, piece)
        ):
            self.loose[said.mention] = Placed(said.mention, marked.mention, said.attributes)
            if quote is not None and said.home is not None:
                self.orphans[said.mention] = said.home
            return
        entity_field, placement_field = said.home
        attributes = said.attributes
        # A large model is believed; the article's own words are read for what it leaves unsaid.
        if self.wary or not all(attributes.values()) or not attributes:
            attributes = attributes | self.places.told(marked.mention, said.home)
        placed = Placed(said.mention, marked.mention, attributes)
        draft = self.drafts[entity_field].at(quote)
        draft.placed.setdefault(placement_field, []).append(placed)

    def _quote(self, words: str, piece: Piece, where: str) -> Quote | None:
        match = locate(self.index, words, within=(piece.start, piece.end))
        if match is None:
            message = (
                f"The article does not hold '{shorten(words)}', which the model gave for "
                f"{shorten(where)}."
            )
            self.findings.add("quote-not-found", f"reply/{piece.index}/{where}", message)
            return None
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
                    self.findings.add("quote-not-found", path, message)
        return kept

    def _compare_words(self, said: PlacementReply, marked: Marked) -> None:
        read = marked.mention.text
        if said.words and said.words != read:
            words = shorten(said.words)
            message = f"The model wrote '{words}' for {marked.id}; the article says '{read}'."
            self.doubts.append(Complaint("value-differs", marked.id, message))

    def _build(self, draft: Draft) -> dict[str, Any]:
        entity = draft.entity
        values = {a.name: draft.attribute(a) for a in entity.attributes}
        self._infer(draft, values)
        plain: dict[str, Any] = {"name": draft.name, **complete(entity.attributes, values)}
        for key in entity.quotes:
            found = draft.aliases() if key == "aliases" else _unique(draft.quotes.get(key, []))
            plain[key] = next(iter(found), None) if key in entity.single else found
        for placement in entity.placements:
            placed = draft.placed.get(placement.field, [])
            entries = fold_repeats(placed, body=self.index.body, one=not placement.many)
            self._weigh(entity, placement, entries)
            built = [_entry(placement, entry) for entry in entries]
            plain[placement.field] = built if placement.many else next(iter(built), None)
        for link in entity.links:
            plain[link.field] = list(self._links(draft, link.field))
        return plain

    def _infer(self, draft: Draft, values: dict[str, Any]) -> None:
        """Fill what no reply said and the article tells, where the schema has a rule for it."""
        model = draft.entity.model
        infer = rule(model, "infer")
        # Evidence takes a reading of the article, and large models leave nothing unsaid.
        if infer is None or all(values.get(k) is not None for k in _inferred(model, values)):
            return
        for key, value in infer(draft.name.text, self.witness.of(draft)).items():
            if values.get(key) is None:
                values[key] = value

    def _weigh(self, entity: Entity, placement: Placement, entries: Sequence[Placed]) -> None:
        """Let the schema tell attributes by comparing, where only a small model said them."""
        weigh = rule(placement.model, "weigh") if self.wary else None
        if weigh is None:
            return
        home = (entity.field, placement.field)
        compared = [
            (e.mention, e.attributes, bool(self.places.told(e.mention, home))) for e in entries
        ]
        for entry, told in zip(
            entries, weigh(compared, opening=self.index.body[:_OPENING]), strict=True
        ):
            entry.attributes |= told

    def _links(self, draft: Draft, key: str) -> Iterator[dict[str, Any]]:
        link = next(part for part in draft.entity.links if part.field == key)
        targets = self.drafts.get(key)
        seen: set[str] = set()
        for quote, attributes in draft.links.get(key, []):
            named = (targets.stand_in(quote) or targets.get(quote)) if targets else None
            name = named.name if named else quote
            if self._is_elsewhere(targets, name) or (key, name.text) in self.gathered.doubted:
                continue
            if name.text not in seen and name.text != draft.name.text:
                seen.add(name.text)
                yield {"name": name, **complete(link.attributes, attributes)}

    def _is_no_name(self, entity: Entity, quote: Quote, piece: Piece) -> bool:
        """Whether the schema knows these words as no name of such an entity; and say so."""
        key = (entity.field, quote.text)
        if key not in self.no_names:
            self.no_names[key] = _is_none(entity, quote.text)
        if self.no_names[key]:
            message = f"'{quote.text}' is no name in {entity.field}; it is left out."
            self.findings.add("no-name", f"reply/{piece.index}/{entity.field}", message)
        return self.no_names[key]

    def _is_elsewhere(self, targets: Drafts | None, name: Quote) -> bool:
        """Whether a name was kept out of its list, which has a finding of its own."""
        if targets and name.text in (rule(targets.entity.model, "no_names") or ()):
            return True
        others = (rule(targets.entity.model, "not_also") or ()) if targets else ()
        return any(other in self.drafts and self.drafts[other].get(name) for other in others)

    def _unassigned(self) -> Iterator[dict[str, Any]]:
        homes = {
            p.id
            for draft in self.gathered.all()
            for placed in draft.placed.values()
            for p in placed
        }
        for mention_id, marked in self.mentions.items():
            if mention_id in homes:
                continue
            placed = self.loose.get(mention_id)
            kind = marked.kind
            values = placed.attributes if placed else {}
            attributes = complete(self.shape.attributes_of(kind), values)
            yield dump_mention(marked.mention, attributes=attributes)

    def _place_doubts(
        self, walked: Sequence[tuple[str, BaseModel]], unassigned: Sequence[dict[str, Any]]
    ) -> None:
        """Turn doubts about mentions into findings at the mentions' places in the record."""
        if not self.doubts:
            return
        places = {
            (node.start, node.end): path
            for path, node in cast("Sequence[tuple[str, Quote]]", walked)
            if is_kind(type(node), Money)
            or is_kind(type(node), DateSpan)
            or ("/repeats/" in path and is_kind(type(node), Quote))
        }
        places |= {
            (item["start"], item["end"]): f"/unassigned/{number}"
            for number, item in enumerate(unassigned)
        }
        for doubt in self.doubts:
            mention = self.mentions[doubt.path].mention
            self.findings.add(doubt.code, places[mention.start, mention.end], doubt.message)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{'/'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}"


def _entry(placement: Placement, placed: Placed) -> dict[str, Any]:
    attributes = complete(placement.attributes, placed.attributes)
    return {**vars(placed.mention), **attributes, "repeats": placed.repeats}


def _unique(quotes: Sequence[Quote]) -> list[Quote]:
    """Each of ``quotes`` once, in the order of the text."""
    return sorted({quote.start: quote for quote in quotes}.values(), key=lambda q: q.start)


def _settle(entity: Entity, name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Let the schema put a name and its attributes in order, where it has a rule for it."""
    settle = rule(entity.model, "settle")
    return settle(name, values) if settle else (name, values)


def _is_none(entity: Entity, name: str) -> bool:
    no_name: re.Pattern[str] | None = rule(entity.model, "no_name")
    return name in (rule(entity.model, "no_names") or ()) or (
        no_name is not None and no_name.search(name) is not None
    )


def _inferred(model: type[BaseModel], values: Iterable[str]) -> Iterable[str]:
    """The attributes that a schema infers: those that it names, else any."""
    named: frozenset[str] | None = rule(model, "inferred")
    return values if named is None else named
