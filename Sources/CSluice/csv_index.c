#include "csv_index.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef struct {
  uint64_t quote, delimiter, newline, carriage;
} masks;

static inline uint64_t prefix_xor(uint64_t x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

// Whether the quotes of a block stand where the plain grammar has them; `inside` are the bytes within quotes.
static inline __attribute__((always_inline)) void check_quotes(masks m, uint64_t inside,
                                                               uint64_t structural,
                                                               sluice_csv_state *s) {
  uint64_t opening = m.quote & inside;
  uint64_t closing = m.quote & ~inside;
  uint64_t before = structural | closing;
  s->irregular |= opening & ~((before << 1) | s->may_open);
  uint64_t after = (closing << 1) | s->closed;
  s->irregular |= after & ~(m.delimiter | m.newline | m.carriage | m.quote);
  uint64_t returned = after & m.carriage;
  s->irregular |= ((returned << 1) | s->closed_return) & ~m.newline;
  s->closed = closing >> 63;
  s->closed_return = returned >> 63;
  s->may_open = before >> 63;
}

// Where fields and records end in a block of 64 bytes; shared by all instruction sets.
static inline __attribute__((always_inline)) uint64_t settle(masks m, uint64_t inside, uint32_t base,
                                                             uint32_t *end, sluice_csv_state *s) {
  inside ^= s->in_quote;
  s->in_quote = (uint64_t)((int64_t)inside >> 63);
  uint64_t structural = (m.delimiter | m.newline) & ~inside;
  uint64_t quoted = m.newline & inside;
  s->records += (uint64_t)__builtin_popcountll(m.newline & ~inside);
  while (quoted) {
    *(end - ++s->quoted) = base + (uint32_t)__builtin_ctzll(quoted);
    quoted &= quoted - 1;
  }
  check_quotes(m, inside, structural, s);
  return structural;
}

static inline __attribute__((always_inline)) size_t note(uint64_t structural, uint64_t newline, uint32_t base,
                                                         uint32_t *out, size_t n) {
  // Four at a time: what is written past the last one is overwritten by the next block.
  size_t found = n + (size_t)__builtin_popcountll(structural);
  while (n < found) {
    for (unsigned k = 0; k < 4; k++) {
      unsigned at = (unsigned)__builtin_ctzll(structural | (uint64_t)1 << 63);
      out[n + k] = (base + at) | (uint32_t)((newline >> at & 1) << 31);
      structural &= structural - 1;
    }
    n += 4;
  }
  return found;
}

static masks scan_plain(const uint8_t *p, uint8_t delimiter, unsigned quote) {
  masks m = {0, 0, 0, 0};
  for (unsigned i = 0; i < 64; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (p[i] == quote) m.quote |= bit;
    if (p[i] == delimiter) m.delimiter |= bit;
    if (p[i] == '\n') m.newline |= bit;
    if (p[i] == '\r') m.carriage |= bit;
  }
  return m;
}

// The masks of fewer than 64 bytes, and which bits are theirs: padded with a byte that means nothing; what it would say
// of the end is taken back by the caller.
static masks scan_rest(const uint8_t *p, size_t rest, uint8_t delimiter, unsigned quote, uint64_t *real) {
  uint8_t tail[64], pad = 'x';
  while (pad == delimiter || pad == quote) pad++;
  memset(tail, pad, sizeof tail);
  memcpy(tail, p, rest);
  *real = ((uint64_t)1 << rest) - 1;
  return scan_plain(tail, delimiter, quote);
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,pclmul,bmi,popcnt")))

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul"); }

static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
}

AVX2 static inline uint64_t equal64(__m256i a, __m256i b, __m256i x) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, x)) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, x)) << 32;
}

// prefix_xor in one multiplication without carries.
AVX2 static inline uint64_t inside_quotes(uint64_t quote) {
  return (uint64_t)_mm_cvtsi128_si64(
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)quote), _mm_set1_epi8(-1), 0));
}

AVX2 static size_t index_avx2(const uint8_t *p, size_t blocks, uint8_t delimiter, unsigned quote,
                              uint32_t *out, uint32_t *end, sluice_csv_state *state) {
  // What is stored into `out` might else be the state, which would then not stay in registers.
  sluice_csv_state s = *state;
  const __m256i q = _mm256_set1_epi8((char)quote), d = _mm256_set1_epi8((char)delimiter);
  const __m256i l = _mm256_set1_epi8('\n'), r = _mm256_set1_epi8('\r');
  const uint64_t quoted = quote < 0x100 ? ~(uint64_t)0 : 0;
  size_t n = 0;
  for (size_t i = 0; i < blocks; i++) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(p + i * 64));
    __m256i b = _mm256_loadu_si256((const __m256i *)(p + i * 64 + 32));
    masks m = {equal64(a, b, q) & quoted, equal64(a, b, d), equal64(a, b, l), equal64(a, b, r)};
    uint64_t inside = m.quote ? inside_quotes(m.quote) : 0;
    uint64_t structural = settle(m, inside, (uint32_t)(i * 64), end, &s);
    n = note(structural, m.newline, (uint32_t)(i * 64), out, n);
  }
  *state = s;
  return n;
}

