/* actkern's functions for C (C99 and later) and C++.
   Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale.

       #include <Python.h>
       #include <actkern.h>                       // include_dirs=[actkern.get_include()]

       if (actkern_import() < 0) return NULL;     // once, in the module's init function
       ak_sigmoid_f32(x, y, n);                   // y[i] = sigmoid(x[i]) for i < n

   Functions of elements take contiguous arrays of n elements and parameters by value, and write contiguous arrays:

       ak_gelu_f64(x, y, n)                       the value
       ak_gelu_grad_f64(x, dydx, n)               the slope
       ak_gelu_value_and_grad_f64(x, y, dydx, n)  both
       ak_gelu_backward_f64(dy, x, dx, n)         dy times the slope
       ak_tanh_backward_from_output_f64(dy, y, dx, n)
       ak_leaky_relu_f32(x, negative_slope, y, n)

   and those along an axis take so many rows, one after the other, of n elements each: ak_softmax_f32(x, y, rows, n),
   ak_logsumexp_f32(x, y, rows, n) with one y for each row. Addresses are aligned to their type. A result may lie apart from the
   inputs or begin where one of them does, but not shifted against it. An n or a number of rows that is not positive is no work.
   `actkern_run` takes other layouts.

   They are the kernels of the Python functions of the same name, of the best tier that this CPU has, with the same bits whatever
   the number of threads and the caller's floating-point environment. They need neither Python's lock nor its thread state, and
   may be called from several threads at once. */
#ifndef ACTKERN_H
#define ACTKERN_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* A library made with this header works with an actkern of the same version that has at least as many functions. */
#define ACTKERN_API_VERSION 1
#define ACTKERN_API_COUNT 688

/* One definition serves all files of a library, and no other library sees it. */
#if defined(__GNUC__) || defined(__clang__)
#define ACTKERN_SHARED __attribute__((weak, visibility("hidden")))
#elif defined(_MSC_VER)
#define ACTKERN_SHARED __declspec(selectany)
#else
#define ACTKERN_SHARED static
#endif

typedef struct {
    void (*run)(char **operands, const ptrdiff_t *sizes, const ptrdiff_t *steps, void *data, ptrdiff_t threads);
    void *data;
} actkern_loop;

typedef struct {
    int version;
    int count;
    const actkern_loop *loops;
} actkern_api;

ACTKERN_SHARED const actkern_api *actkern_found = NULL;

/* How many threads a call of this library may use, of which the caller's is the first. 0: as many as Python's
   `actkern.set_num_threads` says. Small calls use one whatever it is. */
ACTKERN_SHARED ptrdiff_t actkern_threads = 1;

/* Use the functions behind an address, that of the capsule `actkern._C_API` ("actkern._C_API" is its name too). NULL if they can
   be used; otherwise what is wrong, in a text that lasts. `actkern_import` does this where there is Python.h; a library that has
   none of it is given the address. */
static inline const char *actkern_use(const void *address) {
    static char problem[256];
    const actkern_api *api = (const actkern_api *)address;
    if (api == NULL) return "actkern.h: no address of actkern's functions";
    if (api->version != ACTKERN_API_VERSION || api->count < ACTKERN_API_COUNT) {
        snprintf(problem, sizeof problem,
                 "actkern.h: compiled for version %d of actkern's C functions, of which there were %d; the actkern that is "
                 "installed has version %d with %d: compile again, or install an actkern as new as that header",
                 ACTKERN_API_VERSION, ACTKERN_API_COUNT, api->version, api->count);
        return problem;
    }
    actkern_found = api;
    return NULL;
}

/* Run one of the functions below over any layout: addresses of its operands, in the order of its arguments, parameters too; how
   many elements, or how many rows and elements of a row; and the bytes from element to element of each operand, or from row to
   row of each and then from element to element of those that have elements in a row. Steps may be negative, those of inputs 0. */
static inline void actkern_run(
    int function, char **operands, const ptrdiff_t *sizes, const ptrdiff_t *steps, ptrdiff_t threads
) {
    const actkern_loop *loop;
    if (actkern_found == NULL) {
        fputs("actkern.h: a function was called before actkern_import() or actkern_use() succeeded\n", stderr);
        abort();
    }
    if (sizes[0] <= 0) return;
    loop = &actkern_found->loops[function];
    loop->run(operands, sizes, steps, loop->data, threads);
}

