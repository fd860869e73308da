"""The texts of the window in its languages.

    translations.py update    brings the .ts files up to what the source says (`./dev translations`)
    translations.py check     tells what is new, gone, unfinished or badly translated; changes nothing (a test)
    translations.py self-test proves on planted faults that check can fail
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent
# German has every text. English is what the source says, and has only what is counted.
FILES = {"satchel_de.ts": [], "satchel_en.ts": ["-pluralonly"]}
# No line numbers: a change of the source would be one of these files. No guesses: "taken out" is not "taken in".
OPTIONS = ["-silent", "-locations", "none", "-disable-heuristic", "similartext", "-disable-heuristic", "sametext"]
SKIPPED = 77  # ctest reads this exit code as "skipped"

PLACE = re.compile(r"%L?\d+|%n")
MNEMONIC = re.compile(r"&(?=[^\s&])")
# What belongs to the text around it; an ellipsis has a blank before it in German.
ENDS = (":", "…", ".", "?", "!")


def lupdate(program, source, target, further):
    command = [program, *OPTIONS, *further, str(source), "-ts", str(target)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0 or run.stderr.strip():
        sys.exit(f"{' '.join(command)}: {run.stderr.strip()}")


def forms(message):
    translation = message.find("translation")
    if message.get("numerus") == "yes":
        return [form.text or "" for form in translation.findall("numerusform")]
    return [translation.text or ""]


def faults(message):
    """Why a finished translation cannot be right."""
    source, found = message.findtext("source") or "", []
    for form in forms(message):
        if not form.strip():
            found.append("is empty")
        if set(PLACE.findall(source)) != set(PLACE.findall(form)):
            found.append("has other places for values")
        if len(MNEMONIC.findall(source)) != len(MNEMONIC.findall(form)):
            found.append("has a mnemonic where the source has none, or none where it has one")
        if [end for end in ENDS if source.endswith(end)] != [end for end in ENDS if form.endswith(end)]:
            found.append("ends in another sign")
        if "(s)" in form:
            found.append("counts nothing")
    return found


def findings(file):
    found = []
    for context in ElementTree.parse(file).getroot().findall("context"):
        for message in context.findall("message"):
            where = f"{file.name}: {context.findtext('name')}: {message.findtext('source')!r}"
            kind = message.find("translation").get("type")
            if kind is not None:
                found.append(f"{where} is {kind}")
            else:
                found += [f"{where} {fault}" for fault in faults(message)]
    return found


def update(program):
    for name, further in FILES.items():
        lupdate(program, SOURCE, HERE / name, [*further, "-no-obsolete"])


def check(program):
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, further in FILES.items():
            copy = pathlib.Path(folder) / name
            shutil.copy(HERE / name, copy)
            lupdate(program, SOURCE, copy, further)
            found += findings(copy)
    return found


TEMPLATE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE"><context><name>Page</name>{}</context></TS>
"""
SOUND = "<message><source>&amp;Open %1…</source><translation>%1 ö&amp;ffnen …</translation></message>"
PLANTED = [
    ("unfinished", SOUND.replace("<translation>", '<translation type="unfinished">'), "is unfinished"),
    ("gone", SOUND.replace("<translation>", '<translation type="vanished">'), "is vanished"),
    ("no value", SOUND.replace("%1 ö", "ö"), "other places"),
    ("no mnemonic", SOUND.replace("ö&amp;f", "öf"), "mnemonic"),
    ("another end", SOUND.replace(" …<", ".<"), "another sign"),
    ("nothing", SOUND.replace("%1 ö&amp;ffnen …", ""), "is empty"),
    ("not counted", '<message numerus="yes"><source>%n item(s)</source><translation><numerusform>%n Vorgang(s)</numerusform>'
     "</translation></message>", "counts nothing"),
]


def self_test(program):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.ts"

        def told(messages):
            file.write_text(TEMPLATE.format(messages), encoding="utf-8")
            return findings(file)

        failed = [f"the sound one gives {told(SOUND)}"] if told(SOUND) else []
        failed += [f"planted {name!r} was not found: {told(text)}" for name, text, words in PLANTED
                   if not any(words in finding for finding in told(text))]
        # A text that the file does not have yet.
        (pathlib.Path(folder) / "Page.cpp").write_text('void f() { QObject::tr("&Close"); }\n', encoding="utf-8")
        file.write_text(TEMPLATE.format(""), encoding="utf-8")
        lupdate(program, folder, file, [])
        failed += [] if any("'&Close' is unfinished" in finding for finding in findings(file)) else ["a new text was not found"]
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=["update", "check", "self-test"])
    parser.add_argument("--lupdate", default="/usr/lib/qt6/bin/lupdate")
    arguments = parser.parse_args()
    if not shutil.which(arguments.lupdate):
        print(f"there is no {arguments.lupdate} here (package qt6-l10n-tools)", file=sys.stderr)
        sys.exit(SKIPPED)
    if arguments.act == "update":
        update(arguments.lupdate)
        return
    found = check(arguments.lupdate) if arguments.act == "check" else self_test(arguments.lupdate)
    for finding in found:
        print(finding, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
