"""Loops along an axis: softmax and its kin, sparsemax, entmax15, hardmax and cross entropy. The counterpart of
`src_cython/rowwise.pyx.in`, whose notes hold here. What changes no bit, groups, prefetching and streaming, is Cython's alone.

In place of C structs there are rows of intp, as in `elementwise.py`: a loop's data, and what one call knows of its rows,
are the numbers named in `layout.py`. What a row's passes hand on is a row of doubles, its state.

LLVM unrolls a loop over a fixed number of lanes or rows into scalars before it looks for vectors: such loops are
intrinsics over vectors (`..._lanes`), or run over all elements of a piece or tile.
"""
