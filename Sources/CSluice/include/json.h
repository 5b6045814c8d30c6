// Writing JSON strings, numbers and times: the kernels under Bytes/JSON and Bytes/Values.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Bytes past the last one that a kernel may write, though it says it wrote fewer.
enum { SLUICE_JSON_SLACK = 16 };

// A JSON string of n bytes grows to at most this: each byte as \u00xx, two quotes, slack.
static inline size_t sluice_json_string_room(size_t n) { return 6 * n + 2 + SLUICE_JSON_SLACK; }

// Writes the escaped form of one byte and says how long it is.
static inline size_t sluice_json_escape_byte(uint8_t *out, uint8_t byte) {
  static const char hex[] = "0123456789abcdef";
  uint8_t letter = 0;
  switch (byte) {
    case '"': letter = '"'; break;
    case '\\': letter = '\\'; break;
    case '\n': letter = 'n'; break;
    case '\r': letter = 'r'; break;
    case '\t': letter = 't'; break;
    case '\b': letter = 'b'; break;
    case '\f': letter = 'f'; break;
    default: break;
  }
  out[0] = '\\';
  if (letter) {
    out[1] = letter;
    return 2;
  }
  memcpy(out + 1, "u00", 3);
  out[4] = (uint8_t)hex[byte >> 4];
  out[5] = (uint8_t)hex[byte & 15];
  return 6;
}

static inline bool sluice_json_needs_escape(uint8_t byte) {
  return byte < 0x20 || byte == '"' || byte == '\\';
}

#if defined(__SSE2__)
// A bit for each of 16 bytes that a JSON string cannot hold as it is.
static inline uint32_t sluice_json_marks(__m128i bytes) {
  const __m128i control = _mm_set1_epi8(0x1f);
  __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes);
  __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  __m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash)));
}
#endif

// Writes n bytes as the inside of a JSON string. `readable` (at least n) counts the bytes from `in` on that are
// memory of the same block; 16 at a time are loaded as long as they are. Needs room for 6 n and slack.
static inline size_t sluice_json_escape(uint8_t *out, const uint8_t *in, size_t n,
                                        size_t readable) {
  uint8_t *start = out;
  size_t at = 0;
#if defined(__SSE2__)
  while (at < n && readable - at >= 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(in + at));
    _mm_storeu_si128((__m128i *)out, bytes);
    size_t left = n - at;
    uint32_t marks = sluice_json_marks(bytes);
    if (left < 16) marks &= (1u << left) - 1;
    if (marks == 0) {
      size_t step = left < 16 ? left : 16;
      at += step;
      out += step;
      continue;
    }
    size_t clean = (size_t)__builtin_ctz(marks);
    at += clean;
    out += clean;
    out += sluice_json_escape_byte(out, in[at]);
    at += 1;
  }
#endif
  while (at < n) {
    uint8_t byte = in[at];
    if (sluice_json_needs_escape(byte)) {
      out += sluice_json_escape_byte(out, byte);
    } else {
      *out++ = byte;
    }
    at += 1;
  }
  return (size_t)(out - start);
}

// Writes n bytes as a JSON string with its quotes.
static inline size_t sluice_json_string(uint8_t *out, const uint8_t *in, size_t n,
                                        size_t readable) {
  out[0] = '"';
  size_t written = sluice_json_escape(out + 1, in, n, readable);
  out[written + 1] = '"';
  return written + 2;
}

// Copies a valid JSON text onto one line: line breaks and tabs, which can only stand between its tokens,
// become blanks. Needs room for n and slack.
static inline size_t sluice_json_verbatim(uint8_t *out, const uint8_t *in, size_t n,
                                          size_t readable) {
  size_t at = 0;
#if defined(__SSE2__)
  const __m128i blank = _mm_set1_epi8(0x20);
  while (at < n && readable - at >= 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(in + at));
    _mm_storeu_si128((__m128i *)(out + at), _mm_max_epu8(bytes, blank));
    at += 16;
  }
#endif
  while (at < n) {
    out[at] = in[at] < 0x20 ? 0x20 : in[at];
    at += 1;
  }
  return n;
}

// Copies n bytes, 16 at a time where both sides have the room. Needs room for n and slack.
static inline size_t sluice_copy(uint8_t *out, const uint8_t *in, size_t n, size_t readable) {
  if (n <= 16 && readable >= 16) {
    memcpy(out, in, 16);
  } else if (n <= 32 && readable >= 32) {
    memcpy(out, in, 16);
    memcpy(out + 16, in + 16, 16);
  } else {
    memcpy(out, in, n);
  }
  return n;
}

