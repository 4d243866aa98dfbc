"""A function of SQL in duckdb that runs a kernel on whole vectors: python examples/recipes/duckdb_function.py"""

import duckdb
import numpy as np
import pyarrow as pa

import actkern as ak


def gelu(column):
    """ak.gelu of an Arrow column, with its missing values.

    duckdb counts the parameters of what it is given, keywords too, and a ufunc has eight: a function
    of one stands around it.
    """
    y = ak.gelu(column.to_numpy())  # missing values are NaN there
    return pa.array(y, mask=np.asarray(column.is_null()))


def main():
    with duckdb.connect() as connection:
        connection.create_function("gelu", gelu, ["DOUBLE"], "DOUBLE", type="arrow")
        query = "SELECT x, gelu(x) AS y FROM (SELECT nullif(i, 5000) / 1000.0 - 5 AS x FROM range(10001) AS r(i)) ORDER BY x"
        table = connection.execute(query).fetchnumpy()
    x, y = (np.ma.filled(table[name].astype(float), np.nan) for name in "xy")
    print(f"{len(y)} rows, {np.isnan(y).sum()} missing, equal to ak.gelu: {np.array_equal(y, ak.gelu(x), equal_nan=True)}")


if __name__ == "__main__":
    main()
