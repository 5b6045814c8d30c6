#!/usr/bin/env python3
"""expressions.py SLUICE-DEV [--seed N] [--count N]: random expressions, evaluated by Sluice and by DuckDB.

Each is made of typed parts, so that it means the same in both; where they are worded differently the part knows
both words. Rows that DuckDB refuses (a decimal past its 38 digits) are left out and counted. The seed is printed,
and repeats everything.
"""
import argparse
import random
import subprocess
import sys
from decimal import Decimal

import compare

COLUMNS = [("n", "integer", "BIGINT"), ("m", "integer", "BIGINT"), ("p", "decimal", "DECIMAL(10,2)"), ("q", "decimal", "DECIMAL(10,3)"),
           ("d", "double", "DOUBLE"), ("s", "string", "VARCHAR"), ("t", "string", "VARCHAR"), ("a", "boolean", "BOOLEAN"),
           ("b", "boolean", "BOOLEAN"), ("x", "timestamp", "TIMESTAMP"), ("y", "timestamp", "TIMESTAMP"), ("j", "json", "JSON")]
CELLS = {
    "integer": ["0", "1", "-1", "2", "3", "7", "-12", "40", "1000", "-999999", "123456789012"],
    "decimal": {"p": ["0.00", "1.50", "-1.50", "12.50", "99.99", "-0.01", "1234567.89", "2.00"],
                "q": ["0.000", "0.125", "-0.125", "1.500", "2.500", "-2.500", "1000.001", "0.005"]},
    "double": ["0", "0.5", "-0.5", "1e+21", "2.25", "3", "-1000.125", "1e-07"],
    "string": ["", "a", "b", "ab", "Ann", "ANN", "ann@x.io", "né", "Émile", "a,b,c", " a ", "10", "-7", "1.5", "true", "x%y", "日本", "aaa",
               "a\nb", "c\tb", "e\u0301x", "a\r\nb"],
    "boolean": ["true", "false"],
    "timestamp": ["2025-01-15T10:30:00Z", "2025-01-15T10:30:00.250Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2024-02-29T12:00:00Z"],
    "json": ['{"k":1,"o":{"w":"a"},"l":["a",2]}', '{"k":"1","o":{"w":null},"l":[]}', '{"k":true,"o":[1]}', '{"k":-2.5,"o":{"w":"A\\u0042\\n"}}',
             "{}", "[1,2]", '"a"', "5", '{"k":{"w":"a"},"l":[[1,2]]}', '{"k":null}', "true"],
}
ROWS = 24


class Part:
    """A text in both languages; `level` says how tightly its outermost operator binds."""

    def __init__(self, level, sluice, duckdb=None):
        self.level, self.sluice, self.duckdb = level, sluice, sluice if duckdb is None else duckdb

    def __add__(self, other):
        return Part(self.level, self.sluice + other.sluice, self.duckdb + other.duckdb)


OR, AND, NOT, IS, COMPARE, MEMBER, JOIN, SUM, PRODUCT, UNIT = range(10)


