#include "instant.h"

#include <string.h>

static inline uint64_t load8(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return word;
}

// Whether each byte is below ten.
static inline int all_digits(uint64_t digits) {
  return !(((digits + 0x7676767676767676ull) | digits) & 0x8080808080808080ull);
}

static inline uint32_t at(uint64_t word, unsigned byte) { return (uint32_t)(word >> (8 * byte)) & 0xff; }
static inline uint32_t two(uint64_t word, unsigned byte) { return at(word, byte) * 10 + at(word, byte + 1); }

// The number that two digits spell; 100 or more when they are none.
static inline uint32_t pair(const uint8_t *p) {
  uint32_t tens = (uint32_t)p[0] - '0', ones = (uint32_t)p[1] - '0';
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

static inline uint32_t days_in_month(uint32_t month, uint32_t year) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days from 1970-01-01; counts from 1 March, so that the leap day is the last of its year. Years are 0 to 9999.
static inline int64_t days_since_epoch(uint32_t year, uint32_t month, uint32_t day) {
  static const uint16_t before[12] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
  int32_t shifted = (int32_t)year - (month <= 2);
  int32_t era_days = shifted * 365 + (shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1);
  return (int64_t)era_days + before[month - 1] + (int32_t)day - 1 - 719468;
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

static inline int instant(const uint8_t *p, size_t n, int64_t offset, sluice_instant *out) {
  if (n < 10) return 0;
  // `YYYY-MM-`, digits as numbers and dashes as zeros; then `DD`.
  uint64_t date = load8(p) ^ 0x2d30302d30303030ull;
  uint32_t day = pair(p + 8);
  if (!all_digits(date) || (date & 0xff0000ff00000000ull)) return 0;
  uint32_t year = two(date, 0) * 100 + two(date, 2), month = two(date, 5);
  if (month - 1 > 11 || day - 1 > 30 || (day > 28 && day > days_in_month(month, year))) return 0;
  int64_t seconds = days_since_epoch(year, month, day) * 86400;
  int32_t nanoseconds = 0;
  if (n > 10) {
    if (n < 16 || (p[10] != ' ' && p[10] != 'T' && p[10] != 't')) return 0;
    uint32_t hour = pair(p + 11), minute = pair(p + 14);
    if (hour >= 24 || p[13] != ':' || minute >= 60) return 0;
    seconds += hour * 3600 + minute * 60;
    size_t next = 16;
    if (n > 16 && p[16] == ':') {
      if (n < 19) return 0;
      uint32_t second = pair(p + 17);
      if (second >= 60) return 0;
      seconds += second;
      next = 19;
      if (n > 19 && p[19] == '.') {
        static const int32_t scale[10] = {0, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1};
        size_t digits = 0;
        int32_t fraction = 0;
        while (20 + digits < n && digits < 9 && (uint8_t)(p[20 + digits] - '0') < 10) {
          fraction = fraction * 10 + (p[20 + digits] - '0');
          digits++;
        }
        if (digits == 0) return 0;
        nanoseconds = fraction * scale[digits];
        next = 20 + digits;
      }
    }
    int64_t east;
    if (!zone(p + next, n - next, offset, &east)) return 0;
    seconds -= east;
  } else {
    seconds -= offset;
  }
  out->seconds = seconds;
  out->nanoseconds = nanoseconds;
  return 1;
}

size_t sluice_instants(const uint8_t *bytes, const sluice_slice *slices, size_t count, int64_t offset,
                       sluice_instant *out, uint32_t *failed) {
  size_t noted = 0;
  for (size_t row = 0; row < count; row++) {
    int32_t n = slices[row].length;
    if (n >= 0 && instant(bytes + slices[row].start, (size_t)n, offset, out + row)) continue;
    if (n >= 0) failed[noted++] = (uint32_t)row;
    out[row].seconds = INT64_MIN;
    out[row].nanoseconds = n >= 0 ? -1 : n;
  }
  return noted;
}
