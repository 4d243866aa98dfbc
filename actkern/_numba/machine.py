"""What LLVM has and Numba does not spell: bits of floats, one-rounding fma, the floating-point environment, float16 and bfloat16.

The counterpart of `_cython/machine.pxd`. Addresses travel as integers (`intp`), as in NumPy's loops.
"""

import platform
from collections.abc import Callable
from functools import partial, reduce
from typing import Any

import numpy as np
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import njit, types
from numba.core import cgutils, config
from numba.extending import intrinsic, overload

ON_X86 = platform.machine().lower() in ("x86_64", "amd64")
ON_ARM = platform.machine().lower() in ("aarch64", "arm64")

# error_model="numpy": a division does not check for zero, which would branch and stop the loop from vectorising. Functions that
# are called from compiled code alone need neither of the wrappers that Numba compiles for calls from Python and C.
OPTIONS = {"error_model": "numpy"}
compiled = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)
inlined = njit(inline="never", forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)

_REALS = {types.float32: ir.FloatType(), types.float64: ir.DoubleType()}


def _intrinsic_of_reals(name: str, count: int) -> Any:
    """The LLVM intrinsic `name` over `count` operands of one floating-point type."""

    def typing(context: Any, *operands: Any) -> Any:
        if len(operands) != count or operands[0] not in _REALS or len(set(operands)) != 1:
            return None
        real = operands[0]

        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind = ir.FunctionType(_REALS[real], [_REALS[real]] * count)
            return builder.call(builder.module.declare_intrinsic(name, [_REALS[real]], kind), arguments)

        return real(*operands), codegen

    return typing


@intrinsic
def fma(context, a, b, c):
    """a * b + c, rounded once."""
    return _intrinsic_of_reals("llvm.fma", 3)(context, a, b, c)


@intrinsic
def absolute(context, x):
    return _intrinsic_of_reals("llvm.fabs", 1)(context, x)


@intrinsic
def sqrt(context, x):
    return _intrinsic_of_reals("llvm.sqrt", 1)(context, x)


@intrinsic
def copysign(context, magnitude, sign):
    return _intrinsic_of_reals("llvm.copysign", 2)(context, magnitude, sign)


_CASTS = {
    types.float32: types.uint32,
    types.float64: types.uint64,
    types.uint32: types.float32,
    types.uint64: types.float64,
}


@intrinsic
def bitcast(context, x):
    """The same bits as an unsigned integer, or, of an unsigned integer, as a float."""
    if x not in _CASTS:
        return None

    def codegen(context, builder, signature, arguments):
        return builder.bitcast(arguments[0], context.get_value_type(signature.return_type))

    return _CASTS[x](x), codegen


@intrinsic
def pointer(context, address, like):
    """`address`, an intp, as a pointer to elements of the type of `like`."""

    def codegen(context, builder, signature, arguments):
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(like)(types.intp, like), codegen


@intrinsic
def address_of(context, pointer):
    """The address in a pointer, as an intp."""

    def codegen(context, builder, signature, arguments):
        return builder.ptrtoint(arguments[0], context.get_value_type(types.intp))

    return types.intp(pointer), codegen


@intrinsic
def pointers(context, addresses, like, first, count):
    """addresses[first : first + count] (literals) as a tuple of pointers to elements of the type of `like`."""
    if not isinstance(first, types.IntegerLiteral) or not isinstance(count, types.IntegerLiteral):
        return None
    kind = types.UniTuple(types.CPointer(like), count.literal_value)

    def codegen(context, builder, signature, arguments):
        found = []
        for index in range(first.literal_value, first.literal_value + count.literal_value):
            address = builder.load(builder.gep(arguments[0], [ir.IntType(64)(index)]))
            found.append(builder.inttoptr(address, context.get_value_type(kind.dtype)))
        return context.make_tuple(builder, kind, found)

    return kind(addresses, like, first, count), codegen


def _places(builder: Any, pointers: Any, count: int, index: Any, in_turn: bool) -> list[Any]:
    """The place of the index-th element behind each of a tuple of pointers, the last two of which may lie in turn."""
    each = cgutils.unpack_tuple(builder, pointers, count)
    apart = each[:-2] if in_turn else each
    found = [builder.gep(pointer, [index]) for pointer in apart]
    if in_turn:
        twice = builder.shl(index, index.type(1))
        found += [builder.gep(each[-2], [builder.add(twice, index.type(k))]) for k in range(2)]
    return found


