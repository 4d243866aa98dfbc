"""The public functions, made by kind: their arguments and checks, around the ufuncs and gufuncs of a backend."""
