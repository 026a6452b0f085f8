from __future__ import annotations

import errno
import os
import time

import pytest

from llmextract import errors
from llmextract.runs.files import lay_together, put_in_place, write_together


@pytest.fixture
def files(tmp_path):
    return [(tmp_path / f"{number}.json", f"{number} 억 원".encode()) for number in range(40)]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_its_name_only_when_it_is_put_in_place(files, tmp_path):
    lay_together(files)
    assert not list(tmp_path.glob("[!.]*"))
    put_in_place([path for path, _ in files])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == dict(files)


def test_what_an_ended_process_left_beside_a_place_is_written_over(files, tmp_path):
    path, content = files[0]
    lay_together([(path, content * 100)])
    write_together([(path, content)])
    assert path.read_bytes() == content
    assert names(tmp_path) == ["0.json"]


def test_on_a_slow_disk_all_are_written_too(files, tmp_path, monkeypatch):
    real = os.fsync

    def slow(handle):
        time.sleep(0.005)
        real(handle)

    monkeypatch.setattr(os, "fsync", slow)
    write_together(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == dict(files)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_what_was_there_stays_when_a_file_cannot_be_written(files, tmp_path, monkeypatch, call):
    path, content = files[0]
    write_together([(path, content)])

    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(errors.OutputNotWritableError, match="No space left on device"):
        write_together([(path, b"new"), (tmp_path / "other.json", b"new")])
    monkeypatch.undo()
    assert names(tmp_path) == ["0.json"]
    assert path.read_bytes() == content
