// Sixteen bytes as 32 lower-case hexadecimal digits and back.
#pragma once
#include <stdint.h>

// 1 and 16 bytes in `out` when all 32 bytes are digits 0-9 or a-f; 0 else.
int sluice_unhex32(const uint8_t *text, uint8_t *out);
void sluice_hex32(const uint8_t *bytes, uint8_t *out);
