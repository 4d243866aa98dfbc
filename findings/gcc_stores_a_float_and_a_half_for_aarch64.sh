#!/usr/bin/env bash
# GCC 12.2.0 for AArch64 (Debian's gcc-aarch64-linux-gnu), run by qemu-user 7.2.22. The packages are to be there: as root,
# apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static.
#
# A loop that stores either a float or a 16-bit integer at an address, by a flag that does not change, is vectorised with -O3
# -fno-trapping-math into stores of both, each of what was there where it is not wanted. The 16 bits that were there are loaded
# before the float is stored: with the flag unset, many floats have the lower half of what was in memory before. With
# -fno-strict-aliasing none has.
#
# The guess: a store that the source does not execute is not executed, and the flags change speed alone.
# Why it is wrong: in the assembly each store has become a load of what is there, a select and a store, as if the address were
# written in any case, and the loads of 16 bits stand above the stores of floats, of which GCC holds by their types that they are of
# other memory.
#
# Seen: "-O2: right / -O3 -fno-trapping-math: wrong / -O3 -fno-trapping-math -fno-strict-aliasing: right".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >subtract.c <<'C'
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline float float_of(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
static inline uint32_t bits_of(float x) { uint32_t bits; memcpy(&bits, &x, 4); return bits; }
static inline float half_to_float(uint16_t half) {
    uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13, sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t finite = bits_of(float_of(magnitude) * 5.192296858534828e33f), special = magnitude | 0x7F800000;
    return float_of((magnitude >= 0x0F800000 ? special : finite) | sign);
}
static inline uint16_t float_to_half(float x) {
    uint32_t bits = bits_of(x), magnitude = bits & 0x7FFFFFFF;
    uint32_t normal = (magnitude - 0x38000000 + 0x0FFF + ((magnitude >> 13) & 1)) >> 13;
    uint32_t small = bits_of(float_of(magnitude) + 0.5f) - 0x3F000000;
    uint32_t half = magnitude < 0x38800000 ? small : normal;
    return (uint16_t)(half | ((bits >> 16) & 0x8000));
}
static inline float read(const char *at, int half) { return half ? half_to_float(*(const uint16_t *)at) : *(const float *)at; }
static inline void write(char *at, int half, float x) {
    if (half) *(uint16_t *)at = float_to_half(x);
    else *(float *)at = x;
}
struct rows { char *out, *x, *y; ptrdiff_t core_out, core_x, core_y, n; int half; };

__attribute__((noinline)) static void subtract(const struct rows *rows, double total) {
    ptrdiff_t n = rows->n, core_x = rows->core_x, core_y = rows->core_y, core_out = rows->core_out; int half = rows->half;
    char *out = rows->out; const char *px = rows->x, *py = rows->y;
    for (ptrdiff_t i = 0; i < n; i++) {
        float dy = read(px + i * core_x, half), y = read(py + i * core_y, half);
        write(out + i * core_out, half, y > 0 ? (float)((double)dy - total) : y - y);
    }
}

int main(void) {
    static float x[64], y[64];
    int wrong = 0;
    for (int i = 0; i < 64; i++) x[i] = 1.0f + (float)(i + 1) / 1024 / 1024;
    memset(y, 0x55, sizeof y);
    struct rows rows = {(char *)y, (char *)x, (char *)x, 4, 4, 4, 64, 0};
    subtract(&rows, 0.5);
    for (int i = 0; i < 64; i++) wrong += x[i] - 0.5f != y[i];
    puts(wrong ? "wrong" : "right");
}
C
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64)
of() { aarch64-linux-gnu-gcc "$@" -static subtract.c -o subtract && echo "$*: $("$qemu" ./subtract)"; }
fast="-O3 -fno-trapping-math"
# shellcheck disable=SC2086
found="$(of -O2) / $(of $fast) / $(of $fast -fno-strict-aliasing)"
echo "$found"
expected="-O2: right / $fast: wrong / $fast -fno-strict-aliasing: right"
[ "$found" = "$expected" ] || { echo "expected: $expected"; exit 1; }
