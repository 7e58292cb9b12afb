"""Takes out of rendered notebooks what they would ask a network for: `python notebooks/offline.py PAGE…`.

nbconvert names scripts on other machines in every page (formulas, a loader of modules), and so does plotly for each
figure. The pages need none of them.
"""

import re
import sys
from pathlib import Path

_ELSEWHERE = re.compile(r"""<script\b[^>]*\bsrc=["']https?://[^>]*>\s*</script>""")


# What is left of a progress bar, which was gone when its work was done.
_GONE = re.compile(
    r'<div class="jp-OutputArea-child">\s*<div class="jp-OutputPrompt jp-OutputArea-prompt"></div>\s*'
    r'<div class="jp-RenderedText[^>]*>\s*<pre>Output\(\)</pre>\s*</div>\s*</div>'
)


def without_network(page: str) -> str:
    """Returns a page without the scripts of other machines, and without progress bars that are gone.

    Args:
        page: HTML.
    """
    return _GONE.sub("", _ELSEWHERE.sub("", page))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(without_network(path.read_text(encoding="utf-8")), encoding="utf-8")
