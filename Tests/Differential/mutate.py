#!/usr/bin/env python3
"""mutate.py SLUICE OUT_DIR [--rounds N]: applies defects of known kind at known lines, and counts those that `sluice validate` finds there.

OUT_DIR holds finished outputs of pipelines/ (NAME.ndjson.gz). From them come valid files of each wire form; none may raise a
finding. Then one defect goes into each of many lines, and each has to be found under one of its codes at its line, with
no error anywhere else. One line a check, "N passed, N failed" at the end.
"""
import argparse
import csv
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile

# A dump is a table whose types a pipeline declares.
PIPELINE = """inputs:
  dump: { path: dump-*.csv, types: { amount: decimal, visits: integer, "*_at": timestamp, is_member: boolean, born: date, tags: json } }
output: { rows: {}, file: nowhere.ndjson }
"""


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# A defect: its name, the wire forms and kinds it is for, its codes, and what it makes of a row.
DEFECTS = []


def defect(name, codes, wires=("pipelines",), kinds=None):
    def note(body):
        DEFECTS.append((name, set(codes.split()), wires, kinds, body))
        return body
    return note


JSON = ("pipelines", "track", "reverse_etl")

# Structure.
defect("cut off", "JSN101", JSON)(lambda row: dump(row)[:-7])
defect("no object", "JSN102", JSON)(lambda row: b"[" + dump(row) + b"]")
defect("a text alone", "JSN102 JSN101", JSON)(lambda row: b'"nothing"')
defect("a key twice", "JSN103", JSON)(lambda row: dump(row)[:-1] + b',"' + next(iter(row)).encode() + b'":"again"}')
defect("not UTF-8", "CSV105", JSON)(lambda row: dump({**row, "zz": "QQ"}).replace(b"QQ", b"\xff\xfe"))
defect("too deep", "JSN104", JSON)(lambda row: dump(row)[:-1] + b',"deep":' + b"[" * 600 + b"]" * 600 + b"}")
defect("a key twice inside", "JSN103", ("pipelines",))(lambda row: within(row, dup1=1, dup2=2).replace(b'"dup2"', b'"dup1"'))


def body_name(row):
    for name in ("traits", "properties", "attributes"):
        if name in row:
            return name
    return None


def within(row, **more):
    """The row with more attributes."""
    name = body_name(row)
    return dump({**row, name: {**row[name], **more}})


def without(row, *names):
    return dump({k: v for k, v in row.items() if k not in names})


# Fields.
defect("no type", "VAL106")(lambda row: without(row, "type"))
defect("an unknown type", "VAL106")(lambda row: dump({**row, "type": "identity"}))
defect("nobody", "MSG701", kinds=("identify", "track"))(lambda row: without(row, "userId", "anonymousId"))
defect("an empty id", "MSG701", kinds=("identify", "track"))(lambda row: dump({**json.loads(without(row, "anonymousId")), "userId": ""}))
defect("an id of 151 bytes", "CIO103")(lambda row: dump({**row, "userId": "u" * 151}))
defect("an id of 76 two-byte letters", "CIO103")(lambda row: dump({**row, "userId": "é" * 76}))
defect("an id that is an object", "CIO131 CIO130 CIO128 CIO129")(lambda row: dump({**row, "userId": {"id": 1}}))
defect("no groupId", "MSG701", kinds=("group",))(lambda row: without(row, "groupId"))
defect("a groupId of 151 bytes", "CIO104", kinds=("group",))(lambda row: dump({**row, "groupId": "g" * 151}))
defect("objectTypeId 0", "CIO115", kinds=("group",))(lambda row: within(row, objectTypeId="0"))
defect("objectTypeId as a word", "CIO115", kinds=("group",))(lambda row: within(row, objectTypeId="location"))
defect("relationshipAttributes as text", "CIO116", kinds=("group",))(lambda row: within(row, relationshipAttributes="{}"))
defect("no event", "MSG701", kinds=("track",))(lambda row: without(row, "event"))
defect("an event of 101 bytes", "CIO108", kinds=("track",))(lambda row: dump({**row, "event": "e" * 101}))
defect("blanks around an event", "CIO109", kinds=("track",))(lambda row: dump({**row, "event": " %s" % row["event"]}))
defect("an event that deletes", "CIO110", kinds=("track",))(lambda row: dump({**row, "event": "User Deleted", "properties": {"plan": "pro"}}))
defect("almost a semantic event", "CIO111", kinds=("track",))(lambda row: dump({**row, "event": "order_completed"}))
defect("a semantic property of another type", "CIO112", kinds=("track",))(
    lambda row: dump({**row, "event": "Order Completed", "properties": {"total": "much"}}))
