#include "COpenVINO.h"
#include "failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cov_core {
    ov_core_t *core;
};

char *cov_version(void) {
    ov_version_t version;
    ov_status_e status = ov_get_openvino_version(&version);
    if (status != OK) {
        cov_fail("asking for the version", status);
        return NULL;
    }
    char *text = strdup(version.buildNumber);
    ov_version_free(&version);
    return text;
}

void cov_free(char *text) { free(text); }

cov_core *cov_core_create(void) {
    cov_core *core = calloc(1, sizeof *core);
    if (core == NULL) {
        cov_fail_text("starting OpenVINO", "out of memory");
        return NULL;
    }
    ov_status_e status = ov_core_create(&core->core);
    if (status != OK) {
        cov_fail("starting OpenVINO", status);
        free(core);
        return NULL;
    }
    return core;
}

void cov_core_free(cov_core *core) {
    if (core == NULL) return;
    ov_core_free(core->core);
    free(core);
}

char *cov_core_devices(cov_core *core) {
    ov_available_devices_t devices;
    ov_status_e status = ov_core_get_available_devices(core->core, &devices);
    if (status != OK) {
        cov_fail("listing devices", status);
        return NULL;
    }
    size_t length = 1;
    for (size_t i = 0; i < devices.size; i++) length += strlen(devices.devices[i]) + 1;
    char *text = calloc(1, length);
    for (size_t i = 0; text != NULL && i < devices.size; i++) {
        if (i > 0) strcat(text, "\n");
        strcat(text, devices.devices[i]);
    }
    ov_available_devices_free(&devices);
    return text;
}

char *cov_core_property(cov_core *core, const char *device, const char *key) {
    char *value = NULL;
    ov_status_e status = ov_core_get_property(core->core, device, key, &value);
    if (status != OK) {
        cov_fail("reading a device's property", status);
        return NULL;
    }
    char *text = strdup(value);
    ov_free(value);
    return text;
}

struct cov_model {
    ov_compiled_model_t *compiled;
};

// Fixes the first axis of every input.
static int fix_batch(ov_model_t *model, int64_t batch) {
    size_t count = 0;
    ov_status_e status = ov_model_inputs_size(model, &count);
    for (size_t i = 0; status == OK && i < count; i++) {
        ov_output_const_port_t *port = NULL;
        ov_partial_shape_t shape;
        char *name = NULL;
        status = ov_model_const_input_by_index(model, i, &port);
        if (status != OK) break;
        status = ov_port_get_partial_shape(port, &shape);
        if (status == OK) {
            status = ov_port_get_any_name(port, &name);
            if (status == OK && ov_rank_is_dynamic(shape.rank) == false && shape.rank.max > 0) {
                shape.dims[0].min = batch;
                shape.dims[0].max = batch;
                status = ov_model_reshape_input_by_name(model, name, shape);
            }
            if (name != NULL) ov_free(name);
            ov_partial_shape_free(&shape);
        }
        ov_output_const_port_free(port);
    }
    return status == OK ? 0 : cov_fail("fixing the batch", status);
}

cov_model *cov_model_compile(
    cov_core *core, const void *bytes, size_t size, const char *device, const char *precision, int threads, int streams,
    int64_t batch) {
    ov_model_t *model = NULL;
    ov_status_e status = ov_core_read_model_from_memory_buffer(core->core, bytes, size, NULL, &model);
    if (status != OK) {
        cov_fail("reading the model", status);
        return NULL;
    }
    if (batch > 0 && fix_batch(model, batch) != 0) {
        ov_model_free(model);
        return NULL;
    }
    char thread_text[16], stream_text[16];
    ov_property_t properties[4];
    size_t count = 0;
    properties[count++] = (ov_property_t){ov_property_key_hint_inference_precision, precision};
    properties[count++] = (ov_property_t){ov_property_key_hint_enable_cpu_pinning, "NO"};
    if (threads > 0) {
        snprintf(thread_text, sizeof thread_text, "%d", threads);
        properties[count++] = (ov_property_t){ov_property_key_inference_num_threads, thread_text};
    }
    if (streams > 0) {
        snprintf(stream_text, sizeof stream_text, "%d", streams);
        properties[count++] = (ov_property_t){ov_property_key_num_streams, stream_text};
    }
    cov_model *result = calloc(1, sizeof *result);
    if (result == NULL) {
        cov_fail_text("compiling the model", "out of memory");
    } else {
        status = ov_core_compile_model_props(core->core, model, device, count, properties, &result->compiled);
        if (status != OK) {
            cov_fail("compiling the model", status);
            free(result);
            result = NULL;
        }
    }
    ov_model_free(model);
    return result;
}

void cov_model_free(cov_model *model) {
    if (model == NULL) return;
    ov_compiled_model_free(model->compiled);
    free(model);
}

char *cov_model_property(cov_model *model, const char *key) {
    char *value = NULL;
    ov_status_e status = ov_compiled_model_get_property(model->compiled, key, &value);
    if (status != OK) {
        cov_fail("reading a model's property", status);
        return NULL;
    }
    char *text = strdup(value);
    ov_free(value);
    return text;
}

ov_compiled_model_t *cov_model_handle(cov_model *model) { return model->compiled; }
