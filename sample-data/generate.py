#!/usr/bin/env python3
"""Writes the sample dumps: what a warehouse with dbt-nexus holds, in the dialects of five warehouses.

    generate.py                            the files of this folder (seed 1), and their README.md
    generate.py --check                    do the files of this folder say what this script would write?
    generate.py --seed 7 --rows 900 --out DIR        other data of the same shape
    generate.py --canonical DIR            also the logical rows, as plain NDJSON, for independent checks
    generate.py --every-dialect DIR        also every table in every dialect, unpacked: TABLE.DIALECT.csv

The same seed and rows give the same bytes. Only the standard library is used, and of `random` only
`random()`, whose sequence Python promises to keep.

The rows are made up. They have what real dumps have: several records of one person whose e-mails differ
in case and blanks, equal times, nulls and empty texts, names with quotes, commas, line breaks and many
scripts, references that lead nowhere, people in two roles of one event, memberships that ended.
"""
import argparse
import datetime as dt
import gzip
import hashlib
import json
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_SEED, DEFAULT_ROWS = 1, 2600
EPOCH = dt.datetime(2023, 1, 1)
SPAN_SECONDS = 3 * 365 * 86400

FIRST = ["Ann", "José", "Zoë", "Łukasz", "Mehmet", "María José", "Søren", "Иван", "王", "さくら", "محمد",
         "Anna-Lena", "D'Andre", "Siobhán", "Nguyễn", "Ολγα", "Jean-Luc", "Priya", "Ana\nMaria", "Bob \"Bo\"",
         "Emoji 🙂", "Noe\u0308l", "Kim", "Oluwaseun", "Tariq", "Grace", "Chloé", "Ivy", "Max", "Ruth"]
LAST = ["O'Brien", "Smith, Jr.", "Müller", "García", "Null", "Øster\"gaard", "Петров", "田中", "van der Berg",
        "Lee", "Okafor", "McDonald", "Nowak", "Çelik", "al-Farsi", "Ng", "Dubois", "Rossi", "Hughes", "Le\tTab",
        "Brown", "Patel", "Kowalski", "Silva", "Jensen", "Cohen", "Iyer", "Young", "True", "Stone\r\nWood"]
DOMAINS = ["example.com", "example.org", "mail.example.net", "sub.domain.example", "exämple.example"]
STATUS = ["active", "active", "active", "inactive", "lapsed", None]
PLANS = ["free", "basic", "premium", "founding \"50\"", "", None]
PLACES = ["Downtown", "North, 2nd floor", "St. \"Mary\"", "Zürich", "São Paulo", "Line\nBreak Plaza", "京都", "West"]
EVENTS = [("appointment scheduled", "appointment"), ("appointment completed", "appointment"),
          ("appointment cancelled", "appointment"), ("payment completed", "transaction"),
          ("payment refunded", "transaction"), ("form \"intake\" submitted", "form"),
          ("visita programada – seguimiento", "appointment")]
SOURCES = ["lobbie", "lobbie", "lobbie", "stripe", "gmail", "segment"]
STATES = ["lead", "trial", "paying customer", "paying \"founding\" customer", "win\\back", "churned"]

