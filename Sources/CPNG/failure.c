#include "failure.h"

#include <stdio.h>

#include "CPNG.h"

uint32_t wt_png_version(void) { return png_access_version_number(); }

void wt_png_fail(png_structp png, png_const_charp reason)
{
    char *message = png_get_error_ptr(png);
    if (message) snprintf(message, WT_PNG_MESSAGE_SIZE, "%s", reason);
    png_longjmp(png, 1);
}

void wt_png_ignore(png_structp png, png_const_charp remark)
{
    (void)png;
    (void)remark;
}
