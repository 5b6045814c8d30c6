// XXH3 with 128 bits, from Debian's libxxhash-dev; compiled in, so that nothing is linked.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Fills low and high words of the hash of n bytes.
void sluice_hash128(const uint8_t *bytes, size_t n, uint64_t seed, uint64_t *words);
// The same for many slices of one block: `slices` are pairs of 32-bit start and length; a negative length (no
// value) hashes as no bytes with a seed of its own.
void sluice_hash128_slices(const uint8_t *bytes, const uint32_t *slices, size_t count, uint64_t *words);
