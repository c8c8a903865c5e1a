"""A soak test: an event of thousands of participants over ten days, with late changes, mail faults and killed runs.

Not part of ``make bench``: it takes about as long as printing every pack does. Run it with ``make soak``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))  # for doubles.mail_server
