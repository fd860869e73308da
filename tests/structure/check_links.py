"""Links between the documents lead somewhere: to a file that is there and a heading it has. So do comments in the source."""

import posixpath
import re

import structure


def anchors(text):
    """The anchors that a forge makes of a document's headings."""
    headings = re.findall(r"^#+ +(.*?) *#*$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    slugs = [re.sub(r" ", "-", re.sub(r"[^\w\- ]", "", heading.lower())) for heading in headings]
    return {f"{slug}-{slugs[:i].count(slug)}" if slugs[:i].count(slug) else slug for i, slug in enumerate(slugs)}


def resolve(tree, name, target):
    path, _, anchor = target.partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    is_folder = any(other.startswith(f"{there}/") for other in tree.files)
    if there not in tree.files and not is_folder:
        return f"{target} does not exist"
    if anchor and anchor not in anchors(tree.text(there)):
        return f"{there} has no heading for #{anchor}"
    return None


def findings(tree):
    found = []
    for name in tree.names(r"\.md$"):
        for number, line in tree.lines(name):
            for target in re.findall(r"\]\(<?([^)>\s]+)>?\)", line):
                fault = None if re.match(r"[a-z]+:", target) else resolve(tree, name, target)
                if fault:
                    found.append(f"{name}:{number}: {fault}")
    for name in tree.names(r"^(app/|core/|cli/|tests/(?!structure/)|cmake/|resources/|packaging/)|CMakeLists.txt$"):
        for number, line in tree.lines(name):
            for page, _, heading in re.findall(r"\b(docs/[\w-]+\.md)(, \"([^\"]+)\")?", line):
                if page not in tree.files:
                    found.append(f"{name}:{number}: {page} does not exist")
                elif heading and not structure.section(tree.text(page), heading):
                    found.append(f"{name}:{number}: {page} has no heading \"{heading}\"")
    return found


CLEAN = {
    "README.md": "[docs](docs/) and [the loop](docs/a.md#the-one-loop) and [far](https://example.org/x)\n",
    "core/base/File.h": '// see docs/a.md, "The one loop"\n',
    "docs/a.md": "# A\n## The one loop\n[up](../README.md) [here](#a)\n",
}

PLANTED = [
    ("missing file", {"README.md": "[x](docs/none.md)\n"}, "docs/none.md does not exist"),
    ("missing heading", {"README.md": "[x](docs/a.md#another)\n"}, "no heading for #another"),
    ("missing heading in the same file", {"docs/a.md": "# A\n## The one loop\n[x](#b)\n"}, "docs/a.md:3: docs/a.md has no heading"),
    ("page that a comment names", {"core/base/File.h": "// see docs/b.md\n"}, "core/base/File.h:1: docs/b.md does not exist"),
    ("heading that a comment names", {"core/base/File.h": '// docs/a.md, "Another"\n'}, 'has no heading "Another"'),
    ("folder that is not there", {"README.md": "[x](doc/)\n"}, "does not exist"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
