"""Rows that are wrong, or that rest on a convention which news does not share.

They are counted apart, each with its reason; nothing is skipped in silence.
"""

from __future__ import annotations

__all__ = ["DOUBTED"]

DOUBTED: dict[str, str] = {
}
