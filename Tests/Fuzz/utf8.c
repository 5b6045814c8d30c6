// The first byte that is no UTF-8 against a decoder of one character at a time.
#include "fuzz.h"

// How many bytes the character at the beginning has; 0 when there is none.
static size_t character(const uint8_t *p, size_t n) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 : p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;
  if (length == 0 || length > n) return 0;
  uint32_t scalar = length == 1 ? p[0] : p[0] & (0x7fu >> length);
  for (size_t at = 1; at < length; at++) {
    if (p[at] >> 6 != 2) return 0;
    scalar = scalar << 6 | (p[at] & 0x3f);
  }
  int is_surrogate = scalar >= 0xd800 && scalar < 0xe000;
  return scalar < least[length] || scalar > 0x10ffff || is_surrogate ? 0 : length;
}

static void check(const uint8_t *data, size_t n) {
  uint8_t *bytes = exactly(data, n);
  size_t at = 0, length;
  while (at < n && (length = character(bytes + at, n - at))) at += length;
  for (int plain = 0; plain < 2; plain++)
    CHECK(sluice_utf8_valid(bytes, n, plain) == at, "plain %d: not valid to %zu", plain, at);
  free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  check(data, size);
  // Behind 64 bytes of ASCII, so that short inputs reach the wide path and straddle its blocks.
  uint8_t *longer = malloc(size + 128);
  memset(longer, 'a', size + 128);
  memcpy(longer + 61, data, size);
  check(longer, size + 61);
  check(longer, size + 128);
  free(longer);
  return 0;
}
