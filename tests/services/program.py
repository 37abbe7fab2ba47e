"""A server program run for the tests: on a free loopback port, in its own folder, unprivileged, stopped at the end."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# PostgreSQL and Elasticsearch refuse to run as root; whichever of these accounts exists takes their place.
ORDINARY_USERS = ("postgres", "nobody")
STOP_WAIT_S = 10.0


def free_port() -> int:
    """A loopback port that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def account() -> pwd.struct_passwd | None:
    """The ordinary account that servers run under when the tests run as root; None when they do not."""
    if os.geteuid() != 0:
        return None
    for name in ORDINARY_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError(f"None of the accounts {', '.join(ORDINARY_USERS)} exists to run servers under.")


def as_ordinary_user(command: Sequence[str]) -> list[str]:
    """The command, made to run unprivileged and to end with the process that started it, even a killed one."""
    user = account()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if user is not None:
            raise RuntimeError("setpriv (util-linux) is needed to start servers from a root shell.")
        return list(command)
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else []
    return [setpriv, *identity, "--pdeathsig=TERM", "--", *command]


@contextlib.contextmanager
def private_folder(name: str) -> Iterator[Path]:
    """An empty folder that the server's account owns, removed afterwards."""
    # Short, and outside a home of mode 700: the ordinary account has to reach it.
    folder = Path(tempfile.mkdtemp(prefix=f"coolpapers-{name}-", dir="/tmp" if os.geteuid() == 0 else None))
    try:
        if user := account():
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(
    command: Sequence[str], folder: Path, answers: Callable[[], bool], *, within_s: float
) -> Iterator[None]:
    """Runs the server while the block runs; RuntimeError with its last words when it does not answer `within_s`."""
    log = folder / "output.log"
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches pytest alone, which then stops the servers in order.
        process = subprocess.Popen(
            as_ordinary_user(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + within_s
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                state = (
                    f"ended with {process.returncode}"
                    if process.poll() is not None
                    else f"is silent after {within_s} s"
                )
                raise RuntimeError(f"{command[0]} {state}:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the server: SIGINT (PostgreSQL's fast shutdown, the others' stop), SIGKILL after STOP_WAIT_S."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_WAIT_S)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"{process.args!r} did not stop within {STOP_WAIT_S} s and is killed\n")
        process.kill()
        process.wait()


def listening(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
