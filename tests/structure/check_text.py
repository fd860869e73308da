"""Nothing in the repository depends on, or tells of, the machine it was written on."""

import pathlib
import re

import structure

# Spelled so that this file does not match itself.
MACHINE_PATHS = [r"/(?:work)/", r"/(?:root)/", r"/tmp/(?:build)\b"]
UNFINISHED = [r"\b(?:T[O]DO|F[I]XME|X[X]X)\b"]


def own_paths():
    """Where this checkout and this user live; a top-level folder would match too much."""
    places = [structure.ROOT.parent, pathlib.Path.home()]
    return [re.escape(f"{place}/") for place in places if len(place.parts) > 2]


def findings(tree):
    machine = re.compile("|".join(MACHINE_PATHS + own_paths()))
    unfinished = re.compile("|".join(UNFINISHED))
    found = []
    for name, data in sorted(tree.files.items()):
        if b"\0" in data:
            continue
        for number, line in tree.lines(name):
            if machine.search(line):
                found.append(f"{name}:{number}: path of one machine: {line.strip()[:100]}")
            if unfinished.search(line):
                found.append(f"{name}:{number}: unfinished: {line.strip()[:100]}")
            if name.endswith((".cpp", ".h", ".md", ".py", ".txt", ".cmake")) and line != line.rstrip():
                found.append(f"{name}:{number}: white space at the end of the line")
    return found


CLEAN = {
    "README.md": "Look into /usr/share/doc and /home/user/x.\n",
    "core/base/File.cpp": "// rebuilt from /framework/ parts\n",
    "picture.bin": b"\0" + b"/wo" b"rk/",
}

PLANTED = [
    ("path of the checkout", {"README.md": "cd /wo" "rk/main\n"}, "README.md:1: path of one machine"),
    ("home", {"docs/a.md": "\nfound in /ro" "ot/x\n"}, "docs/a.md:2: path"),
    ("unfinished", {"core/base/File.cpp": "// TO" "DO: later\n"}, "unfinished"),
    ("trailing blank", {"docs/a.md": "a \n"}, "white space"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
