// Lines written in rooms that begin too small, against a writer that appends one part after the other.
#include "fuzz.h"

enum { PARTS = 24, LEADS = 4 };

static const char *const leads[LEADS] = {"", ",", ",\"a\":", ",\"a longer name of a member\":"};

typedef struct {
  uint8_t *block;
  size_t n;
  sluice_slice cell;
  int64_t integer;
  sluice_instant time;
  uint8_t truth, state;
} value;

typedef struct {
  char *bytes;
  size_t count;
} text;

static void append(text *t, const void *bytes, size_t n) {
  memcpy(t->bytes + t->count, bytes, n);
  t->count += n;
}

static void append_csv(text *t, const uint8_t *p, size_t n) {
  int is_quoted = n == 0 || p[0] == ' ' || p[n - 1] == ' ';
  for (size_t at = 0; at < n; at++) is_quoted |= p[at] == '"' || p[at] == ',' || p[at] == '\n' || p[at] == '\r';
  if (is_quoted) append(t, "\"", 1);
  for (size_t at = 0; at < n; at++) {
    if (p[at] == '"') append(t, "\"", 1);
    append(t, p + at, 1);
  }
  if (is_quoted) append(t, "\"", 1);
}

static void append_value(text *t, const sluice_part *part, const value *v) {
  const uint8_t *p = v->block + v->cell.start;
  size_t n = v->cell.length > 0 ? (size_t)v->cell.length : 0;
  uint8_t out[64];
  uint32_t rest;
  switch (part->form) {
    // What a string looks like is checked in json_write.c.
    case SLUICE_FORM_STRING: {
      uint8_t *string = malloc(sluice_json_string_room(n));
      append(t, string, sluice_json_string(string, p, n, n));
      free(string);
      return;
    }
    case SLUICE_FORM_JSON:
      for (size_t at = 0; at < n; at++) append(t, p[at] < 0x20 ? (const uint8_t *)" " : p + at, 1);
      return;
    case SLUICE_FORM_CSV: append_csv(t, p, n); return;
    default: break;
  }
  if (part->flags & SLUICE_FLAG_QUOTE) append(t, "\"", 1);
  switch (part->form) {
    case SLUICE_FORM_VERBATIM: append(t, p, n); break;
    case SLUICE_FORM_INTEGER: append(t, out, (size_t)sprintf((char *)out, "%lld", (long long)v->integer)); break;
    case SLUICE_FORM_BOOLEAN: append(t, v->truth ? "true" : "false", v->truth ? 4 : 5); break;
    case SLUICE_FORM_ISO8601: append(t, out, sluice_iso8601(out, v->time.seconds, v->time.nanoseconds)); break;
    case SLUICE_FORM_SNOWFLAKE: append(t, out, sluice_date_time(out, v->time.seconds, v->time.nanoseconds, ' ')); break;
    case SLUICE_FORM_DATE: append(t, out, sluice_date(out, sluice_days(v->time.seconds, &rest))); break;
    default: append(t, out, (size_t)sprintf((char *)out, "%lld", (long long)v->time.seconds));
  }
  if (part->flags & SLUICE_FLAG_QUOTE) append(t, "\"", 1);
}

// 0 for a value, 1 for null, 2 for missing.
static int state_of(const sluice_part *part, const value *v) {
  if (part->form <= SLUICE_FORM_CSV) {
    if (v->cell.length < 0) return -v->cell.length;
    return v->cell.length == 0 && part->flags & SLUICE_FLAG_EMPTY_IS_ABSENT;
  }
  if (part->form == SLUICE_FORM_INTEGER) return part->states ? v->state : 0;
  if (part->form == SLUICE_FORM_BOOLEAN) return v->truth < 2 ? 0 : v->truth - 1;
  return v->time.nanoseconds < 0 ? -v->time.nanoseconds : 0;
}

// Returns where the ULID stands, or 0.
static size_t write_plainly(text *t, const sluice_part *parts, size_t count, const value *v) {
  size_t opened[8], depth = 0, ulid = 0;
  for (size_t at = 0; at < count; at++) {
    const sluice_part *part = parts + at;
    int state = part->op == SLUICE_PART_CELL ? state_of(part, v + at) : 0;
    if (part->op == SLUICE_PART_UNLESS) {
      if (v[at].cell.length <= 0) at += part->skip;
      continue;
    }
    if (part->op == SLUICE_PART_CLOSE) {
      if (opened[--depth] == t->count) t->count++;
      t->bytes[opened[depth]] = '{';
      append(t, "}", 1);
      continue;
    }
    if (state && (part->absent == SLUICE_ABSENT_OMIT || (part->absent == SLUICE_ABSENT_NULL && state == 2))) continue;
    append(t, part->lead, part->lead_length);
    if (part->op == SLUICE_PART_OPEN) opened[depth++] = t->count;
    if (part->op == SLUICE_PART_ULID) {
      ulid = t->count + 1;
      append(t, "\"00000000000000000000000000\"", 28);
    }
    if (part->op == SLUICE_PART_CELL && !state) append_value(t, part, v + at);
    if (part->op == SLUICE_PART_CELL && state && part->absent != SLUICE_ABSENT_LEAD) append(t, "null", 4);
  }
  return ulid;
}

