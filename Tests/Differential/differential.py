#!/usr/bin/env python3
"""differential.py SLUICE [--dev SLUICE-DEV] [--keep DIR]: runs the pipelines with the given binary and compares with the seed's SQL.

On the dumps in sample-data and on two more sets of data; one line a check, "N passed, N failed" at the end.
Needs duckdb (scripts/setup puts it into .build/venv). Builds nothing.
"""
import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import compare
import differences
import expressions
import mutate
import seed

GENERATE = os.path.join(seed.ROOT, "sample-data", "generate.py")
DATA = [("sample-data", []), ("seed 7", ["--seed", "7", "--rows", "900"]), ("seed 20260201", ["--seed", "20260201", "--rows", "4000"])]
DECISIONS = os.path.join(seed.ROOT, "docs", "decisions", "0003-where-sluice-differs-from-the-seed.md")


def run(check, name, command, folder):
    """Runs Sluice; a failed run is a failed check that quotes what it said."""
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    check("sluice runs %s" % name, None if done.returncode == 0 else "exit %d: %s" % (done.returncode, done.stdout.strip()[-1500:]))


def outputs(folder):
    """Name → SHA-256 of each finished output."""
    found = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith((".ndjson", ".ndjson.gz")):
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def on_data(check, sluice, options, tree):
    data, out, flat = (os.path.join(tree, p) for p in ("sample-data", "out", "out/reverse_etl"))
    canonical = os.path.join(tree, "canonical")
    shutil.copytree(os.path.join(seed.ROOT, "pipelines"), os.path.join(tree, "pipelines"))
    subprocess.run([sys.executable, GENERATE, "--out", data, "--canonical", canonical] + options, check=True, stdout=subprocess.DEVNULL)
    if not options:
        shutil.rmtree(data)
        shutil.copytree(os.path.join(seed.ROOT, "sample-data"), data)
        done = subprocess.run([sys.executable, GENERATE, "--check"], stdout=subprocess.PIPE, text=True)
        check("the committed dumps are what the generator writes", done.stdout.strip() or None)
    os.makedirs(flat)
    run(check, "pipelines/", [sluice, "run", "pipelines"], tree)
    first = outputs(out)
    for again in (["--jobs", "2"], ["--jobs", "1"], ["--jobs", "5", "--memory", "256KiB"]):
        run(check, "pipelines/ with " + " ".join(again), [sluice, "run", "pipelines"] + again, tree)
        second = outputs(out)
        check("with %s it wrote the same bytes" % " ".join(again), None if first and second == first else "first %s, then %s" % (first, second))
    run(check, "pipelines/reverse_etl/", [sluice, "run", "pipelines/reverse_etl"], tree)
    for model in differences.IDENTIFY:
        path = os.path.join(seed.HERE, "pipelines", model + ".yaml")
        run(check, model, [sluice, "run", path, "--set", "DATA=" + data, "--set", "OUT=" + flat], tree)
    compare.compare_all(check, seed.open_tables(canonical), flat, out)
    if options:
        mutate.clean(check, sluice, out)
    else:
        mutate.run(check, sluice, out)


def on_every_dialect(check, sluice, folder):
    """Each table in each dialect must read back as the very rows it was written from."""
    dumps, canonical = os.path.join(folder, "dumps"), os.path.join(folder, "canonical")
    subprocess.run([sys.executable, GENERATE, "--seed", "11", "--rows", "500", "--out", os.path.join(folder, "sample-data"),
                    "--canonical", canonical, "--every-dialect", dumps], check=True, stdout=subprocess.DEVNULL)
    tables = seed.open_tables(canonical)
    for table, columns in seed.sample_data.TABLES.items():
        names = [name for name, _ in columns]
        rows = tables.execute("SELECT %s FROM %s ORDER BY _row" % (", ".join(names), table)).fetchall()
        expected = [compare.plain({"userId": row[0], **dict(zip(names[1:], row[1:]))}) for row in rows]
        for dump in sorted(name for name in os.listdir(dumps) if name.startswith(table + ".")):
            out = os.path.join(folder, dump + ".out.ndjson")
            done = subprocess.run(
                [sluice, "run", os.path.join(seed.HERE, "pipelines", "read_%s.yaml" % table), "--set", "DUMP=" + os.path.join(dumps, dump),
                 "--set", "DIALECT=" + dump.split(".")[1], "--set", "OUT=" + out],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            problem = None
            if done.returncode:
                problem = "exit %d: %s" % (done.returncode, done.stdout.strip()[-1500:])
            else:
                found = [compare.plain(row) for row in compare.read_output(out)]
                problem = None if found == expected else compare.first_difference(expected, found)
            check("%s reads back, %d rows" % (dump, len(expected)), problem)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sluice", help="the binary")
    options.add_argument("--dev", metavar="SLUICE-DEV", help="evaluates random expressions, which DuckDB does too")
    options.add_argument("--keep", metavar="DIR", help="work here and leave everything behind")
    o = options.parse_args()
    sluice = os.path.abspath(o.sluice)
    passed = failed = 0
    check = compare.Checks("decisions: ")
    with open(DECISIONS, encoding="utf-8") as file:
        page = file.read()
    for difference in differences.DIFFERENCES:
        check("%s has its paragraph in docs/decisions" % difference, None if "**`%s`**" % difference in page else "not in " + DECISIONS)
    passed, failed = check.passed, check.failed
    for n, (name, arguments) in enumerate(DATA):
        start = time.monotonic()
        check = compare.Checks(name + ": ")
        with tempfile.TemporaryDirectory() as folder:
            tree = os.path.join(o.keep, str(n)) if o.keep else os.path.join(folder, "tree")
            if o.keep:
                shutil.rmtree(tree, ignore_errors=True)
            on_data(check, sluice, arguments, tree)
        passed, failed = passed + check.passed, failed + check.failed
        print("        %s took %.1f s" % (name, time.monotonic() - start), flush=True)
    check = compare.Checks("dialects: ")
    with tempfile.TemporaryDirectory() as folder:
        on_every_dialect(check, sluice, folder)
    passed, failed = passed + check.passed, failed + check.failed
    if o.dev:
        check = compare.Checks("expressions: ")
        for number in (20260201, random.randrange(1_000_000)):
            expressions.run(check, os.path.abspath(o.dev), number, 600)
        passed, failed = passed + check.passed, failed + check.failed
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
