// Hashes of whole texts against those of the same bytes fed in two parts.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  size_t split = next(&in) * 4u;
  uint64_t seed = split & 8 ? next_word(&in) : 0;
  size_t n = in.count;
  if (split > n) split = n;
  uint8_t *bytes = exactly(in.bytes, n);
  uint64_t words[2];
  sluice_hash128(bytes, n, seed, words);
  XXH3_state_t *state = XXH3_createState();
  XXH3_128bits_reset_withSeed(state, seed);
  XXH3_128bits_update(state, bytes, split);
  XXH3_128bits_update(state, bytes + split, n - split);
  XXH128_hash_t parts = XXH3_128bits_digest(state);
  CHECK(words[0] == parts.low64 && words[1] == parts.high64, "hash in two parts");
  XXH3_freeState(state);

  sluice_slice cells[16];
  size_t count = cut(bytes, n, '\n', cells, 16);
  uint32_t *pairs = (uint32_t *)exactly(cells, count * sizeof *cells);
  uint64_t *hashes = malloc(count * 16);
  sluice_hash128_slices(bytes, pairs, count, hashes);
  for (size_t at = 0; at < count; at++) {
    int32_t length = cells[at].length;
    if (length < 0)
      sluice_hash128(bytes, 0, (uint64_t)(int64_t)length, words);
    else
      sluice_hash128(bytes + cells[at].start, (size_t)length, 0, words);
    CHECK(!memcmp(words, hashes + 2 * at, 16), "hash of cell %zu", at);
  }
  free(hashes);
  free(pairs);
  free(bytes);
  return 0;
}