defect("a time in milliseconds", "CIO119 CIO118")(lambda row: dump({**row, "timestamp": 1736937000000}))
defect("a time that is none", "CIO119")(lambda row: dump({**row, "timestamp": "yesterday"}))
defect("a time not of ISO 8601", "CIO119")(lambda row: dump({**row, "timestamp": "2025-01-15 10:30:00"}))
defect("a time of 1970", "CIO117")(lambda row: dump({**row, "timestamp": "1970-01-01T00:00:00Z"}))
defect("a message of 33 kB", "CIO101")(lambda row: dump({**row, "context": {"page": "x" * 33000}}))
# Attributes.
defect("a name of 151 bytes", "CIO105", kinds=("identify", "group"))(lambda row: within(row, **{"n" * 151: 1}))
defect("a value of 1001 bytes", "CIO106", kinds=("identify", "group"))(lambda row: within(row, note="v" * 1001))
defect("301 attributes", "CIO107", kinds=("identify", "group"))(lambda row: within(row, **{"a%d" % i: i for i in range(301)}))
defect("an e-mail without @", "CIO113", kinds=("identify",))(lambda row: within(row, email="ann.example.com"))
defect("an e-mail with a blank", "CIO113", kinds=("identify",))(lambda row: within(row, email="ann @example.com"))
defect("an e-mail that is a number", "CIO113", kinds=("identify",))(lambda row: within(row, email=7))
defect("a phone with blanks", "CIO114", kinds=("identify",))(lambda row: within(row, phone="+49 30 901820"))
defect("a name with a period", "CIO120", kinds=("identify", "group"))(lambda row: within(row, **{"plan.name": 1}))
defect("a reserved name", "CIO121", kinds=("identify",))(lambda row: within(row, cio_id="1"))
defect("a computed name", "CIO122", kinds=("identify",))(lambda row: within(row, cio_latitude=1))
defect("a text like a time", "CIO124", kinds=("identify",))(lambda row: within(row, seen="2025-01-15 10:30:00"))
defect("only a visitor", "CIO123", kinds=("identify",))(lambda row: dump({**json.loads(without(row, "userId")), "anonymousId": "a-1"}))

# Devices.
defect("a device without a token", "MSG701", kinds=("device",))(lambda row: dump({**row, "context": {"device": {"type": "ios"}}}))
defect("a device of another platform", "CIO127", kinds=("device",))(lambda row: dump({**row, "context": {"device": {"token": "t", "type": "iOS"}}}))

# Track.
defect("an unknown action", "VAL106", ("track",))(lambda row: dump({**row, "action": "upsert"}))
defect("no identifiers", "MSG701", ("track",))(lambda row: without(row, "identifiers"))
defect("an id of 151 bytes", "CIO103", ("track",))(lambda row: dump({**row, "identifiers": {"id": "u" * 151}}))
defect("a bad e-mail as identifier", "CIO113", ("track",))(lambda row: dump({**row, "identifiers": {"email": "ann"}}))
defect("milliseconds", "CIO118", ("track",))(lambda row: dump({**row, "timestamp": 1736937000000}))
defect("a time as text", "CIO119", ("track",))(lambda row: dump({**row, "timestamp": "2025-01-15T10:30:00Z"}))
defect("an event id that is no ULID", "CIO126", ("track",), ("event",))(lambda row: dump({**row, "id": "1"}))
defect("no name", "MSG701", ("track",), ("event",))(lambda row: without(row, "name"))
defect("an event of 101 bytes", "CIO108", ("track",), ("event",))(lambda row: dump({**row, "name": "e" * 101}))
defect("a value of 1001 bytes", "CIO106", ("track",), ("identify",))(lambda row: within(row, note="v" * 1001))
defect("a message of 33 kB", "CIO101", ("track",))(lambda row: within(row, note=["x" * 900] * 40))

