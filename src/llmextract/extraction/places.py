"""Where a mention goes, of all that a reply says and of what the article leaves no doubt about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.extraction.locating import locate, shorten
from llmextract.grounding import holds_together
from llmextract.schemas import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmextract.extraction.asking import Answer
    from llmextract.extraction.marking import Marked
    from llmextract.extraction.surroundings import Surroundings
    from llmextract.grounding import Index
    from llmextract.schemas import Entity, PlacementReply, Shape
    from llmextract.schemas.shape import Placement
    from llmextract.spans import Mention

__all__ = ["Places"]

_OF_SUM = r"(?:(?:연간|연|총|약|국비|도비|시비|최대)\s*)*"
_BRACKETED = re.compile(
    r"(?:^(?:으?로)?|[▲△■□○●◆◇▶▷,])\s*[‘'「『]?(?P<name>[^▲△■□○●◆◇▶▷(),‘’'「」『』]+?)[’'」』]?\s*"
    rf"\({_OF_SUM}$"
)
"""A name, and the bracket that a sum stands in."""

_IN_BRACKET = re.compile(rf"{_OF_SUM}\s*")
"""All that stands in the bracket before the sum."""


_LONGEST_BRACKETED = 100
"""Characters of a name and of what stands in the bracket before the sum."""

_BEHIND = re.compile(
    r"^(?:에|에는)? (?P<name>[가-힣A-Za-z0-9·ㆍ․ ]{3,30}?) ?"
    r"(?:개관|개소|개원|개통|개장|준공|완공|착공|건립|설립|[,·]|을 (?:시작|끝))"
)
"""What stands right behind a date when it is the date of a name."""


_REACH = 200
"""Characters of a mention's own sentence on either side that a schema reads; some never end."""


_SAID_OF_ALL = frozenset({"announced", "other"})
"""What a date is told to be that need not be of anything that the article names."""


