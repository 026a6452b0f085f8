"""A model that answers rightly about two articles of our own, in either rendering.

Faults are made by spoiling its answers.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from llmextract.article import Article
from llmextract.models import Client, ModelSettings, _http
from llmextract.prompts import Prompt, load_prompt
from llmextract.schemas import Asked, load_schema, wire_schema

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
Answer = str | Json

PAGE = (
    "해오름시는 총사업비 {}억 원을 들여 '해오름 물빛센터'를 짓는다고 2일 밝혔다. "
    "시민이 쉬고 배우는 곳으로, 강가의 옛 창고 터에 지상 4층으로 들어선다.\n\n"
    "국비 200억 원이 드는 해오름 물빛센터는 2027년 상반기에 문을 연다.\n"
)
"""A page to be told from others by its sum."""

CENTRE, ROAD = "해오름 물빛센터", "푸른길 조성사업"
ARTICLE = Article(
    source="haeoreum.txt",
    title="해오름시, 물빛센터 짓는다",
    published=date(2026, 3, 2),
    body=(
        "해오름시는 총사업비 458억 원을 들여 '해오름 물빛센터'를 짓는다고 2일 밝혔다. "
        "시민이 쉬고 배우는 곳으로, 강가의 옛 창고 터 3만㎡에 지상 4층으로 들어서며 전시실과 "
        "도서실을 갖춘다.\n\n"
        "국비 200억 원과 시비 258억 원이 드는 해오름 물빛센터는 2027년 상반기에 문을 연다.\n\n"
        "이와 함께 시는 푸른길 조성사업에 80여억 원을 2028년까지 투입한다. "
        "나머지 458억 원의 쓰임은 시의회가 정한다. 강변을 따라 걷는 길과 쉼터, 작은 도서관이 "
        "차례로 놓일 예정이다."
    ),
)
"""Five sums (one of them twice) and three dates; two programs."""

LINK = "Harbour Link"
ENGLISH = Article(
    source="larkfield.txt",
    language="en",
    published=date(2026, 1, 15),
    body=(
        "Larkfield Council will spend £4.2 million on the Harbour Link, a bridge for walkers.\n\n"
        "Work on the Harbour Link starts in March 2026. A grant of £900,000 comes from the county."
    ),
)

SETTINGS: dict[str, Json] = {
    "static": {"rendering": "static", "piece": "article"},
    "keyed": {"rendering": "keyed", "piece": "paragraph", "concurrency": 1},
}
"""As large models are asked, and as the embedded one is."""


def settings(rendering: str, *, base_url: str = "http://model/v1", **changes: Any) -> ModelSettings:
    known = {"name": "stand-in", "base_url": base_url, "timeout": 20.0} | SETTINGS[rendering]
    return ModelSettings(**(known | changes))


def rendering_of(request: Json) -> str:
    """By the schema, wherever it is: in a field of its own or in the system message."""
    said = [request.get("response_format"), request["messages"][0]]
    return "keyed" if "#/$defs/owner" in json.dumps(said) else "static"


def answer(request: Json) -> Json:
    """A right answer: each mention under the program whose name was last before it."""
    text = question(request)
    owners = {mark: _owner(text, at) for mark, at in marks(text).items()}
    if is_rest(request):
        asked = request["response_format"]["json_schema"]["schema"]["properties"]
        return {mark: {"of": owners[mark]} | _attribute(mark) for mark in asked}
    return (_keyed if rendering_of(request) == "keyed" else _static)(owners)


def is_rest(request: Json) -> bool:
    """Whether it asks about nothing but what an answer left out."""
    return _follows(request["messages"][-1], "rest")


def question(request: Json) -> str:
    """The message that holds the piece: the last of the user's that asks nothing again."""
    asked = [message for message in request["messages"] if message["role"] == "user"]
    again = ("rest", "correction")
    first = next(m for m in reversed(asked) if not any(_follows(m, kind) for kind in again))
    return str(first["content"])


def _follows(message: Json, kind: str) -> bool:
    beginnings = (
        getattr(_prompt("keyed", language), kind).template.partition("$")[0]
        for language in ("ko", "en")
    )
    return str(message["content"]).startswith(tuple(beginnings))


@cache
def _prompt(rendering: str, language: str) -> Prompt:
    shape = load_schema("programs")
    return load_prompt(shape, rendering=rendering, language=language)  # type: ignore[arg-type]


def marks(text: str) -> dict[str, int]:
    """The marks of a piece, with their places in the message."""
    return {found[1]: found.start() for found in re.finditer(r"\[([MD]\d+) ", text)}


def _owner(text: str, at: int) -> str:
    known = [name for name in (CENTRE, ROAD, LINK) if name in text]
    before = [name for name in known if 0 <= text.find(name) < at]
    return max(before, key=lambda name: text.rfind(name, 0, at)) if before else "".join(known[:1])


def _keyed(owners: dict[str, str]) -> Json:
    names = dict.fromkeys(name for name in owners.values() if name)
    asked = wire_schema(load_schema("programs"), rendering="keyed", asked=Asked(mentions=()))
    keys = asked["properties"]["programs"]["items"]["properties"]
    known = {"kind": "facility", "status": "planned", "actors": []}
    values = {key: value for key, value in known.items() if key in keys}
    programs = [
        {"name": name}
        | values
        | {mark: _role(mark) for mark, owner in owners.items() if owner == name}
        for name in names
    ]
    none = {"none": [mark for mark, owner in owners.items() if not owner]} if owners else {}
    return {"programs": programs, **none}


def _role(mark: str) -> str:
    return next(iter(_attribute(mark).values()))


def _static(owners: dict[str, str]) -> Json:
    programs = [
        {"name": name, "aliases": [], "kind": "facility", "status": "planned",
         "amounts": _references(owners, name, "M"), "dates": _references(owners, name, "D"),
         "actors": []}
        for name in dict.fromkeys(filter(None, owners.values()))
    ]  # fmt: skip
    loose = {"amounts": _references(owners, "", "M"), "dates": _references(owners, "", "D")}
    return {"programs": programs, "actors": [], "unassigned": loose}


def _references(owners: dict[str, str], name: str, letter: str) -> list[Json]:
    mine = [mark for mark, owner in owners.items() if owner == name and mark[0] == letter]
    return [{"ref": mark} | _attribute(mark) for mark in mine]


def _attribute(mark: str) -> Json:
    return {"role": "total"} if mark.startswith("M") else {"event": "period"}


def model(make: Callable[[Json], Answer], rendering: str, **changes: Any) -> Client:
    """A client whose every request is answered in the process, without a socket."""

    class InProcess:
        async def post(self, body: Json) -> _http.Answer:
            said = make(body)
            text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "stand-in",
                     "choices": [choice], "usage": None}  # fmt: skip
            return _http.Answer(200, {}, json.dumps(whole).encode())

        async def aclose(self) -> None:
            pass

    return Client(settings(rendering, **changes), http=InProcess())
