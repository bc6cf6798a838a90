/// PNG through libpng, from memory to memory.
///
/// libpng leaves an error by `longjmp`, which may not cross Swift: every call is entered and left here. A call returns 0, or 1 with a
/// sentence in the caller's `message`. No policy: sizes are refused by what the caller says. Chunks that do not touch a pixel (text,
/// profiles, gamma) are passed over.
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define WT_PNG_MESSAGE_SIZE 160

/// libpng's version as it was compiled against, such as 10639 for 1.6.39.
uint32_t wt_png_version(void);

typedef struct {
    uint32_t width;
    uint32_t height;
    /// 1, 2, 4, 8 or 16.
    int32_t bit_depth;
    int32_t has_colour;
    int32_t has_palette;
    /// An alpha channel, or transparency by palette or colour key.
    int32_t has_alpha;
} wt_png_header;

/// What stands before the pixels; nothing is unpacked. Sides above `max_side` are an error.
int32_t wt_png_read_header(
    const uint8_t *_Nonnull bytes, size_t count, uint32_t max_side, wt_png_header *_Nonnull header, char *_Nonnull message);

/// The pixels, 8 bits a channel, row after row: of 16 bits the upper 8, of fewer bits stretched to 0...255.
///
/// - channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; a grey file can be asked for as 3 or 4, a coloured one not as 1 or 2.
///   Where alpha is not asked for, it is left out, not blended. - out: `out_size` bytes, exactly width x height x channels.
int32_t wt_png_decode(
    const uint8_t *_Nonnull bytes, size_t count, uint32_t max_side, int32_t channels, uint8_t *_Nonnull out, size_t out_size,
    char *_Nonnull message);

/// A file of 8 bits a channel. - channels: 1 grey, 3 RGB. - level: zlib's, 1...9.
/// - file, file_size: to be freed with `wt_png_free`; null after an error.
int32_t wt_png_encode(
    const uint8_t *_Nonnull pixels, uint32_t width, uint32_t height, int32_t channels, int32_t level,
    uint8_t *_Nullable *_Nonnull file, size_t *_Nonnull file_size, char *_Nonnull message);

void wt_png_free(uint8_t *_Nullable file);

#if defined(__cplusplus)
}
#endif
#endif
