"""core knows none of its faces: no text in it names a command or an option of the command line.

Who reads it in the window has never seen one. What to type is told by cli/Advice and the commands themselves."""

import re

import structure

# Comments and characters are matched too, so that a quote in them begins no text.
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|\'(?:\\.|[^\'\\\n])\'|R"(?P<mark>\w*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<text>(?:\\.|[^"\\\n])*)"',
                   re.DOTALL)
COMMAND = re.compile(r'addCommand\(\s*(?P<parent>[*\w]+),\s*"(?P<name>[\w-]+)"')
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")


def texts(source):
    """(line, text) of each literal; those with nothing but blanks between them are one, as for the compiler."""
    found, end = [], -1
    for token in TOKEN.finditer(source):
        text = token["raw"] if token["raw"] is not None else token["text"]
        if text is None or re.search(r"#\s*include\s*$", source[source.rfind("\n", 0, token.start()) + 1:token.start()]):
            continue
        if found and end >= 0 and not source[end:token.start()].strip():
            found[-1] = (found[-1][0], found[-1][1] + text)
        else:
            found.append((source.count("\n", 0, token.start()) + 1, text))
        end = token.end()
    return found


def commands(tree):
    return sorted({match["name"] for name in tree.names(r"^cli/commands/.*\.cpp$")
                   for match in COMMAND.finditer(tree.text(name))})


def findings(tree):
    names = commands(tree)
    if not names:
        return ["cli/commands: no command is there"]
    verb = "|".join(map(re.escape, names))
    call = re.compile(rf'\bsatchel ({verb})\b|(`|\\")({verb})( [a-z]+)?(`|\\")')
    found = []
    for name in tree.names(r"^core/.*\.(cpp|h)$"):
        for line, text in texts(tree.text(name)):
            for pattern, what in ((OPTION, "an option"), (call, "a command")):
                told = pattern.search(text)
                if told:
                    found.append(f"{name}:{line}: names {what} of the command line: {told[0]}")
    return found


CLI = {"cli/commands/PeerCommand.cpp": 'addCommand(program, "peer", "others", "satchel peer list");\n'
                                       'auto* const one\n    = addCommand(*peer, "add", "take one", "satchel peer add x");\n'}
CLEAN = {
    **CLI,
    "core/base/A.cpp": '#include "peer.h"\n// `satchel peer add` and --home may stand in a comment: "\n'
                       "const char* a = \"a satchel-card -- of a peer's\"; char c = '\"';\n",
}

PLANTED = [
    ("option", {"core/base/A.cpp": 'f("wait, or use --wait");\n'}, "core/base/A.cpp:1: names an option of the command line: --wait"),
    ("command", {"core/base/A.cpp": '\nf("see `satchel peer list`");\n'}, "core/base/A.cpp:2: names a command of the command line: satchel peer"),
    ("over two lines", {"core/base/A.h": 'f("see satchel "\n  "peer");\n'}, "core/base/A.h:1: names a command"),
    ("quoted alone", {"core/base/A.cpp": 'f("add it with \\"peer add\\" first");\n'}, "names a command"),
    ("raw", {"core/base/A.cpp": 'f(R"(with --to)");\n'}, "names an option"),
    ("behind a quote as a character", {"core/base/A.cpp": "if (c == '\"') f(\"use --to\");\n"}, "names an option"),
    ("no commands", {"cli/commands/PeerCommand.cpp": "\n"}, "no command is there"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