static const char sluice_digit_pairs[200] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"
    "99";

static inline void sluice_two_digits(uint8_t *out, uint32_t value) {
  memcpy(out, sluice_digit_pairs + 2 * value, 2);
}

// Writes a 64-bit integer; at most 20 bytes.
static inline size_t sluice_integer(uint8_t *out, int64_t value) {
  uint8_t digits[20];
  size_t at = 20;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  while (rest >= 100) {
    uint64_t next = rest / 100;
    at -= 2;
    sluice_two_digits(digits + at, (uint32_t)(rest - next * 100));
    rest = next;
  }
  if (rest >= 10) {
    at -= 2;
    sluice_two_digits(digits + at, (uint32_t)rest);
  } else {
    digits[--at] = (uint8_t)('0' + rest);
  }
  size_t sign = value < 0;
  if (sign) out[0] = '-';
  memcpy(out + sign, digits + at, 20 - at);
  return 20 - at + sign;
}

// The longest written time, with a year of nine digits and its sign.
enum { SLUICE_TIME_ROOM = 48 };

// Writes `YYYY-MM-DD`; a year outside of 0 to 9999 has a sign and at least six digits, as ISO 8601 wants it.
static inline size_t sluice_date(uint8_t *out, int64_t days) {
  // Counts from 1 March of year 0, so that the leap day is the last of its year. By Neri and Schneider, "Euclidean
  // affine functions and their application to calendar algorithms" (2022): every division is by a constant.
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  uint32_t quarters = 4 * (uint32_t)(shifted - era * 146097) + 3;
  uint32_t century = quarters / 146097;
  uint64_t years = (uint64_t)2939745 * ((quarters % 146097) | 3);
  uint32_t of_year = (uint32_t)years / 2939745 / 4;
  uint32_t months = 2141 * of_year + 197913;
  uint32_t is_next = of_year >= 306;
  uint32_t month = is_next ? (months >> 16) - 12 : months >> 16;
  uint32_t day = (months & 0xffff) / 2141 + 1;
  int64_t year = (int64_t)(100 * century + (uint32_t)(years >> 32)) + era * 400 + is_next;
  size_t at = 4;
  if (year >= 0 && year <= 9999) {
    sluice_two_digits(out, (uint32_t)year / 100);
    sluice_two_digits(out + 2, (uint32_t)year % 100);
  } else {
    uint64_t size = year < 0 ? (uint64_t)-year : (uint64_t)year;
    uint8_t digits[20];
    size_t length = sluice_integer(digits, (int64_t)size);
    out[0] = year < 0 ? '-' : '+';
    at = 1;
    for (size_t zeros = length; zeros < 6; zeros++) out[at++] = '0';
    memcpy(out + at, digits, length);
    at += length;
  }
  out[at] = '-';
  sluice_two_digits(out + at + 1, month);
  out[at + 3] = '-';
  sluice_two_digits(out + at + 4, day);
  return at + 6;
}

static inline int64_t sluice_days(int64_t seconds, uint32_t *of_day) {
  int64_t days = seconds / 86400;
  int64_t rest = seconds - days * 86400;
  if (rest < 0) {
    rest += 86400;
    days -= 1;
  }
  *of_day = (uint32_t)rest;
  return days;
}

// Writes date, `between`, `HH:MM:SS.mmm`; milliseconds are rounded down.
static inline size_t sluice_date_time(uint8_t *out, int64_t seconds, int32_t nanoseconds,
                                      char between) {
  uint32_t of_day;
  int64_t days = sluice_days(seconds, &of_day);
  size_t at = sluice_date(out, days);
  uint32_t minutes = of_day / 60;
  uint32_t milliseconds = (uint32_t)nanoseconds / 1000000;
  uint8_t *time = out + at;
  time[0] = (uint8_t)between;
  sluice_two_digits(time + 1, minutes / 60);
  time[3] = ':';
  sluice_two_digits(time + 4, minutes % 60);
  time[6] = ':';
  sluice_two_digits(time + 7, of_day % 60);
  time[9] = '.';
  time[10] = (uint8_t)('0' + milliseconds / 100);
  sluice_two_digits(time + 11, milliseconds % 100);
  return at + 13;
}

// Writes `YYYY-MM-DDTHH:MM:SS.mmmZ`.
static inline size_t sluice_iso8601(uint8_t *out, int64_t seconds, int32_t nanoseconds) {
  size_t written = sluice_date_time(out, seconds, nanoseconds, 'T');
  out[written] = 'Z';
  return written + 1;
}
