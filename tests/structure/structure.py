"""What the structure checks share: the tracked files as a tree, and a way to prove that each check can fail."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # ctest reads this exit code as "skipped"


class Tree:
    """File names, relative to the top, and their bytes."""

    def __init__(self, files):
        self.files = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}

    @classmethod
    def of_repository(cls):
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
        names = [name for name in listed.stdout.decode().split("\0") if name]
        return cls({name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()})

    def names(self, pattern):
        return sorted(name for name in self.files if re.search(pattern, name))

    def text(self, name):
        """What is not there reads as empty: whoever looks for something in it reports that."""
        return self.files.get(name, b"").decode(errors="replace")

    def lines(self, name):
        return enumerate(self.text(name).splitlines(), 1)


def section(text, heading):
    """The lines of a Markdown text below the heading that begins so, up to the next heading of its level or above."""
    level, found = 0, []
    for line in text.splitlines():
        marks = re.match(r"(#+) +(.*)", line)
        if marks and level and len(marks[1]) <= level:
            break
        if level:
            found.append(line)
        elif marks and marks[2].lower().startswith(heading.lower()):
            level = len(marks[1])
    return found


def table_rows(lines):
    """The cells of each body row of the Markdown tables in these lines."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    header_ends = [i for i, row in enumerate(rows) if all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    return [row for i, row in enumerate(rows) if i not in header_ends and i + 1 not in header_ends]


def main(findings, clean, planted):
    """Runs findings(tree) on the repository; with --self-test on a clean tree and on every planted fault.

    planted: (name, files that replace or join those of the clean tree, words that a finding must contain)
    """
    if "--self-test" in sys.argv[1:]:
        sys.exit(_self_test(findings, clean, planted))
    found = findings(Tree.of_repository())
    for finding in found:
        print(finding, file=sys.stderr)
    sys.exit(1 if found else 0)


def _self_test(findings, clean, planted):
    failures = [f"the clean tree gives: {finding}" for finding in findings(Tree(clean))]
    for name, files, words in planted:
        found = findings(Tree({**clean, **files}))
        if not any(words in finding for finding in found):
            failures.append(f"planted {name!r} was not found; found: {found}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(planted)} planted faults, {len(failures)} failures")
    return 1 if failures else 0