@dataclass(frozen=True)
class Places:
    """The places of the mentions of one article.

    Attributes:
        shape: What was asked for.
        index: The article's body.
        mentions: Every mention, by its id.
        surroundings: What stands beside them.
        wary: A small model answers: what the article's words say outweighs it.
    """

    shape: Shape
    index: Index
    mentions: Mapping[str, Marked]
    surroundings: Surroundings
    wary: bool

    def choose(
        self, said: PlacementReply, answer: Answer
    ) -> tuple[PlacementReply, list[Complaint]]:
        """The place of one mention, and what is to be said where it is not the one given."""
        doubts: list[Complaint] = []
        others = answer.reply.rivals if answer.reply else ()
        if others and (rivals := [r for r in others if r.mention == said.mention]):
            said, doubt = self._nearest(said, rivals)
            doubts.append(doubt)
        chosen, more = (
            (self._nobodys(said) if self.wary else None)
            or self._in_brackets(said)
            or (self._by_words(said, answer) if self.wary else None)
            or (said, [])
        )
        return chosen, doubts + more

    def _by_words(
        self, said: PlacementReply, answer: Answer
    ) -> tuple[PlacementReply, list[Complaint]]:
        """Where the words around a mention put what a small model may have put anywhere."""
        return self._right_behind(said) or self._in_sentence(said) or self._at_hand(said, answer)

    def _nearest(
        self, first: PlacementReply, others: Sequence[PlacementReply]
    ) -> tuple[PlacementReply, Complaint]:
        """Of several places for one mention the one whose name stands last before it."""
        start = self.mentions[first.mention].mention.start
        rivals = [first, *others]
        chosen = max(rivals, key=lambda said: self._last_end(said.entity or "", start))
        names = " and ".join(f"'{shorten(said.entity or '')}'" for said in rivals)
        message = (
            f"{first.mention} was placed under {names}; '{shorten(chosen.entity or '')}', which is "
            "named nearest before it, is kept."
        )
        return chosen, Complaint("mention-placed-twice", first.mention, message)

    def _nobodys(self, said: PlacementReply) -> tuple[PlacementReply, list[Complaint]] | None:
        """Nowhere, for what the words around it make nothing of the kind: a fine, a debt."""
        if said.home is None:
            return None
        mention = self.mentions[said.mention].mention
        if not self._is_nobodys(self.shape.placements[said.home], mention):
            return None
        message = (
            f"{said.mention} was placed under '{shorten(said.entity or '')}'; the words beside "
            f"'{mention.text}' say that it is no value of such a thing."
        )
        doubt = Complaint("mention-moved", said.mention, message)
        return said._replace(entity=None, home=None), [doubt]

    def _in_brackets(self, said: PlacementReply) -> tuple[PlacementReply, list[Complaint]] | None:
        """A sum in the brackets right behind a name is that name's: ``▲재활로봇 사업(48억 원)``."""
        mention = self.mentions[said.mention].mention
        found = self._bracketed(mention) if mention.kind == "money" else None
        if not found:
            return None
        name, other = found["name"], said.entity or ""
        is_said = bool(other) and (name.endswith(other) or other.endswith(name))
        # What a large model says stands, whether these words are made like a name or not.
        home = None if is_said and not self.wary else self._home_of(name, mention)
        if is_said or not home:
            return (said, []) if home else None
        message = (
            f"{said.mention} stands in the brackets behind '{shorten(name)}' and is placed there"
            + (f", not under '{shorten(other)}'." if other else ".")
        )
        doubt = Complaint("mention-moved", said.mention, message)
        return said._replace(entity=name, home=home), [doubt]

    def _right_behind(self, said: PlacementReply) -> tuple[PlacementReply, list[Complaint]] | None:
        """A date right before a name and what happened to it is that name's: 9월 달빛관 개관."""
        mention = self.mentions[said.mention].mention
        after = self.surroundings.of(mention)[1]
        found = _BEHIND.match(after) if mention.kind == "date" else None
        home = self._home_of(found["name"], mention) if found else None
        if not found or not home:
            return None
        name = found["name"]
        if said.entity and (name.endswith(said.entity) or said.entity.endswith(name)):
            return said, []
        message = f"{said.mention} stands right before '{shorten(name)}' and is placed there."
        doubt = Complaint("mention-moved", said.mention, message)
        return said._replace(entity=name, home=home), [doubt]

    def is_beside_name(self, mention_id: str) -> bool:
        """Whether a mention stands in the brackets behind a name, or right before one."""
        mention = self.mentions[mention_id].mention
        if mention.kind == "money":
            found = self._bracketed(mention)
        else:
            found = _BEHIND.match(self.surroundings.of(mention)[1])
        return found is not None and self._home_of(found["name"], mention) is not None

    def _bracketed(self, mention: Mention) -> re.Match[str] | None:
        """The name before a bracket that is open where a mention begins."""
        body, at = self.index.body, mention.start
        bracket = body.rfind("(", max(0, at - _LONGEST_BRACKETED), at)
        if bracket < 0 or not _IN_BRACKET.fullmatch(body, bracket + 1, at):
            return None
        return _BRACKETED.search(self.surroundings.of(mention)[0][-_LONGEST_BRACKETED:])

    def _home_of(self, name: str, mention: Mention) -> tuple[str, str] | None:
        """Where a mention goes that stands beside a name, if it is made like one of an owner."""
        homes = self.shape.homes[mention.kind]
        return next(((e.field, p.field) for e, p in homes if _is_named(e, name)), None)

    def _in_sentence(self, said: PlacementReply) -> tuple[PlacementReply, list[Complaint]] | None:
        """For what a reply puts nowhere: the one quoted name of its sentence."""
        mention = self.mentions[said.mention].mention
        if said.home is not None:
            return None
        start, end = self.surroundings.sentence(mention)
        sentence = self.index.body[start:end]
        for entity, placement in self.shape.homes[mention.kind]:
            names = dict.fromkeys(self._found(sentence, entity.field))
            if len(names) != 1 or not self._is_told(placement, mention):
                continue
            name = next(iter(names))
            message = (
                f"{said.mention} was placed nowhere; '{shorten(name)}', the one name in quotation "
                "marks in its sentence, is taken."
            )
            doubt = Complaint("mention-moved", said.mention, message)
            return said._replace(entity=name, home=(entity.field, placement.field)), [doubt]
        return None

    def told(self, mention: Mention, home: tuple[str, str]) -> dict[str, Any]:
        """What the words around a mention say of it, where the schema can read them."""
        return self._told(self.shape.placements[home], mention)

    def _told(self, placement: Placement, mention: Mention) -> dict[str, Any]:
        told = rule(placement.model, "told")
        if told is None:
            return {}
        before, after = self.surroundings.of(mention)
        start, end = self.surroundings.sentence(mention)
        head = self.index.body[max(start, mention.start - _REACH) : mention.start]
        tail = self.index.body[mention.end : min(end, mention.end + _REACH)]
        found: dict[str, Any] = told(
            before=before, text=mention.text, after=after, head=head, tail=tail
        )
        return found

    def _is_nobodys(self, placement: Placement, mention: Mention) -> bool:
        """Whether the words around a mention make it no value of such a field."""
        is_nobodys = rule(placement.model, "is_nobodys")
        if is_nobodys is None:
            return False
        beside = self.surroundings.of_sum if mention.kind == "money" else self.surroundings.of
        before, after = beside(mention)
        return bool(is_nobodys(before=before, after=after))

    def is_told(self, mention: Mention) -> bool:
        """Whether the words around a mention say what it is to somebody."""
        return any(self._is_told(home, mention) for _, home in self.shape.homes[mention.kind])

    def is_part(self, mention: Mention) -> bool:
        """Whether the words around a mention give it a role that only a part of something has."""
        return any(
            value in (rule(placement.model, "parts") or ())
            for _, placement in self.shape.homes[mention.kind]
            for value in self._told(placement, mention).values()
        )

    def _is_told(self, placement: Placement, mention: Mention) -> bool:
        """Whether the words around a mention say what it is to somebody; a sum mostly is."""
        if self._is_nobodys(placement, mention):
            return False
        said = self._told(placement, mention)
        return mention.kind == "money" or bool(said and not _SAID_OF_ALL & set(said.values()))

    def _at_hand(
        self, said: PlacementReply, answer: Answer
    ) -> tuple[PlacementReply, list[Complaint]]:
        """Of a mention given to something that its paragraph does not name, what it does name.

        A small model goes on about the program of the paragraph before, though a new one is
        named right before the mention.
        """
        mention = self.mentions[said.mention].mention
        start = mention.start
        if answer.reply is None or said.home is None or said.entity is None:
            return said, []
        field = said.home[0]
        bounds = self.surroundings.paragraph(mention)
        match = locate(self.index, said.entity, within=bounds)
        if match is None or bounds[0] <= match.quote.start < bounds[1]:
            return said, []
        listed = [e.name for e in answer.reply.entities if e.field == field]
        before = self.index.body[bounds[0] : start]
        named = [name for name in listed + self._found(before, field) if name in before]
        if not named:
            return said, []
        name = max(named, key=lambda name: self._last_end(name, start))
        message = (
            f"{said.mention} was placed under '{shorten(said.entity)}', which its paragraph does "
            f"not name; '{shorten(name)}', which it names before it, is taken."
        )
        return said._replace(entity=name), [Complaint("mention-moved", said.mention, message)]

    def _found(self, text: str, field: str) -> list[str]:
        """The names that code finds in a text."""
        entity = next(entity for entity in self.shape.entities if entity.field == field)
        return [text[a:b] for a, b, _ in entity.find(text)]

    def _last_end(self, name: str, before: int) -> tuple[int, int]:
        """Where ``name`` ends last before an offset, and of forms that end there its length."""
        at = self.index.body.rfind(name, 0, before)
        return (at + len(name), len(name)) if at >= 0 else (-1, 0)


def _is_named(entity: Entity, name: str) -> bool:
    """Whether words are made like a name of such an entity, where the schema says how."""
    named: re.Pattern[str] | None = rule(entity.model, "named")
    return named is not None and bool(named.search(name)) and holds_together(name)
