"""`python -m chiakhoa.doors.cli`: the same as the `chiakhoa` command."""

from chiakhoa.doors.cli.main import main

main()
