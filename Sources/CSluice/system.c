#define _GNU_SOURCE
#include "system.h"

#include <fcntl.h>

_Bool sluice_free_range(int descriptor, int64_t offset, int64_t count) {
  return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count) == 0;
}