/* The functions' numbers, which never change. */
enum {
    ACTKERN_IDENTITY_F32 = 0,
    ACTKERN_IDENTITY_F64 = 1,
    ACTKERN_IDENTITY_GRAD_F32 = 2,
    ACTKERN_IDENTITY_GRAD_F64 = 3,
    ACTKERN_IDENTITY_VALUE_AND_GRAD_F32 = 4,
    ACTKERN_IDENTITY_VALUE_AND_GRAD_F64 = 5,
    ACTKERN_IDENTITY_BACKWARD_F32 = 6,
    ACTKERN_IDENTITY_BACKWARD_F64 = 7,
    ACTKERN_IDENTITY_BACKWARD_FROM_OUTPUT_F32 = 8,
    ACTKERN_IDENTITY_BACKWARD_FROM_OUTPUT_F64 = 9,
    ACTKERN_RELU_F32 = 10,
    ACTKERN_RELU_F64 = 11,
    ACTKERN_RELU_GRAD_F32 = 12,
    ACTKERN_RELU_GRAD_F64 = 13,
    ACTKERN_RELU_VALUE_AND_GRAD_F32 = 14,
    ACTKERN_RELU_VALUE_AND_GRAD_F64 = 15,
    ACTKERN_RELU_BACKWARD_F32 = 16,
    ACTKERN_RELU_BACKWARD_F64 = 17,
    ACTKERN_RELU_BACKWARD_FROM_OUTPUT_F32 = 18,
    ACTKERN_RELU_BACKWARD_FROM_OUTPUT_F64 = 19,
    ACTKERN_BINARY_STEP_F32 = 20,
    ACTKERN_BINARY_STEP_F64 = 21,
    ACTKERN_BINARY_STEP_GRAD_F32 = 22,
    ACTKERN_BINARY_STEP_GRAD_F64 = 23,
    ACTKERN_BINARY_STEP_VALUE_AND_GRAD_F32 = 24,
    ACTKERN_BINARY_STEP_VALUE_AND_GRAD_F64 = 25,
    ACTKERN_BINARY_STEP_BACKWARD_F32 = 26,
    ACTKERN_BINARY_STEP_BACKWARD_F64 = 27,
    ACTKERN_RELU6_F32 = 28,
    ACTKERN_RELU6_F64 = 29,
    ACTKERN_RELU6_GRAD_F32 = 30,
    ACTKERN_RELU6_GRAD_F64 = 31,
    ACTKERN_RELU6_VALUE_AND_GRAD_F32 = 32,
    ACTKERN_RELU6_VALUE_AND_GRAD_F64 = 33,
    ACTKERN_RELU6_BACKWARD_F32 = 34,
    ACTKERN_RELU6_BACKWARD_F64 = 35,
    ACTKERN_RELU6_BACKWARD_FROM_OUTPUT_F32 = 36,
    ACTKERN_RELU6_BACKWARD_FROM_OUTPUT_F64 = 37,
    ACTKERN_SQUARED_RELU_F32 = 38,
    ACTKERN_SQUARED_RELU_F64 = 39,
    ACTKERN_SQUARED_RELU_GRAD_F32 = 40,
    ACTKERN_SQUARED_RELU_GRAD_F64 = 41,
    ACTKERN_SQUARED_RELU_VALUE_AND_GRAD_F32 = 42,
    ACTKERN_SQUARED_RELU_VALUE_AND_GRAD_F64 = 43,
    ACTKERN_SQUARED_RELU_BACKWARD_F32 = 44,
    ACTKERN_SQUARED_RELU_BACKWARD_F64 = 45,
    ACTKERN_LEAKY_RELU_F32 = 46,
    ACTKERN_LEAKY_RELU_F64 = 47,
    ACTKERN_LEAKY_RELU_GRAD_F32 = 48,
    ACTKERN_LEAKY_RELU_GRAD_F64 = 49,
    ACTKERN_LEAKY_RELU_VALUE_AND_GRAD_F32 = 50,
    ACTKERN_LEAKY_RELU_VALUE_AND_GRAD_F64 = 51,
    ACTKERN_LEAKY_RELU_BACKWARD_F32 = 52,
    ACTKERN_LEAKY_RELU_BACKWARD_F64 = 53,
    ACTKERN_LEAKY_RELU_BACKWARD_FROM_OUTPUT_F32 = 54,
    ACTKERN_LEAKY_RELU_BACKWARD_FROM_OUTPUT_F64 = 55,
    ACTKERN_THRESHOLDED_RELU_F32 = 56,
    ACTKERN_THRESHOLDED_RELU_F64 = 57,
    ACTKERN_THRESHOLDED_RELU_GRAD_F32 = 58,
    ACTKERN_THRESHOLDED_RELU_GRAD_F64 = 59,
    ACTKERN_THRESHOLDED_RELU_VALUE_AND_GRAD_F32 = 60,
    ACTKERN_THRESHOLDED_RELU_VALUE_AND_GRAD_F64 = 61,
    ACTKERN_THRESHOLDED_RELU_BACKWARD_F32 = 62,
    ACTKERN_THRESHOLDED_RELU_BACKWARD_F64 = 63,
    ACTKERN_THRESHOLDED_RELU_BACKWARD_FROM_OUTPUT_F32 = 64,
    ACTKERN_THRESHOLDED_RELU_BACKWARD_FROM_OUTPUT_F64 = 65,
    ACTKERN_THRESHOLD_F32 = 66,
    ACTKERN_THRESHOLD_F64 = 67,
    ACTKERN_THRESHOLD_GRAD_F32 = 68,
    ACTKERN_THRESHOLD_GRAD_F64 = 69,
    ACTKERN_THRESHOLD_VALUE_AND_GRAD_F32 = 70,
    ACTKERN_THRESHOLD_VALUE_AND_GRAD_F64 = 71,
    ACTKERN_THRESHOLD_BACKWARD_F32 = 72,
    ACTKERN_THRESHOLD_BACKWARD_F64 = 73,
    ACTKERN_HARD_SIGMOID_F32 = 74,
    ACTKERN_HARD_SIGMOID_F64 = 75,
    ACTKERN_HARD_SIGMOID_GRAD_F32 = 76,
    ACTKERN_HARD_SIGMOID_GRAD_F64 = 77,
    ACTKERN_HARD_SIGMOID_VALUE_AND_GRAD_F32 = 78,
    ACTKERN_HARD_SIGMOID_VALUE_AND_GRAD_F64 = 79,
    ACTKERN_HARD_SIGMOID_BACKWARD_F32 = 80,
    ACTKERN_HARD_SIGMOID_BACKWARD_F64 = 81,
    ACTKERN_HARD_SIGMOID_BACKWARD_FROM_OUTPUT_F32 = 82,
    ACTKERN_HARD_SIGMOID_BACKWARD_FROM_OUTPUT_F64 = 83,
    ACTKERN_HARD_TANH_F32 = 84,
    ACTKERN_HARD_TANH_F64 = 85,
    ACTKERN_HARD_TANH_GRAD_F32 = 86,
    ACTKERN_HARD_TANH_GRAD_F64 = 87,
    ACTKERN_HARD_TANH_VALUE_AND_GRAD_F32 = 88,
    ACTKERN_HARD_TANH_VALUE_AND_GRAD_F64 = 89,
    ACTKERN_HARD_TANH_BACKWARD_F32 = 90,
    ACTKERN_HARD_TANH_BACKWARD_F64 = 91,
    ACTKERN_HARD_TANH_BACKWARD_FROM_OUTPUT_F32 = 92,
    ACTKERN_HARD_TANH_BACKWARD_FROM_OUTPUT_F64 = 93,
    ACTKERN_SOFT_SHRINK_F32 = 94,
    ACTKERN_SOFT_SHRINK_F64 = 95,
    ACTKERN_SOFT_SHRINK_GRAD_F32 = 96,
    ACTKERN_SOFT_SHRINK_GRAD_F64 = 97,
    ACTKERN_SOFT_SHRINK_VALUE_AND_GRAD_F32 = 98,
    ACTKERN_SOFT_SHRINK_VALUE_AND_GRAD_F64 = 99,
    ACTKERN_SOFT_SHRINK_BACKWARD_F32 = 100,
    ACTKERN_SOFT_SHRINK_BACKWARD_F64 = 101,
    ACTKERN_SOFT_SHRINK_BACKWARD_FROM_OUTPUT_F32 = 102,
    ACTKERN_SOFT_SHRINK_BACKWARD_FROM_OUTPUT_F64 = 103,
    ACTKERN_HARD_SHRINK_F32 = 104,
    ACTKERN_HARD_SHRINK_F64 = 105,
    ACTKERN_HARD_SHRINK_GRAD_F32 = 106,
    ACTKERN_HARD_SHRINK_GRAD_F64 = 107,
    ACTKERN_HARD_SHRINK_VALUE_AND_GRAD_F32 = 108,
    ACTKERN_HARD_SHRINK_VALUE_AND_GRAD_F64 = 109,
    ACTKERN_HARD_SHRINK_BACKWARD_F32 = 110,
    ACTKERN_HARD_SHRINK_BACKWARD_F64 = 111,
    ACTKERN_HARD_SHRINK_BACKWARD_FROM_OUTPUT_F32 = 112,
    ACTKERN_HARD_SHRINK_BACKWARD_FROM_OUTPUT_F64 = 113,
    ACTKERN_SHRINK_F32 = 114,
    ACTKERN_SHRINK_F64 = 115,
    ACTKERN_SHRINK_GRAD_F32 = 116,
    ACTKERN_SHRINK_GRAD_F64 = 117,
    ACTKERN_SHRINK_VALUE_AND_GRAD_F32 = 118,
    ACTKERN_SHRINK_VALUE_AND_GRAD_F64 = 119,
    ACTKERN_SHRINK_BACKWARD_F32 = 120,
    ACTKERN_SHRINK_BACKWARD_F64 = 121,
    ACTKERN_HARD_SILU_F32 = 122,
    ACTKERN_HARD_SILU_F64 = 123,
    ACTKERN_HARD_SILU_GRAD_F32 = 124,
    ACTKERN_HARD_SILU_GRAD_F64 = 125,
    ACTKERN_HARD_SILU_VALUE_AND_GRAD_F32 = 126,
    ACTKERN_HARD_SILU_VALUE_AND_GRAD_F64 = 127,
    ACTKERN_HARD_SILU_BACKWARD_F32 = 128,
    ACTKERN_HARD_SILU_BACKWARD_F64 = 129,
    ACTKERN_SPARSE_SIGMOID_F32 = 130,
    ACTKERN_SPARSE_SIGMOID_F64 = 131,
    ACTKERN_SPARSE_SIGMOID_GRAD_F32 = 132,
    ACTKERN_SPARSE_SIGMOID_GRAD_F64 = 133,
    ACTKERN_SPARSE_SIGMOID_VALUE_AND_GRAD_F32 = 134,
    ACTKERN_SPARSE_SIGMOID_VALUE_AND_GRAD_F64 = 135,
    ACTKERN_SPARSE_SIGMOID_BACKWARD_F32 = 136,
    ACTKERN_SPARSE_SIGMOID_BACKWARD_F64 = 137,
    ACTKERN_SPARSE_PLUS_F32 = 138,
    ACTKERN_SPARSE_PLUS_F64 = 139,
    ACTKERN_SPARSE_PLUS_GRAD_F32 = 140,
    ACTKERN_SPARSE_PLUS_GRAD_F64 = 141,
    ACTKERN_SPARSE_PLUS_VALUE_AND_GRAD_F32 = 142,
    ACTKERN_SPARSE_PLUS_VALUE_AND_GRAD_F64 = 143,
    ACTKERN_SPARSE_PLUS_BACKWARD_F32 = 144,
    ACTKERN_SPARSE_PLUS_BACKWARD_F64 = 145,
    ACTKERN_PRELU_F32 = 146,
    ACTKERN_PRELU_F64 = 147,
    ACTKERN_PRELU_GRAD_F32 = 148,
    ACTKERN_PRELU_GRAD_F64 = 149,
    ACTKERN_PRELU_VALUE_AND_GRAD_F32 = 150,
    ACTKERN_PRELU_VALUE_AND_GRAD_F64 = 151,
    ACTKERN_PRELU_BACKWARD_F32 = 152,
    ACTKERN_PRELU_BACKWARD_F64 = 153,
    ACTKERN_SQUAREPLUS_F32 = 154,
    ACTKERN_SQUAREPLUS_F64 = 155,
    ACTKERN_SQUAREPLUS_GRAD_F32 = 156,
    ACTKERN_SQUAREPLUS_GRAD_F64 = 157,
    ACTKERN_SQUAREPLUS_VALUE_AND_GRAD_F32 = 158,
    ACTKERN_SQUAREPLUS_VALUE_AND_GRAD_F64 = 159,
    ACTKERN_SQUAREPLUS_BACKWARD_F32 = 160,
    ACTKERN_SQUAREPLUS_BACKWARD_F64 = 161,
    ACTKERN_SOFTSIGN_F32 = 162,
    ACTKERN_SOFTSIGN_F64 = 163,
    ACTKERN_SOFTSIGN_GRAD_F32 = 164,
    ACTKERN_SOFTSIGN_GRAD_F64 = 165,
    ACTKERN_SOFTSIGN_VALUE_AND_GRAD_F32 = 166,
    ACTKERN_SOFTSIGN_VALUE_AND_GRAD_F64 = 167,
    ACTKERN_SOFTSIGN_BACKWARD_F32 = 168,
    ACTKERN_SOFTSIGN_BACKWARD_F64 = 169,
    ACTKERN_SOFTSIGN_BACKWARD_FROM_OUTPUT_F32 = 170,
    ACTKERN_SOFTSIGN_BACKWARD_FROM_OUTPUT_F64 = 171,
    ACTKERN_ISRU_F32 = 172,
    ACTKERN_ISRU_F64 = 173,
    ACTKERN_ISRU_GRAD_F32 = 174,
    ACTKERN_ISRU_GRAD_F64 = 175,
    ACTKERN_ISRU_VALUE_AND_GRAD_F32 = 176,
    ACTKERN_ISRU_VALUE_AND_GRAD_F64 = 177,
    ACTKERN_ISRU_BACKWARD_F32 = 178,
    ACTKERN_ISRU_BACKWARD_F64 = 179,
    ACTKERN_ISRU_BACKWARD_FROM_OUTPUT_F32 = 180,
    ACTKERN_ISRU_BACKWARD_FROM_OUTPUT_F64 = 181,
    ACTKERN_ISRLU_F32 = 182,
    ACTKERN_ISRLU_F64 = 183,
    ACTKERN_ISRLU_GRAD_F32 = 184,
    ACTKERN_ISRLU_GRAD_F64 = 185,
    ACTKERN_ISRLU_VALUE_AND_GRAD_F32 = 186,
    ACTKERN_ISRLU_VALUE_AND_GRAD_F64 = 187,
    ACTKERN_ISRLU_BACKWARD_F32 = 188,
    ACTKERN_ISRLU_BACKWARD_F64 = 189,
    ACTKERN_ISRLU_BACKWARD_FROM_OUTPUT_F32 = 190,
    ACTKERN_ISRLU_BACKWARD_FROM_OUTPUT_F64 = 191,
    ACTKERN_BENT_IDENTITY_F32 = 192,
    ACTKERN_BENT_IDENTITY_F64 = 193,
    ACTKERN_BENT_IDENTITY_GRAD_F32 = 194,
    ACTKERN_BENT_IDENTITY_GRAD_F64 = 195,
    ACTKERN_BENT_IDENTITY_VALUE_AND_GRAD_F32 = 196,
    ACTKERN_BENT_IDENTITY_VALUE_AND_GRAD_F64 = 197,
    ACTKERN_BENT_IDENTITY_BACKWARD_F32 = 198,
    ACTKERN_BENT_IDENTITY_BACKWARD_F64 = 199,
    ACTKERN_EXP_F32 = 200,
    ACTKERN_EXP_F64 = 201,
    ACTKERN_EXP_GRAD_F32 = 202,
    ACTKERN_EXP_GRAD_F64 = 203,
    ACTKERN_EXP_VALUE_AND_GRAD_F32 = 204,
    ACTKERN_EXP_VALUE_AND_GRAD_F64 = 205,
    ACTKERN_EXP_BACKWARD_F32 = 206,
    ACTKERN_EXP_BACKWARD_F64 = 207,
    ACTKERN_EXP_BACKWARD_FROM_OUTPUT_F32 = 208,
    ACTKERN_EXP_BACKWARD_FROM_OUTPUT_F64 = 209,
    ACTKERN_EXPM1_F32 = 210,
    ACTKERN_EXPM1_F64 = 211,
    ACTKERN_EXPM1_GRAD_F32 = 212,
    ACTKERN_EXPM1_GRAD_F64 = 213,
    ACTKERN_EXPM1_VALUE_AND_GRAD_F32 = 214,
    ACTKERN_EXPM1_VALUE_AND_GRAD_F64 = 215,
    ACTKERN_EXPM1_BACKWARD_F32 = 216,
    ACTKERN_EXPM1_BACKWARD_F64 = 217,
    ACTKERN_EXPM1_BACKWARD_FROM_OUTPUT_F32 = 218,
    ACTKERN_EXPM1_BACKWARD_FROM_OUTPUT_F64 = 219,
    ACTKERN_LOG1P_F32 = 220,
    ACTKERN_LOG1P_F64 = 221,
    ACTKERN_LOG1P_GRAD_F32 = 222,
    ACTKERN_LOG1P_GRAD_F64 = 223,
    ACTKERN_LOG1P_VALUE_AND_GRAD_F32 = 224,
    ACTKERN_LOG1P_VALUE_AND_GRAD_F64 = 225,
    ACTKERN_LOG1P_BACKWARD_F32 = 226,
    ACTKERN_LOG1P_BACKWARD_F64 = 227,
    ACTKERN_LOG1MEXP_F32 = 228,
    ACTKERN_LOG1MEXP_F64 = 229,
    ACTKERN_LOG1MEXP_GRAD_F32 = 230,
    ACTKERN_LOG1MEXP_GRAD_F64 = 231,
    ACTKERN_LOG1MEXP_VALUE_AND_GRAD_F32 = 232,
    ACTKERN_LOG1MEXP_VALUE_AND_GRAD_F64 = 233,
    ACTKERN_LOG1MEXP_BACKWARD_F32 = 234,
    ACTKERN_LOG1MEXP_BACKWARD_F64 = 235,
    ACTKERN_ELU_F32 = 236,
    ACTKERN_ELU_F64 = 237,
    ACTKERN_ELU_GRAD_F32 = 238,
    ACTKERN_ELU_GRAD_F64 = 239,
    ACTKERN_ELU_VALUE_AND_GRAD_F32 = 240,
    ACTKERN_ELU_VALUE_AND_GRAD_F64 = 241,
    ACTKERN_ELU_BACKWARD_F32 = 242,
    ACTKERN_ELU_BACKWARD_F64 = 243,
    ACTKERN_ELU_BACKWARD_FROM_OUTPUT_F32 = 244,
    ACTKERN_ELU_BACKWARD_FROM_OUTPUT_F64 = 245,
    ACTKERN_CELU_F32 = 246,
    ACTKERN_CELU_F64 = 247,
    ACTKERN_CELU_GRAD_F32 = 248,
    ACTKERN_CELU_GRAD_F64 = 249,
    ACTKERN_CELU_VALUE_AND_GRAD_F32 = 250,
    ACTKERN_CELU_VALUE_AND_GRAD_F64 = 251,
    ACTKERN_CELU_BACKWARD_F32 = 252,
    ACTKERN_CELU_BACKWARD_F64 = 253,
    ACTKERN_CELU_BACKWARD_FROM_OUTPUT_F32 = 254,
    ACTKERN_CELU_BACKWARD_FROM_OUTPUT_F64 = 255,
    ACTKERN_SELU_F32 = 256,
    ACTKERN_SELU_F64 = 257,
    ACTKERN_SELU_GRAD_F32 = 258,
    ACTKERN_SELU_GRAD_F64 = 259,
    ACTKERN_SELU_VALUE_AND_GRAD_F32 = 260,
    ACTKERN_SELU_VALUE_AND_GRAD_F64 = 261,
    ACTKERN_SELU_BACKWARD_F32 = 262,
    ACTKERN_SELU_BACKWARD_F64 = 263,
    ACTKERN_SELU_BACKWARD_FROM_OUTPUT_F32 = 264,
    ACTKERN_SELU_BACKWARD_FROM_OUTPUT_F64 = 265,
    ACTKERN_GAUSSIAN_F32 = 266,
    ACTKERN_GAUSSIAN_F64 = 267,
    ACTKERN_GAUSSIAN_GRAD_F32 = 268,
    ACTKERN_GAUSSIAN_GRAD_F64 = 269,
    ACTKERN_GAUSSIAN_VALUE_AND_GRAD_F32 = 270,
    ACTKERN_GAUSSIAN_VALUE_AND_GRAD_F64 = 271,
    ACTKERN_GAUSSIAN_BACKWARD_F32 = 272,
    ACTKERN_GAUSSIAN_BACKWARD_F64 = 273,
    ACTKERN_XIELU_F32 = 274,
    ACTKERN_XIELU_F64 = 275,
    ACTKERN_XIELU_GRAD_F32 = 276,
    ACTKERN_XIELU_GRAD_F64 = 277,
    ACTKERN_XIELU_VALUE_AND_GRAD_F32 = 278,
    ACTKERN_XIELU_VALUE_AND_GRAD_F64 = 279,
    ACTKERN_XIELU_BACKWARD_F32 = 280,
    ACTKERN_XIELU_BACKWARD_F64 = 281,
    ACTKERN_SIGMOID_F32 = 282,
    ACTKERN_SIGMOID_F64 = 283,
    ACTKERN_SIGMOID_GRAD_F32 = 284,
    ACTKERN_SIGMOID_GRAD_F64 = 285,
    ACTKERN_SIGMOID_VALUE_AND_GRAD_F32 = 286,
    ACTKERN_SIGMOID_VALUE_AND_GRAD_F64 = 287,
    ACTKERN_SIGMOID_BACKWARD_F32 = 288,
    ACTKERN_SIGMOID_BACKWARD_F64 = 289,
    ACTKERN_SIGMOID_BACKWARD_FROM_OUTPUT_F32 = 290,
    ACTKERN_SIGMOID_BACKWARD_FROM_OUTPUT_F64 = 291,
    ACTKERN_TANH_F32 = 292,
    ACTKERN_TANH_F64 = 293,
    ACTKERN_TANH_GRAD_F32 = 294,
    ACTKERN_TANH_GRAD_F64 = 295,
    ACTKERN_TANH_VALUE_AND_GRAD_F32 = 296,
    ACTKERN_TANH_VALUE_AND_GRAD_F64 = 297,
    ACTKERN_TANH_BACKWARD_F32 = 298,
    ACTKERN_TANH_BACKWARD_F64 = 299,
    ACTKERN_TANH_BACKWARD_FROM_OUTPUT_F32 = 300,
    ACTKERN_TANH_BACKWARD_FROM_OUTPUT_F64 = 301,
    ACTKERN_SOFTPLUS_F32 = 302,
    ACTKERN_SOFTPLUS_F64 = 303,
    ACTKERN_SOFTPLUS_GRAD_F32 = 304,
    ACTKERN_SOFTPLUS_GRAD_F64 = 305,
    ACTKERN_SOFTPLUS_VALUE_AND_GRAD_F32 = 306,
    ACTKERN_SOFTPLUS_VALUE_AND_GRAD_F64 = 307,
    ACTKERN_SOFTPLUS_BACKWARD_F32 = 308,
    ACTKERN_SOFTPLUS_BACKWARD_F64 = 309,
    ACTKERN_SOFTPLUS_BACKWARD_FROM_OUTPUT_F32 = 310,
    ACTKERN_SOFTPLUS_BACKWARD_FROM_OUTPUT_F64 = 311,
    ACTKERN_LOG_SIGMOID_F32 = 312,
    ACTKERN_LOG_SIGMOID_F64 = 313,
    ACTKERN_LOG_SIGMOID_GRAD_F32 = 314,
    ACTKERN_LOG_SIGMOID_GRAD_F64 = 315,
    ACTKERN_LOG_SIGMOID_VALUE_AND_GRAD_F32 = 316,
    ACTKERN_LOG_SIGMOID_VALUE_AND_GRAD_F64 = 317,
    ACTKERN_LOG_SIGMOID_BACKWARD_F32 = 318,
    ACTKERN_LOG_SIGMOID_BACKWARD_F64 = 319,
    ACTKERN_LOG_SIGMOID_BACKWARD_FROM_OUTPUT_F32 = 320,
    ACTKERN_LOG_SIGMOID_BACKWARD_FROM_OUTPUT_F64 = 321,
    ACTKERN_SQRTSOFTPLUS_F32 = 322,
    ACTKERN_SQRTSOFTPLUS_F64 = 323,
    ACTKERN_SQRTSOFTPLUS_GRAD_F32 = 324,
    ACTKERN_SQRTSOFTPLUS_GRAD_F64 = 325,
    ACTKERN_SQRTSOFTPLUS_VALUE_AND_GRAD_F32 = 326,
    ACTKERN_SQRTSOFTPLUS_VALUE_AND_GRAD_F64 = 327,
    ACTKERN_SQRTSOFTPLUS_BACKWARD_F32 = 328,
    ACTKERN_SQRTSOFTPLUS_BACKWARD_F64 = 329,
    ACTKERN_LOGIT_F32 = 330,
    ACTKERN_LOGIT_F64 = 331,
    ACTKERN_LOGIT_GRAD_F32 = 332,
    ACTKERN_LOGIT_GRAD_F64 = 333,
    ACTKERN_LOGIT_VALUE_AND_GRAD_F32 = 334,
    ACTKERN_LOGIT_VALUE_AND_GRAD_F64 = 335,
    ACTKERN_LOGIT_BACKWARD_F32 = 336,
    ACTKERN_LOGIT_BACKWARD_F64 = 337,
    ACTKERN_TANH_SHRINK_F32 = 338,
    ACTKERN_TANH_SHRINK_F64 = 339,
    ACTKERN_TANH_SHRINK_GRAD_F32 = 340,
    ACTKERN_TANH_SHRINK_GRAD_F64 = 341,
    ACTKERN_TANH_SHRINK_VALUE_AND_GRAD_F32 = 342,
    ACTKERN_TANH_SHRINK_VALUE_AND_GRAD_F64 = 343,
    ACTKERN_TANH_SHRINK_BACKWARD_F32 = 344,
    ACTKERN_TANH_SHRINK_BACKWARD_F64 = 345,
    ACTKERN_LISHT_F32 = 346,
    ACTKERN_LISHT_F64 = 347,
    ACTKERN_LISHT_GRAD_F32 = 348,
    ACTKERN_LISHT_GRAD_F64 = 349,
    ACTKERN_LISHT_VALUE_AND_GRAD_F32 = 350,
    ACTKERN_LISHT_VALUE_AND_GRAD_F64 = 351,
    ACTKERN_LISHT_BACKWARD_F32 = 352,
    ACTKERN_LISHT_BACKWARD_F64 = 353,
    ACTKERN_SMHT_F32 = 354,
    ACTKERN_SMHT_F64 = 355,
    ACTKERN_SMHT_GRAD_F32 = 356,
    ACTKERN_SMHT_GRAD_F64 = 357,
    ACTKERN_SMHT_VALUE_AND_GRAD_F32 = 358,
    ACTKERN_SMHT_VALUE_AND_GRAD_F64 = 359,
    ACTKERN_SMHT_BACKWARD_F32 = 360,
    ACTKERN_SMHT_BACKWARD_F64 = 361,
    ACTKERN_SILU_F32 = 362,
    ACTKERN_SILU_F64 = 363,
    ACTKERN_SILU_GRAD_F32 = 364,
    ACTKERN_SILU_GRAD_F64 = 365,
    ACTKERN_SILU_VALUE_AND_GRAD_F32 = 366,
    ACTKERN_SILU_VALUE_AND_GRAD_F64 = 367,
    ACTKERN_SILU_BACKWARD_F32 = 368,
    ACTKERN_SILU_BACKWARD_F64 = 369,
    ACTKERN_QUICK_GELU_F32 = 370,
    ACTKERN_QUICK_GELU_F64 = 371,
    ACTKERN_QUICK_GELU_GRAD_F32 = 372,
    ACTKERN_QUICK_GELU_GRAD_F64 = 373,
    ACTKERN_QUICK_GELU_VALUE_AND_GRAD_F32 = 374,
    ACTKERN_QUICK_GELU_VALUE_AND_GRAD_F64 = 375,
    ACTKERN_QUICK_GELU_BACKWARD_F32 = 376,
    ACTKERN_QUICK_GELU_BACKWARD_F64 = 377,
    ACTKERN_GELU_TANH_F32 = 378,
    ACTKERN_GELU_TANH_F64 = 379,
    ACTKERN_GELU_TANH_GRAD_F32 = 380,
    ACTKERN_GELU_TANH_GRAD_F64 = 381,
    ACTKERN_GELU_TANH_VALUE_AND_GRAD_F32 = 382,
    ACTKERN_GELU_TANH_VALUE_AND_GRAD_F64 = 383,
    ACTKERN_GELU_TANH_BACKWARD_F32 = 384,
    ACTKERN_GELU_TANH_BACKWARD_F64 = 385,
    ACTKERN_MISH_F32 = 386,
    ACTKERN_MISH_F64 = 387,
    ACTKERN_MISH_GRAD_F32 = 388,
    ACTKERN_MISH_GRAD_F64 = 389,
    ACTKERN_MISH_VALUE_AND_GRAD_F32 = 390,
    ACTKERN_MISH_VALUE_AND_GRAD_F64 = 391,
    ACTKERN_MISH_BACKWARD_F32 = 392,
    ACTKERN_MISH_BACKWARD_F64 = 393,
    ACTKERN_ELISH_F32 = 394,
    ACTKERN_ELISH_F64 = 395,
    ACTKERN_ELISH_GRAD_F32 = 396,
    ACTKERN_ELISH_GRAD_F64 = 397,
    ACTKERN_ELISH_VALUE_AND_GRAD_F32 = 398,
    ACTKERN_ELISH_VALUE_AND_GRAD_F64 = 399,
    ACTKERN_ELISH_BACKWARD_F32 = 400,
    ACTKERN_ELISH_BACKWARD_F64 = 401,
    ACTKERN_HARD_ELISH_F32 = 402,
    ACTKERN_HARD_ELISH_F64 = 403,
    ACTKERN_HARD_ELISH_GRAD_F32 = 404,
    ACTKERN_HARD_ELISH_GRAD_F64 = 405,
    ACTKERN_HARD_ELISH_VALUE_AND_GRAD_F32 = 406,
    ACTKERN_HARD_ELISH_VALUE_AND_GRAD_F64 = 407,
    ACTKERN_HARD_ELISH_BACKWARD_F32 = 408,
    ACTKERN_HARD_ELISH_BACKWARD_F64 = 409,
    ACTKERN_SWISH_F32 = 410,
    ACTKERN_SWISH_F64 = 411,
    ACTKERN_SWISH_GRAD_F32 = 412,
    ACTKERN_SWISH_GRAD_F64 = 413,
    ACTKERN_SWISH_VALUE_AND_GRAD_F32 = 414,
    ACTKERN_SWISH_VALUE_AND_GRAD_F64 = 415,
    ACTKERN_SWISH_BACKWARD_F32 = 416,
    ACTKERN_SWISH_BACKWARD_F64 = 417,
    ACTKERN_GELU_F32 = 418,
    ACTKERN_GELU_F64 = 419,
    ACTKERN_GELU_GRAD_F32 = 420,
    ACTKERN_GELU_GRAD_F64 = 421,
    ACTKERN_GELU_VALUE_AND_GRAD_F32 = 422,
    ACTKERN_GELU_VALUE_AND_GRAD_F64 = 423,
    ACTKERN_GELU_BACKWARD_F32 = 424,
    ACTKERN_GELU_BACKWARD_F64 = 425,
    ACTKERN_ERF_F32 = 426,
    ACTKERN_ERF_F64 = 427,
    ACTKERN_ERF_GRAD_F32 = 428,
    ACTKERN_ERF_GRAD_F64 = 429,
    ACTKERN_ERF_VALUE_AND_GRAD_F32 = 430,
    ACTKERN_ERF_VALUE_AND_GRAD_F64 = 431,
    ACTKERN_ERF_BACKWARD_F32 = 432,
    ACTKERN_ERF_BACKWARD_F64 = 433,
    ACTKERN_ERFC_F32 = 434,
    ACTKERN_ERFC_F64 = 435,
    ACTKERN_ERFC_GRAD_F32 = 436,
    ACTKERN_ERFC_GRAD_F64 = 437,
    ACTKERN_ERFC_VALUE_AND_GRAD_F32 = 438,
    ACTKERN_ERFC_VALUE_AND_GRAD_F64 = 439,
    ACTKERN_ERFC_BACKWARD_F32 = 440,
    ACTKERN_ERFC_BACKWARD_F64 = 441,
    ACTKERN_NDTR_F32 = 442,
    ACTKERN_NDTR_F64 = 443,
    ACTKERN_NDTR_GRAD_F32 = 444,
    ACTKERN_NDTR_GRAD_F64 = 445,
    ACTKERN_NDTR_VALUE_AND_GRAD_F32 = 446,
    ACTKERN_NDTR_VALUE_AND_GRAD_F64 = 447,
    ACTKERN_NDTR_BACKWARD_F32 = 448,
    ACTKERN_NDTR_BACKWARD_F64 = 449,
    ACTKERN_LOG_NDTR_F32 = 450,
    ACTKERN_LOG_NDTR_F64 = 451,
    ACTKERN_LOG_NDTR_GRAD_F32 = 452,
    ACTKERN_LOG_NDTR_GRAD_F64 = 453,
    ACTKERN_LOG_NDTR_VALUE_AND_GRAD_F32 = 454,
    ACTKERN_LOG_NDTR_VALUE_AND_GRAD_F64 = 455,
    ACTKERN_LOG_NDTR_BACKWARD_F32 = 456,
    ACTKERN_LOG_NDTR_BACKWARD_F64 = 457,
    ACTKERN_LAPLACE_F32 = 458,
    ACTKERN_LAPLACE_F64 = 459,
    ACTKERN_LAPLACE_GRAD_F32 = 460,
    ACTKERN_LAPLACE_GRAD_F64 = 461,
    ACTKERN_LAPLACE_VALUE_AND_GRAD_F32 = 462,
    ACTKERN_LAPLACE_VALUE_AND_GRAD_F64 = 463,
    ACTKERN_LAPLACE_BACKWARD_F32 = 464,
    ACTKERN_LAPLACE_BACKWARD_F64 = 465,
    ACTKERN_GELU_10_F32 = 466,
    ACTKERN_GELU_10_F64 = 467,
    ACTKERN_GELU_10_GRAD_F32 = 468,
    ACTKERN_GELU_10_GRAD_F64 = 469,
    ACTKERN_GELU_10_VALUE_AND_GRAD_F32 = 470,
    ACTKERN_GELU_10_VALUE_AND_GRAD_F64 = 471,
    ACTKERN_GELU_10_BACKWARD_F32 = 472,
    ACTKERN_GELU_10_BACKWARD_F64 = 473,
    ACTKERN_ARCTAN_F32 = 474,
    ACTKERN_ARCTAN_F64 = 475,
    ACTKERN_ARCTAN_GRAD_F32 = 476,
    ACTKERN_ARCTAN_GRAD_F64 = 477,
    ACTKERN_ARCTAN_VALUE_AND_GRAD_F32 = 478,
    ACTKERN_ARCTAN_VALUE_AND_GRAD_F64 = 479,
    ACTKERN_ARCTAN_BACKWARD_F32 = 480,
    ACTKERN_ARCTAN_BACKWARD_F64 = 481,
    ACTKERN_SIN_F32 = 482,
    ACTKERN_SIN_F64 = 483,
    ACTKERN_SIN_GRAD_F32 = 484,
    ACTKERN_SIN_GRAD_F64 = 485,
    ACTKERN_SIN_VALUE_AND_GRAD_F32 = 486,
    ACTKERN_SIN_VALUE_AND_GRAD_F64 = 487,
    ACTKERN_SIN_BACKWARD_F32 = 488,
    ACTKERN_SIN_BACKWARD_F64 = 489,
    ACTKERN_SINC_F32 = 490,
    ACTKERN_SINC_F64 = 491,
    ACTKERN_SINC_GRAD_F32 = 492,
    ACTKERN_SINC_GRAD_F64 = 493,
    ACTKERN_SINC_VALUE_AND_GRAD_F32 = 494,
    ACTKERN_SINC_VALUE_AND_GRAD_F64 = 495,
    ACTKERN_SINC_BACKWARD_F32 = 496,
    ACTKERN_SINC_BACKWARD_F64 = 497,
    ACTKERN_SNAKE_F32 = 498,
    ACTKERN_SNAKE_F64 = 499,
    ACTKERN_SNAKE_GRAD_F32 = 500,
    ACTKERN_SNAKE_GRAD_F64 = 501,
    ACTKERN_SNAKE_VALUE_AND_GRAD_F32 = 502,
    ACTKERN_SNAKE_VALUE_AND_GRAD_F64 = 503,
    ACTKERN_SNAKE_BACKWARD_F32 = 504,
    ACTKERN_SNAKE_BACKWARD_F64 = 505,
    ACTKERN_BILINEAR_F32 = 506,
    ACTKERN_BILINEAR_F64 = 507,
    ACTKERN_BILINEAR_GRAD_F32 = 508,
    ACTKERN_BILINEAR_GRAD_F64 = 509,
    ACTKERN_BILINEAR_VALUE_AND_GRAD_F32 = 510,
    ACTKERN_BILINEAR_VALUE_AND_GRAD_F64 = 511,
    ACTKERN_BILINEAR_BACKWARD_F32 = 512,
    ACTKERN_BILINEAR_BACKWARD_F64 = 513,
    ACTKERN_REGLU_F32 = 514,
    ACTKERN_REGLU_F64 = 515,
    ACTKERN_REGLU_GRAD_F32 = 516,
    ACTKERN_REGLU_GRAD_F64 = 517,
    ACTKERN_REGLU_VALUE_AND_GRAD_F32 = 518,
    ACTKERN_REGLU_VALUE_AND_GRAD_F64 = 519,
    ACTKERN_REGLU_BACKWARD_F32 = 520,
    ACTKERN_REGLU_BACKWARD_F64 = 521,
    ACTKERN_GEGLU_F32 = 522,
    ACTKERN_GEGLU_F64 = 523,
    ACTKERN_GEGLU_GRAD_F32 = 524,
    ACTKERN_GEGLU_GRAD_F64 = 525,
    ACTKERN_GEGLU_VALUE_AND_GRAD_F32 = 526,
    ACTKERN_GEGLU_VALUE_AND_GRAD_F64 = 527,
    ACTKERN_GEGLU_BACKWARD_F32 = 528,
    ACTKERN_GEGLU_BACKWARD_F64 = 529,
    ACTKERN_SWIGLU_F32 = 530,
    ACTKERN_SWIGLU_F64 = 531,
    ACTKERN_SWIGLU_GRAD_F32 = 532,
    ACTKERN_SWIGLU_GRAD_F64 = 533,
    ACTKERN_SWIGLU_VALUE_AND_GRAD_F32 = 534,
    ACTKERN_SWIGLU_VALUE_AND_GRAD_F64 = 535,
    ACTKERN_SWIGLU_BACKWARD_F32 = 536,
    ACTKERN_SWIGLU_BACKWARD_F64 = 537,
    ACTKERN_SIGMOID_GLU_F32 = 538,
    ACTKERN_SIGMOID_GLU_F64 = 539,
    ACTKERN_SIGMOID_GLU_GRAD_F32 = 540,
    ACTKERN_SIGMOID_GLU_GRAD_F64 = 541,
    ACTKERN_SIGMOID_GLU_VALUE_AND_GRAD_F32 = 542,
    ACTKERN_SIGMOID_GLU_VALUE_AND_GRAD_F64 = 543,
    ACTKERN_SIGMOID_GLU_BACKWARD_F32 = 544,
    ACTKERN_SIGMOID_GLU_BACKWARD_F64 = 545,
    ACTKERN_BIAS_RELU_F32 = 546,
    ACTKERN_BIAS_RELU_F64 = 547,
    ACTKERN_BIAS_RELU_GRAD_F32 = 548,
    ACTKERN_BIAS_RELU_GRAD_F64 = 549,
    ACTKERN_BIAS_RELU_VALUE_AND_GRAD_F32 = 550,
    ACTKERN_BIAS_RELU_VALUE_AND_GRAD_F64 = 551,
    ACTKERN_BIAS_RELU_BACKWARD_F32 = 552,
    ACTKERN_BIAS_RELU_BACKWARD_F64 = 553,
    ACTKERN_BIAS_GELU_F32 = 554,
    ACTKERN_BIAS_GELU_F64 = 555,
    ACTKERN_BIAS_GELU_GRAD_F32 = 556,
    ACTKERN_BIAS_GELU_GRAD_F64 = 557,
    ACTKERN_BIAS_GELU_VALUE_AND_GRAD_F32 = 558,
    ACTKERN_BIAS_GELU_VALUE_AND_GRAD_F64 = 559,
    ACTKERN_BIAS_GELU_BACKWARD_F32 = 560,
    ACTKERN_BIAS_GELU_BACKWARD_F64 = 561,
    ACTKERN_BIAS_SILU_F32 = 562,
    ACTKERN_BIAS_SILU_F64 = 563,
    ACTKERN_BIAS_SILU_GRAD_F32 = 564,
    ACTKERN_BIAS_SILU_GRAD_F64 = 565,
    ACTKERN_BIAS_SILU_VALUE_AND_GRAD_F32 = 566,
    ACTKERN_BIAS_SILU_VALUE_AND_GRAD_F64 = 567,
    ACTKERN_BIAS_SILU_BACKWARD_F32 = 568,
    ACTKERN_BIAS_SILU_BACKWARD_F64 = 569,
    ACTKERN_BIAS_SIGMOID_F32 = 570,
    ACTKERN_BIAS_SIGMOID_F64 = 571,
    ACTKERN_BIAS_SIGMOID_GRAD_F32 = 572,
    ACTKERN_BIAS_SIGMOID_GRAD_F64 = 573,
    ACTKERN_BIAS_SIGMOID_VALUE_AND_GRAD_F32 = 574,
    ACTKERN_BIAS_SIGMOID_VALUE_AND_GRAD_F64 = 575,
    ACTKERN_BIAS_SIGMOID_BACKWARD_F32 = 576,
    ACTKERN_BIAS_SIGMOID_BACKWARD_F64 = 577,
    ACTKERN_BIAS_TANH_F32 = 578,
    ACTKERN_BIAS_TANH_F64 = 579,
    ACTKERN_BIAS_TANH_GRAD_F32 = 580,
    ACTKERN_BIAS_TANH_GRAD_F64 = 581,
    ACTKERN_BIAS_TANH_VALUE_AND_GRAD_F32 = 582,
    ACTKERN_BIAS_TANH_VALUE_AND_GRAD_F64 = 583,
    ACTKERN_BIAS_TANH_BACKWARD_F32 = 584,
    ACTKERN_BIAS_TANH_BACKWARD_F64 = 585,
    ACTKERN_LSTM_CELL_F32 = 586,
    ACTKERN_LSTM_CELL_F64 = 587,
    ACTKERN_LSTM_CELL_BACKWARD_F32 = 588,
    ACTKERN_LSTM_CELL_BACKWARD_F64 = 589,
    ACTKERN_GRU_CELL_F32 = 590,
    ACTKERN_GRU_CELL_F64 = 591,
    ACTKERN_GRU_CELL_BACKWARD_F32 = 592,
    ACTKERN_GRU_CELL_BACKWARD_F64 = 593,
    ACTKERN_SOFTMAX_F32 = 594,
    ACTKERN_SOFTMAX_F64 = 595,
    ACTKERN_SOFTMAX_BACKWARD_FROM_OUTPUT_F32 = 596,
    ACTKERN_SOFTMAX_BACKWARD_FROM_OUTPUT_F64 = 597,
    ACTKERN_LOG_SOFTMAX_F32 = 598,
    ACTKERN_LOG_SOFTMAX_F64 = 599,
    ACTKERN_LOG_SOFTMAX_BACKWARD_FROM_OUTPUT_F32 = 600,
    ACTKERN_LOG_SOFTMAX_BACKWARD_FROM_OUTPUT_F64 = 601,
    ACTKERN_LOGSUMEXP_F32 = 602,
    ACTKERN_LOGSUMEXP_F64 = 603,
    ACTKERN_HARDMAX_F32 = 604,
    ACTKERN_HARDMAX_F64 = 605,
    ACTKERN_SPARSEMAX_F32 = 606,
    ACTKERN_SPARSEMAX_F64 = 607,
    ACTKERN_SPARSEMAX_BACKWARD_FROM_OUTPUT_F32 = 608,
    ACTKERN_SPARSEMAX_BACKWARD_FROM_OUTPUT_F64 = 609,
    ACTKERN_LOGISTIC_LOSS_F32 = 610,
    ACTKERN_LOGISTIC_LOSS_F64 = 611,
    ACTKERN_LOGISTIC_LOSS_GRAD_F32 = 612,
    ACTKERN_LOGISTIC_LOSS_GRAD_F64 = 613,
    ACTKERN_LOGISTIC_LOSS_VALUE_AND_GRAD_F32 = 614,
    ACTKERN_LOGISTIC_LOSS_VALUE_AND_GRAD_F64 = 615,
    ACTKERN_LOGISTIC_LOSS_BACKWARD_F32 = 616,
    ACTKERN_LOGISTIC_LOSS_BACKWARD_F64 = 617,
    ACTKERN_SQUARED_ERROR_F32 = 618,
    ACTKERN_SQUARED_ERROR_F64 = 619,
    ACTKERN_SQUARED_ERROR_GRAD_F32 = 620,
    ACTKERN_SQUARED_ERROR_GRAD_F64 = 621,
    ACTKERN_SQUARED_ERROR_VALUE_AND_GRAD_F32 = 622,
    ACTKERN_SQUARED_ERROR_VALUE_AND_GRAD_F64 = 623,
    ACTKERN_SQUARED_ERROR_BACKWARD_F32 = 624,
    ACTKERN_SQUARED_ERROR_BACKWARD_F64 = 625,
    ACTKERN_CLIPPED_SWIGLU_F32 = 626,
    ACTKERN_CLIPPED_SWIGLU_F64 = 627,
    ACTKERN_CLIPPED_SWIGLU_GRAD_F32 = 628,
    ACTKERN_CLIPPED_SWIGLU_GRAD_F64 = 629,
    ACTKERN_CLIPPED_SWIGLU_VALUE_AND_GRAD_F32 = 630,
    ACTKERN_CLIPPED_SWIGLU_VALUE_AND_GRAD_F64 = 631,
    ACTKERN_CLIPPED_SWIGLU_BACKWARD_F32 = 632,
    ACTKERN_CLIPPED_SWIGLU_BACKWARD_F64 = 633,
    ACTKERN_SWIGLU_OAI_F32 = 634,
    ACTKERN_SWIGLU_OAI_F64 = 635,
    ACTKERN_SWIGLU_OAI_GRAD_F32 = 636,
    ACTKERN_SWIGLU_OAI_GRAD_F64 = 637,
    ACTKERN_SWIGLU_OAI_VALUE_AND_GRAD_F32 = 638,
    ACTKERN_SWIGLU_OAI_VALUE_AND_GRAD_F64 = 639,
    ACTKERN_SWIGLU_OAI_BACKWARD_F32 = 640,
    ACTKERN_SWIGLU_OAI_BACKWARD_F64 = 641,
    ACTKERN_SWIGLU_STEP_F32 = 642,
    ACTKERN_SWIGLU_STEP_F64 = 643,
    ACTKERN_SWIGLU_STEP_GRAD_F32 = 644,
    ACTKERN_SWIGLU_STEP_GRAD_F64 = 645,
    ACTKERN_SWIGLU_STEP_VALUE_AND_GRAD_F32 = 646,
    ACTKERN_SWIGLU_STEP_VALUE_AND_GRAD_F64 = 647,
    ACTKERN_SWIGLU_STEP_BACKWARD_F32 = 648,
    ACTKERN_SWIGLU_STEP_BACKWARD_F64 = 649,
    ACTKERN_SOFT_CAP_F32 = 650,
    ACTKERN_SOFT_CAP_F64 = 651,
    ACTKERN_SOFT_CAP_GRAD_F32 = 652,
    ACTKERN_SOFT_CAP_GRAD_F64 = 653,
    ACTKERN_SOFT_CAP_VALUE_AND_GRAD_F32 = 654,
    ACTKERN_SOFT_CAP_VALUE_AND_GRAD_F64 = 655,
    ACTKERN_SOFT_CAP_BACKWARD_F32 = 656,
    ACTKERN_SOFT_CAP_BACKWARD_F64 = 657,
    ACTKERN_SOFT_CAP_BACKWARD_FROM_OUTPUT_F32 = 658,
    ACTKERN_SOFT_CAP_BACKWARD_FROM_OUTPUT_F64 = 659,
    ACTKERN_ENTMAX15_F32 = 660,
    ACTKERN_ENTMAX15_F64 = 661,
    ACTKERN_ENTMAX15_BACKWARD_FROM_OUTPUT_F32 = 662,
    ACTKERN_ENTMAX15_BACKWARD_FROM_OUTPUT_F64 = 663,
    ACTKERN_ABSOLUTE_ERROR_F32 = 664,
    ACTKERN_ABSOLUTE_ERROR_F64 = 665,
    ACTKERN_ABSOLUTE_ERROR_GRAD_F32 = 666,
    ACTKERN_ABSOLUTE_ERROR_GRAD_F64 = 667,
    ACTKERN_ABSOLUTE_ERROR_VALUE_AND_GRAD_F32 = 668,
    ACTKERN_ABSOLUTE_ERROR_VALUE_AND_GRAD_F64 = 669,
    ACTKERN_ABSOLUTE_ERROR_BACKWARD_F32 = 670,
    ACTKERN_ABSOLUTE_ERROR_BACKWARD_F64 = 671,
    ACTKERN_HUBER_ERROR_F32 = 672,
    ACTKERN_HUBER_ERROR_F64 = 673,
    ACTKERN_HUBER_ERROR_GRAD_F32 = 674,
    ACTKERN_HUBER_ERROR_GRAD_F64 = 675,
    ACTKERN_HUBER_ERROR_VALUE_AND_GRAD_F32 = 676,
    ACTKERN_HUBER_ERROR_VALUE_AND_GRAD_F64 = 677,
    ACTKERN_HUBER_ERROR_BACKWARD_F32 = 678,
    ACTKERN_HUBER_ERROR_BACKWARD_F64 = 679,
    ACTKERN_SMOOTH_L1_ERROR_F32 = 680,
    ACTKERN_SMOOTH_L1_ERROR_F64 = 681,
    ACTKERN_SMOOTH_L1_ERROR_GRAD_F32 = 682,
    ACTKERN_SMOOTH_L1_ERROR_GRAD_F64 = 683,
    ACTKERN_SMOOTH_L1_ERROR_VALUE_AND_GRAD_F32 = 684,
    ACTKERN_SMOOTH_L1_ERROR_VALUE_AND_GRAD_F64 = 685,
    ACTKERN_SMOOTH_L1_ERROR_BACKWARD_F32 = 686,
    ACTKERN_SMOOTH_L1_ERROR_BACKWARD_F64 = 687,
};

