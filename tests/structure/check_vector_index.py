"""The index of tests/vectors, its files and the reject table of docs/bundle-format.md are about the same things."""

import collections
import posixpath
import re

import structure

FOLDER, DOC, CODES = "tests/vectors", "docs/bundle-format.md", "core/base/ErrorCode.cpp"
INDEX, UNCOVERED, READERS, STATIONS = (f"{FOLDER}/{name}" for name in
                                       ("index.tsv", "uncovered.tsv", "world/readers.tsv", "world/stations.tsv"))
KINDS = {"bundle": "bundles", "receipt": "receipts", "card": "cards"}
FEWEST_FAULTS = 180
LARGEST_FILE, LARGEST_SET = 128 * 1024, 8 * 1024 * 1024


def table(tree, name):
    lines = tree.text(name).splitlines()
    columns = lines[0].split("\t") if lines else []
    return [dict(zip(columns, line.split("\t"))) for line in lines[1:]]


def rules_of(tree):
    """(section, rule): the codes that the table names."""
    rules, section = {}, ""
    for line in structure.section(tree.text(DOC), "What a reader refuses"):
        if line.startswith("### "):
            section = line[4:]
        for row in structure.table_rows(["| a |", "| --- |", line]):
            if len(row) == 3 and not re.fullmatch(r":?-+:?", row[0]) and row[0] != "rule":
                rules[section, row[0]] = re.findall(r"`([a-z-]+)`", row[1])
    return rules


def repeated(values):
    return sorted(value for value, count in collections.Counter(values).items() if count > 1)


def file_findings(tree, rows):
    listed = {f"{FOLDER}/{row['file']}" for row in rows}
    there = set(tree.names(rf"^{FOLDER}/({'|'.join(KINDS.values())})/"))
    found = [f"{name}: not in the index" for name in sorted(there - listed)]
    found += [f"{INDEX}: there is no {name}" for name in sorted(listed - there)]
    found += [f"{name}: larger than a vector should be" for name in sorted(there) if len(tree.files[name]) > LARGEST_FILE]
    total = sum(len(data) for name, data in tree.files.items() if name.startswith(FOLDER + "/"))
    return found + ([f"{FOLDER}: {total} bytes are too many"] if total > LARGEST_SET else [])


def row_findings(tree, rows, rules, codes):
    found, readers = [], {row["reader"] for row in table(tree, READERS)}
    for row in rows:
        place, rule = f"{INDEX}: {row['name']}", (row["section"], row["rule"])
        folder = KINDS.get(row["kind"])
        if posixpath.dirname(row["file"]) != folder:
            found.append(f"{place}: a {row['kind']} is not in {posixpath.dirname(row['file'])}")
        if row["reader"] not in readers:
            found.append(f"{place}: there is no reader {row['reader']}")
        if row["code"] != "-" and row["code"] not in codes:
            found.append(f"{place}: {row['code']} is no error code")
        if (row["take"] == "refused" or row["verify"] == "refused") and row["code"] == "-":
            found.append(f"{place}: refused without a code")
        if rule != ("-", "-") and rule not in rules:
            found.append(f"{place}: the reject table has no rule {row['rule']!r} in {row['section']!r}")
        elif row["code"] != "-" and rule in rules and row["code"] not in rules[rule]:
            found.append(f"{place}: the rule {row['rule']!r} gives {' or '.join(rules[rule])}, not {row['code']}")
        for step in [] if row["before"] == "-" else row["before"].split(", "):
            verb, _, what = step.partition(" ")
            file = {"take": f"{FOLDER}/{what}", "gather": f"{FOLDER}/world/{what}"}.get(verb)
            if verb not in ("take", "gather", "export") or (file and file not in tree.files):
                found.append(f"{place}: cannot do {step!r} before")
    return found


def coverage_findings(tree, rows, rules, codes):
    found, uncovered = [], [row["what"] for row in table(tree, UNCOVERED)]
    covered = {f"code: {row['code']}" for row in rows} | {f"rule: {row['rule']}" for row in rows}
    wanted = [f"code: {code}" for code in codes] + [f"rule: {rule}" for _, rule in rules]
    found += [f"{INDEX}: no vector is about {what!r}, and {UNCOVERED} does not say why"
              for what in wanted if what not in covered and what not in uncovered]
    found += [f"{UNCOVERED}: {what!r} is covered" for what in uncovered if what in covered]
    found += [f"{UNCOVERED}: nobody knows {what!r}" for what in uncovered if what not in wanted]
    tests = {posixpath.basename(name).removesuffix(".cpp") for name in tree.names(r"/Test\w+\.cpp$")}
    return found + [f"{UNCOVERED}: {test} does not exist"
                    for test in re.findall(r"`(Test\w+)`", tree.text(UNCOVERED)) if test not in tests]


def world_findings(tree):
    found = []
    for row in table(tree, STATIONS):
        for end in ("-signing.pem", "-decryption.pem", ".satchel-card"):
            if f"{FOLDER}/world/{row['station']}{end}" not in tree.files:
                found.append(f"{STATIONS}: there is no {row['station']}{end}")
    return found


