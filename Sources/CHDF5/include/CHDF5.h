#ifndef CHDF5_H
#define CHDF5_H

#include <stddef.h>
#include <stdint.h>

/// Reads arrays of floats from HDF5 files with libhdf5 (1.10 or newer), which is looked for when first called: nothing links against it.
///
/// Every function that can fail puts a sentence, to be freed with `chdf5_free`, into `*error` (which may be null). Safe on any thread; calls
/// wait for each other, as the library is not made for several at a time.
typedef struct chdf5_file chdf5_file;

enum { CHDF5_MAXIMUM_RANK = 32 };

/// Whether the library is there: 1 or 0.
int chdf5_is_available(char **error);

/// Opens a file for reading; null on failure. To be closed with `chdf5_close`.
chdf5_file *chdf5_open(const char *path, char **error);
void chdf5_close(chdf5_file *file);

/// Paths of all arrays in the file, separated by line ends, to be freed with `chdf5_free`; null on failure. Links to elsewhere are not followed.
char *chdf5_datasets(chdf5_file *file, char **error);

/// The lengths of an array's axes: `*rank` of them into `lengths`, which has room for CHDF5_MAXIMUM_RANK. 1, or 0 on failure; an array that
/// is not made of floating-point numbers is one.
int chdf5_shape(chdf5_file *file, const char *dataset, int64_t *lengths, int *rank, char **error);

/// Reads an array's numbers, in row-major order, as floats. `count` must be their number. 1, or 0 on failure.
int chdf5_read(chdf5_file *file, const char *dataset, float *values, size_t count, char **error);

void chdf5_free(void *memory);

#endif
