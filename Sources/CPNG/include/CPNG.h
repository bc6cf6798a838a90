#ifndef CPNG_H
#define CPNG_H

#include <stdint.h>

/// libpng's version as it was compiled against, such as 10639 for 1.6.39.
uint32_t wt_png_version(void);

#endif
