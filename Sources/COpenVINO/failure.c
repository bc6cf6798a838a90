#include "failure.h"
#include "COpenVINO.h"

#include <stdio.h>
#include <string.h>

static _Thread_local char last_error[4096];

const char *cov_last_error(void) { return last_error; }

int cov_fail_text(const char *what, const char *why) {
    snprintf(last_error, sizeof last_error, "%s: %s", what, why);
    return 1;
}

int cov_fail(const char *what, ov_status_e status) {
    const char *detail = ov_get_last_err_msg();
    int told = detail != NULL && detail[0] != 0;
    return cov_fail_text(what, told ? detail : ov_get_error_info(status));
}
