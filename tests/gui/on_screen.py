"""Runs a test of the window on a screen of its own, by the platform plugin that people have, not the offscreen one.

    on_screen.py PROGRAM [ARGUMENTS]

Exits with 77 where something that it needs is missing.
"""

import shutil
import sys
import tempfile

from stage import Stage

SKIPPED = 77  # ctest reads this exit code as "skipped"


def run(command):
    for program in ("Xvfb", "dbus-daemon"):
        if not shutil.which(program):
            print(f"skipped: there is no {program} here", file=sys.stderr)
            return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(folder)
        try:
            stage.environment["QT_QPA_PLATFORM"] = "xcb"
            return stage.start(command, stderr=None).wait()
        finally:
            stage.end()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
