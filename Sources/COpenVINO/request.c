#include "COpenVINO.h"
#include "failure.h"

#include <stdlib.h>
#include <string.h>

ov_compiled_model_t *cov_model_handle(cov_model *model);

struct cov_request {
    ov_infer_request_t *request;
};

cov_request *cov_request_create(cov_model *model) {
    cov_request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        cov_fail_text("making a request", "out of memory");
        return NULL;
    }
    ov_status_e status = ov_compiled_model_create_infer_request(cov_model_handle(model), &request->request);
    if (status != OK) {
        cov_fail("making a request", status);
        free(request);
        return NULL;
    }
    return request;
}

void cov_request_free(cov_request *request) {
    if (request == NULL) return;
    ov_infer_request_free(request->request);
    free(request);
}

static ov_element_type_e to_openvino(enum cov_type type) {
    switch (type) {
    case COV_FLOAT: return F32;
    case COV_UINT8: return U8;
    case COV_INT32: return I32;
    case COV_INT64: return I64;
    case COV_BOOL: return BOOLEAN;
    default: return DYNAMIC;
    }
}

static enum cov_type from_openvino(ov_element_type_e type) {
    switch (type) {
    case F32: return COV_FLOAT;
    case U8: return COV_UINT8;
    case I32: return COV_INT32;
    case I64: return COV_INT64;
    case BOOLEAN: return COV_BOOL;
    default: return COV_OTHER;
    }
}

int cov_request_set_input(
    cov_request *request, const char *name, enum cov_type type, const int64_t *shape, size_t rank, const void *data) {
    ov_shape_t dimensions;
    ov_status_e status = ov_shape_create((int64_t)rank, shape, &dimensions);
    if (status != OK) return cov_fail("shaping an input", status);
    ov_tensor_t *tensor = NULL;
    status = ov_tensor_create_from_host_ptr(to_openvino(type), dimensions, (void *)data, &tensor);
    ov_shape_free(&dimensions);
    if (status != OK) return cov_fail("wrapping an input", status);
    status = ov_infer_request_set_tensor(request->request, name, tensor);
    ov_tensor_free(tensor);
    return status == OK ? 0 : cov_fail("setting an input", status);
}

int cov_request_infer(cov_request *request) {
    ov_status_e status = ov_infer_request_infer(request->request);
    return status == OK ? 0 : cov_fail("running the model", status);
}

int cov_request_output(
    cov_request *request, size_t place, enum cov_type *type, int64_t shape[COV_MAXIMUM_RANK], size_t *rank,
    const void **data) {
    ov_tensor_t *tensor = NULL;
    ov_status_e status = ov_infer_request_get_output_tensor_by_index(request->request, place, &tensor);
    if (status != OK) return cov_fail("reading an output", status);
    ov_shape_t dimensions = {0, NULL};
    ov_element_type_e element = DYNAMIC;
    void *numbers = NULL;
    status = ov_tensor_get_element_type(tensor, &element);
    if (status == OK) status = ov_tensor_get_shape(tensor, &dimensions);
    if (status == OK) status = ov_tensor_data(tensor, &numbers);
    if (status == OK && dimensions.rank > COV_MAXIMUM_RANK) status = PARAMETER_MISMATCH;
    if (status == OK) {
        *type = from_openvino(element);
        *rank = (size_t)dimensions.rank;
        memcpy(shape, dimensions.dims, sizeof(int64_t) * (size_t)dimensions.rank);
        *data = numbers;
    }
    if (dimensions.dims != NULL) ov_shape_free(&dimensions);
    ov_tensor_free(tensor);
    return status == OK ? 0 : cov_fail("reading an output", status);
}
