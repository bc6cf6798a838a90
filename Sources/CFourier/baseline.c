// Any processor: SSE2, NEON.
#define FAMILY baseline
#define LANES 4
#include "loop.h"
