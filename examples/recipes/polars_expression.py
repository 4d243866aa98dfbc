"""Kernels in expressions of polars, eager and lazy: python examples/recipes/polars_expression.py"""

import numpy as np
import polars as pl

import actkern as ak


def expression(function, column):
    """`function` of a column in batches. Missing values stay missing: polars sees to it where a ufunc is given a Series."""
    return pl.col(column).map_batches(function, return_dtype=pl.Float64)


def main():
    x = np.linspace(-5, 5, 10_001)
    frame = pl.DataFrame({"x": x, "group": np.arange(len(x)) % 3})
    frame = frame.with_columns(pl.when(pl.col("x") > 4.9).then(None).otherwise(pl.col("x")).alias("gaps"))
    result = (
        frame.lazy()
        .with_columns(expression(ak.gelu, "x").alias("gelu"), expression(ak.sigmoid, "gaps").alias("p"))
        .with_columns(expression(lambda s: pl.Series(ak.softmax(s.to_numpy())), "x").over("group").alias("share"))
        .collect()
    )
    sums = result.group_by("group").agg(pl.col("share").sum())["share"]
    print(f"equal to ak.gelu: {np.array_equal(result['gelu'].to_numpy(), ak.gelu(x))}, {result['p'].null_count()} missing of p")
    print(f"shares of each group sum to 1: {np.allclose(sums, 1)}")


if __name__ == "__main__":
    main()