def _elements(pointers: Any, index: Any, in_turn: bool) -> Any:
    kind = types.UniTuple(pointers.dtype.dtype, pointers.count)

    def codegen(context, builder, signature, arguments):
        places = _places(builder, arguments[0], pointers.count, arguments[1], in_turn)
        return context.make_tuple(builder, kind, [builder.load(place) for place in places])

    return kind(pointers, index), codegen


@intrinsic
def elements(context, pointers, index):
    """The index-th element behind each of a tuple of pointers, as a tuple."""
    return _elements(pointers, index, in_turn=False)


@intrinsic
def elements_in_turn(context, pointers, index):
    """`elements` where those behind the last two pointers lie in turn."""
    return _elements(pointers, index, in_turn=True)


def _store_elements(pointers: Any, index: Any, values: Any, in_turn: bool) -> Any:
    def codegen(context, builder, signature, arguments):
        places = _places(builder, arguments[0], pointers.count, arguments[1], in_turn)
        for place, value in zip(places, cgutils.unpack_tuple(builder, arguments[2], pointers.count), strict=True):
            builder.store(value, place)
        return context.get_dummy_value()

    return types.void(pointers, index, values), codegen


@intrinsic
def store_elements(context, pointers, index, values):
    """The index-th element behind each of a tuple of pointers = the tuple of values."""
    return _store_elements(pointers, index, values, in_turn=False)


@intrinsic
def store_in_turn(context, pointers, index, values):
    """`store_elements` where those behind the last two pointers lie in turn."""
    return _store_elements(pointers, index, values, in_turn=True)


@intrinsic
def all_equal(context, numbers, others):
    """Whether each of a tuple of numbers is that of another tuple."""

    def codegen(context, builder, signature, arguments):
        pairs = zip(*(cgutils.unpack_tuple(builder, each, numbers.count) for each in arguments), strict=True)
        return reduce(builder.and_, [builder.fcmp_ordered("==", number, other) for number, other in pairs])

    return types.boolean(numbers, others), codegen


@intrinsic
def scaled(context, factor, values):
    """A tuple of the products of `factor` and each of a tuple of values."""

    def codegen(context, builder, signature, arguments):
        each = cgutils.unpack_tuple(builder, arguments[1], values.count)
        return context.make_tuple(builder, values, [builder.fmul(arguments[0], value) for value in each])

    return values(factor, values), codegen


def scaled_unless_flat(flats: Any) -> Any:
    """`scaled`, but 0 where a value is 0 that `flats`, one of each in the tuple, says something of (`Activation.flats`).

    An infinite or NaN factor would give NaN there. A NaN value passes.
    """
    if not any(flats):
        return scaled

    @intrinsic
    def gradients(context, factor, values):
        def codegen(context, builder, signature, arguments):
            products = []
            for value, flat in zip(cgutils.unpack_tuple(builder, arguments[1], values.count), flats, strict=True):
                zero = ir.Constant(value.type, 0.0)
                product = builder.fmul(arguments[0], value)
                products.append(builder.select(builder.fcmp_ordered("==", value, zero), zero, product) if flat else product)
            return context.make_tuple(builder, values, products)

        return values(factor, values), codegen

    return gradients


@intrinsic
def stack_bytes(context, size):
    """The address of `size` bytes (a literal) on the stack, aligned to a cache line, until the function returns."""
    if not isinstance(size, types.IntegerLiteral):
        return None

    def codegen(context, builder, signature, arguments):
        with builder.goto_entry_block():
            memory = builder.alloca(ir.ArrayType(ir.IntType(8), size.literal_value))
            memory.align = 64
        return builder.ptrtoint(memory, ir.IntType(types.intp.bitwidth))

    return types.intp(size), codegen


@intrinsic
def stack_array(context, size, like):
    """A pointer to `size` (a literal) elements of the type of `like` on the stack, until the function returns.

    Unlike an address from `stack_bytes` it does not pass through an integer, so LLVM knows that nothing else overlaps it.
    """
    if not isinstance(size, types.IntegerLiteral):
        return None

    def codegen(context, builder, signature, arguments):
        kind = context.get_value_type(like)
        with builder.goto_entry_block():
            memory = builder.alloca(ir.ArrayType(kind, size.literal_value))
            memory.align = 64
        return builder.bitcast(memory, kind.as_pointer())

    return types.CPointer(like)(size, like), codegen


@intrinsic
def stack_arrays(context, count, size, like):
    """A tuple of `count` (a literal) such pointers."""
    if not isinstance(count, types.IntegerLiteral) or not isinstance(size, types.IntegerLiteral):
        return None
    arrays = types.UniTuple(types.CPointer(like), count.literal_value)

    def codegen(context, builder, signature, arguments):
        kind = context.get_value_type(like)
        found = []
        with builder.goto_entry_block():
            for _ in range(count.literal_value):
                memory = builder.alloca(ir.ArrayType(kind, size.literal_value))
                memory.align = 64
                found.append(builder.bitcast(memory, kind.as_pointer()))
        return context.make_tuple(builder, arrays, found)

    return arrays(count, size, like), codegen


