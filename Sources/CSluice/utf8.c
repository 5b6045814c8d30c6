#include "utf8.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The first fault, a byte at a time; the specification of the other one.
static size_t valid_plain(const uint8_t *p, size_t i, size_t n) {
  while (i < n) {
    if (p[i] < 0x80) {
      while (i + 8 <= n) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080ull) break;
        i += 8;
      }
      while (i < n && p[i] < 0x80) i++;
      continue;
    }
    uint8_t b = p[i];
    size_t more;
    uint8_t low = 0x80, high = 0xbf;
    if (b >= 0xc2 && b <= 0xdf) {
      more = 1;
    } else if (b >= 0xe0 && b <= 0xef) {
      more = 2;
      if (b == 0xe0) low = 0xa0;
      if (b == 0xed) high = 0x9f;
    } else if (b >= 0xf0 && b <= 0xf4) {
      more = 3;
      if (b == 0xf0) low = 0x90;
      if (b == 0xf4) high = 0x8f;
    } else {
      return i;
    }
    if (i + more >= n || p[i + 1] < low || p[i + 1] > high) return i;
    for (size_t k = 2; k <= more; k++)
      if ((p[i + k] & 0xc0) != 0x80) return i;
    i += more + 1;
  }
  return n;
}

#if defined(__x86_64__)
// By Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2021): three look-ups by the high
// half of a byte, and by both halves of the byte before it, each a set of the faults that these can be part of. A
// fault that all three have is one.
enum {
  TOO_SHORT = 1 << 0,
  TOO_LONG = 1 << 1,
  OVERLONG_3 = 1 << 2,
  TOO_LARGE = 1 << 3,
  SURROGATE = 1 << 4,
  OVERLONG_2 = 1 << 5,
  TOO_LARGE_1000 = 1 << 6,  // and overlong in four bytes
  TWO_CONTS = 1 << 7,
  CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

__attribute__((target("avx2"))) static inline __m256i before(__m256i x, __m256i last, const int by) {
  __m256i joined = _mm256_permute2x128_si256(last, x, 0x21);
  switch (by) {
    case 1: return _mm256_alignr_epi8(x, joined, 15);
    case 2: return _mm256_alignr_epi8(x, joined, 14);
    default: return _mm256_alignr_epi8(x, joined, 13);
  }
}

__attribute__((target("avx2"))) static inline __m256i high_half(__m256i x) {
  return _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(0x0f));
}

__attribute__((target("avx2"))) static inline __m256i faults(__m256i x, __m256i last) {
  __m256i one = before(x, last, 1);
  __m256i first = _mm256_shuffle_epi8(
      TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_CONTS,
            (char)TWO_CONTS, (char)TWO_CONTS, (char)TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
            TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000),
      high_half(one));
  __m256i second = _mm256_shuffle_epi8(
      TWICE((char)(CARRY | OVERLONG_3 | OVERLONG_2 | TOO_LARGE_1000), (char)(CARRY | OVERLONG_2), (char)CARRY,
            (char)CARRY, (char)(CARRY | TOO_LARGE), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
            (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
            (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
            (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
            (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE),
            (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000)),
      _mm256_and_si256(one, _mm256_set1_epi8(0x0f)));
  __m256i third = _mm256_shuffle_epi8(
      TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
            (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000),
            (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),
            (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
            (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT,
            TOO_SHORT),
      high_half(x));
  __m256i special = _mm256_and_si256(first, _mm256_and_si256(second, third));
  // A third or fourth byte has to be a continuation, which is the one fault of two that is none there.
  __m256i is_third = _mm256_subs_epu8(before(x, last, 2), _mm256_set1_epi8((char)(0xe0 - 0x80)));
  __m256i is_fourth = _mm256_subs_epu8(before(x, last, 3), _mm256_set1_epi8((char)(0xf0 - 0x80)));
  __m256i wanted = _mm256_and_si256(_mm256_or_si256(is_third, is_fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(wanted, special);
}

// 0 when there is a fault somewhere.
__attribute__((target("avx2"))) static int is_valid_avx2(const uint8_t *p, size_t n) {
  __m256i last = _mm256_setzero_si256(), found = last;
  size_t i = 0;
  int was_ascii = 1;
  for (; i + 64 <= n; i += 64) {
    // ASCII behind ASCII has no faults; four registers a test are as fast as the bytes come.
    for (; was_ascii && i + 128 <= n; i += 128) {
      const __m256i *q = (const __m256i *)(p + i);
      __m256i front = _mm256_or_si256(_mm256_loadu_si256(q), _mm256_loadu_si256(q + 1));
      __m256i back = _mm256_or_si256(_mm256_loadu_si256(q + 2), _mm256_loadu_si256(q + 3));
      if (_mm256_movemask_epi8(_mm256_or_si256(front, back))) break;
    }
    if (i + 64 > n) break;
    __m256i a = _mm256_loadu_si256((const __m256i *)(p + i));
    __m256i b = _mm256_loadu_si256((const __m256i *)(p + i + 32));
    int is_ascii = _mm256_movemask_epi8(_mm256_or_si256(a, b)) == 0;
    // Behind anything else than ASCII its first bytes may come too early.
    if (!(is_ascii && was_ascii)) {
      found = _mm256_or_si256(found, faults(a, last));
      found = _mm256_or_si256(found, faults(b, a));
    }
    last = b;
    was_ascii = is_ascii;
  }
  if (!_mm256_testz_si256(found, found)) return 0;
  // The rest, from the beginning of the character that the last block may end in.
  size_t from = i;
  for (size_t back = 0; back < 3 && from > 0 && (p[from - 1] & 0xc0) == 0x80; back++) from--;
  if (from > 0 && p[from - 1] >= 0xc0) from--;
  return valid_plain(p, from, n) == n;
}
#endif

size_t sluice_utf8_valid(const uint8_t *p, size_t n, int plain) {
  (void)plain;
#if defined(__x86_64__)
  if (!plain && n >= 64 && __builtin_cpu_supports("avx2") && is_valid_avx2(p, n)) return n;
#endif
  return valid_plain(p, 0, n);
}
