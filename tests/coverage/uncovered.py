"""Says of each line of core that no test reaches why not, by reasons.tsv, and fails at one that nobody has explained.

Reads what `gcovr --json` wrote. A rule is a reason, a tab and a regular expression for "file function text", where `text` is
what stands in the line; the first rule whose expression is found there counts. A rule that explains nothing is named too,
for it may hide something one day, but fails nothing: which lines of an error path are reached may depend on the moment.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "tests/coverage/reasons.tsv"

# The line in which a function of ours begins, as far as our layout of a file tells.
FUNCTION = re.compile(
    r"(?: {4})?(?!return\b|if\b|for\b|while\b|switch\b|else\b|SATCHEL_TRY\b)[A-Za-z_\[][^;]*?([A-Za-z_~]\w*)\(")

Line = collections.namedtuple("Line", "file number function text")
Rule = collections.namedtuple("Rule", "reason expression")


def rules_in(text):
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [Rule(reason, re.compile(expression)) for reason, expression in rows]


def function_at(source, number):
    """The name of the function that this line, counted from 1, is in; "-" outside of any."""
    for line in reversed(source[:number]):
        found = FUNCTION.match(line)
        if found and not line.rstrip().endswith(";"):
            return found[1]
    return "-"


def unreached_lines(report, sources):
    """Those of a report, where sources(file) gives the lines of a file."""
    for entry in sorted(report["files"], key=lambda each: each["file"]):
        source = sources(entry["file"])
        for line in entry["lines"]:
            if line["count"] == 0 and not line.get("gcovr/noncode"):
                number = line["line_number"]
                yield Line(entry["file"], number, function_at(source, number), source[number - 1].strip())


def explain(lines, rules):
    """(line, its rule or None) of each, in order."""
    def rule_for(line):
        whole = f"{line.file} {line.function} {line.text}"
        return next((rule for rule in rules if rule.expression.search(whole)), None)
    return [(line, rule_for(line)) for line in lines]


def tell(explained, rules):
    """What is printed: how many lines each reason explains, rules that explain none, lines that nobody explains."""
    counts = collections.Counter(rule.reason for _, rule in explained if rule)
    used = {rule for _, rule in explained if rule}
    told = [f"{count:5}  {reason}" for reason, count in counts.most_common()]
    told += [f"explains nothing any more: {rule.expression.pattern}" for rule in rules if rule not in used]
    return told + [f"not reached, and nobody says why: {line.file}:{line.number} {line.function}: {line.text}"
                   for line, rule in explained if not rule]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path, nargs="?", help="what gcovr --json wrote")
    parser.add_argument("--list", type=pathlib.Path, help="write each line with its reason to this file")
    parser.add_argument("--self-test", action="store_true", help="show on made-up lines that this can fail")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if not options.report:
        parser.error("which report?")

    rules = rules_in(RULES.read_text())
    report = json.loads(options.report.read_text())
    explained = explain(unreached_lines(report, lambda file: (ROOT / file).read_text().splitlines()), rules)
    if options.list:
        options.list.write_text("".join(
            f"{line.file}:{line.number}\t{line.function}\t{line.text}\t{rule.reason if rule else ''}\n"
            for line, rule in explained))
    print("\n".join(tell(explained, rules)))
    return 0 if all(rule for _, rule in explained) else 1


SOURCE = """Result<int> Lock::open()
{
    if (!found) {
        return fail(found.error());
    }
    return ring(7);
}
""".splitlines()
SELF_TEST_RULES = """# what follows is a rule
passes on an error\treturn fail\\(found\\.error\\(\\)\\);$
nobody rings\tcore/Lock.cpp open .*ring
"""


def report_of(*numbers):
    """A report in which these lines were not reached; line 1 was, and line 2 is no code."""
    lines = [{"line_number": 1, "count": 3, "branches": []}, {"line_number": 2, "count": 0, "gcovr/noncode": True}]
    return {"files": [{"file": "core/Lock.cpp", "lines": lines + [{"line_number": n, "count": 0} for n in numbers]}]}


# Name, lines not reached, words that must be told, and whether all is explained.
PLANTED = [
    ("explained", (4, 6), ["    1  passes on an error", "    1  nobody rings"], True),
    ("rule that explains nothing", (4,), ["explains nothing any more: core/Lock.cpp open .*ring"], True),
    ("line without a reason", (3, 4), ["nobody says why: core/Lock.cpp:3 open: if (!found) {"], False),
    ("nothing to explain", (), ["explains nothing any more"], True),
]


def self_test():
    rules, failures = rules_in(SELF_TEST_RULES), []
    for name, numbers, words, is_good in PLANTED:
        explained = explain(unreached_lines(report_of(*numbers), lambda _: SOURCE), rules)
        told = tell(explained, rules)
        failures += [f"{name}: {word!r} was not told, but {told}" for word in words if not any(word in row for row in told)]
        if len(explained) != len(numbers) or all(rule for _, rule in explained) != is_good:
            failures.append(f"{name}: {explained}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(PLANTED)} planted reports, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
