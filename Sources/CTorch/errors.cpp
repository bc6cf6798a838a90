#include <c10/util/Exception.h>

#include <exception>
#include <string>

#include "handle.h"

namespace {

thread_local std::string lastError;

}  // namespace

void wheeltapper::rememberException() noexcept {
    try {
        try {
            throw;
        } catch (const c10::Error &error) {
            lastError = error.what_without_backtrace();
        } catch (const std::bad_alloc &) {
            lastError = "out of memory";
        } catch (const std::exception &error) {
            lastError = error.what();
        } catch (...) {
            lastError = "an unknown C++ exception";
        }
    } catch (...) {
        // Not even the text could be kept; the failure itself is still reported by the return value.
    }
}

const char *wt_last_error(void) { return lastError.c_str(); }