@intrinsic
def stream(context, target, start, block):
    """Store 256 bytes from `block` to target[start], which is aligned to 64, without first reading the cache lines."""

    def codegen(context, builder, signature, arguments):
        to, start, block = arguments
        vector = ir.VectorType(ir.IntType(32), 16).as_pointer()
        to, block = builder.bitcast(builder.gep(to, [start]), vector), builder.bitcast(block, vector)
        hint = builder.module.add_metadata([ir.IntType(32)(1)])
        for line in range(4):
            at = [ir.IntType(64)(line)]
            loaded = builder.load(builder.gep(block, at))
            stored = builder.store(loaded, builder.gep(to, at))
            loaded.align = stored.align = 64
            stored.set_metadata("nontemporal", hint)
        return context.get_dummy_value()

    return types.void(target, types.intp, block), codegen


@intrinsic
def stream_end(context):
    """Make what was streamed visible to other threads before what follows."""

    def codegen(context, builder, signature, arguments):
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(), codegen


def _lanes(operation: Any, arrays: int, wide: int = 1) -> Any:
    """The typing of an intrinsic over vectors: (lanes..., arrays..., index, count, a literal) -> None.

    Of arrays it reads `wide` times as many elements as there are lanes.

    `operation(builder, lanes, vectors)` gives the new lanes. LLVM unrolls a loop over a fixed number of lanes before it
    would vectorise it, and leaves 32 scalars: a maximum takes 5.5 times as long as in vectors.
    """

    def typing(context: Any, *arguments: Any) -> Any:
        *pointers, _, count = arguments
        if not isinstance(count, types.IntegerLiteral):
            return None
        size = count.literal_value

        def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            def vector(pointer: Any, at: Any, size: int = size) -> Any:
                kind = ir.VectorType(pointer.type.pointee, size)
                return builder.bitcast(builder.gep(pointer, [at]), kind.as_pointer())

            def load(pointer: Any, at: Any, size: int = size) -> Any:
                found = builder.load(vector(pointer, at, size))
                found.align = context.get_abi_sizeof(pointer.type.pointee)
                return found

            zero, at = ir.IntType(64)(0), values[-2]
            kept = values[:-2][: len(pointers) - arrays]
            old = [load(pointer, zero) for pointer in kept]
            new = operation(builder, old, [load(pointer, at, size * wide) for pointer in values[len(kept) : -2]])
            for pointer, value in zip(kept, new, strict=True):
                builder.store(value, vector(pointer, zero)).align = context.get_abi_sizeof(pointer.type.pointee)
            return context.get_dummy_value()

        return types.void(*arguments), codegen

    return typing


def _widened(builder: Any, vector: Any) -> Any:
    doubles = ir.VectorType(ir.DoubleType(), vector.type.count)
    return vector if vector.type == doubles else builder.fpext(vector, doubles)


@intrinsic
def maximum_lanes(context, lanes, x, index, count):
    """lanes[j] = x[index + j] if that is greater, for j < count."""

    def operation(builder, old, new):
        return [builder.select(builder.fcmp_ordered(">", new[0], old[0]), new[0], old[0])]

    return _lanes(operation, 1)(context, lanes, x, index, count)


@intrinsic
def add_lanes(context, lanes, x, index, count):
    """lanes[j] += x[index + j] for j < count; lanes may be double where x is not."""

    def operation(builder, old, new):
        return [builder.fadd(old[0], _widened(builder, new[0]) if old[0].type.element == ir.DoubleType() else new[0])]

    return _lanes(operation, 1)(context, lanes, x, index, count)


def _fma_of(convert: Callable[..., Any], builder: Any, old: Any, new: Any) -> Any:
    vector = old[0].type
    # llvmlite's declare_intrinsic has no name for vectors.
    name = f"llvm.fma.v{vector.count}{vector.element.intrinsic_name}"
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(vector, [vector] * 3), name)
    return [builder.call(function, [convert(builder, new[0]), convert(builder, new[1]), old[0]])]


@intrinsic
def fma_lanes(context, lanes, x, y, index, count):
    """lanes[j] = fma(x[index + j], y[index + j], lanes[j]) for j < count."""

    return _lanes(partial(_fma_of, lambda builder, vector: vector), 2)(context, lanes, x, y, index, count)


