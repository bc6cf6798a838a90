#ifndef CRSVG_H
#define CRSVG_H

#include <stddef.h>
#include <stdint.h>

/// Turns an SVG into a PNG with librsvg and cairo, which are looked for when first called: nothing links against them.
///
/// `scale` multiplies the picture's own size in pixels. On success returns 1 and puts `*png_length` bytes, to be freed with
/// `crsvg_free`, into `*png`. Otherwise returns 0 and puts a sentence, to be freed likewise, into `*error`. Safe on any thread.
int crsvg_render_png(
    const char *svg, size_t length, double width, double height, double scale, uint8_t **png, size_t *png_length, char **error);

/// Whether the two libraries are there; if not, `*error` (may be null) gets a sentence to be freed with `crsvg_free`.
int crsvg_is_available(char **error);

void crsvg_free(void *memory);

#endif
