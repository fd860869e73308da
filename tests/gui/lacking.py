"""What a test does where something that it needs is not there: ctest reads 77 as "skipped". With CI=true in the environment
nobody reads what was skipped, and it is a failure (tests/support/Lacking.h is the same for tests in C++)."""

import os
import pathlib
import subprocess
import sys

SKIPPED = 77


def lacking(reason):
    """The exit code, once it was said why."""
    is_failure = os.environ.get("CI") == "true"
    print(f"{'failed' if is_failure else 'skipped'}: {reason}", file=sys.stderr)
    return 1 if is_failure else SKIPPED


def self_test():
    """A test that lacks everything ends as it should, in either case."""
    script = pathlib.Path(__file__).with_name("on_screen.py")
    for told, expected in (("", SKIPPED), ("true", 1)):
        run = subprocess.run([sys.executable, "-B", script, "nothing"], capture_output=True, text=True, check=False,
                             env={"PATH": "/nonexistent", "CI": told})
        if run.returncode != expected or "there is no Xvfb here" not in run.stderr:
            sys.exit(f"with CI={told} it ended with {run.returncode}: {run.stderr}")


if __name__ == "__main__":
    self_test()
