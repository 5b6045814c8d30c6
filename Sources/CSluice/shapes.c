#include "shapes.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum {
  // Bits of the look-ups by the two halves of a byte; a byte is in a class when both halves have its bit.
  DIGIT = 1,        // 0-9
  LETTER = 2,       // A-O, a-o
  LATE_LETTER = 4,  // P-Z, p-z
  SIGN_2 = 8,       // ! # $ % & ' * + - /
  SIGN_3 = 16,      // = ?
  SIGN_5 = 32,      // ^ _
  SIGN_6 = 64,      // `
  SIGN_7 = 128,     // { | } ~
};

// The classes of 16 bytes; 0 for a byte that is in none.
__attribute__((target("ssse3"))) static inline __m128i classes(__m128i x) {
  const __m128i low = _mm_setr_epi8(
      DIGIT | LATE_LETTER | (char)SIGN_6,                                  // 0 P p `
      DIGIT | LETTER | LATE_LETTER | SIGN_2,                               // 1 A Q !
      DIGIT | LETTER | LATE_LETTER,                                        // 2 B R, not "
      DIGIT | LETTER | LATE_LETTER | SIGN_2, DIGIT | LETTER | LATE_LETTER | SIGN_2,
      DIGIT | LETTER | LATE_LETTER | SIGN_2, DIGIT | LETTER | LATE_LETTER | SIGN_2,
      DIGIT | LETTER | LATE_LETTER | SIGN_2,                               // 3-7 # $ % & '
      DIGIT | LETTER | LATE_LETTER, DIGIT | LETTER | LATE_LETTER,          // 8 9, not ( )
      LETTER | LATE_LETTER | SIGN_2,                                       // J Z *
      LETTER | SIGN_2 | (char)SIGN_7,                                      // K + {
      LETTER | (char)SIGN_7,                                               // L |, not ,
      LETTER | SIGN_2 | SIGN_3 | (char)SIGN_7,                             // M - = }
      LETTER | SIGN_5 | (char)SIGN_7,                                      // N ^ ~, not .
      LETTER | SIGN_2 | SIGN_3 | SIGN_5);                                  // O / ? _
  const __m128i high = _mm_setr_epi8(0, 0, SIGN_2, DIGIT | SIGN_3, LETTER, LATE_LETTER | SIGN_5, LETTER | SIGN_6,
                                     LATE_LETTER | (char)SIGN_7, 0, 0, 0, 0, 0, 0, 0, 0);
  __m128i halves = _mm_and_si128(_mm_srli_epi16(x, 4), _mm_set1_epi8(0x0f));
  return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(x, _mm_set1_epi8(0x0f))),
                       _mm_shuffle_epi8(high, halves));
}

typedef struct {
  uint64_t atom, domain, dot, hyphen, at, quote;
} address_masks;

__attribute__((target("ssse3"))) static inline address_masks look(const uint8_t *p, size_t n) {
  address_masks m = {0, 0, 0, 0, 0, 0};
  for (size_t i = 0; i < n; i += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    __m128i class = classes(x);
    uint64_t past_ascii = (uint32_t)_mm_movemask_epi8(x);
    uint64_t none = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(class, _mm_setzero_si128()));
    __m128i named = _mm_and_si128(class, _mm_set1_epi8(DIGIT | LETTER | LATE_LETTER));
    uint64_t unnamed = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(named, _mm_setzero_si128()));
    m.atom |= ((~none & 0xffff) | past_ascii) << i;
    m.domain |= ((~unnamed & 0xffff) | past_ascii) << i;
    m.dot |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('.'))) << i;
    m.hyphen |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('-'))) << i;
    m.at |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('@'))) << i;
  }
  return m;
}

// Whether bits of a range are all in order: `first` and `last` are its outermost bits.
static inline int is_parted(uint64_t separators, uint64_t first, uint64_t last) {
  return !(separators & (first | last)) && !(separators & separators << 1);
}

__attribute__((target("ssse3"))) static inline uint8_t email(const uint8_t *p, size_t n) {
  if (n < 3) return SLUICE_SHAPE_BAD;
  if (n > 64 || p[0] == '"') return SLUICE_SHAPE_UNKNOWN;
  address_masks m = look(p, n);
  uint64_t all = n == 64 ? ~(uint64_t)0 : ((uint64_t)1 << n) - 1;
  uint64_t at = m.at & all;
  if (!at) return SLUICE_SHAPE_BAD;
  unsigned place = 63 - (unsigned)__builtin_clzll(at);
  if (place == 0 || place == n - 1) return SLUICE_SHAPE_BAD;
  uint64_t local = ((uint64_t)1 << place) - 1, domain = all & ~(local << 1 | 1);
  uint64_t dots = m.dot & local;
  if (local & ~(m.atom | m.dot)) return SLUICE_SHAPE_BAD;
  if (!is_parted(dots, 1, (uint64_t)1 << (place - 1))) return SLUICE_SHAPE_BAD;
  dots = m.dot & domain;
  uint64_t marks = dots | (m.hyphen & domain), first = (uint64_t)2 << place, last = (uint64_t)1 << (n - 1);
  if (!dots || (domain & ~(m.domain | marks))) return SLUICE_SHAPE_BAD;
  if ((marks & (first | last)) || (dots & dots << 1)) return SLUICE_SHAPE_BAD;
  // No hyphen beside a dot.
  if ((marks & ~dots) & (dots << 1 | dots >> 1)) return SLUICE_SHAPE_BAD;
  return SLUICE_SHAPE_GOOD;
}

__attribute__((target("ssse3"))) static void emails_ssse3(const uint8_t *block, size_t capacity,
                                                          const sluice_slice *cells, size_t count,
                                                          uint8_t *verdicts) {
  uint8_t copy[80];
  for (size_t row = 0; row < count; row++) {
    if (cells[row].length <= 0) {
      verdicts[row] = SLUICE_SHAPE_GOOD;
      continue;
    }
    size_t start = cells[row].start, n = (size_t)cells[row].length;
    const uint8_t *p = block + start;
    // Up to 15 bytes behind the cell are loaded with it.
    if (n <= 64 && capacity - start < 64 + 16) {
      memcpy(copy, p, n);
      p = copy;
    }
    verdicts[row] = email(p, n);
  }
}
#endif

void sluice_emails(const uint8_t *block, size_t capacity, const sluice_slice *cells, size_t count,
                   uint8_t *verdicts) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("ssse3")) {
    emails_ssse3(block, capacity, cells, count, verdicts);
    return;
  }
#endif
  (void)block;
  (void)capacity;
  for (size_t row = 0; row < count; row++)
    verdicts[row] = cells[row].length > 0 ? SLUICE_SHAPE_UNKNOWN : SLUICE_SHAPE_GOOD;
}

void sluice_phones(const uint8_t *block, const sluice_slice *cells, size_t count, uint8_t *verdicts) {
  for (size_t row = 0; row < count; row++) {
    verdicts[row] = SLUICE_SHAPE_GOOD;
    if (cells[row].length <= 0) continue;
    const uint8_t *p = block + cells[row].start;
    size_t n = (size_t)cells[row].length;
    uint32_t bad = n < 3 || n > 16 || p[0] != '+' || p[1] == '0';
    if (!bad)
      for (size_t at = 1; at < n; at++) bad |= (uint8_t)(p[at] - '0') > 9;
    verdicts[row] = bad ? SLUICE_SHAPE_BAD : SLUICE_SHAPE_GOOD;
  }
}