// Takes a value of every kind from the input; the cell is the rest of its bytes up to a line feed.
static value take_value(input *in) {
  value v = {0};
  uint8_t kind = next(in);
  v.integer = (int64_t)next_word(in) >> (kind & 63);
  v.state = kind % 3;
  v.truth = kind & 3;
  // Years of nine digits at most.
  v.time = (sluice_instant){v.integer % 31000000000000000, (int32_t)(kind % 7) - 2};
  if (v.time.nanoseconds > 0) v.time.nanoseconds *= 199999999;
  while (v.n < in->count && in->bytes[v.n] != '\n') v.n++;
  v.block = exactly(in->bytes, v.n);
  v.cell = (sluice_slice){0, (int32_t)v.n};
  if (kind >> 6 == 3) v.cell = (sluice_slice){0, -1 - (kind & 1)};
  // Not always all of its block.
  if (kind >> 6 == 2 && v.n) v.cell = (sluice_slice){kind % v.n, (int32_t)(v.n - kind % v.n)};
  size_t eaten = v.n + (v.n < in->count);
  in->bytes += eaten;
  in->count -= eaten;
  return v;
}

static sluice_part take_part(input *in, value *v, uint8_t **lead_blocks, size_t *depth, int *was_unless, int *has_ulid) {
  uint8_t choice = next(in), form = next(in), flags = next(in);
  sluice_part part = {.op = choice & 7, .form = form % 10, .absent = form >> 4 & 3, .flags = flags & 15};
  // What stands behind an UNLESS is a cell, so that no object loses an end.
  if (part.op > SLUICE_PART_UNLESS || *was_unless) part.op = SLUICE_PART_CELL;
  if (part.op == SLUICE_PART_OPEN && *depth == 8) part.op = SLUICE_PART_CELL;
  if (part.op == SLUICE_PART_CLOSE && *depth == 0) part.op = SLUICE_PART_CELL;
  if (part.op == SLUICE_PART_ULID && *has_ulid) part.op = SLUICE_PART_LITERAL;
  *depth += (part.op == SLUICE_PART_OPEN) - (part.op == SLUICE_PART_CLOSE);
  *was_unless = part.op == SLUICE_PART_UNLESS;
  *has_ulid |= part.op == SLUICE_PART_ULID;
  part.skip = 1;
  part.lead = lead_blocks[choice >> 6];
  part.lead_length = part.op == SLUICE_PART_CLOSE ? 0 : strlen(leads[choice >> 6]);
  *v = take_value(in);
  size_t end;
  int is_json = sluice_json_value(v->block, 0, v->n, &end) == SLUICE_JSON_OK && end == v->n;
  if (part.form == SLUICE_FORM_JSON && (!is_json || v->cell.start)) part.form = SLUICE_FORM_STRING;
  part.block = v->block;
  part.block_count = part.block_capacity = v->n;
  part.values = part.form <= SLUICE_FORM_CSV || part.op == SLUICE_PART_UNLESS ? (const void *)&v->cell
                : part.form == SLUICE_FORM_INTEGER                            ? (const void *)&v->integer
                : part.form == SLUICE_FORM_BOOLEAN                            ? (const void *)&v->truth
                                                                              : (const void *)&v->time;
  if (flags & 16) part.states = &v->state;
  return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  uint8_t *lead_blocks[LEADS];
  // With 16 readable bytes behind each.
  for (int at = 0; at < LEADS; at++) {
    size_t n = strlen(leads[at]);
    lead_blocks[at] = malloc(n + 16);
    memset(lead_blocks[at], '#', n + 16);
    memcpy(lead_blocks[at], leads[at], n);
  }
  value values[PARTS + 8];
  sluice_part parts[PARTS + 8];
  size_t count = 0, depth = 0, room = next(&in), tries = 0;
  int was_unless = 0, has_ulid = 0;
  while (count < PARTS && in.count) {
    parts[count] = take_part(&in, values + count, lead_blocks, &depth, &was_unless, &has_ulid);
    count++;
  }
  if (was_unless) free(values[--count].block);
  size_t taken = count;
  while (depth--) parts[count++] = (sluice_part){.op = SLUICE_PART_CLOSE};

  size_t most = 8 * size + PARTS * 128 + 64;
  text t = {malloc(most), 0};
  size_t ulid = write_plainly(&t, parts, count, values);
  sluice_instant time = {1700000000, 5};
  sluice_row_result result;
  for (;; tries++) {
    uint8_t *out = malloc(room);
    sluice_row(out, room, parts, count, 0, &time, 0, &result);
    CHECK(!result.is_outside, "a slice is outside");
    if (result.length || count == 0 || t.count == 0) {
      CHECK(result.length == t.count, "%zu bytes, not %zu", result.length, t.count);
      if (ulid) {
        uint64_t words[2];
        sluice_hash128((const uint8_t *)t.bytes, t.count, 0, words);
        sluice_ulid((uint8_t *)t.bytes + ulid, 1700000000000, words[0], words[1]);
      }
      CHECK(!memcmp(out, t.bytes, result.length), "the line differs");
      free(out);
      break;
    }
    CHECK(result.needed > room && tries <= 2 * count, "needs %zu of a room of %zu", result.needed, room);
    room = result.needed;
    free(out);
  }
  for (size_t at = 0; at < taken; at++) {
    if (parts[at].op != SLUICE_PART_CELL || parts[at].form > SLUICE_FORM_CSV || values[at].cell.length < 1) continue;
    parts[at].block_count--;
    if (values[at].cell.start + (size_t)values[at].cell.length > parts[at].block_count) {
      uint8_t *out = malloc(most);
      sluice_row(out, most, parts + at, 1, 0, NULL, 0, &result);
      CHECK(result.is_outside && !result.length, "a slice outside is written");
      free(out);
    }
  }
  for (size_t at = 0; at < taken; at++) free(values[at].block);
  for (int at = 0; at < LEADS; at++) free(lead_blocks[at]);
  free(t.bytes);
  return 0;
}
