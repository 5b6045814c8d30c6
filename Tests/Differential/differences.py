"""Where Sluice differs from the seed's SQL on purpose, each as a small change to that SQL.

The same names stand in docs/decisions/0003-where-sluice-differs-from-the-seed.md. With all changes applied
the SQL must give exactly what Sluice gives. Take one away, and only the rows it speaks of may change.
`{tie}` is how equal rows are ordered: by their place in the input, or backwards to show that it matters.
"""

PERSONS, EVENTS = "customer_io_persons", "customer_io_events"
LOCATIONS, RELATIONSHIPS = "customer_io_locations", "customer_io_location_relationships"
IDENTIFY = ["identify_quick_start", "identify_without_filters", "identify_collapsed", "identify_or_filter", "identify_renamed"]
MODELS = [PERSONS, EVENTS, LOCATIONS, RELATIONSHIPS] + IDENTIFY
READS_PERSONS = {EVENTS, RELATIONSHIPS}

NULL_KEYS, PARENTHESES, TIES = "null-keys", "parentheses", "ties"
ONE_SPELLING, ONE_EVENT, OWN_STATE, ONE_LOCATION = "one-spelling", "one-event", "own-state", "one-location"
DIFFERENCES = [NULL_KEYS, PARENTHESES, TIES, ONE_SPELLING, ONE_EVENT, OWN_STATE, ONE_LOCATION]

# (difference, models, what the seed says, what Sluice does); columns that begin with `_row` are not compared.
CHANGES = [
    (TIES, [PERSONS] + IDENTIFY, '_updated_at AS "timestamp",', '_updated_at AS "timestamp", _row,'),
    (TIES, [PERSONS] + IDENTIFY, 'ORDER BY "timestamp" DESC NULLS LAST', 'ORDER BY "timestamp" DESC NULLS LAST, _row{tie}'),
    (TIES, IDENTIFY, ") = 1", ") = 1\nORDER BY _row"),
    (TIES, [EVENTS], "        e.source\n", "        e.source,\n        e._row\n"),
    (TIES, [EVENTS], "entity_id as person_entity_id", "entity_id as person_entity_id, _row as _row_participant"),
    (TIES, [EVENTS], "        p.segment_anonymous_id\n", "        p.segment_anonymous_id,\n        pp._row_participant\n"),
    (TIES, [EVENTS], 'source as "event_data_source"', 'source as "event_data_source", _row, _row_participant'),
    (TIES, [EVENTS], "desc nulls first", "desc nulls first, _row{tie}, _row_participant{tie}"),
    (TIES, [LOCATIONS], "        _created_at\n", "        _created_at,\n        _row\n"),
    (TIES, [LOCATIONS], '"created_at"\n', '"created_at", _row\n'),
    (TIES, [PERSONS, LOCATIONS, RELATIONSHIPS], "desc nulls first", "desc nulls first, _row{tie}"),
    (TIES, [RELATIONSHIPS], "        r._updated_at\n", "        r._updated_at,\n        r._row\n"),
    (TIES, [RELATIONSHIPS], "last_interaction_at desc", "last_interaction_at desc, _row{tie}"),
    (TIES, [RELATIONSHIPS], "first_interaction_at asc", "first_interaction_at asc, _row{tie}"),
    (TIES, [RELATIONSHIPS], 'as "relationshipAttributes"', 'as "relationshipAttributes", _row'),

    (NULL_KEYS, ["identify_without_filters"], 'PARTITION BY LOWER(TRIM("email"))',
     'PARTITION BY LOWER(TRIM("email")), CASE WHEN "email" IS NULL THEN _row END'),

    (PARENTHESES, ["identify_or_filter"], "AND status = 'active' OR plan = 'premium'", "AND (status = 'active' OR plan = 'premium')"),

    (OWN_STATE, [PERSONS], '"timestamp", _row,', '"timestamp", _row, entity_id AS _row_entity,'),
    (OWN_STATE, [PERSONS], "        e.email,\n", "        e.entity_id,\n"),
    (OWN_STATE, [PERSONS], 'p."userId" = cjs.email', "p._row_entity = cjs.entity_id"),

    (ONE_SPELLING, [EVENTS], "select e.entity_id, e.email,", "select e.entity_id, cip.email,"),
    (ONE_SPELLING, [EVENTS], "on e.email = cip.email", "on lower(trim(e.email)) = lower(trim(cip.email))"),
    (ONE_SPELLING, [RELATIONSHIPS], "        p.email,\n", "        cip.email,\n"),
    (ONE_SPELLING, [RELATIONSHIPS], "on p.email = cip.email", "on lower(trim(p.email)) = lower(trim(cip.email))"),

    (ONE_EVENT, [EVENTS], "where p.email is not null",
     "where p.email is not null\n    qualify row_number() over (partition by se.event_id, p.email order by pp._row_participant) = 1"),

    (ONE_LOCATION, [RELATIONSHIPS], "      and p.email is not null\n",
     "      and p.email is not null\n    qualify row_number() over ("
     "partition by cip.email, g.location_id order by r.last_updated_at desc, r._row{tie}) = 1\n"),
    (ONE_LOCATION, [RELATIONSHIPS], "partition by person_id", "partition by email"),
]

