"""Each point at which tests kill the program stands in one list, and nothing that is installed has any."""

import json
import re

import structure

LIST, PRESETS, CMAKE = "tests/faults/fault_points.txt", "CMakePresets.json", "CMakeLists.txt"
CALL = re.compile(r'\bfaultPoint\("([^"]*)"\)')
FOR_TESTS = {"dev", "asan", "tsan", "faults"}


def findings(tree):
    found, places = [], {}
    for name in tree.names(r"^(core|cli|app)/.*\.(cpp|h)$"):
        for number, line in tree.lines(name):
            for point in CALL.findall(line):
                if point in places:
                    found.append(f"{name}:{number}: {point} is a point in {places[point]} too: a name means one moment")
                places[point] = f"{name}:{number}"
    listed = tree.text(LIST).split()
    found += [f"{place}: {point} is missing in {LIST}" for point, place in places.items() if point not in listed]
    found += [f"{LIST}: {point} is nowhere in the program" for point in listed if point not in places]
    found += [f"{LIST}: {point} stands twice" for point in sorted(set(listed)) if listed.count(point) > 1]
    for preset in json.loads(tree.text(PRESETS) or "{}").get("configurePresets", []):
        if preset.get("cacheVariables", {}).get("SATCHEL_FAULT_POINTS", "OFF") != "OFF" and preset["name"] not in FOR_TESTS:
            found.append(f"{PRESETS}: {preset['name']} is no build for tests and has fault points")
    if not re.search(r'option\(SATCHEL_FAULT_POINTS "[^"]*" OFF\)', tree.text(CMAKE)):
        found.append(f"{CMAKE}: SATCHEL_FAULT_POINTS must be off unless asked for")
    return found


CLEAN = {
    "core/exchange/import/Import.cpp": 'faultPoint("import.before-commit");\n',
    LIST: "import.before-commit\n",
    CMAKE: 'option(SATCHEL_FAULT_POINTS "what" OFF)\n',
    PRESETS: '{"configurePresets": [{"name": "release"}, {"name": "dev", "cacheVariables": {"SATCHEL_FAULT_POINTS": "ON"}}]}',
}

PLANTED = [
    ("point that is not listed", {"core/exchange/export/Export.cpp": 'faultPoint("export.late");\n'}, "export.late is missing"),
    ("point that is no more", {LIST: "import.before-commit\nimport.late\n"}, "import.late is nowhere"),
    ("point listed twice", {LIST: "import.before-commit\nimport.before-commit\n"}, "stands twice"),
    ("one name for two moments", {"core/exchange/export/Export.cpp": 'faultPoint("import.before-commit");\n'}, "is a point in"),
    ("points in what users run", {PRESETS: CLEAN[PRESETS].replace('"dev"', '"release"')}, "release is no build for tests"),
    ("points by default", {CMAKE: 'option(SATCHEL_FAULT_POINTS "what" ON)\n'}, "must be off"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
