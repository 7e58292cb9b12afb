"""The command `ogi`, run as a person runs it, with its time and memory told."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Runs the command and tells the memory of the largest process under it.
MEASURE = (
    "import json, resource, subprocess, sys\n"
    "run = subprocess.run(sys.argv[1:], capture_output=True)\n"
    "usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
    "out = [text.decode('utf-8', 'replace') for text in (run.stdout, run.stderr)]\n"
    "print(json.dumps([run.returncode, *out, usage]))\n"
)


class Run(NamedTuple):
    code: int
    out: str
    err: str
    memory: int
    seconds: float


def ogi(*arguments: str | Path, seconds: float = 300, user: int | None = None) -> Run:
    """Runs `ogi …` as a person would, from the sources; fails when it does not end or shows a traceback."""
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "toolkit.cli", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, start_new_session=True, user=user,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        pytest.fail(f"ogi {' '.join(map(str, arguments))} did not end within {seconds} s")
    assert out, err.decode(errors="replace")
    code, told, error, memory = json.loads(out)
    run = Run(code, told, error, memory, time.monotonic() - start)
    assert "Traceback" not in run.out + run.err, run.out + run.err
    return run


def refused(run: Run, *told: str) -> None:
    """Exit code 2, and a message that names what matters."""
    assert run.code == 2, f"exit code {run.code}: {run.out}{run.err}"
    message = "".join((run.out + run.err).split())  # a terminal's width may break words
    assert message
    for text in told:
        assert text in message, f"{text!r} is not in: {run.out}{run.err}"
