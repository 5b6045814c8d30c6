#define XXH_INLINE_ALL
#include <xxhash.h>

#include "hash.h"

void sluice_hash128(const uint8_t *bytes, size_t n, uint64_t seed, uint64_t *words) {
  XXH128_hash_t hash = XXH3_128bits_withSeed(bytes, n, seed);
  words[0] = hash.low64;
  words[1] = hash.high64;
}

void sluice_hash128_slices(const uint8_t *bytes, const uint32_t *slices, size_t count, uint64_t *words) {
  for (size_t at = 0; at < count; at++) {
    int32_t length = (int32_t)slices[2 * at + 1];
    if (length < 0) {
      sluice_hash128(bytes, 0, (uint64_t)(int64_t)length, words + 2 * at);
    } else {
      sluice_hash128(bytes + slices[2 * at], (size_t)length, 0, words + 2 * at);
    }
  }
}
