#include "hex.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Sixteen digits to eight bytes in the low half; `valid` collects what was no digit.
__attribute__((target("ssse3"))) static inline __m128i digits(__m128i v, __m128i *valid) {
  __m128i number = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('0' - 1)),
                                 _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
  __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('a' - 1)),
                                 _mm_cmplt_epi8(v, _mm_set1_epi8('f' + 1)));
  *valid = _mm_and_si128(*valid, _mm_or_si128(number, letter));
  __m128i value = _mm_add_epi8(_mm_and_si128(v, _mm_set1_epi8(0x0f)),
                               _mm_and_si128(letter, _mm_set1_epi8(9)));
  __m128i pairs = _mm_maddubs_epi16(value, _mm_set1_epi16(0x0110));
  return _mm_packus_epi16(pairs, pairs);
}

__attribute__((target("ssse3"))) static int unhex32_ssse3(const uint8_t *text, uint8_t *out) {
  __m128i valid = _mm_set1_epi8(-1);
  __m128i a = digits(_mm_loadu_si128((const __m128i *)text), &valid);
  __m128i b = digits(_mm_loadu_si128((const __m128i *)(text + 16)), &valid);
  if (_mm_movemask_epi8(valid) != 0xffff) return 0;
  _mm_storeu_si128((__m128i *)out, _mm_unpacklo_epi64(a, b));
  return 1;
}
#endif

static int digit(uint8_t b) {
  if ((uint8_t)(b - '0') < 10) return b - '0';
  if ((uint8_t)(b - 'a') < 6) return b - 'a' + 10;
  return -1;
}

int sluice_unhex32(const uint8_t *text, uint8_t *out) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("ssse3")) return unhex32_ssse3(text, out);
#endif
  for (int i = 0; i < 16; i++) {
    int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return 0;
    out[i] = (uint8_t)(high << 4 | low);
  }
  return 1;
}

void sluice_hex32(const uint8_t *bytes, uint8_t *out) {
#if defined(__SSE2__)
  __m128i x = _mm_loadu_si128((const __m128i *)bytes);
  __m128i low = _mm_and_si128(x, _mm_set1_epi8(0x0f));
  __m128i high = _mm_and_si128(_mm_srli_epi16(x, 4), _mm_set1_epi8(0x0f));
  __m128i pairs[2] = {_mm_unpacklo_epi8(high, low), _mm_unpackhi_epi8(high, low)};
  for (int i = 0; i < 2; i++) {
    __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(pairs[i], _mm_set1_epi8(9)), _mm_set1_epi8('a' - '0' - 10));
    __m128i digit = _mm_add_epi8(pairs[i], _mm_set1_epi8('0'));
    _mm_storeu_si128((__m128i *)(out + 16 * i), _mm_add_epi8(digit, letter));
  }
#else
  for (int i = 0; i < 16; i++) {
    uint8_t high = bytes[i] >> 4, low = bytes[i] & 15;
    out[2 * i] = (uint8_t)(high + (high < 10 ? '0' : 'a' - 10));
    out[2 * i + 1] = (uint8_t)(low + (low < 10 ? '0' : 'a' - 10));
  }
#endif
}
