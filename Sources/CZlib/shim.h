#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// Raw deflate, in and out, one step at a time; `inflateInit2` and `deflateInit2` are macros.

typedef struct {
  size_t consumed;
  size_t produced;
  /// 0 go on, 1 the stream ended, below zero the library's error.
  int status;
} sluice_zlib_step;

static inline z_stream *sluice_zlib_inflater_new(void) {
  z_stream *stream = calloc(1, sizeof *stream);
  if (stream && inflateInit2(stream, -MAX_WBITS) != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

static inline void sluice_zlib_inflater_free(z_stream *stream) {
  if (stream) inflateEnd(stream);
  free(stream);
}

static inline z_stream *sluice_zlib_deflater_new(int level) {
  z_stream *stream = calloc(1, sizeof *stream);
  if (stream &&
      deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

static inline void sluice_zlib_deflater_free(z_stream *stream) {
  if (stream) deflateEnd(stream);
  free(stream);
}

/// Counts must fit 32 bits.
static inline sluice_zlib_step sluice_zlib_step_of(
    z_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, int inflating, int last) {
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)input_count;
  stream->next_out = output;
  stream->avail_out = (uInt)output_count;
  int status = inflating ? inflate(stream, Z_NO_FLUSH)
                         : deflate(stream, last ? Z_FINISH : Z_NO_FLUSH);
  sluice_zlib_step step;
  step.consumed = input_count - stream->avail_in;
  step.produced = output_count - stream->avail_out;
  // Z_BUF_ERROR only says that neither side moved.
  step.status = status == Z_STREAM_END                       ? 1
                : status == Z_OK || status == Z_BUF_ERROR ? 0
                : status > 0                                 ? Z_DATA_ERROR
                                                             : status;
  return step;
}
