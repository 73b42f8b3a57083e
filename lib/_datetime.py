"""The classes of datetime, which are the library's own: they have no twin in C."""

import sys as _sys

if _sys._getframe(1).f_globals.get("__name__") == "datetime":
    raise ImportError("the module datetime asks whether there is a twin in C: there is none")

from datetime import *
from datetime import __doc__
