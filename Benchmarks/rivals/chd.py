#!/usr/bin/env python3
"""chd.py JOB DIR OUT [max_memory_bytes]   chdb (in-process ClickHouse local)."""
import sys, os
import chdb
job, d, out = sys.argv[1:4]
if os.path.exists(out):
    os.remove(out)
def csv(f, cs):
    return "file('%s/%s', 'CSVWithNames', '%s')" % (d, f, ", ".join(x + " Nullable(String)" for x in cs.split(",")))
ENT = csv("entities*.csv.gz", "entity_id,entity_type,email,user_id,segment_anonymous_id,first_name,last_name,phone,status,plan,lifetime_value,is_subscribed,location_id,location_name,signup_ip,tags,_created_at,_updated_at,_processed_at")
PART = csv("entity_participants*.csv.gz", "event_id,entity_id,entity_type")
REL = csv("relationships*.csv.gz", "relationship_id,entity_a_id,entity_a_type,entity_b_id,entity_b_type,relationship_type,established_at,last_updated_at,is_active,_updated_at")
pts = lambda s: "parseDateTime64BestEffortOrNull(%s, 3, 'UTC')" % s
iso = lambda t: "formatDateTime(%s, '%%Y-%%m-%%dT%%H:%%i:%%S.%%fZ', 'UTC')" % t
NS = "Nullable(String)"
TUP = ("Tuple(entity_id {0}, email {0}, first_name {0}, last_name {0}, phone {0}, status {0}, plan {0}, ltv Nullable(Float64), is_subscribed Nullable(Bool), home_location_id {0}, "
       "tags Dynamic, created_at {0})").format(NS)
USED = "entity_id,user_id,segment_anonymous_id,first_name,last_name,phone,status,plan,lifetime_value,is_subscribed,location_id,tags,_created_at"
SEL1 = ("SELECT coalesce(user_id, entity_id) AS userId, segment_anonymous_id AS anonymousId, %s AS timestamp, CAST(tuple(entity_id, k, first_name, last_name, phone, status, plan, "
        "toFloat64OrNull(lifetime_value), multiIf(is_subscribed='true', true, is_subscribed='false', false, NULL), location_id, if(isNull(tags), NULL, CAST(JSONExtract(assumeNotNull(tags), 'Array(String)'), 'Dynamic')), %s), '%s') AS traits"
        % (iso("t"), iso(pts("_created_at")), TUP))
SQL = {
"J1": SEL1 + " FROM (SELECT %s, lowerUTF8(trimBoth(email)) AS k, %s AS t FROM %s WHERE email IS NOT NULL AND status = 'active' ORDER BY k, t DESC NULLS LAST, entity_id LIMIT 1 BY k)" % (USED, pts("_updated_at"), ENT),
"J1b": SEL1 + " FROM (SELECT k, %s FROM (SELECT k, argMin(tuple(%s, t), tuple(coalesce(-toUnixTimestamp64Milli(t), 9000000000000000), entity_id)) AS x FROM (SELECT %s, lowerUTF8(trimBoth(email)) AS k, %s AS t FROM %s WHERE email IS NOT NULL AND status = 'active') GROUP BY k))" % (
   ", ".join("x.%d AS %s" % (i + 1, n) for i, n in enumerate(USED.split(",") + ["t"])), USED, USED, pts("_updated_at"), ENT),
"J2": """SELECT coalesce(p.user_id, p.entity_id) AS userId, p.segment_anonymous_id AS anonymousId, e.event_name AS event, %s AS timestamp, e.event_id AS messageId,
 CAST(tuple(e.event_type, e.value, e.value_unit, e.source, e.properties), 'Tuple(event_type Nullable(String), value Nullable(Float64), value_unit Nullable(String), source Nullable(String), details JSON)') AS properties
 FROM file('%s/events*.ndjson.gz', 'JSONEachRow', 'event_id String, occurred_at String, event_name String, event_type String, value Nullable(Float64), value_unit Nullable(String), source String, properties JSON') e
 JOIN %s ep ON ep.event_id = e.event_id JOIN %s p ON p.entity_id = ep.entity_id
 WHERE ep.entity_type = 'person' AND p.entity_type = 'person' AND p.email IS NOT NULL AND e.source IN ('web','mobile_app')""" % (iso(pts("e.occurred_at")), d, PART, ENT),
"J3": """SELECT u AS userId, gid AS groupId, %s AS timestamp, CAST(tuple(gname, gstatus, gplan), 'Tuple(name Nullable(String), status Nullable(String), plan Nullable(String))') AS traits,
 CAST(tuple(rid, rt, %s, %s, act, rn = 1, fn = 1, n), 'Tuple(id Nullable(String), type Nullable(String), establishedAt Nullable(String), lastUpdatedAt Nullable(String), isActive Nullable(Bool), isMostRecent Bool, isFirst Bool, relationshipCount UInt32)') AS relationshipAttributes
 FROM (SELECT *, row_number() OVER (PARTITION BY aid ORDER BY coalesce(lu, est) DESC NULLS LAST, rid) rn, row_number() OVER (PARTITION BY aid ORDER BY est ASC NULLS LAST, rid) fn, count(*) OVER (PARTITION BY aid) n FROM (
  SELECT r.relationship_id rid, r.entity_a_id aid, coalesce(p.user_id, p.entity_id) u, g.entity_id gid, %s upd, %s est, %s lu, multiIf(r.is_active='true', true, r.is_active='false', false, NULL) act, r.relationship_type rt,
   g.location_name gname, g.status gstatus, g.plan gplan
  FROM %s r JOIN %s p ON r.entity_a_id = p.entity_id JOIN %s g ON r.entity_b_id = g.entity_id
  WHERE r.entity_a_type = 'person' AND p.entity_type = 'person' AND p.email IS NOT NULL AND r.entity_b_type = 'group' AND g.entity_type = 'group'))""" % (
   iso("upd"), iso("est"), iso("lu"), pts("r._updated_at"), pts("r.established_at"), pts("r.last_updated_at"), REL, ENT, ENT),
}
s = " SETTINGS max_threads=2, output_format_json_quote_64bit_integers=0, output_format_json_escape_forward_slashes=0, allow_experimental_json_type=1, join_use_nulls=0, formatdatetime_f_prints_scale_number_of_digits=1"
if len(sys.argv) > 4:
    s += ", max_memory_usage=%s, max_bytes_before_external_group_by=%d, max_bytes_before_external_sort=%d" % (sys.argv[4], int(sys.argv[4]) // 3, int(sys.argv[4]) // 3)
r = chdb.query(SQL[job] + " INTO OUTFILE '%s' FORMAT JSONEachRow" % out + s)
if r.has_error() if hasattr(r, "has_error") else False:
    print(r.error_message()); sys.exit(1)
