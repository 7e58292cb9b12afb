"""A JupyterLab of a test's own: on this machine only, with settings and files of its own, ended with the test."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_PATIENCE = 30.0  # seconds, on a machine with other work to do


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def lab(folder: Path, home: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Starts a lab that serves a folder, yields its address, and ends it and its kernels.

    Args:
        folder: what it serves; notebooks run in it.
        home: where its settings and its run's files lie.
        environment: more variables for its kernels.
    """
    port = free_port()
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    own |= {"IPYTHONDIR": str(home / "ipython"), "HOME": str(home)}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=",
        "--ServerApp.allow_root=True", "--LabApp.news_url=None", "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    _settle(home / "settings" / "@jupyterlab")
    with (home / "lab.log").open("wb") as log:
        # A session of its own: its kernels end with it, and nothing else does.
        process = subprocess.Popen(
            command, env={**os.environ, **own, **environment}, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}/api", home / "lab.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(process)


def _settle(settings: Path) -> None:
    """No box that asks about news over the page, and all cells drawn, seen or not."""
    told = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in told.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The server ends its kernels when it is asked to end; what does not is ended with its session."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)
