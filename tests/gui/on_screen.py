"""Runs a test of the window on a screen of its own, by the platform plugin that people have, not the offscreen one.

    on_screen.py PROGRAM [ARGUMENTS]

Skipped where something that it needs is missing (lacking.py).
"""

import shutil
import sys
import tempfile

from lacking import lacking
from stage import Stage


def run(command):
    for program in ("Xvfb", "dbus-daemon"):
        if not shutil.which(program):
            return lacking(f"there is no {program} here")
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(folder)
        try:
            stage.environment["QT_QPA_PLATFORM"] = "xcb"
            return stage.start(command, stderr=None).wait()
        finally:
            stage.end()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
