// What Swift's Glibc leaves out.
#pragma once
#include <stdint.h>

// Gives the space of a range of an open file back; what was there reads as zeros. False where the file system cannot.
_Bool sluice_free_range(int descriptor, int64_t offset, int64_t count);

// Takes space for a range behind the end of an open file, whose size stays. False where the file system cannot, or has none.
_Bool sluice_reserve_range(int descriptor, int64_t offset, int64_t count);

// Lets malloc keep up to so many freed bytes at the end of each heap; glibc's own bound is 128 KiB at first, so buffers of
// a chunk would be mapped and zeroed anew for every chunk.
void sluice_keep_memory(int bytes);
