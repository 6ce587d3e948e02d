"""Set everything up and start: `demo`, `test`, `shell-path`, `chiakhoa ...`. Needs Python 3.11 and nothing else."""

from __future__ import annotations

import argparse
import configparser
import hashlib
import html
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
COMMAND = SCRIPTS / ("chiakhoa.exe" if os.name == "nt" else "chiakhoa")
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
HOUSEHOLDS = 9000
OLDEST = (3, 11)
WHEEL_NAME = "pip-{version}-py3-none-any.whl"


def main(arguments: list[str]) -> int:
    """Do what the first word asks and return the exit code."""
    if sys.version_info < OLDEST:
        return complain(f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}.")
    if arguments[:1] == ["chiakhoa"]:
        return set_up(RUNTIME) or call(COMMAND, *arguments[1:])
    options = read_options(arguments)
    if options.what == "test":
        return set_up(DEVELOPMENT) or call(PYTHON, "-m", "pytest", *options.pytest, inside=ROOT)
    failed = set_up(RUNTIME)
    if failed or options.what == "demo":
        return failed or demo(options.data.resolve(), options.port, serve=options.serve)
    sys.stdout.write(f"{COMMAND}\n")
    return 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Read the words of the command line; what follows `test --` is for pytest."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    verbs = parser.add_subparsers(dest="what", required=True)
    show = verbs.add_parser("demo", help="set up, make a practice commune, assess it and serve it")
    show.add_argument("--port", type=int, default=8000)
    show.add_argument("--data", type=Path, default=ROOT / "data-demo", help="folder of the practice commune")
    show.add_argument("--no-serve", dest="serve", action="store_false", help="stop when everything is ready")
    verbs.add_parser("test", help="set up and run the whole suite; pytest options go after --")
    verbs.add_parser("shell-path", help="print where the chiakhoa command is")
    verbs.add_parser("chiakhoa", help="run the chiakhoa command: chiakhoa --help")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.what != "test":
        parser.error(f"not understood: {' '.join(rest)}")
    options.pytest = rest[1:] if rest[:1] == ["--"] else rest
    return options


def demo(data: Path, port: int, *, serve: bool) -> int:
    """Make the practice commune in `data` unless something is there already, say how to open it, and serve it."""
    if not (data.is_dir() and any(data.iterdir())):
        failed = make_practice_commune(data)
        if failed:
            return failed
    say(f"The practice commune is ready in {data}")
    if not serve:
        say(f"To open it: python3 run.py demo --port {port} --data {data}")
        return 0
    say(f"Open http://127.0.0.1:{port}/ in a browser. A practice folder needs no sign-in. Ctrl+C stops it.")
    return call(COMMAND, "--data", data, "serve", "--port", port)


def make_practice_commune(data: Path) -> int:
    """Fill the folder; when that fails or is stopped, nothing half made is left behind."""
    failed = 1
    try:
        failed = call(COMMAND, "--data", data, "init", "--practice", "--households", HOUSEHOLDS)
    finally:
        if failed:
            shutil.rmtree(data, ignore_errors=True)
    return failed


def set_up(requirements: str) -> int:
    """Bring `.venv` to the state of the locked list; a second call finds a stamp and returns at once."""
    if any(
        stamp(name).exists() and stamp(name).read_text() == fingerprint(name) for name in {requirements, DEVELOPMENT}
    ):
        return 0
    say("Setting up, once. This takes a minute or two ...")
    failed = make_environment() or install(requirements)
    if not failed:
        stamp(requirements).write_text(fingerprint(requirements))
    return failed


def stamp(requirements: str) -> Path:
    """The file that remembers which list is installed."""
    return VENV / f".installed-{requirements}"


