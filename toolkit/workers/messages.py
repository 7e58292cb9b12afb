"""What parent and worker say to each other: pickles over pipes, with a header before each.

The parent sends a size and a pickle: first (task, limits), then one (items, failures) a batch. The worker's messages
are a kind, a number and that many bytes; BEGIN's number is the item, and it carries none.
"""

import os
import struct

SIZE = struct.Struct("<Q")
HEADER = struct.Struct("<cQ")

READY = b"S"  # the task is imported; carries why memory cannot be limited, or nothing
BEGIN = b"B"  # an item begins
RESULT = b"R"  # the batch's result, pickled
LAST = b"L"  # the same, and the worker keeps so much memory that a fresh one should follow it
RAISED = b"X"  # (exception, traceback as text), pickled
MEMORY = b"M"  # the item ran out of memory

# Whatever stands on standard output before this was printed while the interpreter started.
MAGIC = b"\x00toolkit worker\n"


def reply(replies: int, kind: bytes, payload: bytes) -> None:
    """Writes a message of the worker to the descriptor `replies`."""
    write(replies, HEADER.pack(kind, len(payload)))
    write(replies, payload)


def write(descriptor: int, message: bytes) -> None:
    """Writes all of the bytes, as `os.write` may take only some."""
    view = memoryview(message)
    while view:
        view = view[os.write(descriptor, view) :]
