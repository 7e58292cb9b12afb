"""The destructive specimens: reports from which information was taken, or in which it was confused.

Each is a named damage (in the `damage_*` modules) to an otherwise faultless page, in HTML and text, with the truth of
what was printed before. Written from the specification alone, by someone who has not seen the reader; never tune a
specimen to what the reader does.
"""

# Importing a module registers its damages.
from tests.specimens import damage_cells, damage_columns, damage_rows, damage_tables, damage_text
from tests.specimens.specimen import REGISTRY, Specimen

MODULES = (damage_rows, damage_columns, damage_tables, damage_text, damage_cells)
SPECIMENS: dict[str, Specimen] = {one.name: one for entry in REGISTRY for one in entry.specimens()}
KINDS = tuple(dict.fromkeys(entry.damage.__name__ for entry in REGISTRY))
