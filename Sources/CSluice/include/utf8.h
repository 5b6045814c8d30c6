// Checking UTF-8.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The offset of the first byte that is not part of valid UTF-8; `count` when all of it is. With `plain` no
// instructions are used that not every processor has.
size_t sluice_utf8_valid(const uint8_t *bytes, size_t count, int plain);
