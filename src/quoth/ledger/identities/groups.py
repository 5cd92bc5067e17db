"""Who is joined with whom, with what people decided kept to: a union-find that can refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoth.ledger.identities.values import Apart, Decision, Together


class Groups:
    """Groups of keys. The head of a group is its smallest key, whatever the order of joining.

    ``decisions`` are in the order they were made: of two that contradict each other the later one
    holds. Keys that are not in ``keys`` are passed over.
    """

    def __init__(self, keys: Iterable[int], decisions: Sequence[Decision] = ()) -> None:
        self._parent = {key: key for key in keys}
        self._enemies: dict[int, set[int]] = {}
        self.by_person: set[int] = set()
        for decision in reversed(decisions):
            if isinstance(decision, Together):
                self._bring_together(decision)
            else:
                self._set_apart(decision)

    def _bring_together(self, decision: Together) -> None:
        known = sorted(key for key in decision.keys if key in self._parent)
        heads: list[int] = []
        for key in known:
            for head in heads:
                if self.join(head, key):
                    self.by_person.update((head, key))
                    break
            else:
                heads.append(key)

    def _set_apart(self, decision: Apart) -> None:
        for one in sorted(decision.keys):
            for two in sorted(decision.others):
                if one not in self._parent or two not in self._parent:
                    continue
                if self.find(one) != self.find(two):
                    self._enemies.setdefault(self.find(one), set()).add(two)
                    self._enemies.setdefault(self.find(two), set()).add(one)

    def find(self, key: int) -> int:
        """The head of the key's group."""
        parent = self._parent
        head = key
        while parent[head] != head:
            head = parent[head]
        while parent[key] != head:
            parent[key], key = head, parent[key]
        return head

    def join(self, one: int, two: int) -> bool:
        """Joins two groups; False, and nothing done, where a person said they are apart."""
        one, two = sorted((self.find(one), self.find(two)))
        if one == two:
            return True
        if two in self._enemies and any(
            self.find(key) == two for key in self._enemies.get(one, ())
        ):
            return False
        self._parent[two] = one
        if two in self._enemies:
            self._enemies.setdefault(one, set()).update(self._enemies.pop(two))
        return True

    def gather(self, keys: Sequence[int]) -> int:
        """Joins keys that belong together, but for those a person set apart: each of them goes
        with the first it may go with. Returns the first key."""
        heads: list[int] = []
        for key in keys:
            if not any(self.join(head, key) for head in heads):
                heads.append(key)
        return keys[0]
