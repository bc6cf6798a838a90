#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FAMILY avx2
#define LANES 4
#include "loop.h"
#pragma clang attribute pop
#endif