static inline void ak_identity_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_IDENTITY_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_IDENTITY_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_IDENTITY_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_IDENTITY_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_IDENTITY_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_IDENTITY_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_IDENTITY_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_IDENTITY_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_IDENTITY_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_identity_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_IDENTITY_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BINARY_STEP_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BINARY_STEP_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BINARY_STEP_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BINARY_STEP_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BINARY_STEP_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BINARY_STEP_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BINARY_STEP_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_binary_step_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BINARY_STEP_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU6_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU6_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU6_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU6_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU6_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU6_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU6_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU6_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_RELU6_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_relu6_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_RELU6_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUARED_RELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUARED_RELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUARED_RELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUARED_RELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUARED_RELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUARED_RELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUARED_RELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_relu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUARED_RELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_f32(const float *x, float negative_slope, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_LEAKY_RELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_f64(const double *x, double negative_slope, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_LEAKY_RELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_grad_f32(const float *x, float negative_slope, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_LEAKY_RELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_grad_f64(const double *x, double negative_slope, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_LEAKY_RELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_value_and_grad_f32(const float *x, float negative_slope, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LEAKY_RELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_value_and_grad_f64(const double *x, double negative_slope, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&negative_slope, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LEAKY_RELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_backward_f32(const float *dy, const float *x, float negative_slope, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&negative_slope, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_LEAKY_RELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_backward_f64(const double *dy, const double *x, double negative_slope, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&negative_slope, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_LEAKY_RELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_backward_from_output_f32(const float *dy, const float *y, float negative_slope, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&negative_slope, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_LEAKY_RELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_leaky_relu_backward_from_output_f64(const double *dy, const double *y, double negative_slope, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&negative_slope, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_LEAKY_RELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_f32(const float *x, float theta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_f64(const double *x, double theta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_grad_f32(const float *x, float theta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_grad_f64(const double *x, double theta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_value_and_grad_f32(const float *x, float theta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_value_and_grad_f64(const double *x, double theta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&theta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_backward_f32(const float *dy, const float *x, float theta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&theta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_backward_f64(const double *dy, const double *x, double theta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&theta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_backward_from_output_f32(const float *dy, const float *y, float theta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&theta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_thresholded_relu_backward_from_output_f64(const double *dy, const double *y, double theta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&theta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLDED_RELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_f32(const float *x, float threshold, float value, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_f64(const double *x, double threshold, double value, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_grad_f32(const float *x, float threshold, float value, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLD_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_grad_f64(const double *x, double threshold, double value, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLD_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_value_and_grad_f32(const float *x, float threshold, float value, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_THRESHOLD_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_value_and_grad_f64(const double *x, double threshold, double value, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&threshold, (char *)&value, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_THRESHOLD_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_backward_f32(const float *dy, const float *x, float threshold, float value, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&threshold, (char *)&value, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_THRESHOLD_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_threshold_backward_f64(const double *dy, const double *x, double threshold, double value, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&threshold, (char *)&value, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_THRESHOLD_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_f32(const float *x, float slope, float offset, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SIGMOID_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_f64(const double *x, double slope, double offset, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SIGMOID_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_grad_f32(const float *x, float slope, float offset, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SIGMOID_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_grad_f64(const double *x, double slope, double offset, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SIGMOID_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_value_and_grad_f32(const float *x, float slope, float offset, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SIGMOID_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_value_and_grad_f64(const double *x, double slope, double offset, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&slope, (char *)&offset, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SIGMOID_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_backward_f32(const float *dy, const float *x, float slope, float offset, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&slope, (char *)&offset, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SIGMOID_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_backward_f64(const double *dy, const double *x, double slope, double offset, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&slope, (char *)&offset, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SIGMOID_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_backward_from_output_f32(const float *dy, const float *y, float slope, float offset, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&slope, (char *)&offset, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SIGMOID_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_sigmoid_backward_from_output_f64(const double *dy, const double *y, double slope, double offset, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&slope, (char *)&offset, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SIGMOID_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_f32(const float *x, float min_val, float max_val, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_TANH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_f64(const double *x, double min_val, double max_val, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_TANH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_grad_f32(const float *x, float min_val, float max_val, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_TANH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_grad_f64(const double *x, double min_val, double max_val, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_TANH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_value_and_grad_f32(const float *x, float min_val, float max_val, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_TANH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_value_and_grad_f64(const double *x, double min_val, double max_val, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&min_val, (char *)&max_val, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_TANH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_backward_f32(const float *dy, const float *x, float min_val, float max_val, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&min_val, (char *)&max_val, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_TANH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_backward_f64(const double *dy, const double *x, double min_val, double max_val, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&min_val, (char *)&max_val, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_TANH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_backward_from_output_f32(const float *dy, const float *y, float min_val, float max_val, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&min_val, (char *)&max_val, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_TANH_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_tanh_backward_from_output_f64(const double *dy, const double *y, double min_val, double max_val, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&min_val, (char *)&max_val, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_TANH_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_f32(const float *x, float lambd, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_SHRINK_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_f64(const double *x, double lambd, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_SHRINK_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_grad_f32(const float *x, float lambd, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_SHRINK_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_grad_f64(const double *x, double lambd, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_SHRINK_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_value_and_grad_f32(const float *x, float lambd, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFT_SHRINK_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_value_and_grad_f64(const double *x, double lambd, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFT_SHRINK_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_backward_f32(const float *dy, const float *x, float lambd, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_SHRINK_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_backward_f64(const double *dy, const double *x, double lambd, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_SHRINK_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_backward_from_output_f32(const float *dy, const float *y, float lambd, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_SHRINK_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_shrink_backward_from_output_f64(const double *dy, const double *y, double lambd, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_SHRINK_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_f32(const float *x, float lambd, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SHRINK_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_f64(const double *x, double lambd, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SHRINK_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_grad_f32(const float *x, float lambd, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SHRINK_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_grad_f64(const double *x, double lambd, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SHRINK_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_value_and_grad_f32(const float *x, float lambd, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SHRINK_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_value_and_grad_f64(const double *x, double lambd, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SHRINK_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_backward_f32(const float *dy, const float *x, float lambd, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SHRINK_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_backward_f64(const double *dy, const double *x, double lambd, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SHRINK_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_backward_from_output_f32(const float *dy, const float *y, float lambd, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_HARD_SHRINK_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_shrink_backward_from_output_f64(const double *dy, const double *y, double lambd, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&lambd, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_HARD_SHRINK_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_f32(const float *x, float lambd, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SHRINK_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_f64(const double *x, double lambd, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SHRINK_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_grad_f32(const float *x, float lambd, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SHRINK_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_grad_f64(const double *x, double lambd, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SHRINK_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_value_and_grad_f32(const float *x, float lambd, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SHRINK_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_value_and_grad_f64(const double *x, double lambd, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&lambd, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SHRINK_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_backward_f32(const float *dy, const float *x, float lambd, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SHRINK_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_shrink_backward_f64(const double *dy, const double *x, double lambd, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&lambd, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SHRINK_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SILU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SILU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SILU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SILU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SILU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SILU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_SILU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_silu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_SILU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_sigmoid_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_SIGMOID_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_PLUS_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_PLUS_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_PLUS_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_PLUS_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_PLUS_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_PLUS_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SPARSE_PLUS_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sparse_plus_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SPARSE_PLUS_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_f32(const float *x, const float *slope, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_PRELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_f64(const double *x, const double *slope, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_PRELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_grad_f32(const float *x, const float *slope, float *dydx, float *dydslope, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)dydx, (char *)dydslope};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_PRELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_grad_f64(const double *x, const double *slope, double *dydx, double *dydslope, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)dydx, (char *)dydslope};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_PRELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_value_and_grad_f32(const float *x, const float *slope, float *y, float *dydx, float *dydslope, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)y, (char *)dydx, (char *)dydslope};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_PRELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_value_and_grad_f64(const double *x, const double *slope, double *y, double *dydx, double *dydslope, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)slope, (char *)y, (char *)dydx, (char *)dydslope};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_PRELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_backward_f32(const float *dy, const float *x, const float *slope, float *dx, float *dslope, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)slope, (char *)dx, (char *)dslope};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_PRELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_prelu_backward_f64(const double *dy, const double *x, const double *slope, double *dx, double *dslope, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)slope, (char *)dx, (char *)dslope};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_PRELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_f32(const float *x, float b, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SQUAREPLUS_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_f64(const double *x, double b, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SQUAREPLUS_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_grad_f32(const float *x, float b, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SQUAREPLUS_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_grad_f64(const double *x, double b, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SQUAREPLUS_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_value_and_grad_f32(const float *x, float b, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUAREPLUS_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_value_and_grad_f64(const double *x, double b, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&b, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUAREPLUS_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_backward_f32(const float *dy, const float *x, float b, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&b, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SQUAREPLUS_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squareplus_backward_f64(const double *dy, const double *x, double b, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&b, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SQUAREPLUS_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTSIGN_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTSIGN_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTSIGN_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTSIGN_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTSIGN_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTSIGN_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTSIGN_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTSIGN_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTSIGN_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softsign_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTSIGN_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_f32(const float *x, float alpha, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_f64(const double *x, double alpha, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_grad_f32(const float *x, float alpha, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_grad_f64(const double *x, double alpha, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_value_and_grad_f32(const float *x, float alpha, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ISRU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_value_and_grad_f64(const double *x, double alpha, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ISRU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_backward_f32(const float *dy, const float *x, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_backward_f64(const double *dy, const double *x, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_backward_from_output_f32(const float *dy, const float *y, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isru_backward_from_output_f64(const double *dy, const double *y, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_f32(const float *x, float alpha, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_f64(const double *x, double alpha, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_grad_f32(const float *x, float alpha, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_grad_f64(const double *x, double alpha, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_value_and_grad_f32(const float *x, float alpha, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ISRLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_value_and_grad_f64(const double *x, double alpha, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ISRLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_backward_f32(const float *dy, const float *x, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_backward_f64(const double *dy, const double *x, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_backward_from_output_f32(const float *dy, const float *y, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ISRLU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_isrlu_backward_from_output_f64(const double *dy, const double *y, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ISRLU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BENT_IDENTITY_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BENT_IDENTITY_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BENT_IDENTITY_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BENT_IDENTITY_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BENT_IDENTITY_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BENT_IDENTITY_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BENT_IDENTITY_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bent_identity_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BENT_IDENTITY_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXP_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXP_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXP_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXP_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXP_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXP_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXP_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXP_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXP_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_exp_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXP_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXPM1_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXPM1_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXPM1_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXPM1_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXPM1_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXPM1_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXPM1_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXPM1_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_EXPM1_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_expm1_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_EXPM1_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1P_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1P_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1P_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1P_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1P_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1P_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1P_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1p_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1P_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1MEXP_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1MEXP_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1MEXP_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1MEXP_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1MEXP_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1MEXP_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG1MEXP_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log1mexp_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG1MEXP_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_f32(const float *x, float alpha, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_f64(const double *x, double alpha, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_grad_f32(const float *x, float alpha, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_grad_f64(const double *x, double alpha, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_value_and_grad_f32(const float *x, float alpha, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_value_and_grad_f64(const double *x, double alpha, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_backward_f32(const float *dy, const float *x, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_backward_f64(const double *dy, const double *x, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_backward_from_output_f32(const float *dy, const float *y, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_ELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elu_backward_from_output_f64(const double *dy, const double *y, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_ELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_f32(const float *x, float alpha, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_CELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_f64(const double *x, double alpha, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_CELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_grad_f32(const float *x, float alpha, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_CELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_grad_f64(const double *x, double alpha, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_CELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_value_and_grad_f32(const float *x, float alpha, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_CELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_value_and_grad_f64(const double *x, double alpha, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_CELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_backward_f32(const float *dy, const float *x, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_CELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_backward_f64(const double *dy, const double *x, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_CELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_backward_from_output_f32(const float *dy, const float *y, float alpha, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_CELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_celu_backward_from_output_f64(const double *dy, const double *y, double alpha, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&alpha, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_CELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SELU_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_selu_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SELU_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GAUSSIAN_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GAUSSIAN_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GAUSSIAN_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GAUSSIAN_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GAUSSIAN_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GAUSSIAN_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GAUSSIAN_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gaussian_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GAUSSIAN_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_f32(const float *x, float alpha_p, float alpha_n, float beta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_XIELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_f64(const double *x, double alpha_p, double alpha_n, double beta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_XIELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_grad_f32(const float *x, float alpha_p, float alpha_n, float beta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_XIELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_grad_f64(const double *x, double alpha_p, double alpha_n, double beta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_XIELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_value_and_grad_f32(const float *x, float alpha_p, float alpha_n, float beta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_XIELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_value_and_grad_f64(const double *x, double alpha_p, double alpha_n, double beta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_XIELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_backward_f32(const float *dy, const float *x, float alpha_p, float alpha_n, float beta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_XIELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_xielu_backward_f64(const double *dy, const double *x, double alpha_p, double alpha_n, double beta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&alpha_p, (char *)&alpha_n, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_XIELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_f32(const float *x, float cap, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_CAP_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_f64(const double *x, double cap, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_CAP_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_grad_f32(const float *x, float cap, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_CAP_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_grad_f64(const double *x, double cap, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_CAP_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_value_and_grad_f32(const float *x, float cap, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFT_CAP_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_value_and_grad_f64(const double *x, double cap, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&cap, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFT_CAP_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_backward_f32(const float *dy, const float *x, float cap, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&cap, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_CAP_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_backward_f64(const double *dy, const double *x, double cap, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&cap, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_CAP_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_backward_from_output_f32(const float *dy, const float *y, float cap, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&cap, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFT_CAP_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_soft_cap_backward_from_output_f64(const double *dy, const double *y, double cap, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&cap, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFT_CAP_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_f32(const float *x, float beta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFTPLUS_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_f64(const double *x, double beta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFTPLUS_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_grad_f32(const float *x, float beta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFTPLUS_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_grad_f64(const double *x, double beta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFTPLUS_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_value_and_grad_f32(const float *x, float beta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SOFTPLUS_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_value_and_grad_f64(const double *x, double beta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SOFTPLUS_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_backward_f32(const float *dy, const float *x, float beta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFTPLUS_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_backward_f64(const double *dy, const double *x, double beta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFTPLUS_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_backward_from_output_f32(const float *dy, const float *y, float beta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SOFTPLUS_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_softplus_backward_from_output_f64(const double *dy, const double *y, double beta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SOFTPLUS_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_SIGMOID_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_SIGMOID_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_SIGMOID_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_SIGMOID_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_SIGMOID_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_SIGMOID_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_SIGMOID_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_SIGMOID_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_SIGMOID_BACKWARD_FROM_OUTPUT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_sigmoid_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_SIGMOID_BACKWARD_FROM_OUTPUT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sqrtsoftplus_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQRTSOFTPLUS_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOGIT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOGIT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOGIT_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOGIT_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOGIT_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOGIT_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOGIT_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logit_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOGIT_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_SHRINK_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_SHRINK_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_SHRINK_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_SHRINK_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_SHRINK_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_SHRINK_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_TANH_SHRINK_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_tanh_shrink_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_TANH_SHRINK_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LISHT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LISHT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LISHT_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LISHT_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LISHT_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LISHT_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LISHT_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lisht_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LISHT_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_f32(const float *x, float a, float b, float c, float d, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMHT_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_f64(const double *x, double a, double b, double c, double d, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMHT_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_grad_f32(const float *x, float a, float b, float c, float d, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMHT_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_grad_f64(const double *x, double a, double b, double c, double d, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMHT_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_value_and_grad_f32(const float *x, float a, float b, float c, float d, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SMHT_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_value_and_grad_f64(const double *x, double a, double b, double c, double d, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SMHT_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_backward_f32(const float *dy, const float *x, float a, float b, float c, float d, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMHT_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smht_backward_f64(const double *dy, const double *x, double a, double b, double c, double d, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&a, (char *)&b, (char *)&c, (char *)&d, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMHT_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SILU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SILU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SILU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SILU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SILU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SILU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SILU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_silu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SILU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_QUICK_GELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_QUICK_GELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_QUICK_GELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_QUICK_GELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_QUICK_GELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_QUICK_GELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_QUICK_GELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_quick_gelu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_QUICK_GELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_TANH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_TANH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_TANH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_TANH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_TANH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_TANH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_TANH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_tanh_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_TANH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_MISH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_MISH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_MISH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_MISH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_MISH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_MISH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_MISH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_mish_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_MISH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ELISH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ELISH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ELISH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ELISH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ELISH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ELISH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ELISH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_elish_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ELISH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_ELISH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_ELISH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_ELISH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_ELISH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_ELISH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_ELISH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HARD_ELISH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_hard_elish_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HARD_ELISH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_f32(const float *x, float beta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SWISH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_f64(const double *x, double beta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SWISH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_grad_f32(const float *x, float beta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SWISH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_grad_f64(const double *x, double beta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SWISH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_value_and_grad_f32(const float *x, float beta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWISH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_value_and_grad_f64(const double *x, double beta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWISH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_backward_f32(const float *dy, const float *x, float beta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SWISH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swish_backward_f64(const double *dy, const double *x, double beta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SWISH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERF_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERF_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERF_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERF_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERF_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERF_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERF_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erf_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERF_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERFC_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERFC_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERFC_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERFC_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERFC_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERFC_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ERFC_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_erfc_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ERFC_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_NDTR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_NDTR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_NDTR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_NDTR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_NDTR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_NDTR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_NDTR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_ndtr_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_NDTR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_NDTR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_NDTR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_NDTR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_NDTR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_NDTR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_NDTR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOG_NDTR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_log_ndtr_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOG_NDTR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_f32(const float *x, float mu, float sigma, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LAPLACE_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_f64(const double *x, double mu, double sigma, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LAPLACE_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_grad_f32(const float *x, float mu, float sigma, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LAPLACE_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_grad_f64(const double *x, double mu, double sigma, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LAPLACE_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_value_and_grad_f32(const float *x, float mu, float sigma, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LAPLACE_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_value_and_grad_f64(const double *x, double mu, double sigma, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&mu, (char *)&sigma, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LAPLACE_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_backward_f32(const float *dy, const float *x, float mu, float sigma, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&mu, (char *)&sigma, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LAPLACE_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_laplace_backward_f64(const double *dy, const double *x, double mu, double sigma, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&mu, (char *)&sigma, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LAPLACE_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_10_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_10_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_10_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_10_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_10_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_10_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GELU_10_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gelu_10_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GELU_10_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ARCTAN_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ARCTAN_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ARCTAN_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ARCTAN_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ARCTAN_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ARCTAN_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ARCTAN_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_arctan_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ARCTAN_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIN_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIN_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIN_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIN_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIN_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIN_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIN_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sin_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIN_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_f32(const float *x, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SINC_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_f64(const double *x, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SINC_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_grad_f32(const float *x, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SINC_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_grad_f64(const double *x, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SINC_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_value_and_grad_f32(const float *x, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SINC_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_value_and_grad_f64(const double *x, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SINC_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_backward_f32(const float *dy, const float *x, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SINC_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sinc_backward_f64(const double *dy, const double *x, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SINC_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_f32(const float *x, float a, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SNAKE_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_f64(const double *x, double a, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SNAKE_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_grad_f32(const float *x, float a, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SNAKE_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_grad_f64(const double *x, double a, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SNAKE_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_value_and_grad_f32(const float *x, float a, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SNAKE_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_value_and_grad_f64(const double *x, double a, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&a, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SNAKE_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_backward_f32(const float *dy, const float *x, float a, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&a, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SNAKE_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_snake_backward_f64(const double *dy, const double *x, double a, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&a, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SNAKE_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_f32(const float *gate, const float *up, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BILINEAR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_f64(const double *gate, const double *up, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BILINEAR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_grad_f32(const float *gate, const float *up, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BILINEAR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_grad_f64(const double *gate, const double *up, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BILINEAR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_value_and_grad_f32(const float *gate, const float *up, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BILINEAR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_value_and_grad_f64(const double *gate, const double *up, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BILINEAR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_backward_f32(const float *dy, const float *gate, const float *up, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BILINEAR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bilinear_backward_f64(const double *dy, const double *gate, const double *up, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BILINEAR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_f32(const float *gate, const float *up, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_REGLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_f64(const double *gate, const double *up, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_REGLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_grad_f32(const float *gate, const float *up, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_REGLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_grad_f64(const double *gate, const double *up, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_REGLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_value_and_grad_f32(const float *gate, const float *up, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_REGLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_value_and_grad_f64(const double *gate, const double *up, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_REGLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_backward_f32(const float *dy, const float *gate, const float *up, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_REGLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_reglu_backward_f64(const double *dy, const double *gate, const double *up, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_REGLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_f32(const float *gate, const float *up, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GEGLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_f64(const double *gate, const double *up, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GEGLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_grad_f32(const float *gate, const float *up, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GEGLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_grad_f64(const double *gate, const double *up, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GEGLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_value_and_grad_f32(const float *gate, const float *up, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GEGLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_value_and_grad_f64(const double *gate, const double *up, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GEGLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_backward_f32(const float *dy, const float *gate, const float *up, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GEGLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_geglu_backward_f64(const double *dy, const double *gate, const double *up, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GEGLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_f32(const float *gate, const float *up, float alpha, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_f64(const double *gate, const double *up, double alpha, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_grad_f32(const float *gate, const float *up, float alpha, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_grad_f64(const double *gate, const double *up, double alpha, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_value_and_grad_f32(const float *gate, const float *up, float alpha, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_value_and_grad_f64(const double *gate, const double *up, double alpha, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_backward_f32(const float *dy, const float *gate, const float *up, float alpha, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&alpha, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_backward_f64(const double *dy, const double *gate, const double *up, double alpha, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&alpha, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_f32(const float *gate, const float *up, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_GLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_f64(const double *gate, const double *up, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_GLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_grad_f32(const float *gate, const float *up, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_GLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_grad_f64(const double *gate, const double *up, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_GLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_value_and_grad_f32(const float *gate, const float *up, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_GLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_value_and_grad_f64(const double *gate, const double *up, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_GLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_backward_f32(const float *dy, const float *gate, const float *up, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SIGMOID_GLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_sigmoid_glu_backward_f64(const double *dy, const double *gate, const double *up, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SIGMOID_GLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_f32(const float *gate, const float *up, float limit, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_f64(const double *gate, const double *up, double limit, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_grad_f32(const float *gate, const float *up, float limit, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_grad_f64(const double *gate, const double *up, double limit, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_value_and_grad_f32(const float *gate, const float *up, float limit, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_value_and_grad_f64(const double *gate, const double *up, double limit, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_backward_f32(const float *dy, const float *gate, const float *up, float limit, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_clipped_swiglu_backward_f64(const double *dy, const double *gate, const double *up, double limit, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_CLIPPED_SWIGLU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_f32(const float *gate, const float *up, float alpha, float limit, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_OAI_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_f64(const double *gate, const double *up, double alpha, double limit, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_OAI_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_grad_f32(const float *gate, const float *up, float alpha, float limit, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_OAI_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_grad_f64(const double *gate, const double *up, double alpha, double limit, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_OAI_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_value_and_grad_f32(const float *gate, const float *up, float alpha, float limit, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_OAI_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_value_and_grad_f64(const double *gate, const double *up, double alpha, double limit, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_OAI_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_backward_f32(const float *dy, const float *gate, const float *up, float alpha, float limit, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_OAI_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_oai_backward_f64(const double *dy, const double *gate, const double *up, double alpha, double limit, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&alpha, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_OAI_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_f32(const float *gate, const float *up, float limit, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_STEP_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_f64(const double *gate, const double *up, double limit, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_STEP_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_grad_f32(const float *gate, const float *up, float limit, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_STEP_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_grad_f64(const double *gate, const double *up, double limit, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_STEP_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_value_and_grad_f32(const float *gate, const float *up, float limit, float *y, float *dydgate, float *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_STEP_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_value_and_grad_f64(const double *gate, const double *up, double limit, double *y, double *dydgate, double *dydup, ptrdiff_t n) {
    char *operands[] = {(char *)gate, (char *)up, (char *)&limit, (char *)y, (char *)dydgate, (char *)dydup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_STEP_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_backward_f32(const float *dy, const float *gate, const float *up, float limit, float *dgate, float *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SWIGLU_STEP_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_swiglu_step_backward_f64(const double *dy, const double *gate, const double *up, double limit, double *dgate, double *dup, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)gate, (char *)up, (char *)&limit, (char *)dgate, (char *)dup};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SWIGLU_STEP_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_f32(const float *x, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_RELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_f64(const double *x, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_RELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_grad_f32(const float *x, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_RELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_grad_f64(const double *x, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_RELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_value_and_grad_f32(const float *x, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BIAS_RELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_value_and_grad_f64(const double *x, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BIAS_RELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_backward_f32(const float *dy, const float *x, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_RELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_relu_backward_f64(const double *dy, const double *x, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_RELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_f32(const float *x, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_GELU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_f64(const double *x, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_GELU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_grad_f32(const float *x, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_GELU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_grad_f64(const double *x, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_GELU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_value_and_grad_f32(const float *x, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BIAS_GELU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_value_and_grad_f64(const double *x, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BIAS_GELU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_backward_f32(const float *dy, const float *x, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_GELU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_gelu_backward_f64(const double *dy, const double *x, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_GELU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_f32(const float *x, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SILU_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_f64(const double *x, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SILU_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_grad_f32(const float *x, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SILU_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_grad_f64(const double *x, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SILU_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_value_and_grad_f32(const float *x, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BIAS_SILU_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_value_and_grad_f64(const double *x, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BIAS_SILU_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_backward_f32(const float *dy, const float *x, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SILU_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_silu_backward_f64(const double *dy, const double *x, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SILU_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_f32(const float *x, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SIGMOID_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_f64(const double *x, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SIGMOID_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_grad_f32(const float *x, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SIGMOID_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_grad_f64(const double *x, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SIGMOID_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_value_and_grad_f32(const float *x, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BIAS_SIGMOID_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_value_and_grad_f64(const double *x, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BIAS_SIGMOID_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_backward_f32(const float *dy, const float *x, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_SIGMOID_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_sigmoid_backward_f64(const double *dy, const double *x, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_SIGMOID_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_f32(const float *x, float bias, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_TANH_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_f64(const double *x, double bias, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_TANH_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_grad_f32(const float *x, float bias, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_TANH_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_grad_f64(const double *x, double bias, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_TANH_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_value_and_grad_f32(const float *x, float bias, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_BIAS_TANH_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_value_and_grad_f64(const double *x, double bias, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&bias, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_BIAS_TANH_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_backward_f32(const float *dy, const float *x, float bias, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, sizeof(float)};
    actkern_run(ACTKERN_BIAS_TANH_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_bias_tanh_backward_f64(const double *dy, const double *x, double bias, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&bias, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, sizeof(double)};
    actkern_run(ACTKERN_BIAS_TANH_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lstm_cell_f32(const float *i, const float *f, const float *g, const float *o, const float *c, float *h, float *c_new, ptrdiff_t n) {
    char *operands[] = {(char *)i, (char *)f, (char *)g, (char *)o, (char *)c, (char *)h, (char *)c_new};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LSTM_CELL_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lstm_cell_f64(const double *i, const double *f, const double *g, const double *o, const double *c, double *h, double *c_new, ptrdiff_t n) {
    char *operands[] = {(char *)i, (char *)f, (char *)g, (char *)o, (char *)c, (char *)h, (char *)c_new};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LSTM_CELL_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_lstm_cell_backward_f32(const float *dh, const float *dc_new, const float *i, const float *f, const float *g, const float *o, const float *c, float *di, float *df, float *dg, float *do_, float *dc, ptrdiff_t n) {
    char *operands[] = {(char *)dh, (char *)dc_new, (char *)i, (char *)f, (char *)g, (char *)o, (char *)c, (char *)di, (char *)df, (char *)dg, (char *)do_, (char *)dc};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LSTM_CELL_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_lstm_cell_backward_f64(const double *dh, const double *dc_new, const double *i, const double *f, const double *g, const double *o, const double *c, double *di, double *df, double *dg, double *do_, double *dc, ptrdiff_t n) {
    char *operands[] = {(char *)dh, (char *)dc_new, (char *)i, (char *)f, (char *)g, (char *)o, (char *)c, (char *)di, (char *)df, (char *)dg, (char *)do_, (char *)dc};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LSTM_CELL_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gru_cell_f32(const float *r, const float *z, const float *n_x, const float *n_h, const float *h, float *h_new, ptrdiff_t n) {
    char *operands[] = {(char *)r, (char *)z, (char *)n_x, (char *)n_h, (char *)h, (char *)h_new};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GRU_CELL_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gru_cell_f64(const double *r, const double *z, const double *n_x, const double *n_h, const double *h, double *h_new, ptrdiff_t n) {
    char *operands[] = {(char *)r, (char *)z, (char *)n_x, (char *)n_h, (char *)h, (char *)h_new};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GRU_CELL_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_gru_cell_backward_f32(const float *dh_new, const float *r, const float *z, const float *n_x, const float *n_h, const float *h, float *dr, float *dz, float *dn_x, float *dn_h, float *dh, ptrdiff_t n) {
    char *operands[] = {(char *)dh_new, (char *)r, (char *)z, (char *)n_x, (char *)n_h, (char *)h, (char *)dr, (char *)dz, (char *)dn_x, (char *)dn_h, (char *)dh};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_GRU_CELL_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_gru_cell_backward_f64(const double *dh_new, const double *r, const double *z, const double *n_x, const double *n_h, const double *h, double *dr, double *dz, double *dn_x, double *dn_h, double *dh, ptrdiff_t n) {
    char *operands[] = {(char *)dh_new, (char *)r, (char *)z, (char *)n_x, (char *)n_h, (char *)h, (char *)dr, (char *)dz, (char *)dn_x, (char *)dn_h, (char *)dh};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_GRU_CELL_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_softmax_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_SOFTMAX_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_softmax_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_SOFTMAX_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_softmax_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_SOFTMAX_BACKWARD_FROM_OUTPUT_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_softmax_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_SOFTMAX_BACKWARD_FROM_OUTPUT_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_log_softmax_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_LOG_SOFTMAX_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_log_softmax_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_LOG_SOFTMAX_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_log_softmax_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_LOG_SOFTMAX_BACKWARD_FROM_OUTPUT_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_log_softmax_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_LOG_SOFTMAX_BACKWARD_FROM_OUTPUT_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_logsumexp_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_LOGSUMEXP_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_logsumexp_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_LOGSUMEXP_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_hardmax_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_HARDMAX_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_hardmax_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_HARDMAX_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_sparsemax_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_SPARSEMAX_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_sparsemax_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_SPARSEMAX_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_sparsemax_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_SPARSEMAX_BACKWARD_FROM_OUTPUT_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_sparsemax_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_SPARSEMAX_BACKWARD_FROM_OUTPUT_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_entmax15_f32(const float *x, float *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_ENTMAX15_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_entmax15_f64(const double *x, double *y, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)y};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_ENTMAX15_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_entmax15_backward_from_output_f32(const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), n * (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float), (ptrdiff_t)sizeof(float)};
    if (n >= 0) actkern_run(ACTKERN_ENTMAX15_BACKWARD_FROM_OUTPUT_F32, operands, sizes, steps, actkern_threads);
}

static inline void ak_entmax15_backward_from_output_f64(const double *dy, const double *y, double *dx, ptrdiff_t rows, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)y, (char *)dx};
    const ptrdiff_t sizes[] = {rows, n}, steps[] = {n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), n * (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double), (ptrdiff_t)sizeof(double)};
    if (n >= 0) actkern_run(ACTKERN_ENTMAX15_BACKWARD_FROM_OUTPUT_F64, operands, sizes, steps, actkern_threads);
}

static inline void ak_logistic_loss_f32(const float *x, float target, float weight, float pos_weight, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_f64(const double *x, double target, double weight, double pos_weight, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_grad_f32(const float *x, float target, float weight, float pos_weight, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_grad_f64(const double *x, double target, double weight, double pos_weight, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_value_and_grad_f32(const float *x, float target, float weight, float pos_weight, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_value_and_grad_f64(const double *x, double target, double weight, double pos_weight, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_backward_f32(const float *dy, const float *x, float target, float weight, float pos_weight, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_logistic_loss_backward_f64(const double *dy, const double *x, double target, double weight, double pos_weight, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&pos_weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_LOGISTIC_LOSS_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_f32(const float *x, float target, float weight, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SQUARED_ERROR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_f64(const double *x, double target, double weight, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SQUARED_ERROR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_grad_f32(const float *x, float target, float weight, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SQUARED_ERROR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_grad_f64(const double *x, double target, double weight, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SQUARED_ERROR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_value_and_grad_f32(const float *x, float target, float weight, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SQUARED_ERROR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_value_and_grad_f64(const double *x, double target, double weight, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SQUARED_ERROR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_backward_f32(const float *dy, const float *x, float target, float weight, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SQUARED_ERROR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_squared_error_backward_f64(const double *dy, const double *x, double target, double weight, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SQUARED_ERROR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_f32(const float *x, float target, float weight, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_f64(const double *x, double target, double weight, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_grad_f32(const float *x, float target, float weight, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_grad_f64(const double *x, double target, double weight, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_value_and_grad_f32(const float *x, float target, float weight, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_value_and_grad_f64(const double *x, double target, double weight, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_backward_f32(const float *dy, const float *x, float target, float weight, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, sizeof(float)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_absolute_error_backward_f64(const double *dy, const double *x, double target, double weight, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, sizeof(double)};
    actkern_run(ACTKERN_ABSOLUTE_ERROR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_f32(const float *x, float target, float weight, float delta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HUBER_ERROR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_f64(const double *x, double target, double weight, double delta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HUBER_ERROR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_grad_f32(const float *x, float target, float weight, float delta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HUBER_ERROR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_grad_f64(const double *x, double target, double weight, double delta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HUBER_ERROR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_value_and_grad_f32(const float *x, float target, float weight, float delta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_HUBER_ERROR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_value_and_grad_f64(const double *x, double target, double weight, double delta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_HUBER_ERROR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_backward_f32(const float *dy, const float *x, float target, float weight, float delta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_HUBER_ERROR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_huber_error_backward_f64(const double *dy, const double *x, double target, double weight, double delta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&delta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_HUBER_ERROR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_f32(const float *x, float target, float weight, float beta, float *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_f64(const double *x, double target, double weight, double beta, double *y, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)y};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_grad_f32(const float *x, float target, float weight, float beta, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_grad_f64(const double *x, double target, double weight, double beta, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_value_and_grad_f32(const float *x, float target, float weight, float beta, float *y, float *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(float), 0, 0, 0, sizeof(float), sizeof(float)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_VALUE_AND_GRAD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_value_and_grad_f64(const double *x, double target, double weight, double beta, double *y, double *dydx, ptrdiff_t n) {
    char *operands[] = {(char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)y, (char *)dydx};
    static const ptrdiff_t steps[] = {sizeof(double), 0, 0, 0, sizeof(double), sizeof(double)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_VALUE_AND_GRAD_F64, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_backward_f32(const float *dy, const float *x, float target, float weight, float beta, float *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(float), sizeof(float), 0, 0, 0, sizeof(float)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_BACKWARD_F32, operands, &n, steps, actkern_threads);
}

static inline void ak_smooth_l1_error_backward_f64(const double *dy, const double *x, double target, double weight, double beta, double *dx, ptrdiff_t n) {
    char *operands[] = {(char *)dy, (char *)x, (char *)&target, (char *)&weight, (char *)&beta, (char *)dx};
    static const ptrdiff_t steps[] = {sizeof(double), sizeof(double), 0, 0, 0, sizeof(double)};
    actkern_run(ACTKERN_SMOOTH_L1_ERROR_BACKWARD_F64, operands, &n, steps, actkern_threads);
}

#endif

#if defined(Py_PYTHON_H) && !defined(ACTKERN_PYTHON)
#define ACTKERN_PYTHON

/* Import actkern, and find its functions: a module calls it in its init function, with Python's lock. 0, or -1 with an exception
   set: what importing actkern raised, or ImportError. */
static inline int actkern_import(void) {
    const char *problem = NULL;
    PyObject *module = PyImport_ImportModule("actkern");
    PyObject *capsule = module ? PyObject_GetAttrString(module, "_C_API") : NULL;
    void *address = capsule ? PyCapsule_GetPointer(capsule, "actkern._C_API") : NULL;
    Py_XDECREF(module);
    Py_XDECREF(capsule);
    if (address == NULL) return -1;
    problem = actkern_use(address);
    if (problem != NULL) PyErr_SetString(PyExc_ImportError, problem);
    return problem == NULL ? 0 : -1;
}

#endif
