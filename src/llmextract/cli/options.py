"""Options that several commands share, each with one meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

__all__ = ["FOLDER", "as_json", "endpoint", "no_fetch", "published", "schema"]


class _Date(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read an ISO day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is no date; write it like 2025-12-07.", param, ctx)


published = click.option(
    "--published",
    type=_Date(),
    metavar="DATE",
    help="Publication date (2025-12-07) of the articles, whatever their pages say.",
)
schema = click.option(
    "--schema",
    default="programs",
    show_default=True,
    help="What to extract: a built-in schema, or MODULE:MODEL.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="For programs: JSON on stdout.")
no_fetch = click.option(
    "--no-fetch", is_flag=True, help="Fail rather than fetch missing weights of the model."
)


def endpoint(command: Any) -> Any:  # noqa: ANN401 - a click decorator
    """``--model`` and ``--base-url``."""
    command = click.option(
        "--base-url", metavar="U", help="Address of an OpenAI-compatible endpoint, with /v1."
    )(command)
    return click.option(
        "--model", metavar="M", help="The model's name; 'embedded' for the one in the process."
    )(command)


FOLDER = click.Path(path_type=Path)