class Maker:
    """Makes expressions of a wanted type, at most so deep."""

    def __init__(self, dice):
        self.dice = dice

    def words(self, level, pattern, *parts, duckdb=None, guard=None):
        """The parts in a pattern; each is put in brackets where the operator binds tighter, and now and then anyway."""
        guard = level if guard is None else guard
        kept = []
        for part in parts:
            bare = part.level > guard and self.dice.random() < 0.6
            kept.append(part if bare or part.level == UNIT else Part(UNIT, "(%s)" % part.sluice, "(%s)" % part.duckdb))
        return Part(level, pattern.format(*[p.sluice for p in kept]), (duckdb or pattern).format(*[p.duckdb for p in kept]))

    def call(self, pattern, *parts, duckdb=None):
        return self.words(UNIT, pattern, *parts, duckdb=duckdb, guard=-1)

    def make(self, kind, depth):
        leaf = depth <= 0 or self.dice.random() < 0.15
        return getattr(self, kind)(0 if leaf else depth)

    def any_kind(self):
        return self.dice.choice(["integer", "decimal", "string", "string", "boolean", "boolean", "timestamp"])

    def quoted(self, text):
        return "'%s'" % text.replace("'", "''")

    # Each kind: a leaf at depth 0, else one of its operators.

    def integer(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, pick(["n", "m", "n", "m", "0", "1", "2", "7", "1000"]))
        one, two = self.make("integer", depth - 1), self.make("integer", depth - 1)
        return pick([
            lambda: self.words(SUM, pick(["{} + {}", "{} - {}"]), one, two),
            lambda: self.words(PRODUCT, "{} * {}", Part(UNIT, pick(["2", "3", "-4", "m"])), one) if depth < 3 else one,
            lambda: self.words(PRODUCT, "{} % {}", one, self.call("nullif({}, 0)", two)),
            lambda: self.words(UNIT, "- {}", one, guard=UNIT),
            lambda: self.call("abs({})", one),
            lambda: self.call("length({})", self.make("string", depth - 1)),
            lambda: self.call("CAST({} AS integer)", self.make("decimal", depth - 1), duckdb="CAST({} AS BIGINT)"),
            lambda: self.call("TRY_CAST({} AS integer)", Part(UNIT, pick(["t", "s"])), duckdb="TRY_CAST(CASE WHEN {0} <> ' a ' THEN {0} END AS BIGINT)"),
            lambda: self.call("to_unix({})", self.make("timestamp", depth - 1), duckdb="CAST(floor(epoch({})) AS BIGINT)"),
            lambda: self.choice("integer", depth),
        ])()

    def decimal(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, pick(["p", "q", "p", "q", "0.5", "1.25", "10.0"]))
        one, two = self.make("decimal", depth - 1), self.make(pick(["decimal", "integer"]), depth - 1)
        return pick([
            lambda: self.words(SUM, pick(["{} + {}", "{} - {}"]), one, two),
            lambda: self.words(PRODUCT, "{} * {}", Part(UNIT, pick(["p", "0.5", "-2.5"])), one) if depth < 3 else one,
            lambda: self.words(PRODUCT, "{} % {}", one, self.call("nullif({}, 0)", Part(UNIT, pick(["p", "q", "0.3", "7.0"])))),
            lambda: self.call("round({}, %d)" % pick([0, 1, 2]), one),
            lambda: self.call("round({})", one),
            lambda: self.call(pick(["floor({})", "ceil({})", "abs({})"]), one),
            lambda: self.choice("decimal", depth),
        ])()

    def double(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, pick(["d", "d", "1e3", "2.5e-1"]))
        one, two = self.make(pick(["double", "integer", "decimal"]), depth - 1), self.make("double", depth - 1)
        return pick([
            lambda: self.words(SUM, pick(["{} + {}", "{} - {}"]), one, two),
            lambda: self.words(PRODUCT, "{} * {}", one, two),
            lambda: self.words(PRODUCT, "{} / {}", one, self.call("nullif({}, 0)", Part(UNIT, pick(["n", "p", "d", "3"])))),
            lambda: self.call("CAST({} AS double)", one),
        ])()

    def string(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, pick(["s", "t", "s", "t", self.quoted(pick(CELLS["string"]))]))
        one, two = self.make("string", depth - 1), self.make("string", depth - 1)
        number = Part(UNIT, str(pick([1, 2, 3, -1, -2, 0])))
        return pick([
            lambda: self.words(JOIN, "{} || {}", one, two),
            lambda: self.words(JOIN, "{} || {}", one, self.call("CAST({} AS string)", self.make("integer", depth - 1))),
            lambda: self.call(pick(["lower({})", "upper({})", "trim({})", "ltrim({})", "rtrim({})", "md5({})", "sha1({})", "sha256({})"]), one),
            lambda: self.call("substr({}, {})", one, Part(UNIT, pick(["1", "2", "3", "-2", "9"]))),
            lambda: self.call("substr({}, {}, {})", one, Part(UNIT, pick(["1", "2", "-1"])), Part(UNIT, pick(["0", "1", "2"]))),
            lambda: self.call("replace({}, {}, {})", one, Part(UNIT, pick(["'a'", "','", "'\n'", "'aa'", "'e'"])), two),
            lambda: self.call("split_part({}, {}, {})", one, Part(UNIT, pick(["','", "'a'", "'\n'"])), Part(UNIT, pick(["1", "2", "-1", "4"]))),
            lambda: self.call("concat({}, {})", one, two, duckdb="({} || {})"),
            lambda: self.call("concat_ws({}, {}, {})", Part(UNIT, "'-'"), one, two),
            lambda: self.call("CAST({} AS string)", self.make("boolean", depth - 1)),
            lambda: self.call("CAST({} AS string)", self.make("timestamp", depth - 1), duckdb="strftime({}, '%Y-%m-%dT%H:%M:%S.%gZ')"),
            lambda: self.call("CAST(to_date({}) AS string)", self.make("timestamp", depth - 1), duckdb="CAST(CAST({} AS DATE) AS VARCHAR)"),
            lambda: self.path(),
            lambda: self.choice("string", depth),
        ])()

    def path(self):
        """What stands at a place in the JSON, as text."""
        written, path = self.dice.choice([("j:k", "$.k"), ("j:o.w", "$.o.w"), ("j:l[0]", "$.l[0]"), ("j:l[1]", "$.l[1]"), ("j[0]", "$[0]"),
                                          ("j:l[0][1]", "$.l[0][1]"), ("j['o']['w']", "$.o.w"), ("j:none", "$.none")])
        return Part(UNIT, "CAST(%s AS string)" % written, "(j->>'%s')" % path)

    def timestamp(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, *pick([("x",), ("y",), ("timestamp '2025-01-15 10:30:00Z'", "TIMESTAMP '2025-01-15 10:30:00'")]))
        return pick([
            lambda: self.call("from_unix({})", Part(UNIT, pick(["0", "1736937000", "length(s)"])), duckdb="make_timestamp(CAST({} AS BIGINT) * 1000000)"),
            lambda: self.call("CAST(to_date({}) AS timestamp)", self.make("timestamp", depth - 1), duckdb="CAST(CAST({} AS DATE) AS TIMESTAMP)"),
            lambda: self.day(pick),
            lambda: self.choice("timestamp", depth),
        ])()

    def day(self, pick):
        """A day that stands for a moment, since the other value is one."""
        pattern = pick(["coalesce({}, {})", "greatest({}, {})", "least({1}, {0})", "CASE WHEN a THEN {} ELSE {} END"])
        return Part(UNIT, pattern.format("to_date(x)", "y"), pattern.format("CAST(CAST(x AS DATE) AS TIMESTAMP)", "y"))

    def choice(self, kind, depth):
        """What is to be had of any kind."""
        parts = [self.make(kind, depth - 1) for _ in range(3)]
        condition = self.make("boolean", depth - 1)
        return self.dice.choice([
            lambda: self.call("coalesce({}, {})", *parts[:2]),
            lambda: self.call("ifnull({}, {})", *parts[:2]),
            lambda: self.call("nullif({}, {})", *parts[:2]),
            lambda: self.call("greatest({}, {}, {})", *parts),
            lambda: self.call("least({}, {}, {})", *parts),
            lambda: self.call("CASE WHEN {} THEN {} ELSE {} END", condition, *parts[:2]),
            lambda: self.call("CASE WHEN {} THEN {} WHEN {} THEN {} END", condition, parts[0], self.make("boolean", depth - 1), parts[1]),
            lambda: self.call("CASE {} WHEN {} THEN {} ELSE {} END", parts[0], parts[1], parts[2], self.make(kind, depth - 1)),
            lambda: self.call("coalesce(null, {})", parts[0]),
        ])()

    def pair(self, depth):
        """Two values that can be compared."""
        kind = self.any_kind()
        if kind in ("integer", "decimal"):
            kinds = ["integer", "decimal", "integer", "double"]
            return self.make(self.dice.choice(kinds[:3]), depth), self.make(self.dice.choice(kinds), depth)
        return self.make(kind, depth), self.make(kind, depth)

    def boolean(self, depth):
        pick = self.dice.choice
        if depth == 0:
            return Part(UNIT, pick(["a", "b", "a", "b", "true", "false", "null::boolean"]))
        no = pick(["", "", "NOT "])
        one, two = self.make("boolean", depth - 1), self.make("boolean", depth - 1)
        left, right = self.pair(depth - 1)
        text = self.make("string", depth - 1)
        return pick([
            lambda: self.words(AND, "{} AND {}", one, two),
            lambda: self.words(OR, "{} OR {}", one, two),
            lambda: self.words(NOT, "NOT {}", one),
            lambda: self.words(COMPARE, "{} %s {}" % pick(["=", "<>", "<", "<=", ">", ">="]), left, right),
            lambda: self.words(COMPARE, "{} %s {}" % pick(["=", "<>", "<", "<=", ">", ">="]), left, right),
            lambda: self.words(IS, "{} IS %sNULL" % no, left),
            lambda: self.words(IS, "{} IS %s%s" % (no, pick(["TRUE", "FALSE"])), one),
            lambda: self.words(IS, "{} IS %sDISTINCT FROM {}" % no, left, right, guard=COMPARE),
            lambda: self.words(MEMBER, "{} %sBETWEEN {} AND {}" % no, left, right, right),
            lambda: self.words(MEMBER, "{} %sIN ({}, {})" % no, left, right, right),
            lambda: self.words(MEMBER, "{} %sIN (1, -12, 1.50, 0.125, 7%s)" % (no, pick(["", ", null", ", 1e3", ", '40'"])),
                               self.make(pick(["integer", "decimal"]), depth - 1)),
            lambda: self.words(MEMBER, "{} %sIN ('a', 'ab', 'né'%s)" % (no, pick(["", ", null"])), text),
            lambda: self.words(MEMBER, "{} %s%s %s" % (no, pick(["LIKE", "ILIKE"]), self.quoted(pick(["a%", "%a", "%", "_", "__", "%n%", "a_%", "É%", "%_b%", ""]))), text),
            lambda: self.call("%s({}, {})" % pick(["starts_with", "ends_with", "contains"]), text, Part(UNIT, pick(["'a'", "''", "'b'", "t"]))),
            lambda: self.json_comparison(),
            lambda: self.against_text(),
            lambda: self.choice("boolean", depth),
        ])()

    def json_comparison(self):
        """A JSON value equals only a value of its own kind, and comes before or after none of another."""
        sign = self.dice.choice(["=", "<>", "<", ">="])
        other = {"=": "false", "<>": "true"}.get(sign, "NULL")
        value, kinds, cast = self.dice.choice([("1", "'BIGINT', 'UBIGINT', 'DOUBLE'", "DOUBLE"), ("-2.5", "'BIGINT', 'UBIGINT', 'DOUBLE'", "DOUBLE"),
                                               ("'1'", "'VARCHAR'", "VARCHAR"), ("true", "'BOOLEAN'", "BOOLEAN")])
        duckdb = ("(CASE WHEN (j->>'$.k') IS NULL THEN NULL WHEN json_type(j->'$.k') IN (%s) THEN TRY_CAST(j->>'$.k' AS %s) %s %s ELSE %s END)"
                  % (kinds, cast, sign, value, other))
        return Part(COMPARE, "j:k %s %s" % (sign, value), duckdb)

    def against_text(self):
        """A text literal takes the other side's type."""
        return Part(COMPARE, *self.dice.choice([
            ("n = '7'",), ("p >= '1.50'",), ("'12.5' = p",), ("a = 'true'",), ("x < '2025-01-15 10:30:00Z'", "x < TIMESTAMP '2025-01-15 10:30:00'"),
            ("m <> '0'",), ("d > '0.25'",)]))


