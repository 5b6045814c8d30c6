// Reading written times, a column at once. The plain twin is Bytes.parseInstant.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "json_walk.h"

// The layout of Bytes.Instant.
typedef struct {
  int64_t seconds;
  int32_t nanoseconds;
} sluice_instant;

// Reads one moment a slice; a negative length gives an instant without a value (nanoseconds -1 null, -2 missing), and
// so does a text that is no time (null), whose row is noted in `failed`. `offset` counts seconds east of UTC for a
// text without a zone; `capacity` bytes can be read. Returns how many were noted.
size_t sluice_instants(const uint8_t *bytes, size_t capacity, const sluice_slice *slices, size_t count, int64_t offset,
                       sluice_instant *out, uint32_t *failed);
