// The shapes of e-mail addresses and phone numbers, a column at once. The plain twins stand in CustomerIO/Rules.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "json_walk.h"

enum { SLUICE_SHAPE_GOOD = 0, SLUICE_SHAPE_BAD = 1, SLUICE_SHAPE_UNKNOWN = 2 };

// verdicts[row]: whether a cell is an address: a dot-atom of RFC 5322, `@`, a domain with a dot; bytes past ASCII pass.
// Unknown is what has a quoted local part or more than 64 bytes, and every cell on processors without SSSE3; good is
// what has no bytes. `capacity` bytes of the block can be read.
void sluice_emails(const uint8_t *block, size_t capacity, const sluice_slice *cells, size_t count, uint8_t *verdicts);

// The same of `+` and 2 to 15 digits, the first not 0; none is unknown.
void sluice_phones(const uint8_t *block, const sluice_slice *cells, size_t count, uint8_t *verdicts);
