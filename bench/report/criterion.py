"""criterion.py FOLDER RUSTC-VERSION : prints what criterion sampled, in the form of the other measuring programs."""

import json
import sys
from pathlib import Path

from results import OURS

# Criterion's ids, and what the other programs call the same case.
CASES = {
    "send/60B": ("send/60B", "values"),
    "send/4KB+attachment": ("send/4KB-attachment", "values"),
    "json/60B": ("send/60B", "JSON text"),
    "json/4KB+attachment": ("send/4KB-attachment", "JSON text"),
    "batch/1000x60B": ("columns/1000x60B", "values"),
    "batch/1000x4KB+attachment": ("columns/1000x4KB-attachment", "values"),
}


def results(folder: Path) -> list[dict]:
    found = []
    for file in folder.glob("**/new/benchmark.json"):
        name = json.loads(file.read_text("utf-8"))["full_id"]
        if name not in CASES:
            continue
        case, start = CASES[name]
        sample = json.loads(file.with_name("sample.json").read_text("utf-8"))
        messages = 1000 if name.startswith("batch/1000x") else 1
        ns = [took / times / messages for took, times in zip(sample["times"], sample["iters"])]
        found.append({"peer": OURS, "start": start, "case": case, "ns": ns})
    return found


folder, rust = sys.argv[1:]
json.dump({"where": "native", "versions": {"Rust": rust}, "results": results(Path(folder))}, sys.stdout)
