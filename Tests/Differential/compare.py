#!/usr/bin/env python3
"""compare.py OUT_DIR [--canonical DIR]: Sluice's reverse_etl outputs against the seed's models run by DuckDB.

OUT_DIR holds NAME.ndjson of each model. Each must equal, row for row and in order, the SQL with the listed
differences (differences.py) applied; and each difference must be real: taking it away changes rows, and only
rows that it speaks of.
"""
import argparse
import collections
import datetime as dt
import decimal
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

import differences
import seed


class Checks:
    """One line a check; a failed one says how."""

    def __init__(self, prefix=""):
        self.passed, self.failed, self.prefix = 0, 0, prefix

    def __call__(self, name, problem=None):
        if problem:
            self.failed += 1
            print("FAILED  %s%s: %s" % (self.prefix, name, problem), flush=True)
        else:
            self.passed += 1
            print("ok      %s%s" % (self.prefix, name), flush=True)


def plain(value):
    """A value in the form that both sides share: times as text with milliseconds, numbers as exact decimals, no nulls."""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.") + "%03d" % (value.microsecond // 1000)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, decimal.Decimal)):
        return "number %s" % format(decimal.Decimal(str(value)).normalize(), "f")
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not None}
    return [plain(v) for v in value]


def frozen(row):
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def read_output(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line, parse_float=decimal.Decimal) for line in file]


def flat_row(row):
    if isinstance(row.get("relationshipAttributes"), str):
        row = {**row, "relationshipAttributes": json.loads(row["relationshipAttributes"])}
    return plain(row)


class Variant:
    """All models under one set of differences, as lists of rows."""

    def __init__(self, tables, active, backwards=False):
        self.rows, self.columns = {}, {}
        connection = tables.cursor()
        for model in differences.MODELS:
            sql = differences.apply(model, seed.render(model), active, backwards)
            result = connection.execute(sql)
            names = [d[0] for d in result.description]
            keep = [i for i, name in enumerate(names) if not name.startswith("_row")]
            self.columns[model] = [names[i] for i in keep]
            self.rows[model] = [flat_row({names[i]: row[i] for i in keep}) for row in result.fetchall()]
            if model == differences.PERSONS:
                connection.execute("CREATE OR REPLACE TEMP TABLE %s AS %s" % (model, sql))


def changed_rows(one, other):
    """The rows that only one of the two lists has."""
    mine, theirs = (collections.Counter(map(frozen, rows)) for rows in (one, other))
    return [json.loads(text) for text in ((mine - theirs) + (theirs - mine)).elements()]


def normal(key):
    return key.strip(" ").lower() if isinstance(key, str) else key


def touched(tables, difference, model):
    """The normalised keys of the rows that a difference may touch in a model."""
    keys = set()
    for which in (model, None):
        sql = differences.TOUCHES.get((difference, which))
        if sql and not (which is None and model == "identify_renamed"):
            keys |= {normal(row[0]) for row in tables.execute(sql).fetchall()}
    return keys


def strangers(tables, rows, model, names):
    """The rows whose key no difference of `names` speaks of."""
    keys = set().union(*(touched(tables, name, model) for name in names)) if names else set()
    return [row for row in rows if normal(row.get(differences.KEY_COLUMN[model])) not in keys]


def first_difference(expected, found):
    for n, (a, b) in enumerate(zip(expected, found)):
        if a != b:
            names = [k for k in {**a, **b} if a.get(k) != b.get(k)]
            return "row %d, %s: expected %s, found %s" % (
                n + 1, ", ".join(names), frozen({k: a.get(k) for k in names}), frozen({k: b.get(k) for k in names}))
    return "expected %d rows, found %d" % (len(expected), len(found))


def compare_outputs(check, out_dir, variant):
    """Returns the rows of each output that is there."""
    outputs = {}
    for model in differences.MODELS:
        path = os.path.join(out_dir, model + ".ndjson")
        if not os.path.exists(path):
            check("%s equals the SQL" % model, "no %s" % path)
            continue
        raw = read_output(path)
        found, expected = [flat_row(row) for row in raw], variant.rows[model]
        outputs[model] = found
        a, b = collections.Counter(map(frozen, expected)), collections.Counter(map(frozen, found))
        problem = None
        if a != b:
            problem = "%d rows expected, %d found; %d only expected, %d only found; only expected: %s; only found: %s" % (
                len(expected), len(found), (a - b).total(), (b - a).total(),
                next(iter(a - b), "-")[:700], next(iter(b - a), "-")[:700])
        check("%s equals the SQL, %d rows" % (model, len(expected)), problem)
        check("%s has the SQL's order" % model, None if expected == found else first_difference(expected, found))
        columns = variant.columns[model]
        strange = next((row for row in raw if list(row) != [c for c in columns if c in row]), None)
        check("%s has the SQL's columns in their order" % model,
              None if strange is None else "expected %s, found %s" % (columns, list(strange)))
    return outputs


