// What all fuzz targets share: memory of exactly the size asked for, and a message before the end.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sluice.h"

#define CHECK(holds, ...)               \
  do {                                  \
    if (!(holds)) {                     \
      fprintf(stderr, "fuzz: " __VA_ARGS__); \
      fputc('\n', stderr);              \
      abort();                          \
    }                                   \
  } while (0)

// A copy with no byte behind its end: AddressSanitizer sees every read past it.
static inline uint8_t *exactly(const void *bytes, size_t n) {
  uint8_t *copy = malloc(n);
  if (n) memcpy(copy, bytes, n);
  return copy;
}

// The input, eaten from its beginning; zeros when it has ended.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} input;

static inline uint8_t next(input *in) {
  if (in->count == 0) return 0;
  in->count--;
  return *in->bytes++;
}

static inline uint64_t next_word(input *in) {
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) word = word << 8 | next(in);
  return word;
}

// Cuts bytes into cells at each `separator`; a cell `~` is null and `~~` is missing. Returns how many, at most `room`.
static inline size_t cut(const uint8_t *bytes, size_t n, uint8_t separator, sluice_slice *cells, size_t room) {
  size_t count = 0, start = 0;
  for (size_t at = 0; at <= n && count < room; at++) {
    if (at < n && bytes[at] != separator) continue;
    size_t length = at - start;
    sluice_slice cell = {(uint32_t)start, (int32_t)length};
    if (length == 1 && bytes[start] == '~') cell = (sluice_slice){0, -1};
    if (length == 2 && bytes[start] == '~' && bytes[start + 1] == '~') cell = (sluice_slice){0, -2};
    cells[count++] = cell;
    start = at + 1;
  }
  return count;
}
