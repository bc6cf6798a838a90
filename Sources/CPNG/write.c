#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPNG.h"
#include "failure.h"

typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} sink;

static void put(png_structp png, png_bytep bytes, size_t count)
{
    sink *to = png_get_io_ptr(png);
    if (count > to->capacity - to->count) {
        size_t capacity = to->capacity + (to->capacity > count ? to->capacity : count) + 4096;
        uint8_t *grown = realloc(to->bytes, capacity);
        if (!grown) png_error(png, "out of memory");
        to->bytes = grown;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
}

static void flush(png_structp png) { (void)png; }

typedef struct {
    const uint8_t *pixels;
    uint32_t width;
    uint32_t height;
    int32_t channels;
    int32_t level;
} picture;

/// What must be freed on both ways out.
typedef struct {
    png_structp png;
    png_infop info;
    sink to;
} writer;

static void encode(writer *w, const picture *p)
{
    png_set_write_fn(w->png, &w->to, put, flush);
    png_set_compression_level(w->png, p->level);
    int kind = p->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
    png_set_IHDR(
        w->png, w->info, p->width, p->height, 8, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    png_write_info(w->png, w->info);
    size_t stride = (size_t)p->width * (size_t)p->channels;
    for (size_t row = 0; row < p->height; row++) png_write_row(w->png, p->pixels + row * stride);
    png_write_end(w->png, NULL);
}

/// Nothing that lives here changes between `setjmp` and `longjmp`.
static int32_t guarded(writer *w, const picture *p)
{
    if (setjmp(png_jmpbuf(w->png))) return 1;
    encode(w, p);
    return 0;
}

int32_t wt_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int32_t channels, int32_t level, uint8_t **file, size_t *file_size,
    char *message)
{
    writer w = { 0 };
    picture p = { pixels, width, height, channels, level };
    *file = NULL;
    *file_size = 0;
    w.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, wt_png_fail, wt_png_ignore);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    if (!w.info) {
        png_destroy_write_struct(&w.png, NULL);
        snprintf(message, WT_PNG_MESSAGE_SIZE, "out of memory");
        return 1;
    }
    int32_t result = guarded(&w, &p);
    png_destroy_write_struct(&w.png, &w.info);
    if (result != 0) {
        free(w.to.bytes);
        return result;
    }
    *file = w.to.bytes;
    *file_size = w.to.count;
    return 0;
}

void wt_png_free(uint8_t *file) { free(file); }