# The flat table.
defect("an id of 151 bytes", "CIO103", ("reverse_etl",))(lambda row: dump({**row, "userId": "u" * 151}))
defect("nobody", "MSG701", ("reverse_etl",), ("identify",))(lambda row: dump({**row, "userId": None, "anonymousId": None}))
defect("a bad e-mail", "CIO113", ("reverse_etl",), ("identify",))(lambda row: dump({**row, "email": "ann.example.com"}))
defect("a time that is none", "CIO119", ("reverse_etl",))(lambda row: dump({**row, "timestamp": "soon"}))
defect("milliseconds", "CIO118", ("reverse_etl",))(lambda row: dump({**row, "timestamp": 1736937000000}))

# CSV: a row is a list of texts.
TABLES = ("csv_import", "table", "dump")


def line(row):
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row)
    return out.getvalue().encode()


defect("a field too few", "CSV101", TABLES)(lambda row: line(row[:-1]))
defect("a field too many", "CSV102", TABLES)(lambda row: line(row + ["more"]))
defect("text after a quote", "CSV103", TABLES)(lambda row: b'"a"b,' + line(row[1:]))
defect("not UTF-8", "CSV105", TABLES)(lambda row: line(row).replace(b",", b"\xff,", 1))
defect("a bad e-mail", "CIO113", ("csv_import",))(lambda row: line([row[0], "ann.example.com"] + row[2:]))
defect("an id of 151 bytes", "CIO103", ("csv_import",))(lambda row: line(["u" * 151] + row[1:]))
defect("no id", "MSG701", ("csv_import",))(lambda row: line([""] + row[1:]))
defect("a value of 1001 bytes", "CIO106", ("csv_import",))(lambda row: line(row[:2] + ["v" * 1001]))
for at, (wrong, code) in enumerate([("1,5", "TYP502"), ("2.5", "TYP501"), ("2025-02-30 10:00:00", "TYP506"), ("maybe", "TYP504"), ("1999-13-01", "TYP505"), ("[1,", "TYP507")]):
    defect("%s as %s" % (wrong, code), code, ("dump",))(lambda row, at=at, wrong=wrong: line(row[:at + 1] + [wrong] + row[at + 2:]))


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, name, problem=None):
        self.passed, self.failed = self.passed + (not problem), self.failed + bool(problem)
        print("FAILED  %s: %s" % (name, problem) if problem else "ok      %s" % name, flush=True)


def validate(sluice, paths, *options):
    command = [sluice, "validate", "--json", "--max-findings", "1000000", *options, *paths]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SystemExit("%s: exit %d, %s" % (" ".join(command), done.returncode, done.stderr.decode()[-500:]))


def valid_files(out):
    """(wire, kind) → header or None, rows."""
    files = {}
    for name, kind in (("persons", "identify"), ("events", "track"), ("location_relationships", "group"), ("locations", "group")):
        with gzip.open(os.path.join(out, "customer_io_%s.ndjson.gz" % name), "rt", encoding="utf-8") as file:
            files["pipelines", kind, name] = None, [json.loads(l) for l in file]
    people = files["pipelines", "identify", "persons"][1]
    events = files["pipelines", "track", "events"][1]
    files["pipelines", "device", "devices"] = None, [
        {"type": "track", "userId": p["userId"], "event": "Device Created or Updated", "timestamp": "2025-01-15T10:30:00Z", "messageId": "d%d" % i,
         "context": {"device": {"token": "t%d" % i, "type": "ios"}}, "properties": {}} for i, p in enumerate(people)]
    ulid = "01J%023d"
    files["track", "identify", "people"] = None, [
        {"type": "person", "action": "identify", "identifiers": {"email": p["userId"]}, "timestamp": 1736937000 + i, "attributes": {"plan": "pro", "seats": i}}
        for i, p in enumerate(people)]
    files["track", "event", "events"] = None, [
        {"type": "person", "action": "event", "identifiers": {"id": e["userId"]}, "name": e["event"], "id": ulid % i, "timestamp": 1736937000 + i, "attributes": e["properties"]}
        for i, e in enumerate(events)]
    files["reverse_etl", "identify", "flat"] = None, [
        {"userId": p["userId"], "anonymousId": p.get("anonymousId"), "timestamp": "2025-01-15 10:30:00.000", "email": p["userId"], "plan": "pro"} for p in people]
    files["csv_import", "identify", "import"] = ["id", "email", "plan"], [["u%d" % i, p["userId"], "pro, %d" % i] for i, p in enumerate(people)]
    files["table", None, "table"] = ["person", "note", "amount"], [[p["userId"], "a \"note\", %d" % i, "%d.50" % i] for i, p in enumerate(people)]
    files["dump", None, "dump"] = ["person", "amount", "visits", "seen_at", "is_member", "born", "tags"], [
        [p["userId"], "%d.50" % i, str(i), "2025-01-15 10:30:00.%03d +0100" % (i % 1000), "true" if i % 2 else "", "1980-02-29", '["a, b"]'] for i, p in enumerate(people)]
    return files


