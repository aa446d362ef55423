"""The inputs and cases of `bench/inputs`."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "inputs"
SIZES = ("60B", "4KB-attachment")


def draft(size: str) -> dict:
    """One of the two drafts that are measured."""
    return json.loads((FOLDER / f"{size}.json").read_text("utf-8"))


def body(size: str) -> dict:
    """What its wire body must be; the time aside."""
    return json.loads((FOLDER / f"{size}.body.json").read_text("utf-8"))


def cases() -> list:
    """Drafts to accept and to refuse, as pairs of case and draft."""
    found = json.loads((FOLDER / "cases.json").read_text("utf-8"))
    return [(case, changed(draft(case["input"]), case["change"])) for case in found]


def changed(draft: dict, changes: list) -> dict:
    for change in changes:
        *parents, last = change["path"].split("/")[1:]
        target = draft
        for step in parents:
            target = target[int(step) if isinstance(target, list) else step]
        target[last] = change["value"] if "value" in change else change["repeat"] * change["times"]
    return draft
