"""write.py RESULTS-FOLDER COMMAND : prints docs/benchmarks.md from what was measured."""

import os
import platform
import sys
from pathlib import Path
from string import Template

from results import OURS, Figure, Results
from targets import verdicts

NOT_MEASURED = "*Not measured in this run.*"
JAVASCRIPT_CASES = (
    "send/60B",
    "send/4KB-attachment",
    "objects/1000x60B",
    "columns/1000x60B",
    "columns-as-text/1000x60B",
)


def table(head: list[str], rows: list[list[str]], numbers_from: int) -> str:
    """A Markdown table, its columns from `numbers_from` on aligned to the right."""
    if not rows:
        return NOT_MEASURED
    rule = ["---" if column < numbers_from else "--:" for column in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def time(ns: float) -> str:
    return f"{ns:.0f} ns" if ns < 1000 else f"{ns / 1000:.2f} µs"


def ratio(figure: Figure, ours: Figure | None) -> str:
    return f"{figure.fastest / ours.fastest:.2f}" if ours else "–"


def row(*words: str, figure: Figure, ours: Figure | None) -> list[str]:
    return [
        *words,
        time(figure.fastest),
        time(figure.median),
        f"{figure.per_second:,.0f}",
        ratio(figure, ours),
    ]


FIGURES = ["fastest", "median", "messages/s", "time beside ours"]


def python_table(results: Results, start: str) -> str:
    rows = []
    for case in ("send/60B", "send/4KB-attachment"):
        ours = results.figure("native", case, start, OURS)
        for where in ("native", "Python"):
            for peer, figure in results.peers(where, case, start):
                rows.append(row(f"`{case}`", peer, figure=figure, ours=ours))
    return table(["case", "who", *FIGURES], rows, 2)


def native_table(results: Results) -> str:
    rows = [
        row(f"`{case}`", figure=figure, ours=figure)[:-1]
        for case in ("columns/1000x60B", "columns/1000x4KB-attachment")
        for _peer, figure in results.peers("native", case)
    ]
    return table(["case", *FIGURES[:-1]], rows, 1)


def javascript_table(results: Results, where: str) -> str:
    rows = []
    for case in JAVASCRIPT_CASES:
        ours = results.figure(where, case, "values", OURS)
        for peer, figure in results.peers(where, case):
            rows.append(row(f"`{case}`", peer, figure=figure, ours=ours))
    return table(["case", "who", *FIGURES], rows, 2)


def targets_table(results: Results) -> str:
    rows = [[one.target, one.measured, "met" if one.is_met else "**not met**"] for one in verdicts(results)]
    return table(["target", "measured", ""], rows, 1)


def machine() -> str:
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = processors[0] if processors else platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def main() -> None:
    results = Results(Path(sys.argv[1]))
    template = Template(Path(__file__).with_name("benchmarks.md").read_text("utf-8"))
    sys.stdout.write(
        template.substitute(
            command=sys.argv[2],
            machine=machine(),
            versions=", ".join(f"{name} {version}" for name, version in results.versions.items()),
            targets=targets_table(results),
            python=python_table(results, "values"),
            python_json=python_table(results, "JSON text"),
            native=native_table(results),
            node=javascript_table(results, "Node.js"),
            chromium=javascript_table(results, "Chromium"),
        )
    )


main()
