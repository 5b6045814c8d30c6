// Shapes of e-mail addresses and phone numbers against their rules, a byte at a time.
#include "fuzz.h"

static int is_name(uint8_t b) {
  return b >= 0x80 || (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

static int is_atom(uint8_t b) { return is_name(b) || (b && strchr("!#$%&'*+-/=?^_`{|}~", b)); }

// Whether all labels between dots have bytes of the kind wanted, and hyphens of a domain only inside.
static int are_labels(const uint8_t *p, size_t n, int is_domain) {
  size_t start = 0;
  for (size_t at = 0; at <= n; at++) {
    if (at == n || p[at] == '.') {
      if (at == start || (is_domain && (p[start] == '-' || p[at - 1] == '-'))) return 0;
      start = at + 1;
    } else if (is_domain ? !is_name(p[at]) && p[at] != '-' : !is_atom(p[at])) {
      return 0;
    }
  }
  return 1;
}

static int email(const uint8_t *p, size_t n) {
  if (n == 0) return SLUICE_SHAPE_GOOD;
  if (n < 3) return SLUICE_SHAPE_BAD;
  if (n > 64 || p[0] == '"') return SLUICE_SHAPE_UNKNOWN;
  size_t at = n;
  while (at > 0 && p[at - 1] != '@') at--;
  if (at == 0) return SLUICE_SHAPE_BAD;
  int is_good = are_labels(p, at - 1, 0) && are_labels(p + at, n - at, 1) && memchr(p + at, '.', n - at);
  return is_good ? SLUICE_SHAPE_GOOD : SLUICE_SHAPE_BAD;
}

static int phone(const uint8_t *p, size_t n) {
  if (n == 0) return SLUICE_SHAPE_GOOD;
  int is_good = n >= 3 && n <= 16 && p[0] == '+' && p[1] != '0';
  for (size_t at = 1; at < n; at++) is_good &= p[at] >= '0' && p[at] <= '9';
  return is_good ? SLUICE_SHAPE_GOOD : SLUICE_SHAPE_BAD;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  uint8_t *block = exactly(data, size);
  sluice_slice cells[64];
  size_t count = cut(block, size, '\n', cells, 64);
  uint8_t *verdicts = malloc(count);
  for (int is_phone = 0; is_phone < 2; is_phone++) {
    if (is_phone)
      sluice_phones(block, cells, count, verdicts);
    else
      sluice_emails(block, size, cells, count, verdicts);
    for (size_t at = 0; at < count; at++) {
      size_t n = cells[at].length > 0 ? (size_t)cells[at].length : 0;
      int wanted = is_phone ? phone(block + cells[at].start, n) : email(block + cells[at].start, n);
      CHECK(verdicts[at] == wanted,
            "%s %zu: %d, not %d", is_phone ? "phone" : "e-mail", at, verdicts[at], wanted);
    }
  }
  free(verdicts);
  free(block);
  return 0;
}
