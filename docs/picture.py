"""Draws what ccsec-lint prints on a terminal as docs/ccsec-lint.svg.

    python3 docs/picture.py target/release/ccsec-lint

Needs `rich` from PyPI. What is drawn is the output of the program for one of the fixtures, colours
included; nothing is added.
"""

import pathlib
import re
import subprocess
import sys

from rich.console import Console
from rich.text import Text

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"

binary = pathlib.Path(sys.argv[1]).resolve()
output = subprocess.run(
    [binary, "--isolated", "--today", "2026-11-21", "--color", "always", "--min-severity", "error", "services/shop-backend"],
    cwd=FIXTURES, capture_output=True, text=True,
).stdout
console = Console(record=True, width=116, file=open("/dev/null", "w"))
console.print(Text.from_ansi("$ ccsec-lint --min-severity error services/shop-backend\n" + output.rstrip()))
svg = console.export_svg(title="ccsec-lint")
# The font that rich names lies on another host; a picture in a repository asks nobody for anything.
svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")
(pathlib.Path(__file__).parent / "ccsec-lint.svg").write_text(svg)
