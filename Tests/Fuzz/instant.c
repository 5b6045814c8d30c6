// Written times against a reader of one part after the other, and back through the writer.
#include "fuzz.h"

typedef struct {
  const uint8_t *p, *end;
} text;

static int take(text *t, uint8_t byte) { return t->p < t->end && *t->p == byte ? t->p++, 1 : 0; }

// Exactly `digits` digits, or -1.
static int64_t number(text *t, int digits) {
  int64_t value = 0;
  for (; digits > 0; digits--, t->p++) {
    if (t->p == t->end || *t->p < '0' || *t->p > '9') return -1;
    value = value * 10 + (*t->p - '0');
  }
  return value;
}

static int is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int64_t days_of(int64_t month, int64_t year) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year));
}

static int zone(text *t, int64_t standard, int64_t *east) {
  *east = standard;
  if (t->p == t->end) return 1;
  take(t, ' ');
  *east = 0;
  size_t left = (size_t)(t->end - t->p);
  if (left == 1 && (*t->p | 0x20) == 'z') return 1;
  if (left == 3 && !memcmp(t->p, "UTC", 3)) return 1;
  int is_west = take(t, '-');
  if (!is_west && !take(t, '+')) return 0;
  int64_t hours = number(t, 2), minutes = 0;
  if (t->p != t->end) {
    take(t, ':');
    minutes = number(t, 2);
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || t->p != t->end) return 0;
  *east = (is_west ? -1 : 1) * (hours * 3600 + minutes * 60);
  return 1;
}

static int read_plainly(text t, int64_t standard, sluice_instant *out) {
  int64_t year = number(&t, 4);
  if (year < 0 || !take(&t, '-')) return 0;
  int64_t month = number(&t, 2);
  if (month < 1 || month > 12 || !take(&t, '-')) return 0;
  int64_t day = number(&t, 2);
  if (day < 1 || day > days_of(month, year)) return 0;
  int64_t days = day - 1, hour = 0, minute = 0, second = 0, nanoseconds = 0, east = standard;
  for (int64_t m = 1; m < month; m++) days += days_of(m, year);
  for (int64_t y = year < 1970 ? year : 1970; y < year || y < 1970; y++)
    days += (y < 1970 ? -1 : 1) * (365 + is_leap(y));
  if (t.p != t.end) {
    if (!take(&t, ' ') && !take(&t, 'T') && !take(&t, 't')) return 0;
    hour = number(&t, 2);
    if (hour < 0 || hour > 23 || !take(&t, ':')) return 0;
    minute = number(&t, 2);
    if (minute < 0 || minute > 59) return 0;
    if (take(&t, ':')) {
      second = number(&t, 2);
      if (second < 0 || second > 59) return 0;
      if (take(&t, '.')) {
        int64_t scale = 100000000;
        const uint8_t *first = t.p;
        for (; scale && t.p < t.end && *t.p >= '0' && *t.p <= '9'; t.p++, scale /= 10)
          nanoseconds += (*t.p - '0') * scale;
        if (t.p == first) return 0;
      }
    }
    if (!zone(&t, standard, &east)) return 0;
  }
  *out = (sluice_instant){days * 86400 + hour * 3600 + minute * 60 + second - east, (int32_t)nanoseconds};
  return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  int64_t offset = ((int8_t)next(&in)) * 600;
  size_t n = in.count;
  uint8_t *bytes = exactly(in.bytes, n);
  sluice_slice cells[64];
  size_t count = cut(bytes, n, '\n', cells, 64), noted = 0;
  sluice_instant *out = malloc(count * sizeof *out), wanted, back;
  uint32_t *failed = malloc(count * sizeof *failed);
  size_t notes = sluice_instants(bytes, n, cells, count, offset, out, failed);
  for (size_t row = 0; row < count; row++) {
    const uint8_t *p = bytes + cells[row].start;
    int32_t length = cells[row].length;
    if (length < 0) {
      CHECK(out[row].nanoseconds == length, "row %zu: no value", row);
      continue;
    }
    if (!read_plainly((text){p, p + length}, offset, &wanted)) {
      CHECK(out[row].nanoseconds == -1 && noted < notes && failed[noted] == row, "row %zu is no time", row);
      noted++;
      continue;
    }
    CHECK(out[row].seconds == wanted.seconds && out[row].nanoseconds == wanted.nanoseconds,
          "row %zu: %lld s, not %lld", row, (long long)out[row].seconds, (long long)wanted.seconds);
    uint8_t *written = malloc(SLUICE_TIME_ROOM);
    int32_t end = (int32_t)sluice_iso8601(written, wanted.seconds, wanted.nanoseconds);
    // Years of four digits come back; a zone may have moved the moment out of them.
    if (written[0] != '-' && written[0] != '+') {
      uint8_t *exact = exactly(written, (size_t)end);
      uint32_t none;
      CHECK(!sluice_instants(exact, (size_t)end, &(sluice_slice){0, end}, 1, 0, &back, &none), "written time %.*s", end, written);
      CHECK(back.seconds == wanted.seconds && back.nanoseconds == wanted.nanoseconds / 1000000 * 1000000,
            "there and back: %.*s", end, written);
      free(exact);
    }
    free(written);
  }
  CHECK(noted == notes, "%zu of %zu notes", noted, notes);
  free(failed);
  free(out);
  free(bytes);
  return 0;
}
