#define _GNU_SOURCE
#include "CHDF5.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The few declarations used, of libhdf5 1.10 and later, whose handles have 64 bits.
typedef int64_t Handle;
typedef struct { int type; } LinkInfo; // its first member; the rest differs between versions and is not read
typedef int (*LinkVisitor)(Handle group, const char *name, const LinkInfo *info, void *data);
enum { READ_ONLY = 0, DEFAULT = 0, ALL = 0, CLASS_FLOAT = 1, LINK_HARD = 0, INDEX_NAME = 0, ORDER_INCREASING = 0 };

static struct {
    int (*open)(void);
    int (*version)(unsigned *, unsigned *, unsigned *);
    int (*set_errors)(Handle, void *, void *);
    Handle (*file_open)(const char *, unsigned, Handle);
    int (*file_close)(Handle);
    int (*visit)(Handle, int, int, LinkVisitor, void *);
    Handle (*dataset_open)(Handle, const char *, Handle);
    int (*dataset_close)(Handle);
    Handle (*dataset_space)(Handle);
    Handle (*dataset_type)(Handle);
    int (*dataset_read)(Handle, Handle, Handle, Handle, Handle, void *);
    int (*space_rank)(Handle);
    int (*space_lengths)(Handle, uint64_t *, uint64_t *);
    int (*space_close)(Handle);
    int (*type_class)(Handle);
    int (*type_close)(Handle);
    Handle native_float;
    int loaded;
} library;

struct chdf5_file { Handle handle; };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void *find(void) {
    // By Debian's and Ubuntu's names, then by everyone else's.
    static const char *const names[] = {
#if defined(__APPLE__)
        "libhdf5.dylib",
#else
        "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5_serial.so.200", "libhdf5_serial.so", "libhdf5.so.310", "libhdf5.so.200",
        "libhdf5.so.103", "libhdf5.so",
#endif
    };
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        void *found = dlopen(names[n], RTLD_NOW | RTLD_LOCAL);
        if (found) return found;
    }
    return NULL;
}

static void load(void) {
    void *hdf5 = find();
    if (!hdf5) return;
    library.open = dlsym(hdf5, "H5open");
    library.version = dlsym(hdf5, "H5get_libversion");
    library.set_errors = dlsym(hdf5, "H5Eset_auto2");
    library.file_open = dlsym(hdf5, "H5Fopen");
    library.file_close = dlsym(hdf5, "H5Fclose");
    library.visit = dlsym(hdf5, "H5Lvisit1");
    if (!library.visit) library.visit = dlsym(hdf5, "H5Lvisit");
    library.dataset_open = dlsym(hdf5, "H5Dopen2");
    library.dataset_close = dlsym(hdf5, "H5Dclose");
    library.dataset_space = dlsym(hdf5, "H5Dget_space");
    library.dataset_type = dlsym(hdf5, "H5Dget_type");
    library.dataset_read = dlsym(hdf5, "H5Dread");
    library.space_rank = dlsym(hdf5, "H5Sget_simple_extent_ndims");
    library.space_lengths = dlsym(hdf5, "H5Sget_simple_extent_dims");
    library.space_close = dlsym(hdf5, "H5Sclose");
    library.type_class = dlsym(hdf5, "H5Tget_class");
    library.type_close = dlsym(hdf5, "H5Tclose");
    if (!(library.open && library.version && library.set_errors && library.file_open && library.file_close && library.visit
            && library.dataset_open && library.dataset_close && library.dataset_space && library.dataset_type && library.dataset_read
            && library.space_rank && library.space_lengths && library.space_close && library.type_class && library.type_close)) return;
    unsigned major = 0, minor = 0, release = 0;
    if (library.open() < 0 || library.version(&major, &minor, &release) < 0 || major * 100 + minor < 110) return;
    // Set by H5open. The library prints nothing of its own: callers get a sentence.
    Handle *native_float = dlsym(hdf5, "H5T_NATIVE_FLOAT_g");
    if (!native_float || library.set_errors(DEFAULT, NULL, NULL) < 0) return;
    library.native_float = *native_float;
    library.loaded = 1;
}

static int fail(char **error, const char *message) {
    if (error) *error = strdup(message);
    return 0;
}

static int fail_with(char **error, const char *what, const char *name) {
    char text[512];
    snprintf(text, sizeof text, "'%s' %s", name, what);
    return fail(error, text);
}

int chdf5_is_available(char **error) {
    pthread_once(&once, load);
    return library.loaded ? 1 : fail(error, "libhdf5 1.10 or newer is not installed (Debian and Ubuntu: apt install libhdf5-103-1)");
}

