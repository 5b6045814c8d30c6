#pragma once
// The plain functions: no algorithm has to be looked up, no configuration is read, and none is refused.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
