"""Takes one check at a time out of a copy of the source and demands that its test fails.

A mutation whose text does not stand exactly once, that does not compile or that no test notices fails the run.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "tests/mutations/mutations.toml"
PRESET = "dev"  # without sanitizers: a check is there or not, and it builds in half the time
PATIENCE = 300  # seconds that a test may take; one that hangs without its check has noticed too


def output_of(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


class Copy:
    """The tracked files in a folder of their own, and one build of them. What did not change is not built again."""

    def __init__(self, folder):
        self.tree = folder
        self.build = folder / f"build-{PRESET}"
        # A compiler cache then serves the copy with what was built anywhere.
        os.environ.update(CCACHE_BASEDIR=str(folder), CCACHE_NOHASHDIR="1")

    def prepare(self):
        listed = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, check=True,
                                capture_output=True).stdout.decode().split("\0")
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                self.write(name, (ROOT / name).read_bytes())
        configured = output_of(["cmake", "--preset", PRESET], cwd=self.tree)
        if configured.returncode != 0:
            sys.exit(configured.stderr)

    def write(self, name, data):
        path = self.tree / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def make(self, target, jobs):
        return output_of(["cmake", "--build", self.build, "--parallel", str(jobs), "--target", target])

    def passes(self, test):
        name, _, function = test.partition("::")
        shown = output_of(["ctest", "--test-dir", self.build, "--show-only=json-v1", "--tests-regex", f"^{name}$"])
        command = json.loads(shown.stdout)["tests"][0]["command"]
        try:
            return output_of([*command, *filter(None, [function])], timeout=PATIENCE).returncode == 0
        except subprocess.TimeoutExpired:
            return False


def survival(copy, mutation, jobs):
    """Why the mutation counts as not noticed; None if its test failed, as it must."""
    name, original = mutation["file"], (ROOT / mutation["file"]).read_text()
    if original.count(mutation["text"]) != 1:
        return f"its text stands {original.count(mutation['text'])} times in {name}"
    copy.write(name, original.replace(mutation["text"], mutation["replacement"]).encode())
    try:
        built = copy.make(mutation["test"].partition("::")[0], jobs)
        if built.returncode != 0:
            return "it does not compile:\n" + built.stdout[-3000:]
        return f"{mutation['test']} passes without the check" if copy.passes(mutation["test"]) else None
    finally:
        copy.write(name, original.encode())


def tests_that_do_not_pass(copy, mutations, jobs):
    failing = []
    for test in sorted({mutation["test"] for mutation in mutations}):
        built = copy.make(test.partition("::")[0], jobs)
        if built.returncode != 0:
            sys.exit(built.stdout[-3000:])
        failing += [] if copy.passes(test) else [test]
    return failing


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of mutations, or how they begin; all of them if none is given")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build-mutations", help="for the copy and its build")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    mutations = [mutation for mutation in tomllib.loads(LIST.read_text())["mutation"]
                 if not options.names or mutation["name"].startswith(tuple(options.names))]
    if not mutations:
        sys.exit("no mutation has such a name")
    copy = Copy(options.folder)
    copy.prepare()
    if failing := tests_that_do_not_pass(copy, mutations, options.jobs):
        sys.exit(f"these fail with every check in place, so that they show nothing: {', '.join(failing)}")

    survived = 0
    for mutation in mutations:
        why = survival(copy, mutation, options.jobs)
        survived += why is not None
        print(f"{'noticed ' if why is None else 'SURVIVED'} {mutation['name']}{': ' + why if why else ''}", flush=True)
    print(f"{len(mutations)} mutations, {len(mutations) - survived} noticed, {survived} not")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
