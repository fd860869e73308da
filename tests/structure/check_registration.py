"""What is written is built and run: every source and every test stands in its folder's CMakeLists.txt."""

import posixpath
import re

import structure


def cmake_of(tree, name):
    """The nearest CMakeLists.txt at or above a file: its name, its text and the file's name as seen from it."""
    folder = posixpath.dirname(name)
    while folder and f"{folder}/CMakeLists.txt" not in tree.files:
        folder = posixpath.dirname(folder)
    listing = posixpath.join(folder, "CMakeLists.txt")
    return listing, re.sub(r"#.*", "", tree.text(listing)), posixpath.relpath(name, folder or ".")


def findings(tree):
    found = []
    for name in tree.names(r"^tests/(?!support/).*/Test\w+\.cpp$"):
        listing, text, _ = cmake_of(tree, name)
        test = posixpath.basename(name).removesuffix(".cpp")
        if "satchel_add_" not in text or test not in re.split(r"[\s()]+", text):
            found.append(f"{name}: not registered in {listing}: it is never run")
    for name in tree.names(r"^(core|cli|app)/.*\.cpp$"):
        listing, text, relative = cmake_of(tree, name)
        if relative not in re.split(r"[\s()]+", text):
            found.append(f"{name}: not listed in {listing}: it is never built")
    for name in tree.names(r"^tests/structure/check_\w+\.py$"):
        listing, text, _ = cmake_of(tree, name)
        if posixpath.basename(name).removeprefix("check_").removesuffix(".py") not in re.split(r"[\s()]+", text):
            found.append(f"{name}: not registered in {listing}: it is never run")
    for name in tree.names(r"^tests/(.+/)?CMakeLists\.txt$"):
        folder = posixpath.dirname(name)
        above = posixpath.dirname(folder)
        if above:
            listing, text, _ = cmake_of(tree, folder)
            if f"add_subdirectory({posixpath.relpath(folder, posixpath.dirname(listing))})" not in text:
                found.append(f"{name}: {listing} does not add this folder")
    return found


CLEAN = {
    "tests/CMakeLists.txt": "add_subdirectory(unit)\nadd_subdirectory(support)\nadd_subdirectory(structure)\n",
    "tests/unit/CMakeLists.txt": "satchel_add_test(TestUlid satchel_base)\n",
    "tests/unit/TestUlid.cpp": "",
    "tests/support/CMakeLists.txt": "add_library(support STATIC TestWorld.cpp)\n",
    "tests/support/TestWorld.cpp": "",
    "tests/structure/CMakeLists.txt": "foreach(check layers)",
    "tests/structure/check_layers.py": "",
    "core/base/CMakeLists.txt": "satchel_add_layer(base\n  Ulid.cpp Ulid.h)\n",
    "core/base/Ulid.cpp": "",
    "cli/CMakeLists.txt": "add_executable(satchel\n  commands/Init.cpp)\n",
    "cli/commands/Init.cpp": "",
}

PLANTED = [
    ("test that is not registered", {"tests/unit/TestTime.cpp": ""}, "TestTime.cpp: not registered"),
    ("test that is commented out",
        {"tests/unit/CMakeLists.txt": "# satchel_add_test(TestUlid satchel_base)\n"}, "TestUlid.cpp: not registered"),
    ("source that is not built", {"core/base/Time.cpp": ""}, "Time.cpp: not listed"),
    ("source whose name ends another's",
        {"core/base/CMakeLists.txt": "satchel_add_layer(base MyUlid.cpp Ulid.h)"}, "Ulid.cpp: not listed"),
    ("check that is not registered", {"tests/structure/check_new.py": ""}, "check_new.py: not registered"),
    ("folder that is not added", {"tests/e2e/CMakeLists.txt": ""}, "does not add this folder"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
