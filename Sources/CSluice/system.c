#define _GNU_SOURCE
#include "system.h"

#include <fcntl.h>
#include <malloc.h>

_Bool sluice_free_range(int descriptor, int64_t offset, int64_t count) {
  return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count) == 0;
}

_Bool sluice_reserve_range(int descriptor, int64_t offset, int64_t count) {
  return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, count) == 0;
}

void sluice_keep_memory(int bytes) {
  // The most that glibc takes: larger blocks than that come from the system and go back to it.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, bytes);
}
