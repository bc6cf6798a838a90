#ifndef WT_PNG_FAILURE_H
#define WT_PNG_FAILURE_H

#include <png.h>

/// Given to `png_create_..._struct` with `message` as its pointer: keeps the sentence and leaves.
void wt_png_fail(png_structp png, png_const_charp reason);
/// What libpng only remarks upon is passed over.
void wt_png_ignore(png_structp png, png_const_charp remark);

#endif