def table(dice):
    """Rows of cells; None is null."""
    rows = []
    for _ in range(ROWS):
        row = []
        for name, kind, _ in COLUMNS:
            cells = CELLS[kind]
            cells = cells[name] if isinstance(cells, dict) else cells
            row.append(None if dice.random() < 0.18 else dice.choice(cells))
        rows.append(row)
    return rows


def escaped(cell):
    if cell is None:
        return "\\N"
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def unescaped(cell):
    return None if cell == "\\N" else cell.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\")


def by_sluice(program, rows, expressions):
    """What sluice-dev evaluate says: one list of cells an expression, or a text when it is a mistake."""
    lines = ["columns\t" + "\t".join("%s:%s" % (name, kind) for name, kind, _ in COLUMNS)]
    lines += ["row\t" + "\t".join(escaped(cell) for cell in row) for row in rows]
    lines += ["evaluate\t" + escaped(part.sluice) for part in expressions]
    done = subprocess.run([program, "evaluate"], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, encoding="utf-8")
    answers = done.stdout.split("\n")[:-1]
    if done.returncode or len(answers) != len(expressions):
        raise SystemExit("%s evaluate: exit %d after %d of %d answers" % (program, done.returncode, len(answers), len(expressions)))
    return [line.split("\t") if line.startswith("values") else line for line in answers]


