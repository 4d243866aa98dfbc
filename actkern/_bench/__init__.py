"""`actkern bench`: time beside plain NumPy, beside every peer, and over sizes and threads; and what is made of the figures."""
