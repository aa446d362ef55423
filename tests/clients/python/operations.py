"""What the client's own source says of each call: path, query parameters, model of the body."""

import inspect
import re

import PureCloudPlatformClientV2 as genesys


class Operation:
    """One method of one of the client's APIs."""

    def __init__(self, method, http_method, path, source):
        self.http_method = http_method
        self.path = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + "$")
        # The more that is spelled out, the better it fits.
        self.spelled_out = len(re.sub(r"\{\w+\}", "", path))
        self.parameters = set(re.findall(r"query_params\['(\w+)'\]", source))
        names = [one.annotation for one in inspect.signature(method).parameters.values()]
        self.model = next((name for name in names if hasattr(genesys.models, str(name))), None)


def all_operations():
    """Every call that the client knows."""
    for name, api in inspect.getmembers(genesys, inspect.isclass):
        if not name.endswith("Api"):
            continue
        for _, method in inspect.getmembers(api, inspect.isfunction):
            source = inspect.getsource(method)
            path = re.search(r"resource_path = '([^']+)'", source)
            verb = re.search(r"call_api\(resource_path, '(\w+)'", source)
            if path and verb:
                yield Operation(method, verb.group(1), path.group(1), source)


def find(operations, http_method, path):
    """The call that a request is, or nothing."""
    fitting = [
        one for one in operations if one.http_method == http_method and one.path.match(path)
    ]
    return max(fitting, key=lambda one: one.spelled_out, default=None)