def findings(tree):
    rows, rules = table(tree, INDEX), rules_of(tree)
    codes = re.findall(r'NamedCode{(?:\w+::)?\w+, QLatin1StringView{"([^"]+)"}}', tree.text(CODES))
    faults = [row for row in rows if row["code"] != "-"]
    found = [] if len(faults) >= FEWEST_FAULTS else [f"{INDEX}: {len(faults)} faults; {FEWEST_FAULTS} are due"]
    found += [f"{INDEX}: two vectors are called {name}" for name in repeated(row["name"] for row in rows)]
    found += [f"{INDEX}: two vectors have one scenario and code: {scenario}"
              for scenario, _ in repeated((row["scenario"], row["code"]) for row in rows)]
    return (found + file_findings(tree, rows) + row_findings(tree, rows, rules, codes)
            + coverage_findings(tree, rows, rules, codes) + world_findings(tree))


COLUMNS = "name\tkind\tfile\treader\tbefore\tfingerprint\tverify\ttake\tcode\twarns\tsection\trule\tscenario\tword\n"


def row_text(name, code="empty", scenario=None, rule="Not empty", reader="backend", before="-", file=None):
    return (f"{name}\tbundle\t{file or f'bundles/{name}.satchel'}\t{reader}\t{before}\t-\trefused\trefused\t{code}\t-\tFiles\t{rule}\t"
            f"{scenario or name}\t-\n")


NAMES = [f"fault-{number}" for number in range(FEWEST_FAULTS)]
ROWS = COLUMNS + "".join(row_text(name) for name in NAMES)
CLEAN = {
    DOC: "## What a reader refuses\n### Files\n| rule | code | test |\n| --- | --- | --- |\n"
         "| Not empty | `empty` | `TestX` |\n| Not vast | `too-large` | `TestX` |\n",
    CODES: "".join(f'NamedCode{{ErrorCode::X, QLatin1StringView{{"{code}"}}}},\n' for code in ("empty", "too-large")),
    INDEX: ROWS,
    UNCOVERED: "what\treason\nrule: Not vast\tvast; `TestX`\ncode: too-large\tvast\n",
    READERS: "reader\tstation\nbackend\tbackend\n",
    STATIONS: "station\trole\nbackend\tbackend\n",
    "tests/unit/TestX.cpp": "",
    **{f"{FOLDER}/world/backend{end}": "" for end in ("-signing.pem", "-decryption.pem", ".satchel-card")},
    **{f"{FOLDER}/bundles/{name}.satchel": "x" for name in NAMES},
}


def with_row(**changes):
    return {INDEX: ROWS + row_text("more", **changes), f"{FOLDER}/bundles/more.satchel": "x"}


PLANTED = [
    ("too few", {INDEX: COLUMNS + row_text("fault-0")}, "1 faults; 180 are due"),
    ("file that is not listed", {f"{FOLDER}/bundles/more.satchel": "x"}, "more.satchel: not in the index"),
    ("file that is not there", {INDEX: ROWS + row_text("more")}, "there is no tests/vectors/bundles/more.satchel"),
    ("name twice", {INDEX: ROWS + row_text("fault-0", scenario="other")}, "two vectors are called fault-0"),
    ("scenario twice", with_row(scenario="fault-0"), "one scenario and code: fault-0"),
    ("file in another folder", {**with_row(file="cards/more"), f"{FOLDER}/cards/more": "x"}, "a bundle is not in cards"),
    ("unknown reader", with_row(reader="nobody"), "no reader nobody"),
    ("unknown code", with_row(code="hollow"), "hollow is no error code"),
    ("no code", with_row(code="-"), "refused without a code"),
    ("unknown rule", with_row(rule="Not odd"), "no rule 'Not odd'"),
    ("code of another rule", with_row(code="too-large"), "gives empty, not too-large"),
    ("unknown step", with_row(before="take bundles/gone.satchel"), "cannot do 'take bundles/gone.satchel'"),
    ("rule without a vector", {UNCOVERED: CLEAN[UNCOVERED].replace("rule: Not vast\tvast; `TestX`\n", "")}, "'rule: Not vast', and"),
    ("code without a vector", {UNCOVERED: CLEAN[UNCOVERED].replace("code: too-large\tvast\n", "")}, "'code: too-large', and"),
    ("excuse for what is covered", {UNCOVERED: CLEAN[UNCOVERED] + "code: empty\tno\n"}, "'code: empty' is covered"),
    ("excuse for nothing", {UNCOVERED: CLEAN[UNCOVERED] + "rule: Not odd\tno\n"}, "nobody knows 'rule: Not odd'"),
    ("test that does not exist", {UNCOVERED: CLEAN[UNCOVERED].replace("TestX", "TestY")}, "TestY does not exist"),
    ("station without a key", {STATIONS: CLEAN[STATIONS] + "site\tsite\n"}, "there is no site-signing.pem"),
    ("vast vector", {f"{FOLDER}/bundles/fault-0.satchel": "x" * (LARGEST_FILE + 1)}, "larger than a vector should be"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
