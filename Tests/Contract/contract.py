#!/usr/bin/env python3
"""contract.py [--broken FILE] FILE...: every message in the files against Customer.io's published OpenAPI documents.

FILEs are NDJSON, gzipped or not, of Data Pipelines messages or Track v2 operations; which they are is seen line by
line. The validator is the package `jsonschema`, which shares nothing with Sluice. The OpenAPI documents are looked
for in $SLUICE_OPENAPI, else in shared/reference/openapi beside the checkout; they may not be handed on, so a
checkout on its own does not have them, and the step then says so and passes.

`--broken FILE` names messages that must each be refused: it shows that the validator looks.

Exit 0: all valid (or no documents). 1: some message is not. 2: nothing to check.

Two things in the documents are read otherwise than they stand:
- `oneOf` as `anyOf`: the variants overlap (an identify with userId and anonymousId fits two of them, and every
  client library sends both);
- the variants of `track` that are told apart by their event's name are chosen by it, so that a "User Deleted" has to
  fit its own schema and not merely that of any event.
"""
import gzip
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CANDIDATES = [os.environ.get("SLUICE_OPENAPI"),
              os.path.join(HERE, "../../../shared/reference/openapi"),
              os.path.join(HERE, "../../../../shared/reference/openapi")]
PIPELINES = "customer-io-pipelines-api-openapi.json"
TRACK = "customer-io-track-api-openapi.json"

SEMANTIC = {
    "User Deleted": "delete_person", "User Suppressed": "suppress_person", "User Unsuppressed": "unsuppress_person",
    "Object Deleted": "group_deleted", "Relationship Deleted": "relationship_deleted",
    "Device Created or Updated": "create_update_device", "Device Deleted": "delete_device",
    "Report Delivery Event": "report_delivery_event", "Report Content Event": "report_content_event",
}
OPERATIONS = {
    ("person", "identify"): "identify_person", ("person", "delete"): "person_delete",
    ("person", "event"): "person_event", ("person", "screen"): "person_screen", ("person", "page"): "person_page",
    ("person", "add_relationships"): "person_add_relationships",
    ("person", "delete_relationships"): "person_delete_relationships",
    ("person", "add_device"): "person_add_device", ("person", "delete_device"): "person_delete_device",
    ("person", "merge"): "person_merge", ("person", "suppress"): "person_suppress",
    ("person", "unsuppress"): "person_unsuppress",
    ("object", "identify"): "object_identify", ("object", "identify_anonymous"): "object_identify_anonymous",
    ("object", "delete"): "object_delete", ("object", "add_relationships"): "object_add_relationships",
    ("object", "delete_relationships"): "object_delete_relationships",
}


def loosened(node):
    """The document with `oneOf` as `anyOf`."""
    if isinstance(node, dict):
        return {("anyOf" if key == "oneOf" else key): loosened(value) for key, value in node.items()}
    if isinstance(node, list):
        return [loosened(value) for value in node]
    return node


class Contract:
    def __init__(self, folder):
        import jsonschema
        self.jsonschema = jsonschema
        self.documents = {}
        for name in (PIPELINES, TRACK):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                self.documents[name] = loosened(json.load(file))
        self.validators = {}
        self.checker = jsonschema.FormatChecker(["date-time"])

        @self.checker.checks("ULID")
        def is_ulid(text):
            return not isinstance(text, str) or (
                len(text) == 26 and text[0] <= "7" and set(text) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))

    def validator(self, document, pointer):
        key = (document, pointer)
        if key not in self.validators:
            # The document itself is the root, so that references inside of it resolve.
            schema = {**self.documents[document], "$ref": "#/" + pointer}
            self.validators[key] = self.jsonschema.Draft202012Validator(schema, format_checker=self.checker)
        return self.validators[key]

    def schemas(self, message):
        """What a message has to fit: (document, pointer), and the name it is counted under."""
        if "action" in message:
            key = (message.get("type"), message["action"])
            return [(TRACK, "components/schemas/" + OPERATIONS[key])], "track %s %s" % key
        kind = message["type"]
        found = [(PIPELINES, "components/schemas/" + ("alias_all" if kind == "alias" else kind))]
        semantic = SEMANTIC.get(message.get("event")) if kind == "track" else None
        if semantic:
            found.append((PIPELINES, "components/schemas/" + semantic))
        return found, "pipelines " + (message["event"] if semantic else kind)

    def faults(self, message):
        schemas, name = self.schemas(message)
        for document, pointer in schemas:
            for error in self.validator(document, pointer).iter_errors(message):
                best = self.jsonschema.exceptions.best_match([error])
                yield name, "%s: %s" % ("/".join(map(str, best.absolute_path)) or "(message)", best.message[:300])


def lines(path):
    with (gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb")) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def refused(contract, path):
    """The messages of `path` that fit the documents, though none should."""
    return [number for number, line in lines(path) if not list(contract.faults(json.loads(line)))]


def main(paths):
    broken = None
    if paths[:1] == ["--broken"]:
        broken, paths = paths[1], paths[2:]
    folder = next((c for c in CANDIDATES if c and os.path.exists(os.path.join(c, PIPELINES))), None)
    if folder is None:
        print("NOT CHECKED: Customer.io's OpenAPI documents are not here; set SLUICE_OPENAPI to their folder.")
        return 0
    contract = Contract(folder)
    counts, failures, total = {}, 0, 0
    for path in paths:
        for number, line in lines(path):
            total += 1
            try:
                message = json.loads(line)
                name = contract.schemas(message)[1]
                found = list(contract.faults(message))
            except (ValueError, KeyError, TypeError) as error:
                name, found = "no message", [("", "%s: %s" % (type(error).__name__, error))]
            counts[name] = counts.get(name, 0) + 1
            if found:
                failures += 1
                if failures <= 20:
                    print("FAILED  %s:%d  %s\n        %s" % (path, number, found[0][1], line[:300].decode("utf-8", "replace")))
    if broken:
        passed = refused(contract, broken)
        failures += len(passed)
        print("%s: %d messages refused, as they must be%s" % (
            os.path.basename(broken), sum(1 for _ in lines(broken)) - len(passed),
            "".join("; line %d was taken" % number for number in passed)))
    for name in sorted(counts):
        print("%6d  %s" % (counts[name], name))
    print("%d messages of %d kinds against %s: %d not valid" % (total, len(counts), folder, failures))
    if total == 0:
        return 2
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
