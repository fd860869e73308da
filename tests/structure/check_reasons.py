"""Each reason why no test reaches a line speaks of lines that are there: a file or function that has another name now is told."""

import pathlib
import re
import sys

import structure

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "coverage"))
import uncovered

LIST = "tests/coverage/reasons.tsv"


def groups(expression):
    """Where each bracket opens and closes, and the bars between: of a regular expression."""
    found, opened, at = [], [], 0
    while at < len(expression):
        letter = expression[at]
        if letter == "[":
            at = expression.index("]", at + 2)  # a bracket right behind the first, or behind ^, is meant as it is
        elif letter == "(":
            opened.append([at])
        elif letter == "|" and opened:
            opened[-1].append(at)
        elif letter == ")":
            found.append((*opened.pop(), at))
        at += 2 if letter == "\\" else 1
    return found


def alternatives(expression):
    """The expression with one of its alternatives chosen, for each: what stands beside others may be out of date, too."""
    yield expression
    choices = [(begin, end, group) for group in groups(expression) if len(group) > 2 for begin, end in zip(group, group[1:])]
    for begin, end, _ in choices:
        # The choice itself, and those that it stands in: the others go.
        around = [choice for choice in choices if choice[0] <= begin and end <= choice[1]]
        gone = [cut for first, last, group in around for cut in ((group[0], first), (last - 1, group[-1] - 1))]
        chosen = expression
        for after, until in sorted(gone, reverse=True):
            chosen = chosen[:after + 1] + chosen[until + 1:]
        yield chosen


def told_lines(tree):
    """Every line of core as the rules see it."""
    for name in tree.names(r"^core/.*\.(cpp|h)$"):
        function = "-"
        for _, line in tree.lines(name):
            begins = uncovered.FUNCTION.match(line)
            function = begins[1] if begins and not line.rstrip().endswith(";") else function
            yield f"{name} {function} {line.strip()}"


def findings(tree):
    lines = "\n".join(told_lines(tree))
    return [f"{LIST}: no line of core is like \"{chosen}\" any more"
            for rule in uncovered.rules_in(tree.text(LIST)) for chosen in dict.fromkeys(alternatives(rule.expression.pattern))
            if not re.search(chosen, lines, re.M)]


CLEAN = {
    "core/base/Lock.cpp": "Result<int> Lock::open()\n{\n    return ring(7);\n    return fail(found.error());\n}\n",
    "core/base/Key.cpp": "void turn()\n{\n    jam();\n}\n",
    LIST: "# what follows are rules\npassed on\treturn fail\\((found|lost\\.)?\\w*\\.error\\(\\)\\);$\n"
          "rare\tcore/base/(Lock\\.cpp open return ring|Key\\.cpp (turn jam|\\w+ [jk]am))\n",
}

PLANTED = [
    ("file that is gone", {LIST: CLEAN[LIST] + "rare\tcore/base/Door\\.cpp open ring\n"}, "Door"),
    ("function with another name", {"core/base/Lock.cpp": CLEAN["core/base/Lock.cpp"].replace("open", "unlock")}, "Lock"),
    ("one alternative of two", {"core/base/Key.cpp": "void turn()\n{\n    bend();\n}\n"}, "turn jam"),
    ("alternative inside another", {"core/base/Key.cpp": "void twist()\n{\n    jam();\n}\n"}, "(turn jam)"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
