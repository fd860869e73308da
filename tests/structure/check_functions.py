"""No function of the program is longer than a screenful. Here, and not with clang-tidy, which measures every function of every
header that a file includes for it: a quarter of its time. The tools' formatting has a brace by itself where a body begins."""

import structure

MOST_LINES = 60  # of a body, braces not counted
SOURCES = r"^(core|cli|app)/.*\.(cpp|h)$"


def bodies(lines):
    """(line where it begins, lines in it) of each function. What is nested in a body belongs to it."""
    begins, indent = None, ""
    for number, line in lines:
        if begins is None:
            if line.strip() == "{":
                begins, indent = number, line[:-1]
        elif line.rstrip(";),") == indent + "}":
            yield begins, number - begins - 1
            begins = None


def findings(tree):
    found = []
    for name in tree.names(SOURCES):
        found += [f"{name}:{begins}: a function of {length} lines; {MOST_LINES} are a screenful"
                  for begins, length in bodies(tree.lines(name)) if length > MOST_LINES]
    return found


def function(lines, indent=""):
    return f"{indent}int f()\n{indent}{{\n" + f"{indent}    g();\n" * lines + f"{indent}}}\n"


CLEAN = {
    "core/base/File.cpp": "namespace satchel {\n\n" + function(MOST_LINES) + function(MOST_LINES) + "\n} // namespace satchel\n",
    "core/base/File.h": "class File {\n" + function(2, "    ") * 40 + "};\n",
    "tests/unit/base/TestFile.cpp": function(MOST_LINES + 1),
}

PLANTED = [
    ("a long function", {"core/base/File.cpp": function(3) + function(MOST_LINES + 1)}, "core/base/File.cpp:8: a function of 61 lines"),
    ("a long member in its class", {"app/Window.h": "class Window {\n" + function(MOST_LINES + 1, "    ") + "};\n"}, "app/Window.h:3"),
    ("a long one made of lambdas", {"cli/main.cpp": "int main()\n{\n" + "    f([] {\n        g();\n    });\n" * 21 + "}\n"}, "of 63 lines"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