def by_duckdb(connection, text):
    """A value a row; a row that DuckDB refuses is the exception."""
    try:
        return [row[0] for row in connection.execute("SELECT (%s) FROM t ORDER BY _row" % text).fetchall()]
    except Exception:
        values = []
        for n in range(ROWS):
            try:
                values.append(connection.execute("SELECT (%s) FROM (SELECT * FROM t WHERE _row = %d)" % (text, n)).fetchone()[0])
            except Exception as error:
                values.append(error)
        return values


def is_same(found, expected):
    """Whether a cell that Sluice wrote means DuckDB's value."""
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(expected, bool):
        return found == ("true" if expected else "false")
    if isinstance(expected, float):
        return abs(float(found) - expected) <= 1e-12 * max(abs(expected), 1e-300)
    if isinstance(expected, (int, Decimal)):
        return Decimal(found) == expected
    if hasattr(expected, "isoformat"):
        return found == expected.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (expected.microsecond // 1000) or found == expected.strftime("%Y-%m-%d")
    return found == expected


def run(check, program, seed, count):
    import duckdb

    dice = random.Random(seed)
    rows = table(dice)
    maker = Maker(dice)
    expressions = [maker.make(dice.choice(["boolean", maker.any_kind(), "double"]), dice.choice([1, 2, 2, 3, 4])) for _ in range(count)]
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE t (_row INTEGER, %s)" % ", ".join("%s %s" % (name, kind) for name, _, kind in COLUMNS))
    connection.executemany("INSERT INTO t VALUES (%s)" % ", ".join("?" * (len(COLUMNS) + 1)),
                           [[n] + [cell.rstrip("Z") if cell and kind == "timestamp" else cell for cell, (_, kind, _) in zip(row, COLUMNS)] for n, row in enumerate(rows)])
    answers = by_sluice(program, rows, expressions)
    refused = 0
    for part, answer in zip(expressions, answers):
        expected = by_duckdb(connection, part.duckdb)
        problem = None
        if isinstance(answer, str):
            problem = answer
        else:
            for n, (cell, value) in enumerate(zip(answer[1:], expected)):
                if isinstance(value, Exception):
                    refused += 1
                elif not is_same(unescaped(cell), value):
                    problem = "row %s: %s, where DuckDB has %r for %s" % (dict(zip([c[0] for c in COLUMNS], rows[n])), cell, value, part.duckdb)
                    break
        if problem:
            check(repr(part.sluice), "seed %d: %s" % (seed, problem))
    same = count - check.failed
    check("%d expressions of seed %d give what DuckDB gives" % (same, seed), None)
    most = count * ROWS // 20
    check("DuckDB refused %d of %d rows, at most %d" % (refused, count * ROWS, most), None if refused <= most else "the expressions overflow too often")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", help="sluice-dev")
    options.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options.add_argument("--count", type=int, default=600)
    o = options.parse_args()
    check = compare.Checks("expressions: ")
    run(check, o.program, o.seed, o.count)
    print("%d passed, %d failed" % (check.passed, check.failed))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
