"""httpx without its command line. Imported before httpx, by ``http_client``, for this effect alone.

Where rich and pygments are installed, httpx loads them for a command of its own, which takes as long as all the rest
of httpx and 8 MiB. Where they are missing it does without; so it does where its command is missing.
"""

import sys
from types import ModuleType

sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
