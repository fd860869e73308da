"""Each mutation finds its text exactly once, changes it, and names a test that exists. `./dev torture mutations` tries them."""

import posixpath
import re
import tomllib

import structure

LIST = "tests/mutations/mutations.toml"
KEYS = {"name", "file", "text", "replacement", "test"}


def mutation_findings(tree, tests, mutation):
    if set(mutation) != KEYS:
        return [f"has the keys {sorted(mutation)}"]
    found, times = [], tree.text(mutation["file"]).count(mutation["text"]) if mutation["text"] else 0
    if times != 1:
        found.append(f"its text stands {times} times in {mutation['file']}")
    if mutation["text"] == mutation["replacement"]:
        found.append("changes nothing")
    name, _, function = mutation["test"].partition("::")
    if name not in tests:
        found.append(f"{name} does not exist")
    elif function and not re.search(rf"\bvoid {name}::{function}\(\)", tree.text(tests[name])):
        found.append(f"{name} has no {function}")
    return found


def findings(tree):
    tests = {posixpath.basename(name).removesuffix(".cpp"): name for name in tree.names(r"^tests/.*/Test\w+\.cpp$")}
    try:
        mutations = tomllib.loads(tree.text(LIST)).get("mutation", [])
    except tomllib.TOMLDecodeError as error:
        return [f"{LIST}: {error}"]
    names = [mutation.get("name") for mutation in mutations]
    found = [] if mutations else [f"{LIST}: there is none"]
    found += [f"{LIST}: {name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    return found + [f"{LIST}: {mutation.get('name')}: {fault}"
                    for mutation in mutations for fault in mutation_findings(tree, tests, mutation)]


ONE = """[[mutation]]
name = "one"
file = "core/crypto/Lock.cpp"
text = "if (isShut)"
replacement = "if (true)"
test = "TestLock::staysShut"
"""
CLEAN = {
    LIST: ONE,
    "core/crypto/Lock.cpp": "if (isShut) {\n}\n",
    "tests/unit/crypto/TestLock.cpp": "void TestLock::staysShut()\n{\n}\n",
}

PLANTED = [
    ("no list", {LIST: ""}, "there is none"),
    ("not TOML", {LIST: "[[mutation"}, "mutations.toml: "),
    ("text that is gone", {"core/crypto/Lock.cpp": "if (isOpen) {\n}\n"}, "stands 0 times"),
    ("text in two places", {"core/crypto/Lock.cpp": "if (isShut) {\n}\nif (isShut) {\n}\n"}, "stands 2 times"),
    ("no text", {LIST: ONE.replace("if (isShut)", "")}, "stands 0 times"),
    ("nothing changed", {LIST: ONE.replace("if (true)", "if (isShut)")}, "changes nothing"),
    ("test that does not exist", {LIST: ONE.replace("TestLock", "TestKey")}, "TestKey does not exist"),
    ("function that does not exist", {LIST: ONE.replace("staysShut", "opens")}, "TestLock has no opens"),
    ("name twice", {LIST: ONE + ONE}, "one stands twice"),
    ("key that nobody reads", {LIST: ONE + 'why = "so"\n'}, "has the keys"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
