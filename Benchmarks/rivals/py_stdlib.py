#!/usr/bin/env python3
"""What people write today: gzip + csv + json + dict, stdlib only.  py_stdlib.py JOB DIR OUT"""
import sys, csv, glob, gzip, json, datetime as dt
from collections import defaultdict
job, d, out = sys.argv[1:4]
UTC = dt.timezone.utc
def parse_ts(s):
    if not s:
        return None
    s = s.replace(" +", "+").replace(" -", "-")
    if len(s) == 29 and s[19] == ".":
        s = s[:26]
    t = dt.datetime.fromisoformat(s)
    return t.replace(tzinfo=UTC) if t.tzinfo is None else t.astimezone(UTC)
def iso(t):
    return None if t is None else t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000)
def num(s):
    return float(s) if s else None
def boo(s):
    return None if s == "" else s == "true"
def rows(name):
    for path in sorted(glob.glob(d + "/" + name)):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
            yield from csv.DictReader(f)
w = open(out, "w", encoding="utf-8")
def emit(o):
    w.write(json.dumps(o, ensure_ascii=False, separators=(",", ":")) + "\n")
MIN = dt.datetime.min.replace(tzinfo=UTC)
if job == "J1":
    best = {}
    for r in rows("entities*.csv.gz"):
        if r["email"] == "" or r["status"] != "active":
            continue
        k = r["email"].strip(" ").lower()
        t = parse_ts(r["_updated_at"])
        o = best.get(k)
        if o is not None:
            a, b = (t or MIN), (o[0] or MIN)
            if a < b or (a == b and r["entity_id"] > o[1]["entity_id"]):
                continue
        best[k] = (t, r)
    for k, (t, r) in best.items():
        emit({"userId": r["user_id"] or r["entity_id"], "anonymousId": r["segment_anonymous_id"] or None, "timestamp": iso(t), "traits": {
            "entity_id": r["entity_id"], "email": k, "first_name": r["first_name"] or None, "last_name": r["last_name"] or None,
            "phone": r["phone"] or None, "status": r["status"], "plan": r["plan"] or None, "ltv": num(r["lifetime_value"]),
            "is_subscribed": boo(r["is_subscribed"]), "home_location_id": r["location_id"] or None,
            "tags": json.loads(r["tags"]) if r["tags"] else None, "created_at": iso(parse_ts(r["_created_at"]))}})
elif job == "J2":
    persons = {r["entity_id"]: (r["user_id"] or r["entity_id"], r["segment_anonymous_id"] or None)
               for r in rows("entities*.csv.gz") if r["entity_type"] == "person" and r["email"]}
    ep = defaultdict(list)
    for r in rows("entity_participants*.csv.gz"):
        if r["entity_type"] == "person":
            p = persons.get(r["entity_id"])
            if p:
                ep[r["event_id"]].append(p)
    for path in sorted(glob.glob(d + "/events*.ndjson.gz")):
        for line in gzip.open(path, "rt", encoding="utf-8"):
            e = json.loads(line)
            if e["source"] not in ("web", "mobile_app"):
                continue
            for u, a in ep.get(e["event_id"], ()):
                emit({"userId": u, "anonymousId": a, "event": e["event_name"], "timestamp": iso(parse_ts(e["occurred_at"])),
                      "messageId": e["event_id"], "properties": {"event_type": e["event_type"], "value": e["value"],
                      "value_unit": e["value_unit"], "source": e["source"], "details": e["properties"]}})
elif job == "J3":
    persons, groups = {}, {}
    for r in rows("entities*.csv.gz"):
        if r["entity_type"] == "person":
            if r["email"]:
                persons[r["entity_id"]] = r["user_id"] or r["entity_id"]
        else:
            groups[r["entity_id"]] = (r["location_name"] or None, r["status"] or None, r["plan"] or None)
    per = defaultdict(list)
    for r in rows("relationships*.csv.gz"):
        if r["entity_a_type"] == "person" and r["entity_b_type"] == "group" and r["entity_a_id"] in persons and r["entity_b_id"] in groups:
            est, lu = parse_ts(r["established_at"]), parse_ts(r["last_updated_at"])
            per[r["entity_a_id"]].append((r["relationship_id"], est, lu, r["entity_b_id"], r["relationship_type"], boo(r["is_active"]), parse_ts(r["_updated_at"])))
    for a, l in per.items():
        l.sort(key=lambda x: x[0])
        rec = min(l, key=lambda x: -((x[2] or x[1] or MIN) - MIN).total_seconds())[0]
        fst = min(l, key=lambda x: (x[1] is None, x[1] or MIN))[0]
        for rid, est, lu, b, typ, act, upd in l:
            g = groups[b]
            emit({"userId": persons[a], "groupId": b, "timestamp": iso(upd), "traits": {"name": g[0], "status": g[1], "plan": g[2]},
                  "relationshipAttributes": {"id": rid, "type": typ, "establishedAt": iso(est), "lastUpdatedAt": iso(lu), "isActive": act,
                                             "isMostRecent": rid == rec, "isFirst": rid == fst, "relationshipCount": len(l)}})
w.close()
