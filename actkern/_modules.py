"""The modules beside the namespaces of functions, which are imported when they are first named."""

ALWAYS = ("scalar", "special", "xarray")

# These import the library whose name they have, and are no part of `from actkern import *`.
OF_OTHERS = ("autograd", "dask", "jax", "sklearn", "torch")
