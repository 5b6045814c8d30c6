#include "row.h"

#include <string.h>

#include "hash.h"
#include "json.h"

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void sluice_ulid(uint8_t *out, uint64_t milliseconds, uint64_t low, uint64_t high) {
  for (int at = 9; at >= 0; at--) {
    out[at] = (uint8_t)crockford[milliseconds & 31];
    milliseconds >>= 5;
  }
  high &= 0xffff;
  for (int at = 25; at >= 10; at--) {
    out[at] = (uint8_t)crockford[low & 31];
    low = low >> 5 | high << 59;
    high >>= 5;
  }
}

// A CSV field of RFC 4180: quoted where it has to be, and where it is empty, so that it differs from null.
static size_t csv_field(uint8_t *out, const uint8_t *in, size_t n, size_t readable) {
  if (n == 0) {
    out[0] = out[1] = '"';
    return 2;
  }
  size_t at = 0;
  while (at < n && in[at] != '"' && in[at] != ',' && in[at] != '\n' && in[at] != '\r') at++;
  if (at == n && in[0] != ' ' && in[n - 1] != ' ') return sluice_copy(out, in, n, readable);
  uint8_t *start = out;
  *out++ = '"';
  for (at = 0; at < n; at++) {
    if (in[at] == '"') *out++ = '"';
    *out++ = in[at];
  }
  *out++ = '"';
  return (size_t)(out - start);
}

static int begins_like_a_date(const uint8_t *in, size_t n) {
  return n >= 10 && in[4] == '-' && in[7] == '-';
}

// Whether a string inside of an array begins like a date; `in` is valid JSON.
static int has_date_in_array(const uint8_t *in, size_t n) {
  const uint8_t *end = in + n;
  const uint8_t *at = memchr(in, '-', n) ? memchr(in, '[', n) : NULL;
  size_t depth = 0;
  for (; at && at < end; at++) {
    if (*at == '[') depth++;
    if (*at == ']') depth--;
    if (*at != '"') continue;
    if (depth > 0 && begins_like_a_date(at + 1, (size_t)(end - at - 1))) return 1;
    for (at++; at < end && *at != '"'; at++) {
      if (*at == '\\') at++;
    }
  }
  return 0;
}

static uint64_t ulid_milliseconds(sluice_instant time) {
  if (time.nanoseconds < 0 || time.seconds < 0 || time.seconds > 281474976709) return 0;
  return (uint64_t)time.seconds * 1000 + (uint64_t)time.nanoseconds / 1000000;
}

// The value of a part's cell that has one; `form` is not one of text.
static size_t fixed_value(uint8_t *out, const sluice_part *part, size_t row) {
  const sluice_instant *time = (const sluice_instant *)part->values + row;
  switch (part->form) {
    case SLUICE_FORM_INTEGER: return sluice_integer(out, ((const int64_t *)part->values)[row]);
    case SLUICE_FORM_BOOLEAN:
      if (((const uint8_t *)part->values)[row] == 1) {
        memcpy(out, "true", 4);
        return 4;
      }
      memcpy(out, "false", 5);
      return 5;
    case SLUICE_FORM_ISO8601: return sluice_iso8601(out, time->seconds, time->nanoseconds);
    case SLUICE_FORM_SNOWFLAKE:
      return sluice_date_time(out, time->seconds, time->nanoseconds, ' ');
    case SLUICE_FORM_DATE: {
      uint32_t of_day;
      return sluice_date(out, sluice_days(time->seconds, &of_day));
    }
    default: return sluice_integer(out, time->seconds);
  }
}

// 0 for a value, 1 for null, 2 for missing.
static int fixed_state(const sluice_part *part, size_t row) {
  switch (part->form) {
    case SLUICE_FORM_INTEGER: return part->states ? part->states[row] : 0;
    case SLUICE_FORM_BOOLEAN: {
      uint8_t truth = ((const uint8_t *)part->values)[row];
      return truth < 2 ? 0 : truth - 1;
    }
    default: {
      int32_t nanoseconds = ((const sluice_instant *)part->values)[row].nanoseconds;
      return nanoseconds >= 0 ? 0 : -nanoseconds;
    }
  }
}

