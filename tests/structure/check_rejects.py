"""The documents name only tests that exist; every rule of the reject table and every invariant names one, rules a code too."""

import posixpath
import re

import structure

DOC, CODES = "docs/bundle-format.md", "core/base/ErrorCode.cpp"
HEADING = "What a reader refuses"
INVARIANTS_DOC, INVARIANTS = "docs/architecture.md", "Invariants"

# `TestLabel`, `TestLabel::refuses` or `TestLabel::refuses` (row name, another row)
REFERENCE = re.compile(r"`(Test\w+)(?:::(\w+))?`(?: \(([^)]*)\))?")


def reference_findings(tree, tests, reference):
    test, function, rows = reference
    if test not in tests:
        return [f"{test} does not exist"]
    source = tree.text(tests[test])
    found = []
    if function and not re.search(rf"\bvoid {test}::{function}\(\)|^\s+void {function}\(\)", source, re.MULTILINE):
        found.append(f"{test} has no {function}")
    return found + [f"{test} has no row \"{row.strip()}\"" for row in rows.split(", ")
                    if row and f'"{row.strip()}"' not in source]


def table_of(tree, doc, heading, columns):
    """The rows below a heading, each with a place to name; and what is wrong with them as a table of that form."""
    rows = structure.table_rows(structure.section(tree.text(doc), heading))
    placed = [(f"{doc}: \"{row[0][:60]}\"", row) for row in rows]
    found = [] if rows else [f"{doc}: there is no table below \"{heading}\""]
    found += [f"{place}: a row has {columns} cells" for place, row in placed if len(row) != columns]
    found += [f"{place}: names no test" for place, row in placed if not REFERENCE.search(row[-1])]
    return placed, found


def code_findings(tree, placed):
    known, found = re.findall(r'QLatin1StringView{"([^"]+)"}', tree.text(CODES)), []
    for place, row in placed:
        named = re.findall(r"`([a-z-]+)`", row[1]) if len(row) > 1 else []
        found += [f"{place}: {code} is no error code" for code in named if code not in known]
        found += [] if named else [f"{place}: names no error code"]
    return found


def findings(tree):
    tests = {posixpath.basename(name).removesuffix(".cpp"): name for name in tree.names(r"^tests/.*/Test\w+\.cpp$")}
    found = [f"{name}:{number}: {fault}" for name in tree.names(r"^[^/]+\.md$|^docs/.*\.md$") for number, line in tree.lines(name)
             for reference in REFERENCE.findall(line) for fault in reference_findings(tree, tests, reference)]
    rules, rule_findings = table_of(tree, DOC, HEADING, 3)
    _, invariant_findings = table_of(tree, INVARIANTS_DOC, INVARIANTS, 2)
    return found + rule_findings + code_findings(tree, rules) + invariant_findings


TABLE = "## What a reader refuses\n### Label\n| rule | code | test |\n| --- | --- | --- |\n"
GOOD = TABLE + "| empty file | `empty` | `TestLabel::refuses` (no byte, only blanks), `TestOther` |\n"
CLEAN = {
    DOC: GOOD,
    INVARIANTS_DOC: "## Invariants\n| invariant | held by |\n| --- | --- |\n| 1. never lost | `TestOther` |\n",
    CODES: 'NamedCode{ErrorCode::Empty, QLatin1StringView{"empty"}},\n',
    "tests/unit/bundle/TestLabel.cpp": 'void TestLabel::refuses()\n{\n    QTest::newRow("no byte"); QTest::newRow("only blanks");\n}\n',
    "tests/e2e/TestOther.cpp": "",
}

PLANTED = [
    ("test that does not exist", {DOC: GOOD.replace("TestOther", "TestNothing")}, "TestNothing does not exist"),
    ("function that does not exist", {DOC: GOOD.replace("refuses`", "accepts`")}, "TestLabel has no accepts"),
    ("row that does not exist", {DOC: GOOD.replace("only blanks", "blanks")}, 'TestLabel has no row "blanks"'),
    ("no test", {DOC: TABLE + "| empty file | `empty` | |\n"}, "names no test"),
    ("unknown code", {DOC: GOOD.replace("`empty`", "`hollow`")}, "hollow is no error code"),
    ("no code", {DOC: GOOD.replace("`empty`", "an error")}, "names no error code"),
    ("invariant without a test", {INVARIANTS_DOC: CLEAN[INVARIANTS_DOC].replace("`TestOther`", "care")}, "names no test"),
    ("dead reference elsewhere", {"docs/cli.md": "see `TestLabel::gone`\n"}, "docs/cli.md:1: TestLabel has no gone"),
    ("no table", {DOC: "## What a reader refuses\n"}, "there is no table"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
