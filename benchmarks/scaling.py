"""How time grows with elements and threads: `actkern bench --scaling`, with its arguments.

python benchmarks/scaling.py                                    # 10 to 100,000,000 elements on all CPUs: a quarter of an hour
python benchmarks/scaling.py --functions relu --sizes 1000,10000
python benchmarks/scaling.py --json scaling.json --markdown scaling.md --plot scaling.png
"""

import sys

from actkern.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["bench", "--scaling", *sys.argv[1:]]))