@intrinsic
def add_lanes_in_two(context, lanes, low, x, index, count):
    """lanes[j] + low[j] += x[index + j] for j < count, in double: low is what the additions lose (Knuth's two-sum)."""

    def operation(builder, old, new):
        term = _widened(builder, new[0])
        total = builder.fadd(old[0], term)
        back = builder.fsub(total, old[0])
        lost = builder.fadd(builder.fsub(old[0], builder.fsub(total, back)), builder.fsub(term, back))
        return [total, builder.fadd(old[1], lost)]

    return _lanes(operation, 1)(context, lanes, low, x, index, count)


@intrinsic
def add_eight_lanes(context, lanes, x, index, count):
    """lanes[j] = the sum of x[index + i * count + j] for i < 8, in pairs and pairs of pairs, for j < count."""

    def operation(builder, old, new):
        size = old[0].type.count
        terms = [builder.shuffle_vector(new[0], new[0], _indices(size * i, size)) for i in range(8)]
        while len(terms) > 1:
            terms = [builder.fadd(a, b) for a, b in zip(terms[::2], terms[1::2])]
        return terms

    return _lanes(operation, 1, wide=8)(context, lanes, x, index, count)


def _indices(first: int, count: int) -> Any:
    return ir.Constant(ir.VectorType(ir.IntType(32), count), list(range(first, first + count)))


def call_address(signature: Any, address: Any, arguments: Any, context: Any, builder: Any) -> None:
    kinds = [context.get_value_type(kind) for kind in signature]
    function = ir.FunctionType(ir.VoidType(), kinds).as_pointer()
    builder.call(builder.inttoptr(address, function), arguments)


@intrinsic
def call_kernel(context, address, operands, n):
    """Call the void (*)(intp *operands, intp n) at `address`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(types.intp, operands, types.intp), codegen


@intrinsic
def call_resolver(context, address, loop, slot):
    """Call the void (*)(intp loop, intp slot) at `address`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp), codegen


@intrinsic
def call_rows(context, address, rows, first, count, threads):
    """Call the void (*)(intp *rows, intp first, intp count, intp threads) at `address`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(types.intp, rows, types.intp, types.intp, types.intp), codegen


@intrinsic
def call_pass(context, address, rows, row, state, stage, chunk):
    """Call the void (*)(intp *rows, intp row, double *state, intp stage, intp chunk) at `address`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(types.intp, rows, types.intp, state, types.intp, types.intp), codegen


@intrinsic
def _save_mxcsr(context):
    def codegen(context, builder, signature, arguments):
        slot = cgutils.alloca_once(builder, ir.IntType(32))
        kind = ir.FunctionType(ir.VoidType(), [slot.type])
        builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.sse.stmxcsr"), [slot])
        return builder.load(slot)

    return types.uint32(), codegen


@intrinsic
def _restore_mxcsr(context, status):
    def codegen(context, builder, signature, arguments):
        slot = cgutils.alloca_once_value(builder, arguments[0])
        kind = ir.FunctionType(ir.VoidType(), [slot.type])
        builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.sse.ldmxcsr"), [slot])
        return context.get_dummy_value()

    return types.void(types.uint32), codegen


def _barrier(builder: Any) -> None:
    """What is read and written after this is read and written after it, and likewise before."""
    builder.asm(ir.FunctionType(ir.VoidType(), []), "", "~{memory}", [], True)


@intrinsic
def _memory_barrier(context):
    def codegen(context, builder, signature, arguments):
        _barrier(builder)
        return context.get_dummy_value()

    return types.void(), codegen


def _enter_on_x86():
    callers = _save_mxcsr()
    if callers & np.uint32(0xFFFFFFC0) != np.uint32(0x1F80):
        _restore_mxcsr(np.uint32(0x1F80))
    _memory_barrier()
    return callers


def _leave_on_x86(callers):
    _memory_barrier()
    _restore_mxcsr(callers)


_FENV = types.UniTuple(types.uint64, 8)  # no smaller than any fenv_t


@intrinsic
def _enter_elsewhere(context):
    """C's way, on other machines. An fenv_t of zeros is AArch64's default, which flushes nothing; the others do not flush.

    Not `mrs` and `msr` in line: LLVM would need a parser of assembly, which Numba does not load, and end the process.
    """

    def codegen(context, builder, signature, arguments):
        kind, int32 = context.get_value_type(_FENV), ir.IntType(32)
        place = cgutils.alloca_once(builder, kind, zfill=True)
        if ON_ARM:
            _c_function(builder, "fegetenv", int32, [place])
            _c_function(builder, "fesetenv", int32, [cgutils.alloca_once(builder, kind, zfill=True)])
        else:
            _c_function(builder, "feholdexcept", int32, [place])
            _c_function(builder, "fesetround", int32, [int32(0)])  # to nearest, wherever Numba runs
        _barrier(builder)
        return builder.load(place)

    return _FENV(), codegen


