"""The closed lists of the documents and of the program are the same: error codes, kinds and who sends them, protocols, states."""

import re

import structure

CLI_DOC, FORMAT_DOC, ARCHITECTURE_DOC = "docs/cli.md", "docs/bundle-format.md", "docs/architecture.md"
CODES_SOURCE, CODES_HEADER = "core/base/ErrorCode.cpp", "core/base/ErrorCode.h"
KINDS_SOURCE, STATES_SOURCE = "core/ledger/Kind.cpp", "core/ledger/ItemState.cpp"

TICKED = re.compile(r"`([a-z][a-z0-9-]*)`")


def kebab(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def named_entries(tree, source, entry):
    """The (enumerator, printed name, rest) of a table such as Names{NamedCode{ErrorCode::Empty, QLatin1StringView{"empty"}}}."""
    return re.findall(rf'\b{entry}{{(?:\w+::)?(\w+), QLatin1StringView{{"([^"]+)"}}(?:, \w+::(\w+))?}}', tree.text(source))


def enumerators(tree, header, enum):
    body = re.search(rf"enum class {enum} {{(.*?)}};", tree.text(header), re.DOTALL)
    return re.findall(r"^\s*(\w+),?", re.sub(r"//.*", "", body[1]), re.MULTILINE) if body else []


def documented(tree, doc, heading, cells=slice(0, 1)):
    """The names in backticks in the first column below a heading."""
    rows = structure.table_rows(structure.section(tree.text(doc), heading))
    return [name for row in rows for name in TICKED.findall(" ".join(row[cells]))]


def compare(what, doc, in_doc, in_program):
    found = [f"{doc}: {what} `{name}` is not in the program" for name in sorted(set(in_doc) - set(in_program))]
    found += [f"{doc}: {what} `{name}` of the program is missing" for name in sorted(set(in_program) - set(in_doc))]
    found += [f"{doc}: {what} `{name}` stands twice" for name in sorted(set(in_doc)) if in_doc.count(name) > 1]
    return found


def code_findings(tree):
    entries = named_entries(tree, CODES_SOURCE, "NamedCode")
    found = compare("error code", CLI_DOC, documented(tree, CLI_DOC, "Error codes"), [name for _, name, _ in entries])
    found += [f"{CODES_SOURCE}: {enumerator} is printed as {name}" for enumerator, name, _ in entries
              if kebab(enumerator) != name]
    missing = set(enumerators(tree, CODES_HEADER, "ErrorCode")) - {enumerator for enumerator, _, _ in entries}
    return found + [f"{CODES_SOURCE}: {enumerator} has no name" for enumerator in sorted(missing)]


def kind_findings(tree):
    entries = named_entries(tree, KINDS_SOURCE, "KindEntry")
    found = compare("kind", FORMAT_DOC, documented(tree, FORMAT_DOC, "Kinds"), [name for _, name, _ in entries])
    senders = {name: row[1] for row in structure.table_rows(structure.section(tree.text(FORMAT_DOC), "Kinds"))
               for name in TICKED.findall(row[0])}
    return found + [f"{FORMAT_DOC}: {name} is sent by {senders[name]}, the program says {sender.lower()}"
                    for _, name, sender in entries if name in senders and senders[name] != sender.lower()]


def state_findings(tree):
    entries = [name for _, name, _ in named_entries(tree, STATES_SOURCE, "NamedState")]
    return compare("state", ARCHITECTURE_DOC, documented(tree, ARCHITECTURE_DOC, "What a state means"), entries)


def step_findings(tree):
    """docs/architecture.md lists for each standing what may become what, one state a row."""
    found, source = [], tree.text(STATES_SOURCE)
    standings = re.findall(r"constexpr std::array (\w+)Steps{", source)
    if not standings:
        found.append(f"{STATES_SOURCE}: no table of steps is found there")
    for standing in standings:
        body = re.search(rf"{standing}Steps{{(.*?)}};", source, re.DOTALL)[1]
        in_program = {(kebab(a), kebab(b)) for a, b in re.findall(r"Step{(\w+), (\w+)}", body)}
        rows = structure.table_rows(structure.section(tree.text(ARCHITECTURE_DOC), kebab(standing).replace("-", " ")))
        in_doc = {(TICKED.findall(row[0])[0], after) for row in rows for after in TICKED.findall(row[1])}
        found += [f"{ARCHITECTURE_DOC}: {standing}: {a} to {b} is not in the program" for a, b in sorted(in_doc - in_program)]
        found += [f"{ARCHITECTURE_DOC}: {standing}: {a} to {b} is missing" for a, b in sorted(in_program - in_doc)]
    return found


def findings(tree):
    return code_findings(tree) + kind_findings(tree) + state_findings(tree) + step_findings(tree)


CODES_CLEAN = "## Error codes\n\n| code | means |\n| --- | --- |\n| `empty` | no bytes, not `x` |\n| `too-large` | more |\n\n## Next\n"
KINDS_CLEAN = "### Kinds\n| kind | sent by |\n| --- | --- |\n| `voucher`, `crl` | backend |\n| `card` | both |\n"
STATES_CLEAN = ("## What a state means\n| state | means |\n|---|---|\n| `held` | waits |\n| `pending` | due |\n## The tables\n"
                "### Request at site\n| from | to |\n| --- | --- |\n| `held` | `pending` |\n")
CLEAN = {
    CLI_DOC: CODES_CLEAN,
    FORMAT_DOC: KINDS_CLEAN,
    ARCHITECTURE_DOC: STATES_CLEAN,
    CODES_HEADER: "enum class ErrorCode {\n    Empty, // note\n    TooLarge,\n};\n",
    CODES_SOURCE: 'NamedCode{ErrorCode::Empty, QLatin1StringView{"empty"}},\nNamedCode{ErrorCode::TooLarge, QLatin1StringView{"too-large"}},\n',
    KINDS_SOURCE: "".join(f'KindEntry{{Kind::{kind}, QLatin1StringView{{"{kind.lower()}"}}, Senders::{senders}}},\n'
                          for kind, senders in (("Voucher", "Backend"), ("Crl", "Backend"), ("Card", "Both"))),
    STATES_SOURCE: 'NamedState{Held, QLatin1StringView{"held"}},\nNamedState{Pending, QLatin1StringView{"pending"}},\n'
                   "constexpr std::array RequestAtSiteSteps{\n    Step{Held, Pending},\n};\n",
}

PLANTED = [
    ("code that only the document has", {CLI_DOC: CODES_CLEAN.replace("too-large", "too-big")}, "`too-big` is not in the program"),
    ("code that only the program has", {CLI_DOC: CODES_CLEAN.replace("| `empty` | no bytes, not `x` |\n", "")},
        "`empty` of the program is missing"),
    ("code that stands twice", {CLI_DOC: CODES_CLEAN.replace("`too-large`", "`empty`, `too-large`")}, "`empty` stands twice"),
    ("code without a name", {CODES_HEADER: "enum class ErrorCode {\n    Empty,\n    TooLarge,\n    Held,\n};\n"}, "Held has no name"),
    ("code printed in another way", {CODES_HEADER: "enum class ErrorCode {\n    Hollow,\n};\n",
        CODES_SOURCE: CLEAN[CODES_SOURCE].replace("ErrorCode::Empty", "ErrorCode::Hollow")}, "Hollow is printed as empty"),
    ("no section", {CLI_DOC: "## Other\n"}, "`empty` of the program is missing"),
    ("kind that only the document has", {FORMAT_DOC: KINDS_CLEAN.replace("`crl`", "`crl`, `key`")}, "`key` is not in the program"),
    ("kind from the other side", {FORMAT_DOC: KINDS_CLEAN.replace("both", "site")}, "card is sent by site"),
    ("state that only the program has", {ARCHITECTURE_DOC: STATES_CLEAN.replace("| `pending` | due |\n", "")},
        "`pending` of the program is missing"),
    ("step that only the program has", {ARCHITECTURE_DOC: STATES_CLEAN.replace("| `held` | `pending` |\n", "")},
        "held to pending is missing"),
    ("no table of steps", {STATES_SOURCE: CLEAN[STATES_SOURCE].replace("constexpr", "const")}, "no table of steps"),
    ("step that only the document has", {ARCHITECTURE_DOC: STATES_CLEAN.replace("| `held` | `pending` |", "| `held` | `pending`, `held` |")},
        "held to held is not in the program"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
