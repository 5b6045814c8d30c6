#include "instant.h"

#include <string.h>

static inline uint64_t load8(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return word;
}

static inline uint32_t at(uint64_t word, unsigned byte) { return (uint32_t)(word >> (8 * byte)) & 0xff; }

// In the highest bit of each byte whether it is above its limit, given as 0x7f less the limits; right up to the first.
static inline uint64_t above(uint64_t word, uint64_t room) { return ((word + room) | word) & 0x8080808080808080ull; }

// In each byte the number that its digit and the next spell.
static inline uint64_t pairs(uint64_t digits) { return digits * 10 + (digits >> 8); }

// The number of eight digits, the first in the lowest byte.
static inline uint32_t eight(uint64_t digits) {
  uint64_t twos = pairs(digits);
  return (uint32_t)(((twos & 0x000000ff000000ffull) * 0x000f424000000064ull +
                     ((twos >> 16) & 0x000000ff000000ffull) * 0x0000271000000001ull) >>
                    32);
}

// The number that two digits spell; 100 or more when they are none.
static inline uint32_t pair(const uint8_t *p) {
  uint32_t tens = (uint32_t)p[0] - '0', ones = (uint32_t)p[1] - '0';
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

static inline int is_leap(uint32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Days from 1970-01-01 to a day of a month, which is 1 to 12; counts from 1 March, so that the leap day is the last of
// its year. Years are 0 to 9999 and counted from 400 years before, since January of the year 0 belongs to the one before.
static inline int64_t days_since_epoch(uint32_t year, uint32_t month, uint32_t day) {
  static const uint16_t before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
  uint32_t shifted = year + 400 - (month <= 2), centuries = shifted / 100;
  return (int64_t)(shifted * 365 + shifted / 4 - centuries + centuries / 4 + before[month] + day) - 1 - 719468 - 146097;
}

// Seconds east of UTC that the rest of a text names; 0 when that is no zone.
static inline int zone(const uint8_t *p, size_t n, int64_t standard, int64_t *seconds) {
  if (n == 0) {
    *seconds = standard;
    return 1;
  }
  if (p[0] == ' ') {
    p++;
    n--;
  }
  if (n == 0) return 0;
  if (p[0] == 'Z' || p[0] == 'z') {
    *seconds = 0;
    return n == 1;
  }
  if (p[0] == 'U') {
    *seconds = 0;
    return n == 3 && p[1] == 'T' && p[2] == 'C';
  }
  if ((p[0] != '+' && p[0] != '-') || n < 3) return 0;
  uint32_t hours = pair(p + 1), minutes = 0;
  if (n == 5) {
    minutes = pair(p + 3);
  } else if (n == 6 && p[3] == ':') {
    minutes = pair(p + 4);
  } else if (n != 3) {
    return 0;
  }
  if (hours >= 24 || minutes >= 60) return 0;
  int64_t size = hours * 3600 + minutes * 60;
  *seconds = p[0] == '-' ? -size : size;
  return 1;
}

// So many bytes are read at the start of any text.
enum { READ = 28 };

// Reads `YYYY-MM-DD hh:mm:ss` and what may follow; `n` is at least 19, and READ bytes can be read.
static inline __attribute__((always_inline)) int instant(const uint8_t *p, size_t n, int64_t offset, sluice_instant *out) {
  // The tens of months, hours, minutes and seconds have limits of their own.
  uint64_t date = load8(p) ^ 0x2d30302d30303030ull, time = load8(p + 11) ^ 0x30303a30303a3030ull;
  if (above(date, 0x7f767e7f76767676ull) | above(time, 0x767a7f767a7f767dull)) return 0;
  if (p[10] != ' ' && (p[10] | 0x20) != 't') return 0;
  uint64_t year_month = pairs(date), clock = pairs(time);
  uint32_t year = at(year_month, 0) * 100 + at(year_month, 2), month = at(year_month, 5), day = pair(p + 8);
  // None in what is no month.
  static const uint8_t days[20] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (day - 1 >= days[month] && !(month == 2 && day == 29 && is_leap(year))) return 0;
  uint32_t hour = at(clock, 0), minute = at(clock, 3), second = at(clock, 6);
  if (hour > 23) return 0;

  uint32_t nanoseconds = 0;
  size_t next = 19;
  if (n > 19 && p[19] == '.') {
    // Digits up to the first byte that is none or past the end; zeros stand for those that lack.
    uint64_t fraction = load8(p + 20) ^ 0x3030303030303030ull, other = above(fraction, 0x7676767676767676ull);
    size_t digits = other ? (size_t)__builtin_ctzll(other) / 8 : 8;
    if (digits > n - 20) digits = n - 20;
    if (digits == 0) return 0;
    nanoseconds = eight(fraction & ~0ull >> (64 - 8 * digits)) * 10;
    if (digits == 8 && n > 28 && (uint8_t)(p[28] - '0') < 10) {
      nanoseconds += p[28] - '0';
      digits = 9;
    }
    next = 20 + digits;
  }
  int64_t east;
  if (!zone(p + next, n - next, offset, &east)) return 0;
  out->seconds = days_since_epoch(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - east;
  out->nanoseconds = (int32_t)nanoseconds;
  return 1;
}

// Reads a text that leaves out its time or its seconds, or behind which too little can be read.
static __attribute__((noinline)) int instant_in_full(const uint8_t *p, size_t n, int64_t offset, sluice_instant *out) {
  uint8_t text[sizeof "YYYY-MM-DD hh:mm:ss.fffffffff +hh:mm"] = {0};
  // A fraction of minutes counts as seconds, and is refused as such.
  int has_seconds = n > 16 && (p[16] == ':' || p[16] == '.');
  size_t given = n == 10 ? 10 : has_seconds ? 19 : 16, lacking = 19 - given, all = n + lacking;
  if (n < given || all > sizeof text) return 0;
  memcpy(text, p, given);
  memcpy(text + given, &"T00:00:00"[given - 10], lacking);
  memcpy(text + 19, p + given, n - given);
  return instant(text, all, offset, out);
}

size_t sluice_instants(const uint8_t *bytes, size_t capacity, const sluice_slice *slices, size_t count, int64_t offset,
                       sluice_instant *out, uint32_t *failed) {
  size_t noted = 0;
  for (size_t row = 0; row < count; row++) {
    int32_t n = slices[row].length;
    const uint8_t *p = bytes + slices[row].start;
    if (n >= 19 && p[16] == ':' && slices[row].start + (size_t)READ <= capacity) {
      if (instant(p, (size_t)n, offset, out + row)) continue;
    } else if (n >= 0 && instant_in_full(p, (size_t)n, offset, out + row)) {
      continue;
    }
    if (n >= 0) failed[noted++] = (uint32_t)row;
    out[row].seconds = INT64_MIN;
    out[row].nanoseconds = n >= 0 ? -1 : n;
  }
  return noted;
}
