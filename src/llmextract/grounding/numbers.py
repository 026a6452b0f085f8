"""Where numbers stand in a text, so that no quote begins or ends in the middle of one."""

from __future__ import annotations

import re

__all__ = ["inside_numbers"]

_NUMBER = re.compile(
    r"""
    [\d²³¹⁰-⁹①-⑳]+ (?:[.,．，:/-]\d+)*          # 1,200 and 2.5, and the parts of 1-1
    (?:
        (?: [십백천]?[만억조] | [십백천] )         # 1조, 3천만
        (?: \d+ | \s\d+ (?:[.,]\d+)* (?= \s?[십백천만억조원] ) )   # and on: 2천억
        (?: [.,]\d+ )*
    )*
    (?:
        [십백천만억조]+
        (?= $ | [^가-힣] | [여원개명건곳호톤평대씩이을은의과에] | 달러 | 유로 | 위안 | 가구 | 그루 )
    |   \s? (?i: thousand | million | billion | trillion | bn | tn | [mk] ) \b
    )?
    |
    [수몇일이삼사오육칠팔구십백천만억조]{2,12} (?= \s?(?:원|달러) )             # 삼백억 원
    """,
    re.VERBOSE,
)
"""Digits with what carries them on: 1조 2천억 is one number, and 조성 after a 2 is none of it."""


def inside_numbers(text: str) -> bytearray:
    """For each offset of ``text``, and its end, whether a number stands on both sides of it."""
    inside = bytearray(len(text) + 1)
    for number in _NUMBER.finditer(text):
        length = number.end() - number.start() - 1
        inside[number.start() + 1 : number.end()] = b"\1" * length
    return inside