def compare_with_seed(check, tables, outputs):
    """The models as they stand, against what Sluice wrote: every other row is one that the list speaks of."""
    verbatim = Variant(tables, [])
    for model, found in outputs.items():
        names = differences.of_rows(model)
        changed = changed_rows(verbatim.rows[model], found)
        odd = strangers(tables, changed, model, names)
        check("%s differs from the seed by %d rows, all listed (%s)" % (model, len(changed), ", ".join(names) or "none"),
              "%d rows are not explained, such as %s" % (len(odd), frozen(odd[0])) if odd else
              "no row differs" if set(names) - {differences.TIES} and not changed else None)


def compare_variants(check, tables, sluice):
    """Each difference is real: without its changes rows differ, and only those that it speaks of."""
    every = differences.DIFFERENCES
    for difference in every:
        if difference == differences.TIES:
            other = Variant(tables, every, backwards=True)
        else:
            other = Variant(tables, [d for d in every if d != difference])
        for model in differences.MODELS:
            changed = changed_rows(other.rows[model], sluice.rows[model])
            own = difference in differences.of_model(model)
            if (difference, model) == (differences.TIES, differences.LOCATIONS):
                moved = other.rows[model] != sluice.rows[model]
                check("%s: only the order of equal times depends on %s" % (model, difference),
                      "rows differ" if changed else None if moved else "no row moved")
            elif own:
                odd = strangers(tables, changed, model, [difference])
                check("%s: %s changes %d rows, and only those it speaks of" % (model, difference, len(changed)),
                      "no row changes" if not changed else "also " + frozen(odd[0]) if odd else None)


ISO = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3})Z$")


def flattened(message):
    """A Data Pipelines message as the flat row that Reverse ETL would have read."""
    row = {}
    for name, value in message.items():
        if name in ("type", "messageId"):
            continue
        if name in ("traits", "properties"):
            row.update(value)
        else:
            row[name] = value
    return flat_row({k: ISO.sub(r"\1 \2", v) if isinstance(v, str) else v for k, v in row.items()})


def compare_forms(check, flat_dir, message_dir):
    """The messages of `as: pipelines` say what the flat rows say; e-mails are in one spelling there."""
    only_flat = {"internal_score", "debug_flag"}
    for model in differences.MODELS[:4]:
        paths = os.path.join(flat_dir, model + ".ndjson"), os.path.join(message_dir, model + ".ndjson.gz")
        if not all(map(os.path.exists, paths)):
            check("%s as messages" % model, "missing %s" % " or ".join(p for p in paths if not os.path.exists(p)))
            continue
        sides = []
        kinds = set()
        for n, path in enumerate(paths):
            rows = []
            for row in read_output(path):
                if n:
                    kinds.add(row.get("type"))
                row = flattened(row) if n else flat_row(row)
                if "userId" in row:
                    row["userId"] = normal(row["userId"])
                if model == differences.PERSONS:
                    row = {k: v for k, v in row.items() if k not in only_flat and k != "email"}
                rows.append(row)
            sides.append(collections.Counter(map(frozen, rows)))
        a, b = sides
        check("%s says the same as messages and as rows" % model,
              None if a == b else "only rows: %s; only messages: %s" % (next(iter(a - b), "-")[:600], next(iter(b - a), "-")[:600]))
        kind = {differences.PERSONS: "identify", differences.EVENTS: "track"}.get(model, "group")
        check("%s messages are all of type %s" % (model, kind), None if kinds == {kind} else "found %s" % kinds)


def compare_all(check, tables, out_dir, message_dir=None):
    sluice = Variant(tables, differences.DIFFERENCES)
    compare_with_seed(check, tables, compare_outputs(check, out_dir, sluice))
    if message_dir:
        compare_forms(check, out_dir, message_dir)
    compare_variants(check, tables, sluice)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out_dir")
    options.add_argument("--canonical", help="what generate.py --canonical wrote; default: that of sample-data")
    o = options.parse_args()
    check = Checks()
    with tempfile.TemporaryDirectory() as folder:
        if not o.canonical:
            o.canonical = os.path.join(folder, "canonical")
            generate = os.path.join(seed.ROOT, "sample-data", "generate.py")
            subprocess.run([sys.executable, generate, "--out", folder, "--canonical", o.canonical], check=True, stdout=subprocess.DEVNULL)
        compare_all(check, seed.open_tables(o.canonical), o.out_dir)
    print("%d passed, %d failed" % (check.passed, check.failed))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
