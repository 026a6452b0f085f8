"""Recorded exchanges with a real model: recorded once, replayed offline.

One cassette an article, named after it. Requests match by method, path and body, so that a
changed prompt, schema or article never replays an answer to something else.
"""

from __future__ import annotations

from llmextract.cassettes.check import check_cassettes
from llmextract.cassettes.tape import SUFFIX, cassette_for, recording, replaying, unplayed

__all__ = [
    "SUFFIX",
    "cassette_for",
    "check_cassettes",
    "recording",
    "replaying",
    "unplayed",
]
