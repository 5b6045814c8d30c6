// What Swift's Glibc leaves out.
#pragma once
#include <stdint.h>

// Gives the space of a range of an open file back; what was there reads as zeros. False where the file system cannot.
_Bool sluice_free_range(int descriptor, int64_t offset, int64_t count);