chdf5_file *chdf5_open(const char *path, char **error) {
    if (!chdf5_is_available(error)) return NULL;
    chdf5_file *file = malloc(sizeof *file);
    if (!file) return fail(error, "no memory"), NULL;
    pthread_mutex_lock(&turn);
    library.set_errors(DEFAULT, NULL, NULL); // of this thread, where the library was built with a list of errors for each
    file->handle = library.file_open(path, READ_ONLY, DEFAULT);
    pthread_mutex_unlock(&turn);
    if (file->handle >= 0) return file;
    free(file);
    fail(error, "the file is no HDF5 file, or a damaged one");
    return NULL;
}

void chdf5_close(chdf5_file *file) {
    if (!file) return;
    pthread_mutex_lock(&turn);
    library.file_close(file->handle);
    pthread_mutex_unlock(&turn);
    free(file);
}

typedef struct { char *text; size_t length, capacity; int failed; } Names;

static int append(Handle group, const char *name, const LinkInfo *info, void *data) {
    Names *names = data;
    if (info->type != LINK_HARD) return 0;
    Handle dataset = library.dataset_open(group, name, DEFAULT);
    if (dataset < 0) return 0;
    library.dataset_close(dataset);
    size_t length = strlen(name);
    if (names->length + length + 2 > names->capacity) {
        size_t capacity = (names->length + length + 2) * 2;
        char *text = realloc(names->text, capacity);
        if (!text) return names->failed = -1;
        names->text = text;
        names->capacity = capacity;
    }
    memcpy(names->text + names->length, name, length);
    names->length += length;
    names->text[names->length++] = '\n';
    names->text[names->length] = 0;
    return 0;
}

char *chdf5_datasets(chdf5_file *file, char **error) {
    Names names = {calloc(1, 1), 0, 1, 0};
    if (!names.text) return fail(error, "no memory"), NULL;
    pthread_mutex_lock(&turn);
    int status = library.visit(file->handle, INDEX_NAME, ORDER_INCREASING, append, &names);
    pthread_mutex_unlock(&turn);
    if (status >= 0) return names.text;
    free(names.text);
    fail(error, names.failed ? "no memory" : "the list of its arrays is damaged");
    return NULL;
}

static int shape(chdf5_file *file, const char *name, int64_t *lengths, int *rank, char **error) {
    Handle dataset = library.dataset_open(file->handle, name, DEFAULT);
    if (dataset < 0) return fail_with(error, "is not in the file, or damaged", name);
    Handle type = library.dataset_type(dataset), space = library.dataset_space(dataset);
    uint64_t found[CHDF5_MAXIMUM_RANK];
    int status = 1;
    if (type < 0 || library.type_class(type) != CLASS_FLOAT) {
        status = fail_with(error, "is not made of floating-point numbers", name);
    } else if (space < 0 || (*rank = library.space_rank(space)) < 0 || *rank > CHDF5_MAXIMUM_RANK
               || library.space_lengths(space, found, NULL) < 0) {
        status = fail_with(error, "has a damaged shape", name);
    } else {
        for (int axis = 0; axis < *rank; axis++) lengths[axis] = found[axis] > INT64_MAX ? INT64_MAX : (int64_t)found[axis];
    }
    if (type >= 0) library.type_close(type);
    if (space >= 0) library.space_close(space);
    library.dataset_close(dataset);
    return status;
}

int chdf5_shape(chdf5_file *file, const char *dataset, int64_t *lengths, int *rank, char **error) {
    pthread_mutex_lock(&turn);
    int status = shape(file, dataset, lengths, rank, error);
    pthread_mutex_unlock(&turn);
    return status;
}

int chdf5_read(chdf5_file *file, const char *name, float *values, size_t count, char **error) {
    int64_t lengths[CHDF5_MAXIMUM_RANK];
    int rank = 0;
    pthread_mutex_lock(&turn);
    int status = shape(file, name, lengths, &rank, error);
    size_t elements = 1;
    for (int axis = 0; status && axis < rank; axis++) {
        // The shape that the caller made room for is the one that is read.
        if (__builtin_mul_overflow(elements, (size_t)lengths[axis], &elements)) status = fail_with(error, "has a damaged shape", name);
    }
    if (status && elements != count) status = fail_with(error, "has another shape than was asked for", name);
    if (status) {
        Handle dataset = library.dataset_open(file->handle, name, DEFAULT);
        if (dataset < 0 || library.dataset_read(dataset, library.native_float, ALL, ALL, DEFAULT, values) < 0) {
            status = fail_with(error, "cannot be read: the file is damaged or cut short", name);
        }
        if (dataset >= 0) library.dataset_close(dataset);
    }
    pthread_mutex_unlock(&turn);
    return status;
}

void chdf5_free(void *memory) { free(memory); }