def write(path, header, lines):
    with open(path, "wb") as file:
        for text in ([line(header)] if header else []) + lines:
            file.write(text + b"\n")


def plain(header, row):
    return line(row) if header else dump(row)


def options(wire, folder):
    if wire == "dump":
        path = os.path.join(folder, "dump.yaml")
        with open(path, "w") as file:
            file.write(PIPELINE)
        return ["--pipeline", path]
    return ["--as", "rows"] if wire == "table" else ["--for", wire]


def stands(text, finding, header):
    """Whether a finding's column is where the value of its field, or its key, begins in the line."""
    at, field = finding["column"] - 1, finding["field"].split(".")[-1]
    if header:
        before = next(csv.reader([text[:at].decode(errors="replace") + "x"]))
        return len(before) == header.index(finding["field"]) + 1 and before[-1] == "x"
    # A person's identifiers are a field as a whole.
    keys = ["id", "email"] if field == "identifiers" else [field, finding["field"]]
    return any(text[at:].startswith(dump(key)) or text[:at].endswith(dump(key) + b":") for key in keys)


def mutated(check, sluice, folder, key, header, rows, rounds, totals):
    """Puts each defect into lines of its own, all in one file, and looks for each at its line."""
    wire, kind, name = key
    fitting = [d for d in DEFECTS if wire in d[2] and (d[3] is None or kind in d[3])]
    path = os.path.join(folder, "%s-%s.%s" % (wire, name, "csv" if header else "ndjson"))
    random.seed(len(rows))
    places = random.sample(range(len(rows)), min(len(rows), len(fitting) * rounds))
    lines, made = [plain(header, row) for row in rows], {}
    for index, place in enumerate(places):
        label, codes, _, _, body = fitting[index % len(fitting)]
        lines[place] = body(rows[place])
        made[place + (2 if header else 1)] = label, codes
    write(path, header, lines)
    found, astray = {}, []
    for finding in validate(sluice, [path], *options(wire, folder))["findings"]:
        found.setdefault(finding["line"], set()).add(finding["code"])
        if finding["line"] in made and finding["column"] and finding["field"]:
            totals[3] += 1
            if not stands(lines[finding["line"] - (2 if header else 1)], finding, header):
                astray.append("%(line)d:%(column)d %(code)s of %(field)s" % finding)
    missed = ["line %d, %s: %s" % (at, label, found.get(at, "nothing")) for at, (label, codes) in made.items() if not codes & found.get(at, set())]
    # A repeat or clash that follows from a defect is told of beside it.
    strange = ["line %s: %s" % (at, codes) for at, codes in found.items() if at not in made and codes - {"VAL101", "VAL102", "VAL103"}]
    totals[0] += len(made)
    totals[1] += len(made) - len(missed)
    totals[2] += len(strange)
    totals[4] += len(astray)
    check("validate finds each of the defects in %s %s: %d of %d kinds" % (wire, name, len(made), len(fitting)),
          "; ".join((["astray: " + "; ".join(astray[:6])] if astray else []) + (["missed: " + "; ".join(missed[:6])] if missed else []) + (["made up: " + "; ".join(strange[:6])] if strange else [])) or None)


