"""What core may say of an object by names of a closed set has words in the window: a new name without words is found.

The names of checks and the sentences of the custody log are lists in core itself, which TestWording compares."""

import re

import structure

OBJECTS, MEMBERS, VALUES = r"^core/objects/(\w+/)?\w+\.cpp$", "app/ObjectWords.cpp", "app/ObjectValues.cpp"
SENTENCES = "core/exchange/session/LogSentences"

DESCRIBE = re.compile(r"^[\w:<>&* ]*\bdescribe\w*\([^;{]*\)(?: const)?\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
NAME = re.compile(r'(?:QStringLiteral\(|\bu)"([A-Za-z]\w*)"\)?\s*,')
# Not what ends in a blank: it goes before one of a set.
WHOLE_VALUE = re.compile(r'(?:JsonValue\{\s*|\? |: )QStringLiteral\("([^"%]*[^"% ])"\)')
WORD = re.compile(r'NamedText\{\s*QLatin1StringView\{"([^"]*)"\}')

# Where else a value of a closed set stands: the file, what goes before it, what one looks like, and its table.
SETS = [
    ("core/objects/voucher/CoseVoucherContent.cpp", r"std::array Assertions\{.*?;", r'"([\w-]+)"', "Assertions"),
    ("core/objects/cmp/CmpStatusInfo.cpp", r"std::array StatusNames\{.*?;", r'u"(\w+)"', "Statuses"),
    ("core/objects/cmc/CmcControls.cpp", r"QString cmcStatusName\(.*?^\}", r'"(\w+)"', "Statuses"),
    ("core/objects/cmp/CmpStatusInfo.cpp", r"std::array Failures\{.*?^\};", r'Failure\{u"(\w+)"', "Failures"),
    ("core/objects/cmc/CmcControls.cpp", r"std::array CmcFailInfos\{.*?;", r'u"(\w+) \(', "Failures"),
    ("core/objects/scep/ScepAttributes.cpp", r"std::array ScepFailInfos\{.*?;", r'u"(\w+) \(', "Failures"),
    ("core/objects/cmp/CmpHeader.cpp", r"std::array BodyNames\{.*?;", r'u"(\w+)"', "CmpBodies"),
    ("core/objects/scep/ScepAttributes.cpp", r"QString scepMessageName\(.*?^\}", r'"(\w+)"', "ScepMessages"),
    ("core/objects/scep/ScepAttributes.cpp", r"QString scepStatusName\(.*?^\}", r'"(\w+)"', "ScepMessages"),
    ("core/objects/cmp/CrmfRequest.cpp", r"QString CrmfRequest::proofName\(.*?^\}", r'"([^"]+)"', "Phrases"),
    ("core/objects/cmp/CmpDescription.cpp", r"QString CmpMessage::protectionName\(.*?^\}", r'"([^"]+)"', "Phrases"),
    ("core/objects/encoding/SealedContent.cpp", r"", r'\.kind = QStringLiteral\("([^"]+)"\)', "Phrases"),
    ("core/objects/est/DeviceKey.cpp", r"", r'm_form = (?:type == \w+ \? )?QStringLiteral\("([^"]+)"\)', "Phrases"),
    ("core/objects/est/DeviceKey.cpp", r"", r'm_form = [^;]*: QStringLiteral\("([^"]+)"\)', "Phrases"),
]


def table(tree, file, name):
    found = re.search(rf"std::array {name}\{{\n(.*?)^\}};", tree.text(file), re.MULTILINE | re.DOTALL)
    return set(WORD.findall(found[1])) if found else set()


def member_findings(tree):
    known, told = table(tree, MEMBERS, "Members"), {}
    for name in tree.names(OBJECTS):
        for body in DESCRIBE.findall(tree.text(name)):
            for member in NAME.findall(body):
                told.setdefault(member, name)
    found = [f"{file}: describes \"{member}\", and {MEMBERS} has no words for it" for member, file in told.items() if member not in known]
    return found + [f"{MEMBERS}: nothing in core/objects is described as \"{member}\"" for member in sorted(known - set(told))]


def value_findings(tree):
    phrases, found = table(tree, VALUES, "Phrases"), []
    for name in tree.names(OBJECTS):
        for body in DESCRIBE.findall(tree.text(name)):
            found += [f"{name}: says \"{value}\", and {VALUES} has no words for it"
                      for value in WHOLE_VALUE.findall(body) if value not in phrases]
    for file, place, value, words in SETS:
        text = tree.text(file)
        part = re.search(place, text, re.MULTILINE | re.DOTALL) if place else None
        values = re.findall(value, part[0] if part else "" if place else text)
        if not values:
            found.append(f"{file}: nothing is found of what {VALUES} calls {words}")
        found += [f"{file}: says \"{one}\", and {words} of {VALUES} has no words for it"
                  for one in values if one not in table(tree, VALUES, words)]
    return found


def log_findings(tree):
    return [f"{name}:{number}: the custody log is written by enter() alone, with a sentence of {SENTENCES}.h"
            for name in tree.names(r"^(core|cli|app)/.*\.(cpp|h)$") if not name.startswith(SENTENCES)
            for number, line in tree.lines(name) if re.search(r"\blog(\(\))?(\.|->)append\(", line)]


def findings(tree):
    return member_findings(tree) + value_findings(tree) + log_findings(tree)


def clean():
    """A small core and app in which each set has one value."""
    sample = {
        "core/objects/voucher/CoseVoucherContent.cpp": 'constexpr std::array Assertions{QLatin1StringView{"logged"}};\n',
        "core/objects/cmp/CmpStatusInfo.cpp": 'constexpr std::array StatusNames{u"accepted"};\n'
                                          'constexpr std::array Failures{\n    Failure{u"badAlg", u"bad"},\n};\n',
        "core/objects/cmc/CmcControls.cpp": 'constexpr std::array CmcFailInfos{\n    u"badAlg (0): bad",\n};\n'
                                        'QString cmcStatusName(CmcStatus status)\n{\n    return QStringLiteral("success");\n}\n',
        "core/objects/scep/ScepAttributes.cpp": 'constexpr std::array ScepFailInfos{\n    u"badAlg (0): bad",\n};\n'
                                           'QString scepMessageName(T type)\n{\n    return QStringLiteral("CertRep");\n}\n'
                                           'QString scepStatusName(S status)\n{\n    return QStringLiteral("SUCCESS");\n}\n',
        "core/objects/cmp/CmpHeader.cpp": 'constexpr std::array BodyNames{u"ir"};\n',
        "core/objects/cmp/CrmfRequest.cpp": 'QString CrmfRequest::proofName() const\n{\n    return QStringLiteral("none");\n}\n',
        "core/objects/cmp/CmpDescription.cpp": 'QString CmpMessage::protectionName() const\n{\n    return QStringLiteral("none");\n}\n',
        "core/objects/encoding/SealedContent.cpp": 'm_recipients.append({.kind = QStringLiteral("a password")});\n',
        "core/objects/est/DeviceKey.cpp": 'key.m_form = type == X ? QStringLiteral("one") : QStringLiteral("other");\n',
        "core/objects/voucher/Voucher.cpp": 'JsonValue Voucher::describe() const\n{\n    add(u"nonce", m_nonce);\n'
                                    '    return {QStringLiteral("form"), JsonValue{QStringLiteral("audit log")}};\n}\n',
    }
    tables = {"Assertions": ["logged"], "Statuses": ["accepted", "success"], "Failures": ["badAlg"], "CmpBodies": ["ir"],
              "ScepMessages": ["CertRep", "SUCCESS"], "Phrases": ["none", "a password", "one", "other", "audit log"]}
    return {**sample, VALUES: "".join(written(name, words) for name, words in tables.items()),
            MEMBERS: written("Members", ["nonce", "form"])}


def written(name, words):
    rows = "".join(f'    NamedText{{QLatin1StringView{{"{word}"}}, QT_TRANSLATE_NOOP("X", "x")}},\n' for word in words)
    return f"constexpr std::array {name}{{\n{rows}}};\n"


CLEAN = clean()
VOUCHER = "core/objects/voucher/Voucher.cpp"
HEADER = "core/objects/cmp/CmpHeader.cpp"

PLANTED = [
    ("a member", {VOUCHER: CLEAN[VOUCHER].replace("nonce", "nonsense")}, 'describes "nonsense"'),
    ("a member by its whole name", {VOUCHER: CLEAN[VOUCHER].replace('"form"', '"shape"')}, 'describes "shape"'),
    ("a member that is gone", {MEMBERS: written("Members", ["nonce", "form", "gone"])}, 'is described as "gone"'),
    ("a value", {VOUCHER: CLEAN[VOUCHER].replace("audit log", "audit")}, 'says "audit"'),
    ("a value of a set", {HEADER: 'constexpr std::array BodyNames{u"ir",\n    u"cr"};\n'}, 'says "cr"'),
    ("a set that cannot be found", {HEADER: 'constexpr std::array Bodies{u"ir"};\n'}, "nothing is found"),
    ("a table that is gone", {VALUES: ""}, 'says "ir"'),
    ("an entry without a sentence", {"core/exchange/import/Import.cpp": 'ledger.log().append(action, {}, {}, "done");\n'}, "enter() alone"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
