// Written strings, numbers and dates against twins, and against the reader of JSON.
#include "fuzz.h"

static size_t escape_plainly(uint8_t *out, const uint8_t *in, size_t n) {
  static const char named[] = "\"\\\n\r\t\b\f", letters[] = "\"\\nrtbf";
  size_t count = 0;
  for (size_t at = 0; at < n; at++) {
    const char *found = in[at] ? strchr(named, in[at]) : NULL;
    if (found) {
      out[count++] = '\\';
      out[count++] = (uint8_t)letters[found - named];
    } else if (in[at] < 0x20) {
      count += (size_t)sprintf((char *)out + count, "\\u%04x", in[at]);
    } else {
      out[count++] = in[at];
    }
  }
  return count;
}

// The date by going from year to year, in the 400 years that any other lies in after as many times 400.
static void date_plainly(char *out, int64_t days) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int64_t era = (days + 719528) / 146097, rest = (days + 719528) % 146097;
  if (rest < 0) {
    rest += 146097;
    era--;
  }
  int64_t year = 0;
  int month = 0;
  for (;; year++) {
    int length = 365 + ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
    if (rest < length) break;
    rest -= length;
  }
  int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  for (;; month++) {
    int length = lengths[month] + (month == 1 && is_leap);
    if (rest < length) break;
    rest -= length;
  }
  year += era * 400;
  long long size = year < 0 ? -year : year;
  if (year >= 0 && year <= 9999)
    sprintf(out, "%04lld-%02d-%02d", size, month + 1, (int)rest + 1);
  else
    sprintf(out, "%c%06lld-%02d-%02d", year < 0 ? '-' : '+', size, month + 1, (int)rest + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  uint64_t word = next_word(&in);
  char wanted[64];
  uint8_t *number = malloc(20), *time = malloc(SLUICE_TIME_ROOM);
  for (int shift = 0; shift < 64; shift += 7) {
    int64_t value = (int64_t)word >> shift;
    size_t length = sluice_integer(number, value);
    CHECK(length == (size_t)sprintf(wanted, "%lld", (long long)value) && !memcmp(number, wanted, length),
          "integer %s", wanted);
    // Years have nine digits at most.
    int64_t days = value % 365000000000;
    length = sluice_date(time, days);
    date_plainly(wanted, days);
    CHECK(length == strlen(wanted) && !memcmp(time, wanted, length), "date %s, not %.*s", wanted, (int)length, time);
  }
  free(number);
  free(time);

  // The string begins at some place of its block and may end before it.
  size_t limit = in.count, start = limit ? word % limit : 0, n = limit - start;
  if (n && word & 1) n -= (word >> 8) % n;
  uint8_t *block = exactly(in.bytes, limit);
  uint8_t *out = malloc(sluice_json_string_room(n)), *plain = malloc(6 * n + 1);
  size_t length = sluice_json_string(out, block + start, n, limit - start), end = 0;
  size_t plain_length = escape_plainly(plain, block + start, n);
  CHECK(length == plain_length + 2 && !memcmp(out + 1, plain, plain_length), "escaped string");
  CHECK(sluice_json_value(out, 0, length, &end) == SLUICE_JSON_OK && end == length, "string is no JSON");
  free(out);
  out = malloc(n + SLUICE_JSON_SLACK);
  CHECK(sluice_json_verbatim(out, block + start, n, limit - start) == n, "verbatim length");
  for (size_t at = 0; at < n; at++)
    CHECK(out[at] == (block[start + at] < 0x20 ? ' ' : block[start + at]), "verbatim byte %zu", at);
  CHECK(sluice_copy(out, block + start, n, limit - start) == n && !memcmp(out, block + start, n), "copy");
  free(out);
  free(plain);
  free(block);
  return 0;
}