ENTITY_COLUMNS = [
    ("entity_id", "text"), ("entity_type", "text"),
    ("email", "text"), ("user_id", "text"), ("segment_anonymous_id", "text"), ("first_name", "text"),
    ("last_name", "text"), ("phone", "text"), ("status", "text"), ("plan", "text"),
    ("lifetime_value", "decimal"), ("is_subscribed", "boolean"),
    ("location_id", "text"), ("location_name", "text"), ("location_lobbie_integration_uuid", "text"),
    ("facebook_pixel_id", "text"), ("facebook_access_key", "text"), ("google_ads_account_id", "text"),
    ("facebook_account_id", "text"), ("internal_score", "text"), ("debug_flag", "text"),
    ("traits_entity_id", "text"), ("_processed_at", "timestamp"), ("_updated_at", "timestamp"),
    ("_created_at", "timestamp"), ("_last_merged_at", "timestamp"), ("last_interaction_at", "timestamp"),
    ("first_interaction_at", "timestamp"),
]
EVENT_COLUMNS = [
    ("event_id", "text"), ("occurred_at", "timestamp"), ("event_name", "text"), ("event_description", "text"),
    ("event_type", "text"), ("value", "decimal"), ("value_unit", "text"), ("significance", "double"),
    ("source", "text"), ("source_table", "text"), ("_ingested_at", "timestamp"), ("_processed_at", "timestamp"),
]
PARTICIPANT_COLUMNS = [
    ("entity_participant_id", "text"), ("entity_type", "text"), ("event_id", "text"), ("entity_id", "text"),
    ("role", "text"), ("occurred_at", "timestamp"),
]
RELATIONSHIP_COLUMNS = [
    ("relationship_id", "text"), ("entity_a_id", "text"), ("entity_a_type", "text"), ("entity_a_role", "text"),
    ("entity_b_id", "text"), ("entity_b_type", "text"), ("entity_b_role", "text"), ("relationship_type", "text"),
    ("relationship_direction", "text"), ("is_active", "boolean"), ("established_at", "timestamp"),
    ("last_updated_at", "timestamp"), ("primary_source", "text"), ("_processed_at", "timestamp"),
    ("_updated_at", "timestamp"), ("_created_at", "timestamp"),
]
JOURNEY_COLUMNS = [
    ("state_id", "text"), ("entity_id", "text"), ("entity_type", "text"), ("state_name", "text"),
    ("state_value", "text"), ("state_entered_at", "timestamp"), ("state_exited_at", "timestamp"),
    ("is_current", "boolean"), ("trigger_event_id", "text"),
]
TABLES = {
    "nexus_entities": ENTITY_COLUMNS, "nexus_events": EVENT_COLUMNS,
    "nexus_entity_participants": PARTICIPANT_COLUMNS, "nexus_relationships": RELATIONSHIP_COLUMNS,
    "high_level_customer_journey": JOURNEY_COLUMNS,
}


class Chance:
    """A stream of decisions that is the same for the same seed and name."""

    def __init__(self, seed, name):
        self.random = random.Random("%d:%s" % (seed, name)).random

    def below(self, n):
        return int(self.random() * n)

    def of(self, items):
        return items[int(self.random() * len(items))]

    def percent(self, p):
        return self.random() * 100 < p

    def time(self):
        """Whole seconds, milliseconds or microseconds, as the writers of real rows differ."""
        fraction = (0, 0, self.below(1000) * 1000, self.below(1000000))[self.below(4)]
        return EPOCH + dt.timedelta(seconds=self.below(SPAN_SECONDS), microseconds=fraction)

    def later(self, time, days=300):
        return time + dt.timedelta(seconds=self.below(days * 86400), microseconds=self.below(1000) * 1000)


def key(prefix, *values):
    """An id as the warehouse makes them: a prefix and the md5 of the values."""
    return prefix + "_" + hashlib.md5("-".join(map(str, values)).encode()).hexdigest()


# ---------------------------------------------------------------- logical rows


def decorate(chance, email):
    """The spellings of one e-mail that forms, imports and people produce."""
    k = chance.below(9)
    if k == 0:
        return email.upper()
    if k == 1:
        return email.capitalize()
    if k == 2:
        return " " + email
    if k == 3:
        return email + "  "
    if k == 4:
        name, domain = email.split("@")
        return name.title() + "@" + domain.upper() + " "
    return email