void sluice_row(uint8_t *out, size_t room, const sluice_part *parts, size_t count, size_t row,
                const sluice_instant *times, size_t tail, sluice_row_result *result) {
  uint8_t *const start = out;
  uint8_t *const limit = out + room;
  uint8_t *opened[8];
  size_t depth = 0;
  uint8_t *ulid = NULL;
  int32_t longest = 0;
  uint32_t dates = 0;
  uint32_t array_dates = 0;
  result->length = 0;
  result->is_outside = 0;
  for (size_t at = 0; at < count; at++) {
    const sluice_part *part = parts + at;
    size_t needed = part->lead_length + SLUICE_TIME_ROOM + SLUICE_JSON_SLACK;
    if (needed > (size_t)(limit - out)) goto full;
    switch (part->op) {
      case SLUICE_PART_LITERAL:
        out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
        continue;
      case SLUICE_PART_OPEN:
        out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
        opened[depth++ & 7] = out;
        continue;
      case SLUICE_PART_CLOSE: {
        uint8_t *first = opened[--depth & 7];
        if (first == out) out++;
        *first = '{';
        *out++ = '}';
        continue;
      }
      case SLUICE_PART_ULID:
        out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
        *out++ = '"';
        ulid = out;
        memset(out, '0', 26);
        out += 26;
        *out++ = '"';
        continue;
      case SLUICE_PART_UNLESS:
        if (((const sluice_slice *)part->values)[row].length <= 0) at += part->skip;
        continue;
      default: break;
    }

    if (part->form <= SLUICE_FORM_CSV) {
      sluice_slice slice = ((const sluice_slice *)part->values)[row];
      if (slice.length >= (part->flags & SLUICE_FLAG_EMPTY_IS_ABSENT ? 1 : 0)) {
        size_t n = (size_t)slice.length;
        if ((size_t)slice.start + n > part->block_count) {
          result->is_outside = 1;
          return;
        }
        needed += part->form == SLUICE_FORM_STRING ? 6 * n : 2 * n + 2;
        if (needed > (size_t)(limit - out)) goto full;
        const uint8_t *in = part->block + slice.start;
        size_t readable = part->block_capacity - slice.start;
        out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
        if (part->flags & SLUICE_FLAG_MEASURE && slice.length > longest) longest = slice.length;
        if (part->flags & SLUICE_FLAG_DATES) {
          if (part->form == SLUICE_FORM_JSON) {
            array_dates += (uint32_t)has_date_in_array(in, n);
          } else {
            dates += (uint32_t)begins_like_a_date(in, n);
          }
        }
        switch (part->form) {
          case SLUICE_FORM_STRING: out += sluice_json_string(out, in, n, readable); break;
          case SLUICE_FORM_JSON: out += sluice_json_verbatim(out, in, n, readable); break;
          case SLUICE_FORM_CSV: out += csv_field(out, in, n, readable); break;
          default:
            if (part->flags & SLUICE_FLAG_QUOTE) *out++ = '"';
            out += sluice_copy(out, in, n, readable);
            if (part->flags & SLUICE_FLAG_QUOTE) *out++ = '"';
            break;
        }
        continue;
      }
      if (part->absent == SLUICE_ABSENT_OMIT) continue;
      if (part->absent == SLUICE_ABSENT_NULL && slice.length == -2) continue;
    } else {
      int state = fixed_state(part, row);
      if (state == 0) {
        out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
        if (part->flags & SLUICE_FLAG_QUOTE) *out++ = '"';
        out += fixed_value(out, part, row);
        if (part->flags & SLUICE_FLAG_QUOTE) *out++ = '"';
        continue;
      }
      if (part->absent == SLUICE_ABSENT_OMIT) continue;
      if (part->absent == SLUICE_ABSENT_NULL && state == 2) continue;
    }
    out += sluice_copy(out, part->lead, part->lead_length, part->lead_length + 16);
    if (part->absent != SLUICE_ABSENT_LEAD) {
      memcpy(out, "null", 4);
      out += 4;
    }
    continue;
  full:
    result->needed = (size_t)(out - start) + needed;
    return;
  }
  result->length = (size_t)(out - start);
  result->longest = longest;
  result->dates = dates;
  result->array_dates = array_dates;
  if (ulid) {
    uint64_t words[2];
    sluice_hash128(start, result->length - tail, 0, words);
    sluice_ulid(ulid, times ? ulid_milliseconds(times[row]) : 0, words[0], words[1]);
  }
}