def whole(check, sluice, folder, files):
    """What only whole files tell."""
    people = files["pipelines", "identify", "persons"][1][:400]
    events = [e for e in files["pipelines", "track", "events"][1] if e["userId"] in {p["userId"] for p in people}]

    def codes(*sets):
        paths = []
        for index, rows in enumerate(sets):
            paths.append(os.path.join(folder, "whole-%d.ndjson" % index))
            write(paths[-1], None, [dump(r) for r in rows])
        return [(os.path.basename(f["file"]), f["line"], f["code"]) for f in validate(sluice, paths)["findings"]]

    def expect(name, found, wanted):
        check(name, None if found == wanted else "expected %s, found %s" % (wanted, found[:8]))

    expect("people and their events raise nothing", codes(people, events), [])
    expect("a person twice", codes(people + [people[7]]), [("whole-0.ndjson", 401, "VAL101")])
    clash = {**people[8], "userId": "somebody-else"}
    expect("one e-mail, two ids", codes(people + [clash]), [("whole-0.ndjson", 401, "VAL102")])
    other = {**people[9], "traits": {**people[9]["traits"], "email": "other@example.com"}}
    expect("one id, two e-mails", codes(people + [other]), [("whole-0.ndjson", 401, "VAL102")])
    expect("an event twice", codes(events + [events[3]]), [("whole-0.ndjson", len(events) + 1, "VAL103")])
    stray = {**events[5], "userId": "nobody@example.com", "messageId": "stray"}
    expect("an event of nobody", codes(people, events + [stray]), [("whole-1.ndjson", len(events) + 1, "VAL104")])
    expect("an event of nobody, and nobody is given", codes(events + [stray]), [])


def manifests(check, sluice, folder, out):
    name = "customer_io_persons.ndjson.gz"
    with open(os.path.join(out, name), "rb") as file:
        content = file.read()
    with open(os.path.join(out, name + ".manifest.json"), "rb") as file:
        manifest = file.read()
    path = os.path.join(folder, name)
    with open(path + ".manifest.json", "wb") as file:
        file.write(manifest)
    lines = gzip.decompress(content).splitlines(keepends=True)
    for label, changed, wanted in (("its own output", content, False), ("a line less", gzip.compress(b"".join(lines[:-1])), True)):
        with open(path, "wb") as file:
            file.write(changed)
        found = {f["code"] for f in validate(sluice, [path])["findings"]}
        check("a manifest beside %s" % label, None if found == ({"VAL105"} if wanted else set()) else "found %s" % found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sluice")
    parser.add_argument("out")
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    check = Checks()
    run(check, os.path.abspath(given.sluice), given.out, given.rounds)
    print("%d passed, %d failed" % (check.passed, check.failed))
    sys.exit(1 if check.failed else 0)


def clean(check, sluice, out):
    outputs = [os.path.join(out, n) for n in sorted(os.listdir(out)) if n.endswith(".ndjson.gz")]
    result = validate(sluice, outputs)
    check("validate finds nothing in all outputs together", str(result["counts"]) if result["findings"] else None)


def run(check, sluice, out, rounds=2):
    """All checks; `check` takes a name and what is wrong, or nothing."""
    files, totals = valid_files(out), [0, 0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        seen = [0, 0]
        for (wire, kind, name), (header, rows) in files.items():
            path = os.path.join(folder, "clean-%s-%s" % (wire, name))
            write(path, header, [plain(header, row) for row in rows])
            result = validate(sluice, [path], *options(wire, folder))
            seen[0], seen[1] = seen[0] + result["records"], seen[1] + len(result["findings"])
            check("validate finds nothing in %s %s" % (wire, name), str(result["findings"][:3]) if result["findings"] or result["records"] != len(rows) else None)
        clean(check, sluice, out)
        escaped = os.path.join(folder, "escaped.ndjson")
        write(escaped, None, [json.dumps(row).encode() for row in files["pipelines", "identify", "persons"][1]])
        found = validate(sluice, [escaped, os.path.join(folder, "clean-pipelines-events")])["counts"]
        check("validate reads escapes as what they stand for", str(found) if found else None)
        for key, (header, rows) in files.items():
            mutated(check, sluice, folder, key, header, rows, rounds, totals)
        whole(check, sluice, folder, files)
        manifests(check, sluice, folder, out)
    print("%d defects put in, %d found at their line; %d findings made up; %d columns told, %d of them astray; %d findings in %d clean rows" % (
        *totals, seen[1], seen[0]))


if __name__ == "__main__":
    main()
