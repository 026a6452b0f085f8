"""Files that ship beside the code: prompt templates and exported schemas.

They stand at the top of the source tree, to be seen and edited there. A wheel carries them
inside the package; an editable install finds them where they stand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["has_resource", "read_resource"]

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "_data"
_IN_SOURCE_TREE = _PACKAGE.parents[1]


@cache
def read_resource(name: str) -> str:
    """The text of a shipped file, by its path in the source tree: ``prompts/keyed.ko.md``."""
    return (_root() / name).read_text(encoding="utf-8")


@cache
def has_resource(name: str) -> bool:
    """Whether such a file ships."""
    return (_root() / name).is_file()


@cache
def _root() -> Path:
    return _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_SOURCE_TREE
