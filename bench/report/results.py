"""What the measuring programs wrote into target/bench, all passes together."""

import json
from pathlib import Path
from statistics import median
from typing import NamedTuple

OURS = "tidings-core"


class Figure(NamedTuple):
    """Nanoseconds a message."""

    fastest: float
    median: float

    @property
    def per_second(self) -> float:
        return 1e9 / self.fastest


class Results:
    def __init__(self, folder: Path) -> None:
        self.versions: dict[str, str] = {}
        self._samples: dict[tuple, list[float]] = {}
        for file in sorted(folder.glob("*.json")):
            if part := file.read_text("utf-8"):
                self._add(json.loads(part))

    def _add(self, part: dict) -> None:
        self.versions.update(part["versions"])
        for one in part["results"]:
            key = (part["where"], one["case"], one["start"], one["peer"])
            self._samples.setdefault(key, []).extend(one["ns"])

    def figure(self, where: str, case: str, start: str, peer: str) -> Figure | None:
        samples = self._samples.get((where, case, start, peer))
        return Figure(min(samples), median(samples)) if samples else None

    def peers(self, where: str, case: str, start: str = "values") -> list[tuple[str, Figure]]:
        """Who was measured, in the order in which they were."""
        return [
            (key[3], Figure(min(samples), median(samples)))
            for key, samples in self._samples.items()
            if key[:3] == (where, case, start)
        ]
