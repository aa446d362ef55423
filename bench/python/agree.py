"""Whether the peers in Python check and write what they are compared for.

Each accepts what it must accept and refuses what it must refuse (`bench/inputs/cases.json`), and the
bodies of the measured inputs are tidings-core's, the time aside. Ends with 1 and says so otherwise.
"""

import json
import sys

import inputs
from peers import NOW, PEERS, Peer


def result(peer: Peer, draft: dict) -> bytes | None:
    try:
        return peer.run(peer.prepare(draft), NOW)
    except ValueError:  # pydantic's and msgspec's ValidationError are ValueErrors
        return None


def timeless(body: dict) -> dict:
    body["metadata"].pop("transmissionTimestamp")
    return body


def disagreements(peer: Peer) -> list:
    found = []
    for case, draft in inputs.cases():
        refuses = case["refused"] if peer.same_checks else case["guide"] == "refuses"
        if (result(peer, draft) is None) != refuses:
            found.append(f"{case['name']}: must be {'refused' if refuses else 'accepted'}")
    for size in inputs.SIZES:
        body = result(peer, inputs.draft(size))
        if body is None or timeless(json.loads(body)) != timeless(inputs.body(size)):
            found.append(f"{size}: the body differs from tidings-core's")
    return found


def main() -> int:
    failed = 0
    for peer in PEERS:
        for problem in disagreements(peer):
            print(f"{peer.name} from {peer.start}: {problem}", file=sys.stderr)
            failed = 1
    return failed


sys.exit(main())
