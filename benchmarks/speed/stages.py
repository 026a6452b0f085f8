"""Milliseconds of CPU an article takes by its own work, stage by stage; no network, no disk.

::

    python stages.py [--pages 600]

The answers are the stand-in's, given at once. What a run takes beyond this is the client, the
ledger, the files and the event loop.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from endpoint import pages

from llmextract.cleaning import list_sources
from llmextract.extraction import extract
from llmextract.models import Completion, Usage, resolve_settings
from llmextract.runs.hands import Made
from llmextract.schemas import load_schema
from standin import programs

if TYPE_CHECKING:
    from collections.abc import Callable

STAGES = {
    "mark_mentions": "find and read amounts and dates",
    "resolve": "resolve the answer",
    "check": "check",
}
REST = "put the question, read the answer, make the record"


class StandIn:
    """Answers at once, and counts what that takes as nobody's."""

    def __init__(self) -> None:
        self.settings = resolve_settings(model="programs", base_url="http://127.0.0.1:1/v1")
        self.taken = 0.0

    async def complete(self, messages: list[dict[str, str]], **_: object) -> Completion:
        begun = time.process_time()
        answer = programs(messages[-1]["content"])
        usage = Usage(input_tokens=2000, output_tokens=400)
        given = Completion(content=answer, usage=usage, seconds=0.5, model="stand-in",
                           response_format="json_schema")  # fmt: skip
        self.taken += time.process_time() - begun
        return given


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    count = parser.parse_args().pages
    taken: dict[str, float] = defaultdict(float)
    shape, asker = load_schema("programs"), StandIn()

    def timed(what: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object, **named: object) -> object:
            begun = time.process_time()
            try:
                return do(*given, **named)
            finally:
                taken[what] += time.process_time() - begun

        return call

    for name, what in STAGES.items():
        setattr(extract, name, timed(what, getattr(extract, name)))
    with tempfile.TemporaryDirectory() as folder:
        for source in list_sources([pages(folder, count)]):
            article = timed("read and clean", source.read)()
            work = extract.aextract(article, schema=shape, asker=asker)
            record = timed(REST, run)(work)
            timed("the record's text", Made.of)(record)
    taken[REST] -= asker.taken + sum(taken[what] for what in STAGES.values())
    for what, seconds in taken.items():
        print(f"{1000 * seconds / count:7.2f} ms  {what}")
    print(f"{1000 * sum(taken.values()) / count:7.2f} ms  all of it")


def run(work: Any) -> Any:  # noqa: ANN401 - a coroutine and what it gives
    """The outcome of a coroutine that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value
    raise RuntimeError("It waits.")


if __name__ == "__main__":
    main()
