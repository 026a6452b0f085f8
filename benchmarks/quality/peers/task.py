"""The task, in the same words for every peer: rules, and one worked example a language.

Both are written for this project; places and names of the examples are made up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["EXAMPLES", "RULES"]

Json = dict[str, Any]

RULES = {
    language: Path(__file__).with_name(f"rules.{language}.md").read_text("utf-8").rstrip()
    for language in ("ko", "en")
}


def _amount(text: str, value: int, currency: str, role: str) -> Json:
    bounds = {"minimum": None, "maximum": None, "approximate": False}
    return {"text": text, "value": value, "currency": currency, **bounds, "role": role}


def _date(text: str, first: str | None, last: str | None, precision: str, event: str) -> Json:
    reading = {"first": first, "last": last, "precision": precision, "approximate": False}
    return {"text": text, **reading, "event": event}


_KOREAN = """\
보도일: 2025-11-03

달빛시가 내년까지 60억 원을 들여 3개 사업을 편다고 3일 밝혔다. 시는 내년 하반기 준공을 목표로 \
42억 원을 투입해 지역 제조업의 길잡이가 될 ‘달빛 로봇지원센터’를 짓는다. 이순영 달빛시장은 \
“(재)은하테크노파크와 힘을 모으겠다”고 말했다."""

_ENGLISH = """\
Published: 2025-11-03

Moonfield Council will spend £6 million on three schemes by the end of 2026, it said on Monday. \
The Moonfield Robot Centre, built for £4.2 million, is to open in the second half of 2026. \
Sue Lee, leader of the council, thanked Galaxy Park Trust for its help."""

EXAMPLES: dict[str, tuple[str, Json]] = {
    "ko": (
        _KOREAN,
        {
            "programs": [
                {
                    "name": "3개 사업",
                    "aliases": [],
                    "kind": "project",
                    "status": "planned",
                    "amounts": [_amount("60억 원", 6_000_000_000, "KRW", "total")],
                    "dates": [_date("내년까지", None, "2026-12-31", "year", "period")],
                    "actors": [{"name": "달빛시", "role": "lead"}],
                },
                {
                    "name": "달빛 로봇지원센터",
                    "aliases": [],
                    "kind": "facility",
                    "status": "planned",
                    "amounts": [_amount("42억 원", 4_200_000_000, "KRW", "total")],
                    "dates": [
                        _date("내년 하반기", "2026-07-01", "2026-12-31", "half", "completion")
                    ],
                    "actors": [
                        {"name": "달빛시", "role": "lead"},
                        {"name": "은하테크노파크", "role": "partner"},
                    ],
                },
            ],
            "actors": [
                {"name": "달빛시", "kind": "government", "title": None, "affiliation": None},
                {"name": "이순영", "kind": "person", "title": "시장", "affiliation": "달빛시"},
                {"name": "은하테크노파크", "kind": "agency", "title": None, "affiliation": None},
            ],
            "unassigned": {
                "amounts": [],
                "dates": [_date("3일", "2025-11-03", "2025-11-03", "day", "announced")],
            },
        },
    ),
    "en": (
        _ENGLISH,
        {
            "programs": [
                {
                    "name": "three schemes",
                    "aliases": [],
                    "kind": "project",
                    "status": "planned",
                    "amounts": [_amount("£6 million", 6_000_000, "GBP", "total")],
                    "dates": [_date("by the end of 2026", None, "2026-12-31", "year", "period")],
                    "actors": [{"name": "Moonfield Council", "role": "lead"}],
                },
                {
                    "name": "Moonfield Robot Centre",
                    "aliases": [],
                    "kind": "facility",
                    "status": "planned",
                    "amounts": [_amount("£4.2 million", 4_200_000, "GBP", "total")],
                    "dates": [
                        _date("second half of 2026", "2026-07-01", "2026-12-31", "half", "opening")
                    ],
                    "actors": [
                        {"name": "Moonfield Council", "role": "lead"},
                        {"name": "Galaxy Park Trust", "role": "partner"},
                    ],
                },
            ],
            "actors": [
                {
                    "name": "Moonfield Council",
                    "kind": "government",
                    "title": None,
                    "affiliation": None,
                },
                {
                    "name": "Sue Lee",
                    "kind": "person",
                    "title": "leader",
                    "affiliation": "Moonfield Council",
                },
                {
                    "name": "Galaxy Park Trust",
                    "kind": "agency",
                    "title": None,
                    "affiliation": None,
                },
            ],
            "unassigned": {
                "amounts": [],
                "dates": [_date("Monday", "2025-11-03", "2025-11-03", "day", "announced")],
            },
        },
    ),
}
"""For each language a text, and the answer that the rules ask for."""
