"""Pictures of functions and of what they do to gradients.

a. `curves.py` says what can be drawn of a row: lines over x, or over the temperature. It computes all values with actkern, and
   finds the jumps at which a line has to end. It needs NumPy alone.
b. `plot.py` is `actkern.plot`, and `vanishing.py` is `actkern.plot_vanishing`.
c. `canvas.py` is what they share of matplotlib, which is imported when something is drawn.
"""