def fingerprint(requirements: str) -> str:
    """What an installed state depends on: the locked list, this Python, this folder."""
    parts = [(ROOT / requirements).read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(requirements: str) -> int:
    """Install the locked list, then this folder itself, with uv where it is there; returns the exit code."""
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if shutil.which("uv"):
        pip = ["uv", "pip", "install", "--quiet", "--python", PYTHON]
    return call(*pip, "--require-hashes", "-r", ROOT / requirements) or call(
        *pip, "--no-deps", "--no-build-isolation", "-e", ROOT
    )


def make_environment() -> int:
    """Make `.venv` with whatever this system has; returns the exit code."""
    if PYTHON.exists() and (shutil.which("uv") or call(PYTHON, "-m", "pip", "--version", quiet=True) == 0):
        return 0
    if shutil.which("uv"):
        return call("uv", "venv", "--quiet", "--python", sys.executable, VENV)
    if importlib.util.find_spec("ensurepip"):
        return call(sys.executable, "-m", "venv", VENV)
    return make_environment_without_pip()


def make_environment_without_pip() -> int:
    """For a bare Debian: an environment without pip, and the locked pip put into it; returns the exit code."""
    failed = call(sys.executable, "-m", "venv", "--without-pip", VENV)
    if failed:
        return ask_for_venv()
    version, hashes = locked_pip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            wheel = Path(folder) / WHEEL_NAME.format(version=version)
            wheel.write_bytes(download_wheel(wheel.name, hashes))
            return call(PYTHON, wheel / "pip", "install", "--quiet", "--no-index", wheel)
    except (OSError, LookupError) as reason:
        say(f"pip could not be fetched: {reason}")
        return ask_for_venv()


def ask_for_venv() -> int:
    """Install Debian's python3-venv where we may, and make the environment with it; else say what to type."""
    wanted = "apt-get install -y python3-venv"
    if not shutil.which("apt-get"):
        return complain("Install Python's venv module with the tools of this system, then run this command again.")
    if os.geteuid() != 0:
        return complain(f"Type this, then run the command again:  sudo {wanted}")
    return (
        call("apt-get", "update", "-qq")
        or call(*wanted.split(), "-qq")
        or call(sys.executable, "-m", "venv", "--clear", VENV)
    )


def locked_pip() -> tuple[str, set[str]]:
    """Version and SHA-256 sums of pip in the locked list."""
    entry = re.search(
        r"^pip==(\S+)((?:\s+\\?\s*--hash=sha256:[0-9a-f]{64})+)", (ROOT / RUNTIME).read_text(), re.MULTILINE
    )
    if entry is None:
        message = f"pip is not in {RUNTIME}"
        raise LookupError(message)
    return entry[1], set(re.findall(r"sha256:([0-9a-f]{64})", entry[2]))


def download_wheel(name: str, hashes: set[str]) -> bytes:
    """Fetch a wheel of pip from the package index of this system; LookupError when it is not the locked one."""
    page = f"{package_index()}/pip/"
    listing = fetch(page).decode()
    for link in re.findall(r'href="([^"]+)"', listing):
        address = urllib.parse.urljoin(page, html.unescape(link))
        if urllib.parse.urlsplit(address).path.endswith(f"/{name}"):
            wheel = fetch(address)
            if hashlib.sha256(wheel).hexdigest() in hashes:
                return wheel
    message = f"{name} with a known checksum is not on the package index"
    raise LookupError(message)


def package_index() -> str:
    """The index that the environment, the user or the system names for pip; LookupError when none does."""
    settings = configparser.RawConfigParser()
    settings.read(["/etc/pip.conf", Path.home() / ".config/pip/pip.conf"])
    named = os.environ.get("PIP_INDEX_URL") or settings.get("global", "index-url", fallback="")
    if not named:
        message = "this system names no package index"
        raise LookupError(message)
    return named.rstrip("/")


def fetch(address: str) -> bytes:
    """The bytes at an address; OSError when it does not answer within a minute."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        body: bytes = answer.read()
    return body


def call(*command: object, quiet: bool = False, inside: Path | None = None) -> int:
    """Run a command and return its exit code; Ctrl+C ends it without a trace of calls."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call([str(word) for word in command], cwd=inside, stdout=output, stderr=output)
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """A sentence for the person at the keyboard."""
    sys.stderr.write(f"{text}\n")


def complain(text: str) -> int:
    """Say why it stops; the exit code of a refusal."""
    say(text)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
