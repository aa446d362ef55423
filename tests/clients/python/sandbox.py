"""The sandbox as Genesys' own client meets it, and the judge of what it replies.

Unknown fields and values that the models do not know are dropped or replaced without a word by the
client. So every reply is compared with what its model made of it: nothing may be lost or changed.
"""

import json
import os
import unittest
import urllib.request

import PureCloudPlatformClientV2 as genesys
from dateutil.parser import isoparse

BASE = os.environ["TIDINGS_SANDBOX"]
ORGANIZATION = "00000000-0000-4000-8000-000000000001"
WEB_SHOP = "00000000-0000-4000-8000-0000000000d1"
KIOSK = "00000000-0000-4000-8000-0000000000d2"
FIELD_APP = "00000000-0000-4000-8000-0000000000e1"
WHATSAPP = "00000000-0000-4000-8000-0000000000f1"
APPLE = "00000000-0000-4000-8000-0000000000a1"
TEMPLATE = "00000000-0000-4000-8000-000000000012"
LIBRARY = "00000000-0000-4000-8000-000000000010"


def sign_in(client_id="sandbox", secret="sandbox-secret"):
    """The client with a token, pointed at the sandbox by its own `host`."""
    return genesys.api_client.ApiClient(host=BASE).get_client_credentials_token(client_id, secret)


def lines(path):
    """The JSON lines of one of the sandbox's own reports."""
    with urllib.request.urlopen(BASE + path) as reply:
        return [json.loads(line) for line in reply.read().splitlines()]


def differences(sent, kept, at="reply"):
    """Where a model lost or changed something of what was sent."""
    if sent is None:
        return
    if isinstance(sent, dict) and isinstance(kept, dict):
        for name, value in sent.items():
            if name in kept:
                yield from differences(value, kept[name], f"{at}.{name}")
            elif value is not None:
                yield f"{at}.{name} is unknown to the model"
    elif isinstance(sent, list) and isinstance(kept, list):
        if len(sent) != len(kept):
            yield f"{at} has {len(sent)} items and keeps {len(kept)}"
        for place, (one, other) in enumerate(zip(sent, kept)):
            yield from differences(one, other, f"{at}[{place}]")
    elif type(sent) is not type(kept) or sent != kept:
        if not is_same_moment(sent, kept):
            yield f"{at} is {sent!r} and becomes {kept!r}"


def is_same_moment(sent, kept):
    """The client writes times back in another form."""
    if not isinstance(sent, str) or not isinstance(kept, str):
        return False
    try:
        return isoparse(sent) == isoparse(kept)
    except ValueError:
        return False


class Case(unittest.TestCase):
    """A test with a signed-in client."""

    maxDiff = None
    pair = ("sandbox", "sandbox-secret")

    @classmethod
    def setUpClass(cls):
        cls.client = sign_in(*cls.pair)

    def call(self, method, *arguments, **named):
        """Calls, and checks that the model took the whole reply."""
        reply = method(*arguments, **named)
        raw = self.client.last_response.data
        if reply is not None and raw:
            kept = self.client.sanitize_for_serialization(reply)
            self.assertEqual([], list(differences(json.loads(raw), kept)), method.__name__)
        return reply

    def refusal(self, method, *arguments, **named):
        """The error body of a call that must be refused."""
        with self.assertRaises(genesys.rest.ApiException) as refused:
            method(*arguments, **named)
        body = json.loads(refused.exception.body)
        self.assertEqual(refused.exception.status, body["status"])
        self.assertEqual([], list(differences(body, self.as_model(body, "ErrorBody"))))
        return body

    def made(self, model, value):
        """A request's model made of plain data; the model must know all of it."""
        self.assertEqual([], list(differences(value, self.as_model(value, model), model)))
        return self.client.deserialize(Held(value), model)

    def as_model(self, value, model):
        """What is left of a value after it went through a model."""
        return self.client.sanitize_for_serialization(
            self.client.deserialize(Held(value), model)
        )


class Held:
    """A reply that the client can read, of a value that is here already."""

    def __init__(self, value):
        self.data = json.dumps(value)

    def getheader(self, _name):
        return "application/json"


def customers(test):
    """The customers of the population that pass the test."""
    return (line for line in lines("/_sandbox/population") if test(line))


def customer(test):
    """The first of them."""
    return next(customers(test))
