#define _GNU_SOURCE
#include "CRsvg.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The few declarations used, of librsvg 2.46 and later and cairo 1.x; both keep their binary interface.
typedef struct { double x, y, width, height; } Rectangle;
typedef struct { uint32_t domain; int code; char *message; } GlibError;
typedef int (*CairoWrite)(void *closure, const unsigned char *data, unsigned int length);
enum { CAIRO_FORMAT_ARGB32 = 0, CAIRO_STATUS_SUCCESS = 0, CAIRO_STATUS_WRITE_ERROR = 11 };

static struct {
    void *(*handle_from_data)(const uint8_t *, size_t, GlibError **);
    int (*render_document)(void *, void *, const Rectangle *, GlibError **);
    void (*object_unref)(void *);
    void (*error_free)(GlibError *);
    void *(*surface_create)(int, int, int);
    void (*surface_destroy)(void *);
    int (*surface_status)(void *);
    int (*write_png)(void *, CairoWrite, void *);
    void *(*context_create)(void *);
    void (*context_destroy)(void *);
    int loaded;
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
#if defined(__APPLE__)
    void *rsvg = dlopen("librsvg-2.2.dylib", RTLD_NOW | RTLD_LOCAL);
    void *cairo = dlopen("libcairo.2.dylib", RTLD_NOW | RTLD_LOCAL);
#else
    void *rsvg = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
    void *cairo = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
#endif
    if (!rsvg || !cairo) return;
    // GLib comes with librsvg; looking up through its handle finds what it depends on.
    library.handle_from_data = dlsym(rsvg, "rsvg_handle_new_from_data");
    library.render_document = dlsym(rsvg, "rsvg_handle_render_document");
    library.object_unref = dlsym(rsvg, "g_object_unref");
    library.error_free = dlsym(rsvg, "g_error_free");
    library.surface_create = dlsym(cairo, "cairo_image_surface_create");
    library.surface_destroy = dlsym(cairo, "cairo_surface_destroy");
    library.surface_status = dlsym(cairo, "cairo_surface_status");
    library.write_png = dlsym(cairo, "cairo_surface_write_to_png_stream");
    library.context_create = dlsym(cairo, "cairo_create");
    library.context_destroy = dlsym(cairo, "cairo_destroy");
    library.loaded = library.handle_from_data && library.render_document && library.object_unref && library.error_free
        && library.surface_create && library.surface_destroy && library.surface_status && library.write_png
        && library.context_create && library.context_destroy;
}

static int fail(char **error, const char *message) {
    if (error) *error = strdup(message);
    return 0;
}

int crsvg_is_available(char **error) {
    pthread_once(&once, load);
    return library.loaded ? 1 : fail(error, "librsvg is not installed (Debian and Ubuntu: apt install librsvg2-2)");
}

typedef struct { uint8_t *bytes; size_t length, capacity; } Buffer;

static int append(void *closure, const unsigned char *data, unsigned int length) {
    Buffer *buffer = closure;
    if (buffer->length + length > buffer->capacity) {
        size_t capacity = (buffer->length + length) * 2;
        uint8_t *bytes = realloc(buffer->bytes, capacity);
        if (!bytes) return CAIRO_STATUS_WRITE_ERROR;
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->length, data, length);
    buffer->length += length;
    return CAIRO_STATUS_SUCCESS;
}

static int fail_with_glib(char **error, GlibError *cause) {
    char text[512];
    snprintf(text, sizeof text, "librsvg: %s", cause && cause->message ? cause->message : "no reason given");
    if (cause) library.error_free(cause);
    return fail(error, text);
}

int crsvg_render_png(
    const char *svg, size_t length, double width, double height, double scale, uint8_t **png, size_t *png_length, char **error) {
    if (!crsvg_is_available(error)) return 0;
    double wide = width * scale, tall = height * scale;
    if (!(wide >= 1 && tall >= 1 && wide <= 20000 && tall <= 20000)) return fail(error, "the picture is empty or wider than 20000 pixels");

    GlibError *cause = NULL;
    void *handle = library.handle_from_data((const uint8_t *)svg, length, &cause);
    if (!handle) return fail_with_glib(error, cause);
    void *surface = library.surface_create(CAIRO_FORMAT_ARGB32, (int)(wide + 0.5), (int)(tall + 0.5));
    void *context = library.context_create(surface);
    Rectangle viewport = {0, 0, wide, tall};
    Buffer buffer = {0};
    int done = library.surface_status(surface) == CAIRO_STATUS_SUCCESS;
    if (!done) {
        fail(error, "cairo has no memory for the picture");
    } else if (!(done = library.render_document(handle, context, &viewport, &cause))) {
        fail_with_glib(error, cause);
    } else if (!(done = library.write_png(surface, append, &buffer) == CAIRO_STATUS_SUCCESS)) {
        fail(error, "cairo could not write the PNG");
    }
    library.context_destroy(context);
    library.surface_destroy(surface);
    library.object_unref(handle);
    if (!done) {
        free(buffer.bytes);
        return 0;
    }
    *png = buffer.bytes;
    *png_length = buffer.length;
    return 1;
}

void crsvg_free(void *memory) { free(memory); }
