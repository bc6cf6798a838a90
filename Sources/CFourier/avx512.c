#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,fma"))), apply_to = function)
#define FAMILY avx512
#define LANES 8
#include "loop.h"
#pragma clang attribute pop
#endif
