"""The seed's models on DuckDB: what `ref` and the macro stand for, and the tables they read.

`models/*.sql` are the models as the user's documents show them, in Snowflake's words. What DuckDB words
differently is bridged here and in two visible places there: `object_construct` is `json_object`, a time
inside it is written by `ntz_in_object`, and Snowflake's `desc`, which puts nulls first, says so.
"""
import importlib.util
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

spec = importlib.util.spec_from_file_location("sample_data", os.path.join(ROOT, "sample-data", "generate.py"))
sample_data = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample_data)

SQL_TYPES = {"text": "VARCHAR", "decimal": "DECIMAL(18,2)", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP", "double": "DOUBLE"}
SYSTEM_COLUMNS = {"entity_id", "entity_type", "_processed_at", "traits_entity_id"}


def customer_io_identify(entity_type="person", user_id_column="user_id", anonymous_id_column=None,
                         dedupe_column="email", ignore_traits=(), rename_traits=None, filters=()):
    """The SQL that the macro of the same name renders, as its documentation and its output describe it."""
    renames = {"_created_at": "created_at", **(rename_traits or {})}
    hidden = SYSTEM_COLUMNS | {user_id_column, anonymous_id_column} | set(ignore_traits)
    columns = ['%s AS "userId",' % user_id_column]
    if anonymous_id_column:
        columns.append('%s AS "anonymousId",' % anonymous_id_column)
    columns.append('_updated_at AS "timestamp",')
    traits = []
    for name, kind in sample_data.ENTITY_COLUMNS:
        if name not in hidden:
            value = "TO_TIMESTAMP_NTZ(%s)" % name if kind == "timestamp" else name
            traits.append('%s AS "%s"' % (value, renames.get(name, name)))
    guard = "%s IS NOT NULL" % user_id_column
    if anonymous_id_column:
        guard = "(%s OR %s IS NOT NULL)" % (guard, anonymous_id_column)
    if dedupe_column == user_id_column:
        key = "userId"
    elif dedupe_column == anonymous_id_column:
        key = "anonymousId"
    else:
        key = renames.get(dedupe_column, dedupe_column)
    return "\n".join(
        ["SELECT * FROM ("] + ["  SELECT"] + ["    " + c for c in columns] + ["    " + ",\n    ".join(traits)]
        + ["  FROM nexus_entities", "  WHERE entity_type = '%s'" % entity_type, "    AND " + guard]
        + ["    AND " + text for text in filters] + [")"]
        + ["QUALIFY ROW_NUMBER() OVER (", '  PARTITION BY LOWER(TRIM("%s"))' % key,
           '  ORDER BY "timestamp" DESC NULLS LAST', ") = 1"])


def render(name):
    """The text of a model with its macro and its references filled in."""
    with open(os.path.join(HERE, "models", name + ".sql"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
    return re.sub(r"\{\{ nexus\.(customer_io_identify\(.*?\)) \}\}",
                  lambda m: eval(m.group(1), {"customer_io_identify": customer_io_identify}), text, flags=re.S)


def open_tables(canonical):
    """A DuckDB connection over the logical rows that `generate.py --canonical` wrote; `_row` is the place in the dump."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE MACRO to_timestamp_ntz(t) AS t")
    connection.execute("CREATE MACRO ntz_in_object(t) AS strftime(t, '%Y-%m-%d %H:%M:%S.%g')")
    for table, columns in sample_data.TABLES.items():
        shape = ", ".join(["_row: 'BIGINT'"] + ["%s: '%s'" % (name, SQL_TYPES[kind]) for name, kind in columns])
        path = os.path.join(canonical, table + ".ndjson")
        connection.execute("CREATE TABLE %s AS SELECT * FROM read_json('%s', format = 'newline_delimited', columns = {%s})"
                           % (table, path, shape))
    return connection