@intrinsic
def _leave_elsewhere(context, callers):
    def codegen(context, builder, signature, arguments):
        _barrier(builder)
        _c_function(builder, "fesetenv", ir.IntType(32), [cgutils.alloca_once_value(builder, arguments[0])])
        return context.get_dummy_value()

    return types.void(_FENV), codegen


def _c_function(builder: Any, name: str, result: Any, arguments: list[Any]) -> Any:
    kind = ir.FunctionType(result, [each.type for each in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


@intrinsic
def _store_at(context, address, value):
    def codegen(context, builder, signature, arguments):
        builder.store(arguments[1], builder.inttoptr(arguments[0], arguments[1].type.as_pointer()))
        return context.get_dummy_value()

    return types.void(types.intp, value), codegen


@intrinsic
def _load_at(context, address, like):
    def codegen(context, builder, signature, arguments):
        return builder.load(builder.inttoptr(arguments[0], arguments[1].type.as_pointer()))

    return like(types.intp, like), codegen


# The default floating-point environment, and the caller's again: see `src_cython/environment.h`.
enter = compiled(_enter_on_x86 if ON_X86 else lambda: _enter_elsewhere())
leave = compiled(_leave_on_x86 if ON_X86 else lambda callers: _leave_elsewhere(callers))


_LIKE = np.uint32(0) if ON_X86 else (np.uint64(0),) * 8


def enter_in(place):
    """`enter`, for Python: what the caller has goes to up to 64 bytes at `place`."""
    _store_at(place, enter())


def leave_from(place):
    leave(_load_at(place, _LIKE))


# The following are intrinsics, not overloads: those compile a function for each type of literal, half of all that there were.
@intrinsic
def real(context, value, like):
    """`value` in the type of `like`: Numba would promote float32 with a literal to float64."""
    given, kind = types.unliteral(value), types.float32 if like == types.float32 else types.float64

    def codegen(context, builder, signature, arguments):
        return context.cast(builder, arguments[0], given, kind)

    return kind(given, like), codegen


@intrinsic
def data_of(context, array):
    """The address of an array's first element: `array.ctypes.data` without an object for `ctypes`."""

    def codegen(context, builder, signature, arguments):
        (kind,) = signature.args
        data = context.make_array(kind)(context, builder, arguments[0]).data
        return builder.ptrtoint(data, context.get_value_type(types.intp))

    return types.intp(array), codegen


@intrinsic
def reals(context, values, like):
    """A tuple of numbers of any types, each as `real` gives it."""
    kind = types.UniTuple(types.float32 if like == types.float32 else types.float64, len(values))

    def codegen(context, builder, signature, arguments):
        each = cgutils.unpack_tuple(builder, arguments[0], len(values))
        cast = [context.cast(builder, value, given, kind.dtype) for value, given in zip(each, values, strict=True)]
        return context.make_tuple(builder, kind, cast)

    return kind(values, like), codegen


@intrinsic
def size_of(context, like):
    """The size in bytes of a float of the type of `like`."""

    def codegen(context, builder, signature, arguments):
        return ir.IntType(types.intp.bitwidth)(like.bitwidth // 8)

    return types.intp(like), codegen


@intrinsic
def either(context, single, double, like):
    """`single` where `like` is a float32, `double` where it is a float64, in its type."""
    kind = types.float32 if like == types.float32 else types.float64
    given = types.unliteral(single), types.unliteral(double)

    def codegen(context, builder, signature, arguments):
        chosen = 0 if kind == types.float32 else 1
        return context.cast(builder, arguments[chosen], given[chosen], kind)

    return kind(*given, like), codegen


@inlined
def at_least(x, bound):
    """x, but no lower than the bound; NaN passes."""
    return bound if x < bound else x


@inlined
def at_most(x, bound):
    """x, but no higher than the bound; NaN passes."""
    return bound if bound < x else x


@inlined
def two_sum(a, b):
    """(a + b, what its rounding lost), by Knuth."""
    sum = a + b
    back = sum - a
    return sum, (a - (sum - back)) + (b - back)


@inlined
def two_product(a, b):
    """(a * b, what its rounding lost): exact but where the latter is subnormal."""
    product = a * b
    return product, fma(a, b, -product)


@inlined
def largest_finite(like):
    """The largest number below infinity, in the type of `like`."""
    return either(3.4028234663852886e38, 1.7976931348623157e308, like)


def negative(x: float) -> bool:
    """Whether the sign of x is set, as of -0.0: a select by it is one instruction, without a comparison."""
    raise TypeError("for compiled code only")


@overload(negative)
def _negative(x):
    if x == types.float32:
        return lambda x: np.int32(bitcast(x)) < np.int32(0)
    return lambda x: np.int64(bitcast(x)) < np.int64(0)


def signed_as(positive: float, sign: float) -> float:
    """copysign of a number whose sign bit is 0: an operation less."""
    raise TypeError("for compiled code only")


@overload(signed_as)
def _signed_as(positive, sign):
    if positive == types.float32:
        return lambda positive, sign: bitcast(np.uint32(bitcast(positive) | (bitcast(sign) & np.uint32(0x80000000))))
    return lambda positive, sign: bitcast(bitcast(positive) | (bitcast(sign) & np.uint64(0x8000000000000000)))


def in_double(term: float) -> float:
    """`term` in float64, 0 in float32: x - in_double(term) corrects x in double alone, and costs a float nothing."""
    raise TypeError("for compiled code only")


@overload(in_double)
def _in_double(term):
    if term == types.float32:
        return lambda term: np.float32(0)
    return lambda term: term


_UPPER = 0xFFFF0000  # the upper half of 32 bits

# The kinds of numbers of 16 bits, which are computed in float; 0 says that there are none.
FLOAT16, BFLOAT16 = 1, 2


def _has(feature: str) -> bool:
    """Whether the x86 processor that Numba compiles for has a feature, by LLVM's name for it."""
    if not ON_X86:
        return False
    if config.CPU_FEATURES is not None:
        return f"+{feature}" in config.CPU_FEATURES.split(",")
    return config.CPU_NAME is None and bool(get_host_cpu_features().get(feature, False))


CONVERTS_HALVES = ON_ARM or _has("f16c")  # whether it has instructions for float16

if CONVERTS_HALVES:

    @intrinsic
    def float_of_half(context, half):
        """The float of the same value as a float16, given by its bits: exact."""

        def codegen(context, builder, signature, arguments):
            return builder.fpext(builder.bitcast(arguments[0], ir.HalfType()), ir.FloatType())

        return types.float32(types.uint16), codegen

    @intrinsic
    def half_of_float(context, x):
        """The bits of the float16 nearest to x, ties to even."""

        def codegen(context, builder, signature, arguments):
            return builder.bitcast(builder.fptrunc(arguments[0], ir.HalfType()), ir.IntType(16))

        return types.uint16(types.float32), codegen

else:

    @inlined
    def float_of_half(half):
        """The same by arithmetic of bits. Multiplying by 2^112 moves the exponent and normalises subnormals."""
        magnitude = np.uint32(np.uint32(half & np.uint16(0x7FFF)) << np.uint32(13))
        sign = np.uint32(np.uint32(half & np.uint16(0x8000)) << np.uint32(16))
        finite = bitcast(np.float32(bitcast(magnitude) * np.float32(5.192296858534828e33)))
        special = np.uint32(magnitude | np.uint32(0x7F800000))
        return bitcast(np.uint32((special if magnitude >= np.uint32(0x0F800000) else finite) | sign))

    @inlined
    def half_of_float(x):
        bits = bitcast(x)
        magnitude = np.uint32(bits & np.uint32(0x7FFFFFFF))
        # Normal results: rebias the exponent, add half a unit (less one, plus the last bit kept) and cut 13 bits.
        odd = np.uint32(np.uint32(magnitude >> np.uint32(13)) & np.uint32(1))
        normal = np.uint32(np.uint32(magnitude - np.uint32(0x38000000) + np.uint32(0x0FFF) + odd) >> np.uint32(13))
        # Subnormal results: adding 0.5 lets the float unit round at float16's last place, 2^-24.
        small = np.uint32(bitcast(np.float32(bitcast(magnitude) + np.float32(0.5))) - np.uint32(0x3F000000))
        half = small if magnitude < np.uint32(0x38800000) else normal
        half = np.uint32(0x7C00) if magnitude >= np.uint32(0x477FF000) else half
        quiet = np.uint32(np.uint32(0x7E00) | np.uint32(np.uint32(magnitude >> np.uint32(13)) & np.uint32(0x03FF)))
        half = quiet if magnitude > np.uint32(0x7F800000) else half
        return np.uint16(half | np.uint32(np.uint32(bits >> np.uint32(16)) & np.uint32(0x8000)))


@inlined
def float_of_bfloat(half):
    return bitcast(np.uint32(np.uint32(half) << np.uint32(16)))


@inlined
def bfloat_of_float(x):
    """The bits of the bfloat16 nearest to x, ties to even: half a unit (less one, plus the last bit kept) is added."""
    bits = bitcast(x)
    cut = np.uint32(bits >> np.uint32(16))
    rounded = np.uint32(np.uint32(bits + np.uint32(0x7FFF) + np.uint32(cut & np.uint32(1))) >> np.uint32(16))
    is_nan = np.uint32(bits & np.uint32(0x7FFFFFFF)) > np.uint32(0x7F800000)
    return np.uint16(np.uint32(cut | np.uint32(0x0040)) if is_nan else rounded)


@inlined
def lower_float(pair):
    """Of two bfloat16 in an unsigned integer of 32 bits the one in the lower half, and in the upper one."""
    return bitcast(np.uint32(pair << np.uint32(16)))


@inlined
def upper_float(pair):
    return bitcast(np.uint32(pair & np.uint32(_UPPER)))


@inlined
def pair_of_floats(lower, upper):
    return np.uint32(np.uint32(bfloat_of_float(lower)) | np.uint32(np.uint32(bfloat_of_float(upper)) << np.uint32(16)))


@inlined
def half_to_float(half, kind):
    return float_of_half(half) if kind == FLOAT16 else float_of_bfloat(half)


@inlined
def float_to_half(x, kind):
    return half_of_float(x) if kind == FLOAT16 else bfloat_of_float(x)


def _as_floats(pointers: Any, index: Any, convert: Callable[..., Any], known: bool = True) -> Any:
    """The index-th element behind each of a tuple of pointers, as `convert` makes a float of it by the builder of LLVM.

    Unless `known`, LLVM does not know what those after the first were: their bits are joined with a zero that it does not know,
    the uppermost bit of an address.
    """
    kind = types.UniTuple(types.float32, pointers.count)

    def codegen(context, builder, signature, arguments):
        places = _places(builder, arguments[0], pointers.count, arguments[1], in_turn=False)
        found = [convert(context, builder, builder.load(place)) for place in places]
        if not known:
            base = cgutils.unpack_tuple(builder, arguments[0], pointers.count)[0]
            zero = builder.trunc(builder.lshr(builder.ptrtoint(base, ir.IntType(64)), ir.IntType(64)(63)), ir.IntType(32))
            joined = [builder.or_(builder.bitcast(x, zero.type), zero) for x in found[1:]]
            found[1:] = [builder.bitcast(bits, ir.FloatType()) for bits in joined]
        return context.make_tuple(builder, kind, found)

    return kind(pointers, index), codegen


def _called(function: Any, result: Any, given: Any) -> Callable[..., Any]:
    """A function of compiled code, for a builder of LLVM."""

    def convert(context, builder, number):
        return context.compile_internal(builder, lambda x: function(x), result(given), [number])

    return convert


@intrinsic
def elements_of_float16(context, pointers, index):
    """The index-th element behind each of a tuple of pointers to float16, as a tuple of floats.

    A number that is compared with a constant LLVM compares as float16, before it is widened, and where the result is a vector
    and no mask of AVX-512, it brings that from 16 bits to 32 again: relu's gradient takes 1.9 times as long. So there it does
    not know of all but the first, the upstream gradient, which nothing compares.
    """
    return _as_floats(pointers, index, _called(float_of_half, types.float32, types.uint16), known=_has("avx512vl"))


@intrinsic
def lower_elements(context, pointers, index):
    """Of the index-th pair of bfloat16 behind each of a tuple of pointers the one in the lower half, as a tuple of floats."""
    return _as_floats(
        pointers, index, lambda context, builder, pair: builder.bitcast(builder.shl(pair, pair.type(16)), ir.FloatType())
    )


@intrinsic
def upper_elements(context, pointers, index):
    return _as_floats(
        pointers, index, lambda context, builder, pair: builder.bitcast(builder.and_(pair, pair.type(_UPPER)), ir.FloatType())
    )


@intrinsic
def store_float16(context, pointers, index, values):
    """The index-th float16 behind each of a tuple of pointers = the tuple of floats."""
    narrow = _called(half_of_float, types.uint16, types.float32)

    def codegen(context, builder, signature, arguments):
        places = _places(builder, arguments[0], pointers.count, arguments[1], in_turn=False)
        for place, value in zip(places, cgutils.unpack_tuple(builder, arguments[2], pointers.count), strict=True):
            builder.store(narrow(context, builder, value), place)
        return context.get_dummy_value()

    return types.void(pointers, index, values), codegen


def _upper(builder: Any, x: Any) -> Any:
    """An integer of 32 bits whose upper half is the bfloat16 nearest to x, as `bfloat_of_float` has it."""
    bits = builder.bitcast(x, ir.IntType(32))
    odd = builder.and_(builder.lshr(bits, bits.type(16)), bits.type(1))
    rounded = builder.add(builder.add(bits, bits.type(0x7FFF)), odd)
    return builder.select(builder.fcmp_unordered("uno", x, x), builder.or_(bits, bits.type(0x400000)), rounded)


@intrinsic
def store_pairs(context, pointers, index, lower, upper):
    """The index-th pair of bfloat16 behind each of a tuple of pointers = two tuples of floats."""

    def codegen(context, builder, signature, arguments):
        places = _places(builder, arguments[0], pointers.count, arguments[1], in_turn=False)
        low, high = (cgutils.unpack_tuple(builder, each, pointers.count) for each in arguments[2:])
        for place, x, y in zip(places, low, high, strict=True):
            below = builder.lshr(_upper(builder, x), place.type.pointee(16))
            above = builder.and_(_upper(builder, y), place.type.pointee(_UPPER))
            builder.store(builder.or_(below, above), place)
        return context.get_dummy_value()

    return types.void(pointers, index, lower, upper), codegen


def _vector_of_float16(builder: Any, halves: Any) -> Any:
    count = halves.type.count
    return builder.fpext(builder.bitcast(halves, ir.VectorType(ir.HalfType(), count)), ir.VectorType(ir.FloatType(), count))


def _vector_of_bfloat16(builder: Any, halves: Any) -> Any:
    wide = ir.VectorType(ir.IntType(32), halves.type.count)
    shifted = builder.shl(builder.zext(halves, wide), ir.Constant(wide, [16] * wide.count))
    return builder.bitcast(shifted, ir.VectorType(ir.FloatType(), wide.count))


@intrinsic
def fma_lanes_of_bfloat16(context, lanes, x, y, index, count):
    """`fma_lanes` of bfloat16."""
    return _lanes(partial(_fma_of, _vector_of_bfloat16), 2)(context, lanes, x, y, index, count)


if CONVERTS_HALVES:

    @intrinsic
    def fma_lanes_of_float16(context, lanes, x, y, index, count):
        """`fma_lanes` of float16."""
        return _lanes(partial(_fma_of, _vector_of_float16), 2)(context, lanes, x, y, index, count)

else:

    @inlined
    def fma_lanes_of_float16(lanes, x, y, index, count):
        for j in range(count):
            lanes[j] = fma(float_of_half(x[index + j]), float_of_half(y[index + j]), lanes[j])


def load_halves(to: Any, source: int, step: int, n: int, kind: int) -> None:
    """n numbers of 16 bits, `step` bytes apart from the address `source` on, as contiguous floats; nothing for doubles."""
    raise TypeError("for compiled code only")


def store_halves(target: int, floats: Any, step: int, n: int, kind: int) -> None:
    """And back, rounded to nearest, ties to even."""
    raise TypeError("for compiled code only")


@compiled
def _load_halves(to, source, step, n, kind):
    lying = pointer(source, np.uint16(0))
    if kind == FLOAT16 and step == 2:
        for i in range(n):
            to[i] = float_of_half(lying[i])
    elif kind == FLOAT16:
        for i in range(n):
            to[i] = float_of_half(pointer(source + i * step, np.uint16(0))[0])
    elif step == 2:
        for i in range(n):
            to[i] = float_of_bfloat(lying[i])
    else:
        for i in range(n):
            to[i] = float_of_bfloat(pointer(source + i * step, np.uint16(0))[0])


@compiled
def _store_halves(target, floats, step, n, kind):
    lying = pointer(target, np.uint16(0))
    if kind == FLOAT16 and step == 2:
        for i in range(n):
            lying[i] = half_of_float(floats[i])
    elif kind == FLOAT16:
        for i in range(n):
            pointer(target + i * step, np.uint16(0))[0] = half_of_float(floats[i])
    elif step == 2:
        for i in range(n):
            lying[i] = bfloat_of_float(floats[i])
    else:
        for i in range(n):
            pointer(target + i * step, np.uint16(0))[0] = bfloat_of_float(floats[i])


@overload(load_halves)
def _load_halves_of(to, source, step, n, kind):
    if to.dtype == types.float32:
        return lambda to, source, step, n, kind: _load_halves(to, source, step, n, kind)
    return lambda to, source, step, n, kind: None


@overload(store_halves)
def _store_halves_of(target, floats, step, n, kind):
    if floats.dtype == types.float32:
        return lambda target, floats, step, n, kind: _store_halves(target, floats, step, n, kind)
    return lambda target, floats, step, n, kind: None
