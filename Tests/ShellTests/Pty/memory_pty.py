#!/usr/bin/env python3
"""What a shell remembers and reads again, in a terminal: edit, save, changed files, init.qst.

usage: memory_pty.py PROGRAM
"""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from screen import Screen

program = sys.argv[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def is_at_prompt(lines):
    return lines[-1].rstrip() == "exports>"


with tempfile.TemporaryDirectory() as home:
    folder = os.path.join(home, "exports")
    write(os.path.join(folder, "orders.csv"), "region,amount\nNorth,10\nSouth,5\n")
    write(os.path.join(home, ".config", "quaestor", "init.qst"), "set timer off\nset colour off\nmetric total = sum(orders.amount)\n")
    # Editors that change one word, and one that changes nothing.
    for name, command in {"five": "sed -i s/3/5/ \"$1\"", "nothing": ":", "fails": "exit 1"}.items():
        write(os.path.join(home, name), "#!/bin/sh\n" + command + "\n")
        os.chmod(os.path.join(home, name), 0o755)
    variables = {"HOME": home, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "EDITOR": os.path.join(home, "five")}

    with Screen([program, "--set", "preview=off", folder], 100, 50, variables) as screen:
        # The error of init.qst is told with its place, and what stands behind it counts.
        lines = screen.wait_for(is_at_prompt)
        assert any("init.qst:2:5" in line for line in lines), lines
        assert any("unknown setting `colour`" in line for line in lines), lines
        screen.type("show total\r")
        screen.wait_for(lambda lines: any(line.strip() == "15" for line in lines) and is_at_prompt(lines))

        # `edit` opens what was typed last, also when it has failed, and runs what comes back.
        screen.type("show 3 + + as n\r")
        screen.wait_for(is_at_prompt)
        screen.type("show 3 + 1 as n\r")
        screen.wait_for(lambda lines: lines[-2].strip() != "" and is_at_prompt(lines))
        screen.type("edit\r")
        lines = screen.wait_for(lambda lines: "show 5 + 1 as n" in lines and is_at_prompt(lines))
        assert "6" in [line.strip() for line in lines], lines
        screen.key("Up")
        assert screen.lines()[-1].endswith("> show 5 + 1 as n"), screen.lines()

        # The line being typed goes to the editor and comes back, and is not run.
        screen.key("C-c")
        screen.type("show 3 as m")
        screen.key("C-x", "C-e")
        screen.wait_for(lambda lines: lines[-1].endswith("exports> show 5 as m"))
        screen.type("n\r")
        screen.wait_for(lambda lines: any(line.split() == ["mn"] for line in lines) and is_at_prompt(lines))

        # An existing script is replaced only when the user agrees.
        screen.type("save board\r")
        screen.wait_for(lambda lines: any("written: " in line for line in lines) and is_at_prompt(lines))
        screen.type("show total\r")
        screen.type("save board\r")
        screen.wait_for(lambda lines: lines[-1].rstrip().endswith("board.qst exists already; overwrite it? [y/N]"))
        screen.type("\r")
        screen.wait_for(lambda lines: any("exists already" in line and "[y/N]" not in line for line in lines))
        with open(os.path.join(folder, "scripts", "board.qst"), encoding="utf-8") as file:
            assert file.read() == 'use ".."\n\nshow 5 as mn\n'
        screen.type("save board\r")
        screen.wait_for(lambda lines: lines[-1].rstrip().endswith("[y/N]"))
        screen.type("y\r")
        screen.wait_for(lambda lines: sum("written: " in line for line in lines) == 2 and is_at_prompt(lines))
        with open(os.path.join(folder, "scripts", "board.qst"), encoding="utf-8") as file:
            assert file.read() == 'use ".."\n\nmetric total = sum(orders.amount)\n\nshow total\n'

        # A changed file is noticed at the next prompt, and read when it is asked for.
        write(os.path.join(folder, "orders.csv"), "region,amount\nNorth,10\nSouth,7\n")
        screen.key("Enter")
        screen.wait_for(lambda lines: "orders.csv changed: `reload` reads it" in lines and is_at_prompt(lines))
        screen.type("clear\r")
        screen.type("show total as before\r")
        screen.wait_for(lambda lines: lines[-3].strip() == "15" or lines[-2].strip() == "15")
        screen.type("reload\r")
        screen.type("show total as after\r")
        screen.wait_for(lambda lines: any(line.strip() == "17" for line in lines[-4:]))
        screen.type("set reload auto\r")
        write(os.path.join(folder, "orders.csv"), "region,amount\nNorth,10\nSouth,100\n")
        screen.type("show total as later\r")
        screen.wait_for(lambda lines: any(line.strip() == "110" for line in lines[-4:]))
        assert "orders.csv changed: read again" in screen.lines(), screen.lines()

    # Without init.qst nothing of it counts, and an editor that fails runs nothing.
    with Screen([program, "--set", "preview=off", "--no-init", folder], 100, 50, {**variables, "EDITOR": os.path.join(home, "fails")}) as screen:
        lines = screen.wait_for(is_at_prompt)
        assert not any("init.qst" in line for line in lines), lines
        screen.type("show total\r")
        screen.wait_for(lambda lines: any("unknown metric `total`" in line for line in lines) and is_at_prompt(lines))
        screen.type("edit\r")
        screen.wait_for(lambda lines: any("did not end well" in line for line in lines) and is_at_prompt(lines))
        screen.type("kept")
        screen.key("C-x", "C-e")
        screen.wait_for(lambda lines: lines[-1].endswith("exports> kept"))

print("ok")
