"""One-to-one: which of the things given is which of gold's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["assign"]


def assign(weights: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Pair as many as can be paired; among such pairings take the heaviest.

    Args:
        weights: For each pair (number of gold, number of given) that may be matched, how
            well it fits; pairs that are left out may not be matched.

    Returns:
        For each number of gold that is matched, the number given.
    """
    import networkx as nx  # noqa: PLC0415 - takes longer than the rest of the command line

    graph: nx.Graph[int] = nx.Graph()
    for (gold, given), weight in sorted(weights.items()):
        # Integers alone as nodes: their hashes, and so the result, are the same in every run.
        graph.add_edge(2 * gold, 2 * given + 1, weight=weight)
    pairs = (
        sorted(pair, key=lambda node: node % 2)
        for pair in nx.max_weight_matching(graph, maxcardinality=True)
    )
    return dict(sorted((gold // 2, given // 2) for gold, given in pairs))
