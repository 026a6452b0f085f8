"""What is said to the model: templates from ``prompts/``, filled in.

The system message and the worked examples are the same for every article of a language, and
come first, so that providers and the embedded server can keep them processed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING

from llmextract.resources import has_resource, read_resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.article import Language
    from llmextract.schemas import Complaint, Rendering, Shape

__all__ = ["Message", "Prompt", "load_prompt"]

Message = dict[str, str]


@dataclass(frozen=True)
class Prompt:
    """The fixed part of every request of one run and language.

    Attributes:
        name: ``programs.keyed.ko``.
        hash: Of all the text below; 12 hex digits.
        prefix: The messages that are the same for every request.
        question: Template of the user's message.
        correction: Template of a re-ask.
        rest: Template of the question about what an answer left out.
    """

    name: str
    hash: str
    prefix: tuple[Message, ...]
    question: Template
    correction: Template
    rest: Template

    def ask(self, *, text: str, title: str | None, marks: Sequence[str]) -> Message:
        """The message that asks about one piece.

        Args:
            text: The piece, with its marks.
            title: The headline; None where it was shown before, or the text begins with it.
            marks: The ids in the piece.
        """
        return _question(self.question, text=text, title=title, marks=marks)

    def ask_rest(self, marks: Sequence[str]) -> Message:
        """The message that asks about the ids that an answer left out."""
        return {"role": "user", "content": self.rest.substitute(marks=", ".join(marks)).strip()}

    def correct(self, complaints: Sequence[Complaint]) -> Message:
        """The message that asks again, naming what was wrong."""
        errors = "\n".join(f"- {complaint.message}" for complaint in complaints)
        return {"role": "user", "content": self.correction.substitute(errors=errors).strip()}


def load_prompt(shape: Shape, *, rendering: Rendering, language: Language) -> Prompt:
    """Read and fill the templates for a schema."""
    return _load(shape, rendering, language)


@lru_cache(maxsize=64)
def _load(shape: Shape, rendering: Rendering, language: Language) -> Prompt:
    """Once a schema: with its hash it took a tenth of what an article takes."""
    base = f"prompts/{rendering}.{language}"
    guide = _guide(shape, rendering, language)
    system = Template(read_resource(f"{base}.md")).substitute(guide=guide).strip()
    question = Template(read_resource(f"{base}.ask.md"))
    correction = Template(read_resource(f"prompts/correct.{language}.md"))
    rest = Template(read_resource(f"prompts/rest.{language}.md"))
    prefix: list[Message] = [{"role": "system", "content": system}]
    if rendering == "keyed":
        prefix += _examples(shape, language, question)
    templates = (question, correction, rest)
    texts = [json.dumps(prefix, ensure_ascii=False), *(each.template for each in templates)]
    return Prompt(
        name=f"{shape.name}.{rendering}.{language}",
        hash=hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12],
        prefix=tuple(prefix),
        question=question,
        correction=correction,
        rest=rest,
    )


def _question(
    template: Template, *, text: str, title: str | None, marks: Sequence[str] = ()
) -> Message:
    values = {"title": title or "", "marks": ", ".join(marks) or "-", "text": text}
    return {"role": "user", "content": template.substitute(values).strip()}


def _examples(shape: Shape, language: Language, question: Template) -> list[Message]:
    """Worked articles as turns of the conversation, where the schema has some."""
    name = f"prompts/{shape.name}.{language}.examples.json"
    if not has_resource(name):
        return []
    turns: list[Message] = []
    for article in json.loads(read_resource(name)):
        title = article["title"]
        for number, turn in enumerate(article["turns"]):
            # A model writes as it is shown. Without the spaces the embedded one writes a tenth
            # less, and worse: 33 of 42 example amounts in their place, against 40.
            answer = json.dumps(turn["answer"], ensure_ascii=False)
            turns += (
                _question(question, text=turn["text"], title=None if number else title),
                {"role": "assistant", "content": answer},
            )
    return turns


def _guide(shape: Shape, rendering: Rendering, language: Language) -> str:
    """The schema's own guide, or one made from the descriptions of its fields."""
    name = f"prompts/{shape.name}.{rendering}.{language}.md"
    if has_resource(name):
        return read_resource(name).strip()
    lines = []
    for entity in shape.entities:
        lines.append(f"- {entity.field}: {(entity.model.__doc__ or '').strip()}")
        owners = [("", entity.attributes)]
        owners += [(f"{part.field}.", part.attributes) for part in entity.placements]
        owners += [(f"{part.field}.", part.attributes) for part in entity.links]
        for owner, attributes in owners:
            for attribute in attributes:
                meaning = attribute.description or ", ".join(attribute.choices)
                lines.append(f"  - {owner}{attribute.name}: {meaning}")
    return "\n".join(lines)
