// OpenVINO's C interface, narrowed to what an inference session needs: opaque handles, plain C types, the last error in words.
// A function that fails returns NULL or a non-zero number, and cov_last_error() says why (per thread).
#ifndef COPENVINO_H
#define COPENVINO_H

#include <stddef.h>
#include <stdint.h>

#define COV_MAXIMUM_RANK 8

typedef struct cov_core cov_core;
typedef struct cov_model cov_model;
typedef struct cov_request cov_request;

// Element types, with ONNX's numbers.
enum cov_type { COV_FLOAT = 1, COV_UINT8 = 2, COV_INT32 = 6, COV_INT64 = 7, COV_BOOL = 9, COV_OTHER = 0 };

const char *cov_last_error(void);

// The library's version, to be freed with cov_free.
char *cov_version(void);
void cov_free(char *text);

cov_core *cov_core_create(void);
void cov_core_free(cov_core *core);
// Names of the devices, one a line, to be freed with cov_free.
char *cov_core_devices(cov_core *core);
// A device's property as text (such as FULL_DEVICE_NAME), to be freed with cov_free.
char *cov_core_property(cov_core *core, const char *device, const char *key);

// Reads an ONNX model from memory and compiles it. `precision`: "f32", "bf16" or "f16". `threads`, `streams`: 0 leaves OpenVINO's choice.
// `batch`: the first axis of every input is fixed to it; 0 leaves it open.
cov_model *cov_model_compile(
    cov_core *core, const void *bytes, size_t size, const char *device, const char *precision, int threads, int streams,
    int64_t batch);
void cov_model_free(cov_model *model);
// A property of the compiled model as text, to be freed with cov_free.
char *cov_model_property(cov_model *model, const char *key);

cov_request *cov_request_create(cov_model *model);
void cov_request_free(cov_request *request);
// `data` is read when the request runs: it must stay where it is until then.
int cov_request_set_input(
    cov_request *request, const char *name, enum cov_type type, const int64_t *shape, size_t rank, const void *data);
int cov_request_infer(cov_request *request);
// The numbers of an output, counted in the file's order; owned by the request and valid until its next run.
// (By place and not by name: where OpenVINO drops a node behind an output, the output's name can go with it.)
int cov_request_output(
    cov_request *request, size_t place, enum cov_type *type, int64_t shape[COV_MAXIMUM_RANK], size_t *rank,
    const void **data);

#endif