def make_entities(seed, rows):
    chance = Chance(seed, "entities")
    groups = 40 + rows // 25
    result, people, mails = [], [], []
    for i in range(rows + groups):
        is_group = i % ((rows + groups) // groups) == 3 and i // ((rows + groups) // groups) < groups
        created = chance.time()
        updated = chance.later(created)
        row = dict.fromkeys(name for name, _ in ENTITY_COLUMNS)
        row["entity_id"] = row["traits_entity_id"] = key("ent", seed, "entity", i)
        row["_created_at"], row["_updated_at"] = created, updated
        row["_processed_at"] = dt.datetime(2026, 2, 1, 4, 0, 0)
        row["status"], row["plan"] = chance.of(STATUS), chance.of(PLANS)
        if is_group:
            row["entity_type"] = "group"
            place = chance.of(PLACES)
            if not chance.percent(10):
                row["location_id"] = "%d" % (1000 + i)
                row["location_name"] = None if chance.percent(5) else "GameDay Mens Health - %s %d" % (place, i % 97)
            if chance.percent(70):
                row["location_lobbie_integration_uuid"] = hashlib.md5(b"u%d" % i).hexdigest()
            row["facebook_pixel_id"] = "%d" % (10 ** 14 + i) if chance.percent(40) else None
            row["facebook_access_key"] = key("fbk", i) if chance.percent(30) else None
            row["google_ads_account_id"] = "%03d-%03d-%04d" % (i % 997, i % 991, i) if chance.percent(30) else None
            row["facebook_account_id"] = "act_%d" % i if chance.percent(30) else None
            if chance.percent(20):
                # Written by one import, or by none that kept the time.
                row["_updated_at"] = chance.of([None, dt.datetime(2026, 1, 31, 3, 0, 0)])
        else:
            row["entity_type"] = "person"
            email = same_moment = None
            if not chance.percent(9):
                if mails and chance.percent(24):
                    # Another record of a person who is already there, often written at the same moment.
                    twin, email = chance.of(mails)
                    if chance.percent(30):
                        same_moment = twin
                        row["_updated_at"] = twin["_updated_at"]
                else:
                    local = chance.of(FIRST).split()[0].lower().replace("'", "")
                    email = "%s.%d@%s" % (local, i, chance.of(DOMAINS))
                mails.append((row, email))
                row["email"] = decorate(chance, email)
            if chance.percent(5):
                row["_updated_at"] = None
            row["user_id"] = None if chance.percent(4) else "usr_%06d" % i
            row["segment_anonymous_id"] = None if chance.percent(10) else hashlib.md5(b"a%d:%d" % (seed, i)).hexdigest()
            row["first_name"] = "" if chance.percent(3) else None if chance.percent(4) else chance.of(FIRST)
            row["last_name"] = "" if chance.percent(3) else None if chance.percent(6) else chance.of(LAST)
            row["phone"] = None if chance.percent(20) else "+1%010d" % (5550000000 + chance.below(rows))
            if same_moment:
                row["phone"] = same_moment["phone"]
            row["lifetime_value"] = None if chance.percent(15) else "%d.%02d" % (chance.below(9000) - 50, chance.below(100))
            row["is_subscribed"] = chance.of([True, True, False, None])
            row["location_id"] = "%d" % (1000 + chance.below(rows)) if chance.percent(30) else None
            row["internal_score"] = "%d" % chance.below(100) if chance.percent(60) else None
            row["debug_flag"] = chance.of(["true", "false", "", None])
            if not chance.percent(20):
                row["first_interaction_at"] = chance.later(created, 30)
                row["last_interaction_at"] = chance.later(row["first_interaction_at"])
            row["_last_merged_at"] = chance.later(created) if chance.percent(35) else None
            people.append(row)
        result.append(row)
    same = {}
    for row, email in mails:
        same.setdefault(email, []).append(row)
    return result, people, [r for r in result if r["entity_type"] == "group"], list(same.values())


def make_events(seed, rows, entities, people, groups, same):
    chance = Chance(seed, "events")
    several = [records for records in same if len(records) > 1]
    events, participants = [], []

    def takes_part(event, entity_type, entity_id, role):
        participants.append({
            "entity_participant_id": key("ent", event["event_id"], entity_id, role), "entity_type": entity_type,
            "event_id": event["event_id"], "entity_id": entity_id, "role": role, "occurred_at": event["occurred_at"]})

    for i in range(rows * 5 // 4):
        name, kind = chance.of(EVENTS)
        paid = kind == "transaction" and not chance.percent(5)
        occurred = chance.time()
        if events and chance.percent(6):
            occurred = chance.of(events)["occurred_at"]
        source = chance.of(SOURCES)
        event = {
            "event_id": key("evt", seed, "event", i), "occurred_at": occurred, "event_name": name,
            "event_description": chance.of([None, "", "Reception said: \"ok\",\nthen left – naïve?", "plain"]),
            "event_type": None if chance.percent(2) else kind,
            "value": "%d.%02d" % (chance.below(500), chance.below(100)) if paid else None,
            "value_unit": chance.of(["USD", "EUR"]) if paid else None,
            "significance": None if chance.percent(50) else chance.below(100) / 4,
            "source": source, "source_table": None if chance.percent(10) else source + "_events",
            "_ingested_at": chance.later(occurred, 2), "_processed_at": dt.datetime(2026, 2, 1, 4, 0, 0),
        }
        events.append(event)
        if chance.percent(4):
            continue
        person = chance.of(people)
        if several and chance.percent(20):
            records = chance.of(several)
            person = records[0]
            if chance.percent(40):
                takes_part(event, "person", records[1]["entity_id"], "payer")
        takes_part(event, "person", person["entity_id"], "patient")
        if chance.percent(15):
            takes_part(event, "person", person["entity_id"], "booker")
        if chance.percent(10):
            takes_part(event, "person", chance.of(people)["entity_id"], "companion")
        if chance.percent(30):
            takes_part(event, "group", chance.of(groups)["entity_id"], "location")
        if chance.percent(2):
            takes_part(event, "person", key("ent", "nobody", i), "patient")
        if chance.percent(1):
            takes_part({"event_id": key("evt", "never", i), "occurred_at": occurred}, "person", person["entity_id"], "patient")
    # An unload has no order that follows the events.
    order = sorted(range(len(participants)), key=lambda i: participants[i]["entity_participant_id"][-6:])
    return events, [participants[i] for i in order]


def make_relationships(seed, rows, people, groups, same):
    chance = Chance(seed, "relationships")
    several = [records for records in same if len(records) > 1]
    result, seen = [], set()

    def relate(a, a_type, b, b_type, kind, role, first, last):
        if (a, b, kind) in seen:
            return
        seen.add((a, b, kind))
        result.append({
            "relationship_id": key("rel", a, b, kind), "entity_a_id": a, "entity_a_type": a_type,
            "entity_a_role": role, "entity_b_id": b, "entity_b_type": b_type,
            "entity_b_role": "location" if b_type == "group" else None, "relationship_type": kind,
            "relationship_direction": "a_to_b", "is_active": None if chance.percent(3) else not chance.percent(18),
            "established_at": first, "last_updated_at": last, "primary_source": chance.of(["lobbie", "lobbie|import", "web \\ form", None]),
            "_processed_at": dt.datetime(2026, 2, 1, 4, 0, 0), "_updated_at": last, "_created_at": first})

    for i in range(rows * 3 // 4):
        person = chance.of(people)
        if several and chance.percent(25):
            records = chance.of(several)
            person = chance.of(records)
            if chance.percent(50):
                # The same visit is known under both records of the person.
                person = records[0]
                group, moment = chance.of(groups)["entity_id"], chance.time()
                for record in records[:2]:
                    relate(record["entity_id"], "person", group, "group", "membership", "patient", moment, chance.later(moment))
        first = chance.time()
        last = first if chance.percent(45) else chance.later(first)
        times = chance.of([1, 1, 2, 3])
        for _ in range(times):
            if times == 1 or not chance.percent(35):
                first = chance.time()
                last = first if chance.percent(45) else chance.later(first)
            role = chance.of(["patient", "patient", "\"VIP\" patient", "a|b", "two\nlines", "back\\slash"])
            kind = "membership" if not chance.percent(15) else "employment"
            relate(person["entity_id"], "person", chance.of(groups)["entity_id"], "group", kind, role, first, last)
        if chance.percent(2):
            relate(key("ent", "nobody", i), "person", chance.of(groups)["entity_id"], "group", "membership", "patient", first, last)
        if chance.percent(2):
            relate(person["entity_id"], "person", key("ent", "nowhere", i), "group", "membership", "patient", first, last)
        if chance.percent(2):
            relate(chance.of(groups)["entity_id"], "group", chance.of(groups)["entity_id"], "group", "membership", "branch", first, last)
    return result


def make_journey(seed, entities):
    chance = Chance(seed, "journey")
    result = []
    for row in entities:
        if chance.percent(12 if row["entity_type"] == "person" else 85):
            continue
        states = ["lead"]
        if not chance.percent(35):
            states += [chance.of(STATES[1:])] + ([chance.of(STATES[1:])] if chance.percent(40) else [])
        entered = row["_created_at"]
        ended = chance.percent(6)
        for n, state in enumerate(states):
            last = n == len(states) - 1
            left = chance.later(entered, 60) if not last or ended else None
            result.append({
                "state_id": key("st", row["entity_id"], n), "entity_id": row["entity_id"],
                "entity_type": row["entity_type"], "state_name": "high_level_customer_journey",
                "state_value": state, "state_entered_at": entered, "state_exited_at": left,
                "is_current": left is None, "trigger_event_id": key("evt", row["entity_id"], n)})
            entered = left
        if chance.percent(1):
            result.append({**result[-1], "state_id": key("st", "gone", row["entity_id"]),
                           "entity_id": key("ent", "gone", row["entity_id"])})
    order = sorted(range(len(result)), key=lambda i: result[i]["state_id"][-6:])
    return [result[i] for i in order]


def make(seed, rows):
    entities, people, groups, same = make_entities(seed, rows)
    events, participants = make_events(seed, rows, entities, people, groups, same)
    return {
        "nexus_entities": entities, "nexus_events": events, "nexus_entity_participants": participants,
        "nexus_relationships": make_relationships(seed, rows, people, groups, same),
        "high_level_customer_journey": make_journey(seed, entities),
    }


# ---------------------------------------------------------------- written forms


def fraction(time, digits):
    return (".%06d" % time.microsecond + "000")[:digits + 1]


def fits(time, digits):
    return time.microsecond % 10 ** (6 - digits) == 0


def zoned(time, minutes, form, digits):
    local = time + dt.timedelta(minutes=minutes)
    sign = "-" if minutes < 0 else "+"
    return local.strftime(form) + fraction(local, digits), "%s%02d" % (sign, abs(minutes) // 60), "%02d" % (abs(minutes) % 60)


def snowflake_time(time, n):
    """TIMESTAMP_TZ with milliseconds where they suffice, else TIMESTAMP_NTZ with nine digits."""
    if fits(time, 3) and n % 4:
        text, hours, minutes = zoned(time, (0, 0, -420, 330)[n % 4], "%Y-%m-%d %H:%M:%S", 3)
        return "%s %s%s" % (text, hours, minutes)
    return time.strftime("%Y-%m-%d %H:%M:%S") + fraction(time, 9)


def bigquery_time(time, n):
    if time.microsecond:
        return time.strftime("%Y-%m-%d %H:%M:%S") + fraction(time, 6) + (" UTC" if n % 2 else "+00:00")
    return time.strftime(("%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ")[n % 3])


def redshift_time(time, n):
    if not fits(time, 3):
        return time.strftime("%Y-%m-%d %H:%M:%S") + fraction(time, 6)
    if time.microsecond:
        return time.strftime("%Y-%m-%d %H:%M:%S") + fraction(time, 3) + ("+00" if n % 2 else "")
    return time.strftime("%Y-%m-%d %H:%M:%S") + ("+00" if n % 3 == 0 else "")


def databricks_time(time, n):
    digits = 3 if fits(time, 3) else 6
    if n % 3:
        return time.strftime("%Y-%m-%dT%H:%M:%S") + fraction(time, digits) + "Z"
    text, hours, minutes = zoned(time, (120, -300)[n % 2], "%Y-%m-%dT%H:%M:%S", digits)
    return "%s%s:%s" % (text, hours, minutes)


def postgres_time(time, n):
    text, hours, _ = zoned(time, -420 if n % 5 == 0 else 0, "%Y-%m-%d %H:%M:%S", 6)
    return (text if time.microsecond else text[:19]) + hours


def standard_time(time, n):
    return time.strftime("%Y-%m-%dT%H:%M:%S") + fraction(time, 6) + "Z"


def quoted_doubled(text):
    return '"' + text.replace('"', '""') + '"'


def quoted_if_needed(text):
    return quoted_doubled(text) if text == "" or any(c in text for c in ',"\r\n') else text


def quoted_backslash(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_unload(text):
    """Redshift's ADDQUOTES ESCAPE: a backslash before delimiter, quote, backslash and line ends."""
    for c in ("\\", '"', "|", "\n", "\r"):
        text = text.replace(c, "\\" + c)
    return '"' + text + '"'


def snowflake_quote(text):
    return quoted_doubled(text)


def backslash_if_needed(text):
    return quoted_backslash(text) if text == "" or any(c in text for c in ',"\r\n\\') else text


DIALECTS = {
    # name: delimiter, text, nulls in turn, true/false, time
    "snowflake": (",", snowflake_quote, ("\\N",), ("true", "false"), snowflake_time),
    "bigquery": (",", quoted_if_needed, ("",), ("true", "false"), bigquery_time),
    "redshift": ("|", quoted_unload, ("", "", "\\N"), ("t", "f"), redshift_time),
    "databricks": (",", backslash_if_needed, ("",), ("true", "false"), databricks_time),
    "postgres": (",", quoted_if_needed, ("",), ("t", "f"), postgres_time),
    "standard": (",", quoted_if_needed, ("",), ("true", "false"), standard_time),
}


def csv_text(columns, rows, dialect, newline="\n", nulls=None):
    delimiter, quote, own_nulls, (true, false), time = DIALECTS[dialect]
    nulls = nulls or own_nulls
    out = [delimiter.join(name for name, _ in columns)]
    for r, row in enumerate(rows):
        cells = []
        for c, (name, kind) in enumerate(columns):
            n = r + c
            value = row[name]
            if value is None:
                cells.append(nulls[n % len(nulls)])
            elif kind == "text":
                cells.append(quote(value))
            elif kind == "boolean":
                cells.append(true if value else false)
            elif kind == "timestamp":
                cells.append(time(value, n))
            else:
                cells.append(str(value))
        out.append(delimiter.join(cells))
    return (newline.join(out) + newline).encode()


def ndjson_text(columns, rows):
    """As BigQuery exports: a null is `null`, or its name is not there at all."""
    out = []
    for n, row in enumerate(rows):
        cells = []
        for c, (name, kind) in enumerate(columns):
            value = row[name]
            if value is None:
                if (n + c) % 2:
                    continue
                text = "null"
            elif kind == "timestamp":
                text = json.dumps(bigquery_time(value, n + c))
            elif kind == "decimal":
                text = value
            else:
                text = json.dumps(value, ensure_ascii=(n % 3 == 0))
            cells.append(json.dumps(name) + ":" + text)
        out.append("{" + ",".join(cells) + "}\n")
    return "".join(out).encode()


def compress(data, members=1):
    out = b""
    for i in range(members):
        part = data[len(data) * i // members:len(data) * (i + 1) // members]
        out += gzip.compress(part, 9, mtime=0)
    return out


def files(tables):
    """(file name, text, bytes on disk, rows, dialect, what is special about it)"""
    entities = tables["nexus_entities"]
    third = (len(entities) + 2) // 3
    other_order = ENTITY_COLUMNS[:2] + ENTITY_COLUMNS[12:21] + ENTITY_COLUMNS[2:12] + ENTITY_COLUMNS[21:]
    for part, (columns, nulls, members, note) in enumerate([
            (ENTITY_COLUMNS, ("\\N",), 1, r"nulls are `\N`"),
            (other_order, ("",), 3, "columns in another order; nulls are empty; three gzip members"),
            (ENTITY_COLUMNS, ("\\N", ""), 1, r"nulls are `\N` or empty")]):
        rows = entities[part * third:(part + 1) * third]
        text = csv_text(columns, rows, "snowflake", nulls=nulls)
        yield "nexus_entities_0_%d_0.csv.gz" % part, text, compress(text, members), len(rows), "snowflake", note
    rows = tables["nexus_events"]
    text = ndjson_text(EVENT_COLUMNS, rows)
    yield "nexus_events.ndjson.gz", text, compress(text), len(rows), "bigquery", "a null is `null` or missing"
    rows = tables["nexus_entity_participants"]
    text = b"\xef\xbb\xbf" + csv_text(PARTICIPANT_COLUMNS, rows, "postgres")
    yield "nexus_entity_participants.csv.gz", text, compress(text), len(rows), "postgres", "begins with a byte order mark"
    rows = tables["nexus_relationships"]
    text = csv_text(RELATIONSHIP_COLUMNS, rows, "redshift")
    yield "nexus_relationships.csv.gz", text, compress(text), len(rows), "redshift", "pipes between fields, backslash escapes"
    rows = tables["high_level_customer_journey"]
    text = csv_text(JOURNEY_COLUMNS, rows, "databricks", newline="\r\n")
    yield "high_level_customer_journey.csv.gz", text, compress(text), len(rows), "databricks", "CRLF line ends, backslash escapes"


def write_canonical(tables, folder):
    os.makedirs(folder, exist_ok=True)
    for name, columns in TABLES.items():
        with open(os.path.join(folder, name + ".ndjson"), "w", encoding="utf-8") as out:
            for n, row in enumerate(tables[name]):
                plain = {c: v.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(v, dt.datetime) else v for c, v in row.items()}
                out.write(json.dumps({"_row": n, **plain}, ensure_ascii=False) + "\n")


def write_every_dialect(tables, folder):
    os.makedirs(folder, exist_ok=True)
    for name, columns in TABLES.items():
        for dialect in DIALECTS:
            with open(os.path.join(folder, "%s.%s.csv" % (name, dialect)), "wb") as out:
                out.write(csv_text(columns, tables[name], dialect))
        with open(os.path.join(folder, name + ".bigquery.ndjson"), "wb") as out:
            out.write(ndjson_text(columns, tables[name]))


def readme(listing, seed, rows):
    lines = [
        "# Sample data", "",
        "Dumps as a team would unload them from five warehouses: the tables of dbt-nexus and one table of their own,",
        "`high_level_customer_journey`. `pipelines/` runs over them as they are.", "",
        "**Origin.** Made up by `generate.py` (seed %d, %d people's records); no row is about anyone. The same seed" % (seed, rows),
        "gives the same bytes; `python3 sample-data/generate.py` writes every file here, this page too, and",
        "`--check` says whether they are still what the script writes.", "",
        "| file | dialect | rows | bytes | bytes unpacked | special | SHA-256 |",
        "|---|---|---:|---:|---:|---|---|"]
    total = 0
    for name, text, data, count, dialect, note in listing:
        total += len(data)
        lines.append("| `%s` | `%s` | %d | %d | %d | %s | `%s` |" % (
            name, dialect, count, len(data), len(text), note, hashlib.sha256(data).hexdigest()))
    lines += ["", "%d bytes in all. No row is malformed; broken input has its own cases under `Tests/Cases`." % total, "",
              "What to expect in it:", "",
              "- several records of one person, whose e-mails differ in case and blanks, some written at the same instant;",
              "- people without e-mail, user id, anonymous id or time; empty texts that are not null;",
              "- names in many scripts, with quotes, commas, tabs and line breaks, and people called Null and True;",
              "- times with and without zone, with none, three, six or nine digits of a second;",
              "- participants, memberships and states that refer to nothing; people in two roles of one event;",
              "- memberships that ended (`is_active` false), and groups that are no location (`location_id` null)."]
    return "\n".join(lines) + "\n"


def check(listing, page):
    """Compares texts, since gzip's bytes differ between versions of zlib."""
    stale = []
    for name, text, _, _, _, _ in listing:
        try:
            with gzip.open(os.path.join(HERE, name), "rb") as f:
                same = f.read() == text
        except OSError:
            same = False
        if not same:
            stale.append(name)
    names = {name for name, *_ in listing}
    stale += [n for n in sorted(os.listdir(HERE)) if n.endswith(".gz") and n not in names]
    for name in sorted(names - set(stale)):
        digest = hashlib.sha256(open(os.path.join(HERE, name), "rb").read()).hexdigest()
        if digest not in open(os.path.join(HERE, "README.md"), encoding="utf-8").read():
            stale.append("README.md (%s)" % name)
    for name in stale:
        print("stale: sample-data/%s; run python3 sample-data/generate.py" % name)
    return 1 if stale else 0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=DEFAULT_SEED)
    options.add_argument("--rows", type=int, default=DEFAULT_ROWS, help="records of people")
    options.add_argument("--out", default=HERE)
    options.add_argument("--canonical", metavar="DIR", help="also write the logical rows, as plain NDJSON")
    options.add_argument("--every-dialect", metavar="DIR", help="also write every table in every dialect")
    options.add_argument("--check", action="store_true")
    o = options.parse_args()
    tables = make(o.seed, o.rows)
    listing = list(files(tables))
    if o.check:
        return check(listing, readme(listing, o.seed, o.rows))
    os.makedirs(o.out, exist_ok=True)
    for name, _, data, count, dialect, _ in listing:
        with open(os.path.join(o.out, name), "wb") as f:
            f.write(data)
        print("%-38s %-10s %6d rows %8d bytes" % (name, dialect, count, len(data)))
    with open(os.path.join(o.out, "README.md"), "w", encoding="utf-8") as f:
        f.write(readme(listing, o.seed, o.rows))
    if o.canonical:
        write_canonical(tables, o.canonical)
    if o.every_dialect:
        write_every_dialect(tables, o.every_dialect)
    return 0


if __name__ == "__main__":
    sys.exit(main())
