"""Set everything up and start: `demo`, `test`, `shell-path`, `chiakhoa ...`. Needs Python 3.11 and nothing else."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
COMMAND = SCRIPTS / ("chiakhoa.exe" if os.name == "nt" else "chiakhoa")
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
FIXTURE, HOUSEHOLDS = "songmau2025", 9000
OLDEST = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what the first word asks and return the exit code."""
    if sys.version_info < OLDEST:
        return complain(f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}.")
    if arguments[:1] == ["chiakhoa"]:
        return set_up(RUNTIME) or call(COMMAND, *arguments[1:])
    options = read_options(arguments)
    if options.what == "test":
        parallel = ("-n", "auto", "--dist", "worksteal")
        return set_up(DEVELOPMENT) or call(PYTHON, "-m", "pytest", *parallel, *options.pytest, inside=ROOT)
    failed = set_up(RUNTIME)
    if failed or options.what == "demo":
        return failed or demo(options.data.resolve(), options.port, serve=options.serve)
    sys.stdout.write(f"{COMMAND}\n")
    return 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Read the words of the command line; what follows `test --` is for pytest."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    verbs = parser.add_subparsers(dest="what", required=True)
    show = verbs.add_parser("demo", help="set up, make the demo ward and an assessed workbook, and serve them")
    show.add_argument("--port", type=int, default=8000)
    show.add_argument("--data", type=Path, default=ROOT / "data-demo", help="folder of the demo ward")
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
    """Make the demo ward in `data` unless something is there already, say who can be tried out, and serve it."""
    if not (data.is_dir() and any(data.iterdir())):
        failed = make_demo_ward(data)
        if failed:
            return failed
    say(f"The demo ward is ready in {data}. These people can sign in, without a password:")
    call(COMMAND, "--data", data, "practice", "people")
    address = f"http://127.0.0.1:{port}/"
    if not serve:
        say(f"To open it at {address}: python3 run.py demo --port {port} --data {data}")
        return 0
    say(f"Open {address} in a browser and choose a person. The assessed workbook needs no sign-in. Ctrl+C stops it.")
    return call(COMMAND, "--data", data, "serve", "--port", port)


def make_demo_ward(data: Path) -> int:
    """Fill the folder; when that fails or is stopped, nothing half made is left behind."""
    failed = 1
    words = ("--practice", "--fixture", FIXTURE, "--households", HOUSEHOLDS)
    try:
        failed = call(COMMAND, "--data", data, "init", *words)
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
    """For a Debian that has split off ensurepip: Debian's own pip put into an environment; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        found = fetch_debian_pip(Path(folder))
        if found is None:
            return complain("Type this, then run the command again:  sudo apt-get install -y python3-venv")
        return call(sys.executable, "-m", "venv", "--without-pip", VENV) or call(
            PYTHON, found / "pip", "install", "--quiet", "--no-index", found
        )


def fetch_debian_pip(folder: Path) -> Path | None:
    """The wheel in Debian's package of pip, fetched and checked by apt as any user may; None where that fails."""
    if not shutil.which("apt-get"):
        return None
    for needed in ("lists/partial", "archives/partial"):
        (folder / needed).mkdir(parents=True)
    places = {"Dir::State::lists": folder / "lists", "Dir::Cache": folder, "APT::Sandbox::User": "root"}
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in places.items())]
    failed = (
        call(*apt, "update")
        or call(*apt, "download", "python3-pip-whl", inside=folder)
        or call("dpkg-deb", "--extract", *folder.glob("python3-pip-whl_*.deb"), folder)
    )
    return None if failed else next(folder.glob("usr/share/python-wheels/pip-*.whl"), None)


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
