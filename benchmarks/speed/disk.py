"""A disk that fills up, and one that cannot be written: one sentence, nothing half written.

::

    python disk.py [--pages 400] [--processes N]

It mounts small disks in memory, so it needs Linux and the rights to do so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from endpoint import answered, command, pages, standin

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = "1500k", "200m"
NOTHING_DONE = 2
"""The exit code of a run that could not go on."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--processes", type=int)
    given = parser.parse_args()
    more = [] if given.processes is None else ["--processes", str(given.processes)]
    with (
        tempfile.TemporaryDirectory() as folder,
        disk(Path(folder, "disk")) as place,
        standin("--latency", "0.2") as url,
    ):
        path, out = pages(folder, given.pages), place / "OUT"
        full = run(path, out, url, *more)
        written = whole(out)
        assert full.returncode == NOTHING_DONE, full.stderr
        asked = answered(url)
        mount("-o", f"remount,size={LARGE}", place)
        assert run(path, out, url, *more).returncode == 0
        assert len(whole(out)) == given.pages
        assert written <= whole(out)
        again = answered(url) - asked
        assert again == given.pages - len(written), "a finished article was asked again"
        mount("-o", "remount,ro", place)
        before = answered(url)
        barred = run(path, place / "OTHER", url, *more)
        assert barred.returncode == NOTHING_DONE, barred.stderr
        assert answered(url) == before, "something was asked that cannot be written"
        print(json.dumps({"written until full": len(written), "asked with room": again}))
        print(said(full), said(barred), sep="\n")


@contextmanager
def disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)  # noqa: S603, S607


def mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True)  # noqa: S603, S607


def run(path: Path, out: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    words = command(path, out, url, "--concurrency", "32", *more)
    return subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603


def said(ended: subprocess.CompletedProcess[str]) -> str:
    """The sentence that ended a run."""
    return next(line for line in ended.stderr.splitlines() if line.startswith("Error"))


def whole(out: Path) -> set[str]:
    """The records; each can be read to its end."""
    paths = list((out / "records").glob("*.json"))
    for path in paths:
        json.loads(path.read_text(encoding="utf-8"))
    return {path.name for path in paths}


if __name__ == "__main__":
    main()
