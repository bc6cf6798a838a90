#include "CPNG.h"

#include <png.h>

uint32_t wt_png_version(void) { return png_access_version_number(); }
