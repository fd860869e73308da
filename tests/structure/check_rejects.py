"""Every rule of the reject table in docs/bundle-format.md has a code of the closed list and a test that exists."""

import posixpath
import re

import structure

DOC, CODES = "docs/bundle-format.md", "core/base/ErrorCode.cpp"
HEADING = "What a reader refuses"

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


def findings(tree):
    tests = {posixpath.basename(name).removesuffix(".cpp"): name for name in tree.names(r"^tests/.*/Test\w+\.cpp$")}
    codes = re.findall(r'QLatin1StringView{"([^"]+)"}', tree.text(CODES))
    rows = structure.table_rows(structure.section(tree.text(DOC), HEADING))
    if not rows:
        return [f"{DOC}: there is no table below \"{HEADING}\""]
    found = []
    for row in rows:
        place = f"{DOC}: \"{row[0][:60]}\""
        references = REFERENCE.findall(row[-1])
        if len(row) < 3:
            found.append(f"{place}: a row has a rule, a code and a test")
        elif not references:
            found.append(f"{place}: names no test")
        named = re.findall(r"`([a-z-]+)`", row[1]) if len(row) > 1 else []
        found += [f"{place}: {code} is no error code" for code in named if code not in codes]
        if not named:
            found.append(f"{place}: names no error code")
        for reference in references:
            found += [f"{place}: {fault}" for fault in reference_findings(tree, tests, reference)]
    return found


TABLE = "## What a reader refuses\n### Label\n| rule | code | test |\n| --- | --- | --- |\n"
GOOD = TABLE + "| empty file | `empty` | `TestLabel::refuses` (no byte, only blanks), `TestOther` |\n"
CLEAN = {
    DOC: GOOD,
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
    ("no table", {DOC: "## What a reader refuses\n"}, "there is no table"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
