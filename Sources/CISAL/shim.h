#pragma once
#include <isa-l.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// Raw deflate, in and out, one step at a time. The library's own state structures hold arrays too
// large for Swift to look into, so they stay behind these pointers.

typedef struct sluice_isal_inflater sluice_isal_inflater;
typedef struct sluice_isal_deflater sluice_isal_deflater;

typedef struct {
  /// Bytes taken; below zero at the end of a stream that gives back bytes of an earlier step.
  ptrdiff_t consumed;
  size_t produced;
  /// 0 go on, 1 the stream ended, below zero the library's error.
  int status;
} sluice_isal_step;

static inline sluice_isal_inflater *sluice_isal_inflater_new(void) {
  struct inflate_state *state = malloc(sizeof *state);
  if (state) isal_inflate_init(state);
  return (sluice_isal_inflater *)state;
}

static inline void sluice_isal_inflater_free(sluice_isal_inflater *inflater) { free(inflater); }

static inline void sluice_isal_inflater_reset(sluice_isal_inflater *inflater) {
  isal_inflate_reset((struct inflate_state *)inflater);
}

/// Counts must fit 32 bits.
static inline sluice_isal_step sluice_isal_inflate(
    sluice_isal_inflater *inflater, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count) {
  struct inflate_state *state = (struct inflate_state *)inflater;
  state->next_in = (uint8_t *)input;
  state->avail_in = (uint32_t)input_count;
  state->next_out = output;
  state->avail_out = (uint32_t)output_count;
  int status = isal_inflate(state);
  sluice_isal_step step;
  step.consumed = (ptrdiff_t)input_count - state->avail_in;
  step.produced = output_count - state->avail_out;
  step.status = status < 0 ? status : 0;
  if (status >= 0 && state->block_state == ISAL_BLOCK_FINISH) {
    // Whole bytes past the stream's last bit wait in the bit buffer.
    step.consumed -= state->read_in_length / 8;
    step.status = 1;
  }
  return step;
}

/// `level` is 1, 2 or 3.
static inline sluice_isal_deflater *sluice_isal_deflater_new(int level) {
  uint32_t size = level == 1   ? ISAL_DEF_LVL1_DEFAULT
                  : level == 2 ? ISAL_DEF_LVL2_DEFAULT
                               : ISAL_DEF_LVL3_DEFAULT;
  struct isal_zstream *stream = malloc(sizeof *stream);
  uint8_t *space = malloc(size);
  if (!stream || !space) {
    free(stream);
    free(space);
    return NULL;
  }
  isal_deflate_init(stream);
  stream->level = (uint32_t)level;
  stream->level_buf = space;
  stream->level_buf_size = size;
  return (sluice_isal_deflater *)stream;
}

static inline void sluice_isal_deflater_free(sluice_isal_deflater *deflater) {
  if (deflater) free(((struct isal_zstream *)deflater)->level_buf);
  free(deflater);
}

static inline void sluice_isal_deflater_reset(sluice_isal_deflater *deflater) {
  isal_deflate_reset((struct isal_zstream *)deflater);
}

/// Counts must fit 32 bits; `last` closes the stream.
static inline sluice_isal_step sluice_isal_deflate(
    sluice_isal_deflater *deflater, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, int last) {
  struct isal_zstream *stream = (struct isal_zstream *)deflater;
  stream->next_in = (uint8_t *)input;
  stream->avail_in = (uint32_t)input_count;
  stream->next_out = output;
  stream->avail_out = (uint32_t)output_count;
  stream->end_of_stream = last != 0;
  stream->flush = NO_FLUSH;
  int status = isal_deflate(stream);
  sluice_isal_step step;
  step.consumed = (ptrdiff_t)input_count - stream->avail_in;
  step.produced = output_count - stream->avail_out;
  step.status = status < 0 ? status : stream->internal_state.state == ZSTATE_END;
  return step;
}
