"""Small networks on actkern's functions, to see what an activation does to learning.

a. `network.py` is a multilayer network: values forward, gradients backward. It serves the picture of gradients by depth
   (`_plotting/vanishing.py`) and the comparison of activations on the digits (`digits.py`).
b. `weights.py` says what a layer starts from.

`examples/digits.py` has a network of its own, on purpose: it is there to be read from top to bottom,
beside the same in plain NumPy.
"""
