"""The arithmetic of many articles: tokens, money, time and disk, from a few that lie here.

::

    python arithmetic.py [--articles 100000000] [--pages FOLDER] [--records FOLDER] [--model M]

Tokens are guessed from the letters of PAGES as ``--dry-run`` does; prices are those of
genai-prices; sizes are those of RECORDS (of ``make replay``) and of what is made of them here.
What is taken on trust (rates of an endpoint and of a GPU, and its rent) are options, and are
said. The tables of docs/scale.md are what it prints.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from pyarrow import BufferOutputStream, Table, parquet

from llmextract.cleaning import list_sources
from llmextract.models import MOST_BYTES, MOST_REQUESTS, BatchForm, ModelSettings, Prices, Usage
from llmextract.prompts import load_prompt
from llmextract.runs import Run, estimate
from llmextract.runs.estimate import guess_usage
from llmextract.schemas import load_schema, static_schema

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
DAY = 86_400


class Each(NamedTuple):
    """What one article has, in the mean.

    Attributes:
        characters: Of its body.
        shared: Tokens of the prompt and schema that all requests begin with.
        own: Tokens of its text.
        thoughts: Tokens written before the answer by a model that thinks.
        answer: Tokens of the answer.
        line: Bytes of its request in a file of a batch.
    """

    characters: float
    shared: float
    own: float
    thoughts: float
    answer: float
    line: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000_000)
    parser.add_argument("--pages", type=Path, default=EXAMPLES)
    parser.add_argument("--records", type=Path, default=Path("out/replay/records"))
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--rates", type=int, nargs="*", default=[10, 100, 1000],
                        help="requests a second")  # fmt: skip
    parser.add_argument("--prefill", type=float, default=20_000, help="tokens a GPU reads a second")
    parser.add_argument("--decode", type=float, default=2_500, help="tokens a GPU writes a second")
    parser.add_argument("--rent", type=float, default=2.5, help="US dollars a GPU an hour")
    parser.add_argument("--mended", type=float, default=0.05, help="share of answers asked again")
    given = parser.parse_args()
    each = weigh(given)
    tell_tokens(given, each)
    tell_money(given, each)
    tell_time(given)
    tell_gpus(given, each)
    tell_batches(given, each)
    tell_disk(given)


def settings_of(model: str) -> ModelSettings:
    return ModelSettings(name=model, base_url="https://api.openai.com/v1", temperature=None)


def weigh(given: argparse.Namespace) -> Each:
    """The means of the pages, as a dry run sees them."""
    settings, shape = settings_of(given.model), load_schema("programs")
    articles = [source.read() for source in list_sources([given.pages])]
    with tempfile.TemporaryDirectory() as folder:
        run = Run(sources=list(list_sources([given.pages])), out=Path(folder, "none"))
        found = asyncio.run(estimate(run, settings, total=len(articles)))
    prompt = load_prompt(shape, rendering="static", language="ko")
    schema = static_schema(shape)
    shared = guess_usage([*prompt.prefix], f"programs {schema}", settings).input_tokens
    # Without a temperature a model counts as one that thinks: the difference is its thoughts.
    plain = settings.model_copy(update={"temperature": 0.0})
    thoughts = guess_usage([{"role": "user", "content": ""}], "", settings).output_tokens
    thoughts -= guess_usage([{"role": "user", "content": ""}], "", plain).output_tokens
    count = len(articles)
    text = "가" * round(sum(len(article.body) for article in articles) / count)
    said = [*prompt.prefix, {"role": "user", "content": text}]
    line = BatchForm.of(settings).line("0" * 32, said, schema=schema, schema_name="programs")
    return Each(
        characters=len(text),
        shared=shared,
        own=found.usage.input_tokens / count - shared,
        thoughts=thoughts,
        answer=found.usage.output_tokens / count - thoughts,
        line=len(line),
    )


def tell_tokens(given: argparse.Namespace, each: Each) -> None:
    print(f"One article of {each.characters:,.0f} characters, and {given.articles:,} of them:\n")
    print("| tokens | each | all |\n|---|---|---|")
    rows = {"prompt and schema, the same for all": each.shared, "its text": each.own,
            "thoughts, where a model thinks": each.thoughts, "answer": each.answer}  # fmt: skip
    for name, number in rows.items():
        print(f"| {name} | {number:,.0f} | {big(number * given.articles)} |")


def tell_money(given: argparse.Namespace, each: Each) -> None:
    print("\n| US dollars | 1,000 articles | all |\n|---|---|---|")
    fresh = Usage(input_tokens=round(each.shared + each.own),
                  output_tokens=round(each.thoughts + each.answer))  # fmt: skip
    cached = fresh.model_copy(update={"cached_tokens": round(each.shared)})
    for name, usage, batch in (
        ("nothing cached", fresh, False),
        ("prompt and schema cached", cached, False),
        ("in batches", fresh, True),
    ):
        cost = Prices(settings_of(given.model), batch=batch).cost(usage) * (1 + given.mended)
        print(f"| {given.model}, {name} | {1000 * cost:,.2f} | {cost * given.articles:,.0f} |")


def tell_time(given: argparse.Namespace) -> None:
    print("\n| requests a second | days |\n|---|---|")
    for rate in given.rates:
        print(f"| {rate:,} | {given.articles * (1 + given.mended) / rate / DAY:,.1f} |")


def tell_gpus(given: argparse.Namespace, each: Each) -> None:
    seconds = (each.own / given.prefill + each.answer / given.decode) * (1 + given.mended)
    hours = seconds * given.articles / 3600
    print(f"\nA GPU that reads {given.prefill:,.0f} and writes {given.decode:,.0f} tokens a "
          f"second, the prompt cached, no thoughts: {1 / seconds:,.1f} articles a second, "
          f"{hours:,.0f} hours for all, {hours * given.rent:,.0f} dollars at {given.rent} an hour; "
          f"{hours / 24 / 7:,.0f} of them take a week.")  # fmt: skip


def tell_batches(given: argparse.Namespace, each: Each) -> None:
    fits = min(MOST_REQUESTS, int(MOST_BYTES // each.line))
    waiting = fits * (each.shared + each.own)
    print(f"\nIn batches: a request has {each.line / 1000:,.1f} kB, so a file of 200 MB holds "
          f"{fits:,} of 50,000; {given.articles / fits:,.0f} files, "
          f"{given.articles * each.line / 1e12:,.2f} TB to upload, "
          f"{waiting / 1e6:,.0f} million tokens waiting a file.")  # fmt: skip


def tell_disk(given: argparse.Namespace) -> None:
    paths = sorted(given.records.glob("*.json"))
    if not paths:
        print(f"\nNo records in {given.records}: `make replay` makes some.")
        return
    texts = [path.read_text(encoding="utf-8") for path in paths]
    rows = [{"key": f"{n:024x}", "record": text} for n, text in enumerate(texts)]
    size = len(packed(rows)) / len(rows)
    plain = sum(len(text.encode()) for text in texts) / len(texts)
    lean = sum(len(dump(strip(json.loads(text)))) for text in texts) / len(texts)
    print("\n| on disk | bytes each | all |\n|---|---|---|")
    sizes = {"record as JSON, a file each": plain, "without exchanges, body and indents": lean,
             "the whole record in Parquet (zstd)": size}  # fmt: skip
    for name, number in sizes.items():
        print(f"| {name} | {number:,.0f} | {number * given.articles / 1e12:,.2f} TB |")


def packed(rows: list[dict[str, Any]]) -> bytes:
    sink = BufferOutputStream()
    parquet.write_table(Table.from_pylist(rows), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def strip(record: dict[str, Any]) -> dict[str, Any]:
    del record["attempts"]
    del record["article"]["body"]
    return record


def dump(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def big(number: float) -> str:
    """``1.5 billion``."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:,.1f} {word}"
    return f"{number:,.0f}"


if __name__ == "__main__":
    main()
