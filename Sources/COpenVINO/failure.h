#ifndef COPENVINO_FAILURE_H
#define COPENVINO_FAILURE_H

#include <openvino/c/openvino.h>

// Remembers what went wrong in this thread; answers 1 so that callers can return it.
int cov_fail(const char *what, ov_status_e status);
int cov_fail_text(const char *what, const char *why);

#endif