KEYED = "SELECT DISTINCT email FROM nexus_entities WHERE entity_type = 'person' AND email IS NOT NULL"
# Whose rows a difference may touch: the e-mails (for `identify_renamed`, the phone numbers) it speaks of.
TOUCHES = {
    (TIES, "identify_renamed"): """
        SELECT phone FROM nexus_entities WHERE lower(trim(phone)) IN (
          SELECT lower(trim(phone)) FROM nexus_entities WHERE entity_type = 'person'
          GROUP BY lower(trim(phone)), _updated_at HAVING count(*) > 1)""",
    (TIES, None): KEYED + """ AND lower(trim(email)) IN (
          SELECT lower(trim(email)) FROM nexus_entities WHERE entity_type = 'person'
          GROUP BY lower(trim(email)), _updated_at HAVING count(*) > 1)""",
    (TIES, RELATIONSHIPS): KEYED + """ AND lower(trim(email)) IN (
          SELECT lower(trim(e.email)) FROM nexus_relationships r JOIN nexus_entities e ON r.entity_a_id = e.entity_id
          GROUP BY lower(trim(e.email)), r.last_updated_at HAVING count(*) > 1
          UNION SELECT lower(trim(e.email)) FROM nexus_relationships r JOIN nexus_entities e ON r.entity_a_id = e.entity_id
          GROUP BY lower(trim(e.email)), r.established_at HAVING count(*) > 1)""",
    (PARENTHESES, None): "SELECT email FROM nexus_entities WHERE plan = 'premium'",
    (NULL_KEYS, None): "SELECT NULL",
    (OWN_STATE, None): KEYED + " GROUP BY email HAVING count(*) > 1",
    (ONE_SPELLING, None): KEYED + """ AND lower(trim(email)) IN (
          SELECT lower(trim(email)) FROM nexus_entities WHERE entity_type = 'person'
          GROUP BY lower(trim(email)) HAVING count(DISTINCT email) > 1)""",
    (ONE_EVENT, None): """
        SELECT e.email FROM nexus_entities e WHERE lower(trim(email)) IN (
          SELECT lower(trim(e.email)) FROM nexus_entity_participants p JOIN nexus_entities e USING (entity_id)
          WHERE p.entity_type = 'person' GROUP BY p.event_id, lower(trim(e.email)) HAVING count(*) > 1)""",
    (ONE_LOCATION, None): KEYED + """ AND lower(trim(email)) IN (
          SELECT lower(trim(email)) FROM nexus_entities WHERE entity_type = 'person'
          GROUP BY lower(trim(email)) HAVING count(*) > 1)""",
}
KEY_COLUMN = {PERSONS: "userId", EVENTS: "userId", RELATIONSHIPS: "userId", LOCATIONS: "groupId",
              "identify_renamed": "phone_number", **{m: "email" for m in IDENTIFY if m != "identify_renamed"}}


def of_model(model):
    """The differences whose changes are made in this model, in the order of the list."""
    return [d for d in DIFFERENCES if any(d == change[0] and model in change[1] for change in CHANGES)]


def of_rows(model):
    """The differences that may show in this model's rows: its own, and those of the people it reads."""
    own = [d for d in of_model(model) if (d, model) != (TIES, LOCATIONS)]
    return own + [d for d in of_model(PERSONS) if d not in own and model in READS_PERSONS]


def apply(model, sql, active, backwards=False):
    for difference, models, old, new in CHANGES:
        if difference in active and model in models:
            assert old in sql, "%s: the model no longer says %r" % (model, old)
            sql = sql.replace(old, new.replace("{tie}", " desc" if backwards else ""))
    return sql
