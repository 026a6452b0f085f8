"""A dataset of articles through a pool of workers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract import errors
from llmextract.errors import ModelConfigurationError, UsageError
from llmextract.models import ModelSettings, resolve_settings
from llmextract.runs.plan import plans_for
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    from datetime import date

    from llmextract.schemas import Schema

__all__ = ["Extracted", "Pool", "extract_dataset"]

_WAITING = 100_000
"""Requests that may wait for their turn at once; past it, turns could not be given back."""


@dataclass(frozen=True)
class Pool:
    """How the work is spread.

    Attributes:
        workers: Processes that extract.
        concurrency: Requests under way at once, of all workers together; by default what suits
            the model, for each worker.
        block: Rows that are checkpointed together: what a killed worker does again.
        num_cpus: What Ray sets aside for a worker; they mostly wait.
    """

    workers: int = 2
    concurrency: int | None = None
    block: int = 256
    num_cpus: float = 0.5


@dataclass(frozen=True)
class Extracted:
    """What a call has done.

    Attributes:
        rows: Rows written, failed ones included.
        failed: Those of them without a record.
        kept: Rows that were there already, from a call before.
        input_tokens: Of the rows written.
        output_tokens: The same.
        cost: US dollars; 0 where no price is known.
    """

    rows: int = 0
    failed: int = 0
    kept: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0


def extract_dataset(  # noqa: PLR0913 - what `extract` has, and where to and how
    dataset: Any,  # noqa: ANN401 - of Ray, an extra
    *,
    out: str | Path,
    schema: Schema = "programs",
    model: str | ModelSettings | None = None,
    base_url: str | None = None,
    published: date | None = None,
    pool: Pool | None = None,
    retry_failed: bool = False,
) -> Extracted:
    """Extract the articles of a dataset, on as many machines as Ray has.

    A row of the input is an article under the columns that a JSONL has: the text or the raw page
    under ``body``, ``text``, ``html``, ``content``, ``raw_text`` or ``article`` (text or bytes),
    and where they are known ``source`` or ``url``, ``title``, ``published`` or ``date`` (text, date
    or timestamp), ``publisher``, ``byline``. Each row gives one row of the output, failed ones
    included; rows that are alike in all of this are one.

    The output is one Parquet file a block. Called again on the same ``out``, what is there is
    not asked about again, wherever blocks begin and end this time. One call at a time may write
    to one ``out``.

    Args:
        dataset: A ``ray.data.Dataset``, or the path or address of a Parquet of articles.
        out: Folder or address for the parts; all machines must reach it.
        schema: What to ask for; a Pydantic model has to be importable on all machines.
        model: As for `llmextract.extract`, but for the embedded model; its key goes to the
            workers.
        base_url: Address of an OpenAI-compatible endpoint.
        published: Publication date for rows that have none of their own.
        pool: How many workers, how much at once, how large a block.
        retry_failed: Ask again about rows that failed in calls before.

    Returns:
        How many rows were written, failed and there already, and what they took.

    Raises:
        UsageError: Ray is not installed, or ``out`` holds records of another schema or model.
        LLMExtractError: The endpoint refused the key, or failed for ten articles in a row; what
            is done is written.
    """
    ray = _ray()
    pool = pool or Pool()
    settings = _settings(model, base_url, pool)
    from llmextract.ray.blocks import Job  # noqa: PLC0415 - with Ray
    from llmextract.ray.parts import Parts  # noqa: PLC0415

    parts = Parts(str(out))
    parts.prepare(_plan(schema, settings))
    if retry_failed:
        parts.forget_failed()
    if isinstance(dataset, str | Path):
        dataset = ray.data.read_parquet(str(dataset))
    job = Job(settings, schema, str(out), published, min(pool.block, settings.concurrency))
    return _sum(_through(ray, dataset, job, parts.done(), pool))


def _ray() -> Any:  # noqa: ANN401 - a module without types
    try:
        import ray  # noqa: PLC0415 - an extra
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            'llmextract.ray needs Ray: pip install "llmextract[ray]"; on one machine, '
            "`llmextract extract` does the same without it."
        ) from error
    return ray


def _settings(model: str | ModelSettings | None, base_url: str | None, pool: Pool) -> ModelSettings:
    settings = (
        model
        if isinstance(model, ModelSettings)
        else resolve_settings(model=model, base_url=base_url)
    )
    if settings.embedded:
        raise ModelConfigurationError(
            "The embedded model serves one process: give model and base_url of an endpoint that "
            "all machines reach, such as a vLLM server."
        )
    most = pool.concurrency or pool.workers * settings.concurrency
    return settings.model_copy(update={"concurrency": most})


def _plan(schema: Schema, settings: ModelSettings) -> dict[str, Any]:
    plans = plans_for(load_schema(schema), settings)
    return {
        "format": 1,
        "model": next(iter(plans.values())).model,
        "schema": next(iter(plans.values())).schema,
        "prompts": {language: plan.prompt for language, plan in sorted(plans.items())},
    }


def _through(ray: Any, dataset: Any, job: Any, done: Any, pool: Pool) -> Any:  # noqa: ANN401
    """A row a block, not begun yet."""
    from llmextract.ray.blocks import Worker  # noqa: PLC0415 - with Ray
    from llmextract.ray.limits import Turnstile  # noqa: PLC0415

    turnstile = ray.remote(Turnstile).options(
        num_cpus=0, max_concurrency=_WAITING, max_restarts=-1, max_task_retries=-1
    ).remote(job.settings.concurrency, job.settings.timeout)  # fmt: skip
    # Ray makes blocks by their bytes, and a hundred megabytes of articles would be one worker's.
    return dataset.repartition(target_num_rows_per_block=pool.block).map_batches(
        Worker,
        fn_constructor_args=(job, turnstile, done),
        batch_size=pool.block,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=pool.workers),
        num_cpus=pool.num_cpus,
    )


def _sum(blocks: Any) -> Extracted:  # noqa: ANN401
    """Let the workers work, and sum up what they tell.

    Raises:
        LLMExtractError: One of them gave up; with that the others are stopped.
    """
    total = Extracted()
    for row in blocks.iter_rows():
        counts = {
            field.name: row[field.name] + getattr(total, field.name) for field in fields(total)
        }
        total = replace(total, **counts)
        if row["ending"]:
            raise getattr(errors, row["ending"])(row["sentence"])
    return total
