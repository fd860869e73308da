"""The shell completes every command and option there is, and none that there is not."""

import posixpath
import re

import structure

COMPLETION = "resources/completions/satchel"


def options_in(text):
    """What CLI11 is told: add_option("-o,--output", ...)."""
    return {name for names in re.findall(r'add_(?:option|flag)\w*(?:<[^>]*>)?\(\s*"([^"]+)"', text)
            for name in names.split(",") if name.startswith("-")}


def completed(text):
    """By command, what its line of the completion offers; under "" what the lists at the top offer."""
    cases = {name: set(re.findall(r"(?<= )--?[\w-]+", options))
             for name, options in re.findall(r'^ +(\w+)\) options\+="([^"]*)"', text, re.MULTILINE)}
    lists = dict(re.findall(r'local (commands|options)="([^"]*)"', text))
    return cases, set(lists.get("commands", "").split()), set(lists.get("options", "").split())


def findings(tree):
    cases, commands, common = completed(tree.text(COMPLETION))
    everywhere = set().union(*(options_in(tree.text(name)) for name in tree.names(r"^cli/.*\.cpp$")), {"--help"})
    found = []
    for name in tree.names(r"^cli/commands/\w+Command\.cpp$"):
        command = posixpath.basename(name).removesuffix("Command.cpp").lower()
        if command not in commands:
            found.append(f"{COMPLETION}: the command {command} is missing")
        found += [f"{COMPLETION}: {command} has {option}, which is missing"
                  for option in sorted(options_in(tree.text(name)) - cases.get(command, set()) - common)]
    there = {posixpath.basename(name).removesuffix("Command.cpp").lower() for name in tree.names(r"^cli/commands/\w+Command\.cpp$")}
    found += [f"{COMPLETION}: there is no command {command}" for command in sorted(commands - there)]
    offered = common.union(*cases.values())
    return found + [f"{COMPLETION}: there is no option {option}" for option in sorted(offered - everywhere)]


LINES = '    local commands="init card"\n    local options="--home --help"\n        init) options+=" --role" ;;\n        card) options+=" -o --output" ;;\n'
CLEAN = {
    COMPLETION: LINES,
    "cli/CommandContext.cpp": 'program.add_option("--home", home);\n',
    "cli/commands/InitCommand.cpp": 'command->add_option_function<std::string>(\n    "--role", set);\ncommand->add_option("NAME", x);\n',
    "cli/commands/CardCommand.cpp": 'command->add_option("-o,--output", file);\n',
}

PLANTED = [
    ("option that is not completed", {"cli/commands/InitCommand.cpp": 'add_flag("--again", x);'}, "init has --again"),
    ("option of another command", {"cli/commands/InitCommand.cpp": 'add_option("--role", x); add_option("-o", x);'}, "init has -o"),
    ("option that is gone", {"cli/commands/InitCommand.cpp": ""}, "there is no option --role"),
    ("command that is not completed", {"cli/commands/LogCommand.cpp": ""}, "the command log is missing"),
    ("command that is gone", {COMPLETION: LINES.replace("init card", "init card log")}, "there is no command log"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
