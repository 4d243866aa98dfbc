"""The modules and functions beside the namespaces of functions, which are imported when they are first named."""

ALWAYS = ("init", "scalar", "special", "xarray")

# Functions that compute no activation, by the module of the package that has them; imported when they are first named.
FUNCTIONS: dict[str, str] = {
    "choose": "_choose",
    "gradient_norms": "_plotting.vanishing",
    "plot": "_plotting.plot",
    "plot_vanishing": "_plotting.vanishing",
}

# These import the library whose name they have, and are no part of `from actkern import *`.
OF_OTHERS = ("autograd", "dask", "jax", "sklearn", "torch")
