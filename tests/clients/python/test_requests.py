"""Tidings' own requests, as its golden files have them, through the client's request models."""

import json
import os
import pathlib
from urllib.parse import parse_qsl, urlsplit

import operations
from sandbox import Case, differences

GOLDEN = pathlib.Path(os.environ["TIDINGS_GOLDEN"])


def requests():
    """Every golden request of this dialect: name, method, path, query, body."""
    for file in sorted(GOLDEN.rglob("*.http")):
        name = str(file.relative_to(GOLDEN))
        if "platform" not in name:
            continue
        head, _, body = file.read_text().partition("\n\n")
        method, target = head.splitlines()[0].split(" ", 1)
        address = urlsplit(target)
        yield name, method, address.path, dict(parse_qsl(address.query)), body.strip()


class Requests(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operations = list(operations.all_operations())

    def test_every_request_is_one_that_the_client_makes_too(self):
        count = 0
        for name, method, path, query, body in requests():
            if path == "/oauth/token":
                continue
            with self.subTest(name):
                operation = operations.find(self.operations, method, path)
                self.assertIsNotNone(operation, f"the client has no {method} {path}")
                self.assertLessEqual(set(query), operation.parameters)
                if body:
                    self.passes_through(operation, json.loads(body))
            count += 1
        self.assertGreater(count, 0, f"{GOLDEN} has no requests of this dialect")

    def passes_through(self, operation, body):
        """The model takes the body whole and writes the same."""
        if operation.model is None:
            self.assertIsInstance(body, list)
            return
        written = self.as_model(body, operation.model)
        self.assertEqual([], list(differences(body, written, "request")))
        self.assertEqual(set(body), set(written))