AVX512 static size_t index_avx512(const uint8_t *p, size_t blocks, uint8_t delimiter, unsigned quote,
                                  uint32_t *out, uint32_t *end, sluice_csv_state *state) {
  sluice_csv_state s = *state;
  const __m512i q = _mm512_set1_epi8((char)quote), d = _mm512_set1_epi8((char)delimiter);
  const __m512i l = _mm512_set1_epi8('\n'), r = _mm512_set1_epi8('\r');
  const uint64_t quoted = quote < 0x100 ? ~(uint64_t)0 : 0;
  uint8_t numbers[64];
  for (unsigned k = 0; k < 64; k++) numbers[k] = (uint8_t)k;
  const __m512i places = _mm512_loadu_si512(numbers);
  const __m512i marked = _mm512_or_si512(places, _mm512_set1_epi8((char)0x80));
  const __m512i low = _mm512_set1_epi32(0x3f), high = _mm512_set1_epi32((int)SLUICE_NEWLINE);
  size_t n = 0;
  for (size_t i = 0; i < blocks; i++) {
    __m512i x = _mm512_loadu_si512(p + i * 64);
    masks m = {_mm512_cmpeq_epi8_mask(x, q) & quoted, _mm512_cmpeq_epi8_mask(x, d),
               _mm512_cmpeq_epi8_mask(x, l), _mm512_cmpeq_epi8_mask(x, r)};
    uint64_t structural = settle(m, inside_quotes(m.quote), (uint32_t)(i * 64), end, &s);
    // The places of the ones side by side, a byte each, line feeds marked; then sixteen at a time as entries. What is
    // written past the last one is overwritten by the next block.
    __m512i found = _mm512_maskz_compress_epi8(structural, _mm512_mask_blend_epi8(m.newline, places, marked));
    const __m512i base = _mm512_set1_epi32((int)(i * 64));
    unsigned count = (unsigned)__builtin_popcountll(structural);
    for (unsigned k = 0;; k += 16) {
      __m512i e = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found));
      __m512i offset = _mm512_or_si512(_mm512_and_si512(e, low), base);
      _mm512_storeu_si512(out + n + k, _mm512_or_si512(offset, _mm512_and_si512(_mm512_slli_epi32(e, 24), high)));
      if (k + 16 >= count) break;
      found = _mm512_alignr_epi64(found, found, 2);
    }
    n += count;
  }
  *state = s;
  return n;
}
#endif

size_t sluice_csv_index(const uint8_t *bytes, size_t count, uint8_t delimiter, unsigned quote,
                        int level, uint32_t *out, sluice_csv_state *state) {
  size_t blocks = count / 64, n = 0;
  uint32_t *end = out + count + 64;
  (void)level;
#if defined(__x86_64__)
  if (level >= SLUICE_AVX512 && has_avx512()) {
    n = index_avx512(bytes, blocks, delimiter, quote, out, end, state);
  } else if (level >= SLUICE_AVX2 && has_avx2()) {
    n = index_avx2(bytes, blocks, delimiter, quote, out, end, state);
  } else
#endif
  {
    for (size_t i = 0; i < blocks; i++) {
      masks m = scan_plain(bytes + i * 64, delimiter, quote);
      uint64_t structural = settle(m, prefix_xor(m.quote), (uint32_t)(i * 64), end, state);
      n = note(structural, m.newline, (uint32_t)(i * 64), out, n);
    }
  }
  size_t rest = count - blocks * 64;
  if (rest) {
    uint64_t real;
    masks m = scan_rest(bytes + blocks * 64, rest, delimiter, quote, &real);
    uint64_t irregular = state->irregular;
    uint64_t structural = settle(m, prefix_xor(m.quote), (uint32_t)(blocks * 64), end, state);
    n = note(structural, m.newline, (uint32_t)(blocks * 64), out, n);
    state->irregular = irregular | (state->irregular & real);
  }
  return n;
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static size_t count_avx2(const uint8_t *p, size_t n,
                                                                uint8_t byte) {
  const __m256i wanted = _mm256_set1_epi8((char)byte);
  size_t found = 0, i = 0;
  for (; i + 32 <= n; i += 32) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(p + i));
    found += (size_t)__builtin_popcount(
        (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, wanted)));
  }
  for (; i < n; i++) found += p[i] == byte;
  return found;
}
#endif

size_t sluice_count_byte(const uint8_t *p, size_t n, uint8_t byte) {
#if defined(__x86_64__)
  if (n >= 32 && __builtin_cpu_supports("avx2")) return count_avx2(p, n, byte);
#endif
  size_t found = 0;
  for (size_t i = 0; i < n; i++) found += p[i] == byte;
  return found;
}
