// Hexadecimal digits against a table, and there and back.
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char digits[] = "0123456789abcdef";
  for (size_t from = 0; from + 32 <= size; from++) {
    uint8_t *text = exactly(data + from, 32), *out = malloc(16), *back = malloc(32), *wanted = malloc(32);
    int is_valid = 1;
    for (int at = 0; at < 32; at++) is_valid &= text[at] && strchr(digits, text[at]) != NULL;
    CHECK(sluice_unhex32(text, out) == is_valid, "digits: %d", is_valid);
    if (is_valid) {
      sluice_hex32(out, back);
      CHECK(!memcmp(back, text, 32), "digits there and back");
    }
    memcpy(out, text, 16);
    sluice_hex32(out, back);
    for (int at = 0; at < 16; at++) {
      wanted[2 * at] = (uint8_t)digits[out[at] >> 4];
      wanted[2 * at + 1] = (uint8_t)digits[out[at] & 15];
    }
    CHECK(!memcmp(back, wanted, 32), "bytes as digits");
    CHECK(sluice_unhex32(back, wanted) && !memcmp(wanted, out, 16), "bytes there and back");
    free(text);
    free(out);
    free(back);
    free(wanted);
  }
  return 0;
}
