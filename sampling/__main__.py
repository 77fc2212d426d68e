"""`python -m sampling`: see `python -m sampling --help`."""

import sys

from .cli import main

sys.exit(main())
