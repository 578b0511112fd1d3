"""Cycles are named; an order computes everything once, whatever the shape (security.md S-42)."""

import pytest

from formulas.graph import affected, find_cycle, readers_of


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b", "c", "b"]),
        ({"a": ["x", "b"], "b": ["x"]}, None),
        ({"a": []}, None),
    ],
)
def test_a_cycle_is_named_by_its_path(reads, expected):
    assert find_cycle(reads, "a") == expected


def test_a_ring_of_a_thousand_is_found():
    reads = {n: [(n + 1) % 1000] for n in range(1000)}
    cycle = find_cycle(reads, 0)
    assert cycle is not None
    assert (len(cycle), cycle[0], cycle[-1]) == (1001, 0, 0)


def test_a_chain_of_five_thousand_is_walked_without_recursion():
    reads = {n: [n - 1] for n in range(1, 5001)}
    assert find_cycle(reads, 5000) is None
    assert affected(readers_of(reads), [0]) == list(range(1, 5001))


def test_a_diamond_of_sixty_levels_visits_each_node_once():
    reads = {}
    for level in range(1, 61):
        for side in "ab":
            reads[(level, side)] = [(level - 1, "a"), (level - 1, "b")]
    order = affected(readers_of(reads), [(0, "a")])
    assert len(order) == len(set(order)) == 120
    assert find_cycle(reads, (60, "a")) is None


def test_what_reads_two_ways_comes_after_both():
    order = affected({"a": ["b", "c"], "b": ["c"], "c": []}, ["a"])
    assert order == ["b", "c"]


def test_a_cycle_in_the_data_is_an_error_not_a_hang():
    with pytest.raises(ValueError, match="cycle"):
        affected({"a": ["b"], "b": ["a"]}, ["a"])
