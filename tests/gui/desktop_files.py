"""What the desktop reads of the program, by the tools that the desktop has for it.

    desktop_files.py RESOURCES VERSION

Skipped where one of the tools is missing (lacking.py), after all the others have been heard.
"""

import configparser
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree

from lacking import lacking

TYPE = "application/vnd.satchel.bundle"


class Findings:
    def __init__(self):
        self.wrong, self.missing = [], []

    def run(self, package, command, **further):
        """What the tool says; nothing where it is not there."""
        if not shutil.which(command[0]):
            self.missing.append(f"{command[0]} (package {package})")
            return None
        run = subprocess.run(command, capture_output=True, text=True, check=False, **further)
        if run.returncode != 0:
            self.wrong.append(f"{' '.join(command)}: {run.stdout}{run.stderr}")
        return run.stdout + run.stderr


def entry(resources):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(resources / "desktop/satchel.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def is_known_as(found, resources, folder):
    """A bundle by its first bytes, whatever it is called; the others by their names."""
    packages = folder / "mime/packages"
    packages.mkdir(parents=True)
    shutil.copy(resources / "mime/satchel.xml", packages)
    found.run("shared-mime-info", ["update-mime-database", str(folder / "mime")])
    magic = folder / "mime/magic"
    if magic.exists() and TYPE.encode() not in magic.read_bytes():
        found.wrong.append("the first bytes of a bundle are not in the database of types")
    globs = (folder / "mime/globs2").read_text() if (folder / "mime/globs2").exists() else None
    for pattern, kind in (("*.satchel", TYPE), ("*.receipt", "application/vnd.satchel.receipt"),
                          ("*.satchel-card", "application/vnd.satchel.card")):
        if globs is not None and f":{kind}:{pattern}" not in globs:
            found.wrong.append(f"{pattern} is not known as {kind}")


def fits_a_bundle(found, resources):
    """The magic is where docs/bundle-format.md puts it: what Python's tar makes so has it there."""
    rules = ElementTree.parse(resources / "mime/satchel.xml").getroot()
    name = "{http://www.freedesktop.org/standards/shared-mime-info}"
    magic = rules.find(f"{name}mime-type[@type='{TYPE}']/{name}magic")
    matches = [(int(match.get("offset")), match.get("value").encode()) for match in magic.iter(f"{name}match")]
    with tempfile.NamedTemporaryFile() as file:
        content = pathlib.Path(file.name)
        content.write_text(TYPE)
        archive = content.with_suffix(".tar")
        with tarfile.open(archive, "w", format=tarfile.USTAR_FORMAT) as tar:
            tar.add(content, "mimetype")
        data = archive.read_bytes()
        archive.unlink()
    found.wrong += [f"nothing like {value} stands at {offset} of a bundle" for offset, value in matches
                    if data[offset:offset + len(value)] != value]


def agree(found, resources, version):
    """The files with each other, and with the program."""
    desktop = entry(resources)
    types = set(filter(None, desktop["MimeType"].split(";")))
    info = ElementTree.parse(resources / "metainfo/satchel.metainfo.xml").getroot()
    provided = {node.text for node in info.iter("mediatype")}
    declared = {node.get("type") for node in ElementTree.parse(resources / "mime/satchel.xml").getroot()}
    if types != provided or types != declared:
        found.wrong.append(f"opened are {types}, provided {provided}, declared {declared}")
    if desktop["Exec"] != "satchel-desktop %F":
        found.wrong.append("a double click does not hand over the files")
    if not (resources / f"icons/{desktop['Icon']}.svg").exists():
        found.wrong.append("there is no such icon")
    releases = [node.get("version") for node in info.iter("release")]
    if releases[:1] != [version]:
        found.wrong.append(f"the newest release told of is {releases[:1]}, the version is {version}")
    for key in ("GenericName", "Comment", "Keywords"):
        if not desktop.get(f"{key}[de]"):
            found.wrong.append(f"{key} is not there in German")


def main(resources, version):
    resources, found = pathlib.Path(resources), Findings()
    agree(found, resources, version)
    fits_a_bundle(found, resources)
    found.run("desktop-file-utils", ["desktop-file-validate", str(resources / "desktop/satchel.desktop")])
    found.run("appstream", ["appstreamcli", "validate", "--no-net", str(resources / "metainfo/satchel.metainfo.xml")])
    for xml in [*resources.rglob("*.xml"), *resources.rglob("*.svg")]:
        found.run("libxml2-utils", ["xmllint", "--noout", "--nonet", str(xml)])
    with tempfile.TemporaryDirectory() as folder:
        is_known_as(found, resources, pathlib.Path(folder))
    for finding in found.wrong:
        print(finding, file=sys.stderr)
    missing = lacking(f"these are not here: {', '.join(sorted(set(found.missing)))}") if found.missing else 0
    sys.exit(1 if found.wrong else missing)


if __name__ == "__main__":
    main(*sys.argv[1:3])
