"""The figures below which a change must not fall, and the data that they were measured on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaning.corpus import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaning.corpus import Page

__all__ = ["Floor"]

_DIGITS = 4


@dataclass(frozen=True)
class Floor:
    """For each set, its hash and the lowest F1 allowed."""

    sets: Mapping[str, tuple[str, float]]

    @classmethod
    def read(cls, path: Path) -> Floor:
        """Read the floor file; none is an empty floor."""
        if not path.exists():
            return cls({})
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls({name: (row["data"], row["f1"]) for name, row in rows.items()})

    def write(self, path: Path) -> None:
        """Write the floor file."""
        rows = {name: {"data": data, "f1": f1} for name, (data, f1) in self.sets.items()}
        path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")

    def faults(self, pages: Mapping[str, list[Page]], reached: Mapping[str, float]) -> list[str]:
        """What is wrong, a sentence each: other data, or a figure below the floor."""
        found = []
        for name, f1 in reached.items():
            data, lowest = self.sets.get(name, (None, 0.0))
            if data is None:
                found.append(f"{name} has no floor; measure one with --raise-floor.")
            elif data != fingerprint(pages[name]):
                found.append(
                    f"{name} is other data than the floor is of; compare on the old data, "
                    "then take --raise-floor or --lower-floor."
                )
            elif round(f1, _DIGITS) < lowest:
                found.append(f"{name} is at {f1:.4f}, below its floor of {lowest:.4f}.")
        return found

    def moved(
        self, pages: Mapping[str, list[Page]], reached: Mapping[str, float], *, lower: bool
    ) -> Floor:
        """The floor at what was reached: only upwards, or also downwards where that is asked."""
        sets = dict(self.sets)
        for name, f1 in reached.items():
            data, lowest = self.sets.get(name, (None, 0.0))
            here, figure = fingerprint(pages[name]), round(f1, _DIGITS)
            if lower or data is None or (data == here and figure > lowest):
                sets[name] = (here, figure)
        return Floor(sets)
