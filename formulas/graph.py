"""Which results read which: cycles that name their path, and an order in which each is computed once.

Edges are a mapping from a node to the nodes it reads. Nothing here recurses, so a chain of any length and a
diamond of any depth cost one visit per node and edge.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_cycle(reads: Mapping[Node, Iterable[Node]], start: Node) -> list[Node] | None:
    """The path of a cycle that can be reached from `start`, first and last node equal; None when there is none."""
    path: list[Node] = [start]
    on_path = {start}
    done: set[Node] = set()
    branches = [iter(reads.get(start, ()))]
    while branches:
        for node in branches[-1]:
            if node in on_path:
                return [*path[path.index(node) :], node]
            if node not in done:
                path.append(node)
                on_path.add(node)
                branches.append(iter(reads.get(node, ())))
                break
        else:
            branches.pop()
            finished = path.pop()
            on_path.discard(finished)
            done.add(finished)
    return None


def readers_of(reads: Mapping[Node, Iterable[Node]]) -> dict[Node, list[Node]]:
    """The edges turned around: from a node to those that read it."""
    turned: dict[Node, list[Node]] = {}
    for node, sources in reads.items():
        for source in sources:
            turned.setdefault(source, []).append(node)
    return turned


def affected(readers: Mapping[Node, Iterable[Node]], starts: Iterable[Node]) -> list[Node]:
    """Everything that reads a start, directly or not, each once and after all it reads; the starts are left out.

    Raises ValueError when the edges hold a cycle: saving a formula must have refused it.
    """
    begin = set(starts)
    found = _closure(readers, begin)
    waiting = dict.fromkeys(found, 0)
    for node in found:
        for reader in readers.get(node, ()):
            waiting[reader] += 1
    ready = [node for node in found if waiting[node] == 0]
    order: list[Node] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for reader in readers.get(node, ()):
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    if len(order) != len(found):
        raise ValueError("the edges hold a cycle")
    return [node for node in order if node not in begin]


def _closure(readers: Mapping[Node, Iterable[Node]], starts: set[Node]) -> dict[Node, None]:
    """The starts and everything that can be reached from them, in a stable order."""
    found = dict.fromkeys(starts)
    stack = list(starts)
    while stack:
        for reader in readers.get(stack.pop(), ()):
            if reader not in found:
                found[reader] = None
                stack.append(reader)
    return found
