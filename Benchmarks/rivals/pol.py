#!/usr/bin/env python3
"""pol.py JOB DIR OUT   Polars lazy, streaming engine, sink_ndjson."""
import os, sys
os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl
job, d, out = sys.argv[1:4]
c = pl.col
def scan(f, cs):
    return pl.scan_csv(f"{d}/{f}", schema={x: pl.String for x in cs.split(",")}, null_values=[""])
ENT = lambda: scan("entities*.csv.gz", "entity_id,entity_type,email,user_id,segment_anonymous_id,first_name,last_name,phone,status,plan,lifetime_value,is_subscribed,location_id,location_name,signup_ip,tags,_created_at,_updated_at,_processed_at")
PART = lambda: scan("entity_participants*.csv.gz", "event_id,entity_id,entity_type")
REL = lambda: scan("relationships*.csv.gz", "relationship_id,entity_a_id,entity_a_type,entity_b_id,entity_b_type,relationship_type,established_at,last_updated_at,is_active,_updated_at")
def pts(e):
    """wall clock from the fixed prefix, fraction and offset from what follows (faster than coalescing five strptimes)"""
    wall = e.str.slice(0, 19).str.replace("T", " ", literal=True).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="ms", strict=False)
    ms = e.str.extract(r"\.(\d{3})").cast(pl.Int64).fill_null(0)
    off = e.str.extract(r"([+-]\d\d:?\d\d)$").str.replace(":", "", literal=True)
    sign = pl.when(off.str.starts_with("-")).then(-1).otherwise(1)
    mins = (off.str.slice(1, 2).cast(pl.Int64) * 60 + off.str.slice(3, 2).cast(pl.Int64)) * sign
    return wall + pl.duration(milliseconds=ms) - pl.duration(minutes=mins.fill_null(0))
def iso(e):
    return e.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
def boo(e):
    return e == "true"
uid = pl.coalesce(c.user_id, c.entity_id)
if job == "J1":
    q = (ENT().filter(c.email.is_not_null() & (c.status == "active"))
         .with_columns(k=c.email.str.strip_chars(" ").str.to_lowercase(), t=pts(c._updated_at))
         .drop("signup_ip", "location_name", "entity_type", "_processed_at", "email", "_updated_at"))
    if os.environ.get("POL") == "sort":
        q = q.sort(["t", "entity_id"], descending=[True, False], nulls_last=True).unique("k", keep="first", maintain_order=False)
    else:  # winners by group_by, no sort
        cols = [x for x in q.collect_schema().names() if x != "k"]
        q = q.with_columns(o=pl.struct(-c.t.dt.epoch("ms").fill_null(-(10**15)), c.entity_id))
        q = q.group_by("k").agg(pl.col(cols).sort_by(-c.t.dt.epoch("ms").fill_null(-(10**15)), c.entity_id).first())
    q = q.select(uid.alias("userId"), c.segment_anonymous_id.alias("anonymousId"), iso(c.t).alias("timestamp"),
        pl.struct(c.entity_id, c.k.alias("email"), c.first_name, c.last_name, c.phone, c.status, c.plan, c.lifetime_value.cast(pl.Float64).alias("ltv"),
                  boo(c.is_subscribed).alias("is_subscribed"), c.location_id.alias("home_location_id"), c.tags.str.json_decode(pl.List(pl.String)).alias("tags"),
                  iso(pts(c._created_at)).alias("created_at")).alias("traits"))
elif job == "J2":
    S = pl.String
    items = pl.List(pl.Struct({"sku": S, "qty": pl.Int64, "price": pl.Float64}))
    props = pl.Struct({"order_id": S, "items": items, "coupon": S, "gift": pl.Boolean, "page": pl.Struct({"path": S, "title": S, "referrer": S}),
                       "utm": pl.Struct({"source": S, "campaign": S}), "note": S, "duration_ms": pl.Int64, "device": pl.Struct({"os": S, "version": S})})
    ev = pl.scan_ndjson(f"{d}/events*.ndjson.gz", schema={"event_id": S, "occurred_at": S, "event_name": S, "event_type": S, "value": pl.Float64, "value_unit": S, "source": S, "properties": props})
    p = ENT().filter((c.entity_type == "person") & c.email.is_not_null()).select("entity_id", uid.alias("u"), "segment_anonymous_id")
    q = (ev.filter(c.source.is_in(["web", "mobile_app"])).join(PART().filter(c.entity_type == "person").select("event_id", "entity_id").join(p, on="entity_id"), on="event_id")
         .select(c.u.alias("userId"), c.segment_anonymous_id.alias("anonymousId"), c.event_name.alias("event"), iso(pts(c.occurred_at)).alias("timestamp"),
                 c.event_id.alias("messageId"), pl.struct("event_type", "value", "value_unit", "source", c.properties.alias("details")).alias("properties")))
elif job == "J3":
    e = ENT()
    p = e.filter((c.entity_type == "person") & c.email.is_not_null()).select("entity_id", uid.alias("u"))
    g = ENT().filter(c.entity_type == "group").select("entity_id", c.location_name.alias("name"), "status", "plan")
    r = (REL().filter((c.entity_a_type == "person") & (c.entity_b_type == "group")).join(p, left_on="entity_a_id", right_on="entity_id")
         .join(g, left_on="entity_b_id", right_on="entity_id").with_columns(est=pts(c.established_at), lu=pts(c.last_updated_at), upd=pts(c._updated_at)))
    r = r.with_columns(rk=-pl.coalesce(c.lu, c.est).dt.epoch("ms").fill_null(-(10**15)), fk=c.est.dt.epoch("ms").fill_null(10**15))
    r = r.with_columns(rec=c.relationship_id.sort_by("rk", "relationship_id").first().over("entity_a_id"),
                       fst=c.relationship_id.sort_by("fk", "relationship_id").first().over("entity_a_id"), n=pl.len().over("entity_a_id"))
    q = r.select(c.u.alias("userId"), c.entity_b_id.alias("groupId"), iso(c.upd).alias("timestamp"), pl.struct("name", "status", "plan").alias("traits"),
        pl.struct(c.relationship_id.alias("id"), c.relationship_type.alias("type"), iso(c.est).alias("establishedAt"), iso(c.lu).alias("lastUpdatedAt"),
                  boo(c.is_active).alias("isActive"), (c.relationship_id == c.rec).alias("isMostRecent"), (c.relationship_id == c.fst).alias("isFirst"),
                  c.n.alias("relationshipCount")).alias("relationshipAttributes"))
if os.environ.get("POL_ENGINE") == "mem":
    q.collect().write_ndjson(out)
else:
    q.sink_ndjson(out, maintain_order=False, engine="streaming")
