"""actkern beside every peer, in one interleaved run: `actkern bench --peers`, with its arguments.

pip install torch==2.13.0 onnxruntime onnx jax scipy numexpr
python benchmarks/peers.py                                     # the table of docs, on 1 and 2 threads: a quarter of an hour
python benchmarks/peers.py --functions sigmoid --sizes 1000    # part of it
python benchmarks/peers.py --json peers.json --markdown peers.md --plot peers.png
"""

import sys

from actkern.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["bench", "--peers", *sys.argv[1:]]))
