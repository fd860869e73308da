"""The threat model says of each attack what stops it, by which test that is shown, and what remains; no attack is left out."""

import posixpath
import re

import structure
from check_rejects import REFERENCE, reference_findings

DOC = "docs/threat-model.md"
TABLES = ("Bundles", "Machines and media")
CELLS = 4
ATTACKS = ("lost", "copied", "altered", "replayed", "reordered", "withheld", "forged", "re-labelled", "stolen laptop",
           "hostile spool", "hostile stick", "cloned station", "restored ledger")


def row_findings(tree, tests, row):
    place = f"{DOC}: \"{row[0][:60]}\""
    if len(row) != CELLS:
        return [f"{place}: a row has {CELLS} cells"]
    found = [f"{place}: {name} is empty" for name, cell in zip(("what stops it", "what remains"), (row[1], row[3])) if not cell]
    references = REFERENCE.findall(row[2])
    found += [] if references else [f"{place}: names no test"]
    found += [f"{place}: {reference[0]} is a whole file, name a function of it" for reference in references if not reference[1]]
    return found + [f"{place}: {fault}" for reference in references for fault in reference_findings(tree, tests, reference)]


def findings(tree):
    tests = {posixpath.basename(name).removesuffix(".cpp"): name for name in tree.names(r"^tests/.*/Test\w+\.cpp$")}
    text = tree.text(DOC)
    tables = {heading: structure.table_rows(structure.section(text, heading)) for heading in TABLES}
    rows = [row for table in tables.values() for row in table]
    found = [f"{DOC}: there is no table below \"{heading}\"" for heading, table in tables.items() if not table]
    named = {name.lower() for row in rows for name in re.findall(r"\*\*([^*]+)\*\*", row[0])}
    found += [f"{DOC}: the attack \"{attack}\" is missing" for attack in ATTACKS if attack not in named]
    return found + [fault for row in rows for fault in row_findings(tree, tests, row)]


HEADER = "| attack | what stops it | shown by | what remains |\n| --- | --- | --- | --- |\n"
ROWS = "".join(f"| It is **{attack}** | care | `TestLoss::isMadeGood` | delay |\n" for attack in ATTACKS)
GOOD = f"## Bundles\n{HEADER}{ROWS}## Machines and media\n{HEADER}| A **clock** is wrong | ids | `TestLoss::isMadeGood` (late) | little |\n"
CLEAN = {DOC: GOOD, "tests/unit/TestLoss.cpp": 'void TestLoss::isMadeGood()\n{\n    QTest::newRow("late");\n}\n'}

PLANTED = [
    ("attack left out", {DOC: GOOD.replace("**withheld**", "**kept**")}, 'the attack "withheld" is missing'),
    ("test that does not exist", {DOC: GOOD.replace("TestLoss", "TestGain", 1)}, "TestGain does not exist"),
    ("function that does not exist", {DOC: GOOD.replace("isMadeGood`", "isFun`", 1)}, "TestLoss has no isFun"),
    ("row that does not exist", {DOC: GOOD.replace("(late)", "(early)")}, 'TestLoss has no row "early"'),
    ("no test", {DOC: GOOD.replace("`TestLoss::isMadeGood` (late)", "trust us")}, "names no test"),
    ("no function", {DOC: GOOD.replace("TestLoss::isMadeGood` (late)", "TestLoss`")}, "TestLoss is a whole file"),
    ("nothing remains", {DOC: GOOD.replace("little", "")}, "what remains is empty"),
    ("nothing stops it", {DOC: GOOD.replace("| ids |", "| |")}, "what stops it is empty"),
    ("row too short", {DOC: GOOD.replace("| ids |", "|")}, "a row has 4 cells"),
    ("no table", {DOC: GOOD.replace("## Machines and media", "## Machines")}, 'no table below "Machines and media"'),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
