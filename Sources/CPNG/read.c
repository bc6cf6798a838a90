#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPNG.h"
#include "failure.h"

/// No chunk that is looked at (IHDR, PLTE, tRNS) comes near this; it bounds libpng's own buffers.
#define MAX_CHUNK_BYTES (1u << 20)

typedef struct {
    const uint8_t *next;
    size_t left;
} source;

static void take(png_structp png, png_bytep out, size_t count)
{
    source *from = png_get_io_ptr(png);
    if (count > from->left) png_error(png, "the file ends too early");
    memcpy(out, from->next, count);
    from->next += count;
    from->left -= count;
}

/// What a call asks for, and where its results go.
typedef struct {
    wt_png_header *header;
    int32_t channels;
    uint8_t *out;
    size_t out_size;
} request;

/// What must be freed on both ways out.
typedef struct {
    png_structp png;
    png_infop info;
    png_bytep *rows;
    source from;
} reader;

typedef void work(reader *r, const request *wanted);

/// Nothing that lives here changes between `setjmp` and `longjmp`.
static int32_t guarded(reader *r, const request *wanted, work *body)
{
    if (setjmp(png_jmpbuf(r->png))) return 1;
    body(r, wanted);
    return 0;
}

static int32_t run(
    const uint8_t *bytes, size_t count, uint32_t max_side, const request *wanted, work *body, char *message)
{
    reader r = { .from = { bytes, count } };
    r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, wt_png_fail, wt_png_ignore);
    r.info = r.png ? png_create_info_struct(r.png) : NULL;
    if (!r.info) {
        png_destroy_read_struct(&r.png, NULL, NULL);
        snprintf(message, WT_PNG_MESSAGE_SIZE, "out of memory");
        return 1;
    }
    png_set_user_limits(r.png, max_side, max_side);
    png_set_chunk_malloc_max(r.png, MAX_CHUNK_BYTES);
    // Text, profiles and the like do not touch a pixel, and a few packed kilobytes of them may unpack to hundreds of megabytes: -1 passes over
    // every chunk but IHDR, PLTE, tRNS, IDAT and IEND without unpacking it. What EXIF says is looked for by the caller.
    png_set_keep_unknown_chunks(r.png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_read_fn(r.png, &r.from, take);
    int32_t result = guarded(&r, wanted, body);
    png_destroy_read_struct(&r.png, &r.info, NULL);
    free(r.rows);
    return result;
}

static void read_header(reader *r, const request *wanted)
{
    wt_png_header *header = wanted->header;
    png_read_info(r->png, r->info);
    int kind = png_get_color_type(r->png, r->info);
    header->width = png_get_image_width(r->png, r->info);
    header->height = png_get_image_height(r->png, r->info);
    header->bit_depth = png_get_bit_depth(r->png, r->info);
    header->has_colour = (kind & PNG_COLOR_MASK_COLOR) != 0;
    header->has_palette = kind == PNG_COLOR_TYPE_PALETTE;
    header->has_alpha = (kind & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(r->png, r->info, PNG_INFO_tRNS) != 0;
}

int32_t wt_png_read_header(const uint8_t *bytes, size_t count, uint32_t max_side, wt_png_header *header, char *message)
{
    request wanted = { .header = header };
    return run(bytes, count, max_side, &wanted, read_header, message);
}

/// Asks libpng for 8 bits a channel and as many channels as wanted.
static void set_transformations(reader *r, int32_t channels)
{
    int kind = png_get_color_type(r->png, r->info);
    int wants_alpha = channels == 2 || channels == 4;
    png_set_expand(r->png);
    png_set_strip_16(r->png);
    if (!(kind & PNG_COLOR_MASK_COLOR) && channels >= 3) png_set_gray_to_rgb(r->png);
    // 'expand' turns transparency by palette or key into a channel; what is not wanted is left out again.
    if (!wants_alpha)
        png_set_strip_alpha(r->png);
    else if (!(kind & PNG_COLOR_MASK_ALPHA) && !png_get_valid(r->png, r->info, PNG_INFO_tRNS))
        png_set_add_alpha(r->png, 255, PNG_FILLER_AFTER);
}

static void decode(reader *r, const request *wanted)
{
    png_read_info(r->png, r->info);
    set_transformations(r, wanted->channels);
    png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    size_t stride = png_get_rowbytes(r->png, r->info);
    size_t width = png_get_image_width(r->png, r->info), height = png_get_image_height(r->png, r->info);
    if (stride != width * (size_t)wanted->channels || stride * height != wanted->out_size)
        png_error(r->png, "its pixels are not of the kind that its header says");
    r->rows = malloc(height * sizeof(png_bytep));
    if (!r->rows) png_error(r->png, "out of memory");
    for (size_t row = 0; row < height; row++) r->rows[row] = wanted->out + row * stride;
    png_read_image(r->png, r->rows);
    png_read_end(r->png, NULL);
}

int32_t wt_png_decode(
    const uint8_t *bytes, size_t count, uint32_t max_side, int32_t channels, uint8_t *out, size_t out_size, char *message)
{
    request wanted = { .channels = channels, .out = out, .out_size = out_size };
    return run(bytes, count, max_side, &wanted, decode, message);
}
