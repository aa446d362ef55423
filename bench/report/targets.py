"""What is aimed at, and whether it was reached. Judged by the fastest sample: the one that the rest
of the machine disturbed least."""

from dataclasses import dataclass

from results import OURS, Results

SIZES = {"send/60B": "60 bytes", "send/4KB-attachment": "4 KB and an attachment"}


@dataclass
class Verdict:
    target: str
    measured: str
    is_met: bool


def verdicts(results: Results) -> list[Verdict]:
    """Those for which there are figures."""
    found = [*_native(results), *_ratios(results)]
    for where in ("Node.js", "Chromium"):
        found.extend(_wasm(results, where))
    return found


def _native(results: Results) -> list[Verdict]:
    found = []
    for case, most in (("send/60B", 1_000), ("send/4KB-attachment", 5_000)):
        if ours := results.figure("native", case, "values", OURS):
            found.append(
                Verdict(
                    f"natively, {SIZES[case]}: at most {most / 1000:g} µs",
                    f"{ours.fastest / 1000:.2f} µs",
                    ours.fastest <= most,
                )
            )
    return found


def _ratios(results: Results) -> list[Verdict]:
    found = []
    for peer, least in (("guide 004 (pydantic)", 30), ("msgspec", 10)):
        for case, size in SIZES.items():
            ours = results.figure("native", case, "values", OURS)
            theirs = results.figure("Python", case, "values", peer)
            if ours and theirs:
                ratio = theirs.fastest / ours.fastest
                target = f"natively, {size}: at least {least} times as fast as {peer}"
                found.append(Verdict(target, f"{ratio:.1f} times", ratio >= least))
    return found


def _wasm(results: Results, where: str) -> list[Verdict]:
    found = []
    for case, what, least in (
        ("send/60B", "single calls, 60 bytes", 200_000),
        ("objects/1000x60B", "1,000 objects of 60 bytes a call", 300_000),
        ("columns/1000x60B", "one message of 60 bytes, 1,000 recipients in columns", 1_000_000),
    ):
        if ours := results.figure(where, case, "values", OURS):
            target = f"WebAssembly in {where}, {what}: at least {least:,} messages/s"
            measured = f"{ours.per_second:,.0f}/s"
            found.append(Verdict(target, measured, ours.per_second >= least))
    return found
