"""The command line: parse, call, render, exit code. It knows nothing of how things are done.

Commands are loaded when they are called, so that help comes at once.
"""

from __future__ import annotations

import codecs
import importlib
import io
import sys

import click

from llmextract.errors import LLMExtractError

__all__ = ["main"]

_COMMANDS = {
    "extract": ("extract", "Extract articles: one record a file in OUT."),
    "batch": ("batch", "Go on with articles sent by `extract --batch`."),
    "show": ("show", "Show the records of OUT as tables."),
    "evaluate": ("evaluate", "Score the records of OUT against gold."),
    "export": ("export", "Write the records of OUT as JSONL, CSV, Parquet or SQLite."),
    "clean": ("clean", "Show articles as the model will see them."),
    "scan": ("scan", "Find the amounts and dates of a text; no model."),
    "schema": ("schema", "List, show and check schemas."),
    "model": ("model", "The embedded model: is it here, fetch it."),
    "cassettes": ("cassettes", "Record exchanges with a model, and check recordings."),
}


class _Commands(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of use."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"llmextract.cli.{module}"), module)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and one line each, without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="llmextract")
def cli() -> None:
    """Turn news articles into programs, amounts, dates and actors.

    Every value is tied to the exact words of the article. Numbers and dates are read by
    code; a language model only says what belongs to what.
    """


def main() -> None:
    """Run the command line; an error of ours is one sentence and its exit code."""
    _write_any_character()
    try:
        cli.main(standalone_mode=False)
    except LLMExtractError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. Records written so far are whole.")
        sys.exit(130)
    except OSError as error:
        # Files of ours have errors of their own: this is standard output, on a full disk.
        _say(f"The output cannot be written ({error.strerror or error}); make room for it.")
        sys.exit(2)


def _write_any_character() -> None:
    """Let no terminal's encoding stop a command: what it does not know is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            narrow = codecs.lookup(stream.encoding).name == "ascii"
            encoding = "utf-8" if narrow else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _say(sentence: str) -> None:
    from llmextract.cli.logs import is_json, say

    say(sentence if is_json() else f"Error: {sentence}", name="error")
