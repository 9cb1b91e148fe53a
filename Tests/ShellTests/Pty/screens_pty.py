#!/usr/bin/env python3
"""Compares what the prompt looks like while typing with recorded screens in the folder Screens beside this script.

usage: screens_pty.py PROGRAM WORKSPACE

A recorded screen has the rows from the prompt on; `‹green bold›` begins a look that lasts until the next mark, `‹›` ends
it, and `▏` is the cursor. $QUAESTOR_RECORD records them anew: look at them before they are kept.
"""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from terminal import Terminal

SCREENS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Screens")
QUESTION = "show arr, win_rate by segment where segment = Enterprise and team != \"West\" for 2025-Q4 vs previous"

# Name, options, environment, and the keys; each begins with an empty prompt.
SCENARIOS = [
    ("highlight-dark", ["theme=dark"], {}, [QUESTION + " # board"]),
    ("highlight-light", ["theme=light"], {}, [QUESTION + " # board"]),
    ("highlight-auto", [], {}, [QUESTION + " # board"]),
    ("highlight-none", ["theme=none"], {}, [QUESTION]),
    ("highlight-no-color", [], {"NO_COLOR": "1"}, [QUESTION]),
    ("highlight-lines", ["theme=dark"], {}, ["show sum(deals.amount\x1b\rwhere stage = \"Closed Won\") as won by owner"]),
    ("brackets", ["theme=dark"], {}, ["show sum(abs(amount) + 1) by team", "\x1b[D" * 9]),
    ("wrong-name", ["theme=dark"], {}, ["show arr by segmnt for 2025"]),
    ("wrong-grammar", ["theme=dark"], {}, ["show arr arr by segment"]),
    ("hint-metric", ["theme=dark"], {}, ["show win_rate"]),
    ("hint-function", ["theme=dark"], {}, ["show days(", "\x1b[D"]),
    ("hint-expected", ["theme=dark"], {}, ["show arr by "]),
    ("ghost", ["theme=dark"], {}, ["describe segment\r", "desc"]),
    ("ghost-taken", ["theme=dark"], {}, ["describe segment\r", "desc", "\x1bf", "\x1b[C", "\x1f"]),
    ("ghost-lines", ["theme=dark"], {}, ["describe\x1b\rsegment\r", "desc"]),
    ("menu", ["theme=dark"], {}, ["show arr by seg", "\t", "\t"]),
    ("menu-chosen", ["theme=dark"], {}, ["show win", "\t", "\t", "\t"]),
    ("narrow", ["theme=dark"], {}, [QUESTION]),
]


def look(character):
    names = [] if character.fg == "default" else [character.fg]
    for name in ("bold", "italics", "underscore", "reverse"):
        if getattr(character, name):
            names.append(name)
    # See `terminal.Screen`.
    names += ["dim"] if character.strikethrough else []
    return " ".join(names)


def picture(terminal):
    """The rows from the prompt on, with marks where the look changes."""
    prompt = max(y for y, row in enumerate(terminal.lines()) if row.startswith("acme>"))
    x, y = terminal.cursor()
    rows = []
    for index in range(prompt, max(len(terminal.lines()), y + 1)):
        row, last, blanks = "", "", ""
        for column in range(terminal.columns):
            character = terminal.screen.buffer[index][column]
            now = look(character)
            mark = f"‹{now}›" if now != last else ""
            cursor = "▏" if (column, index) == (x, y) else ""
            # Blanks at the end of a row are told only where they have a look.
            if character.data == " " and not now and not cursor and not mark:
                blanks += " "
                continue
            row += blanks + mark + cursor + character.data
            blanks, last = "", now
        rows.append(row.rstrip())
    return "\n".join(rows) + "\n"


def main():
    program, workspace = sys.argv[1:3]
    failures = 0
    for name, assignments, environment, keys in SCENARIOS:
        with tempfile.TemporaryDirectory() as home:
            command = [program, workspace, "--no-cache", "--set", "preview=off"]
            for assignment in assignments:
                command += ["--set", assignment]
            surroundings = {"HOME": home, "XDG_STATE_HOME": home, **environment}
            columns = 50 if name == "narrow" else 120
            with Terminal(command, columns, 40, surroundings) as terminal:
                terminal.wait_for(lambda lines: lines[-1:] == ["acme>"], seconds=60)
                for key in keys:
                    terminal.type(key)
                    if key.endswith("\r"):
                        terminal.wait_for(lambda lines: lines[-1:] == ["acme>"], seconds=60)
                shown = picture(terminal)
        path = os.path.join(SCREENS, name + ".txt")
        if os.environ.get("QUAESTOR_RECORD"):
            os.makedirs(SCREENS, exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(shown)
            continue
        with open(path, encoding="utf-8") as file:
            expected = file.read()
        if shown != expected:
            failures += 1
            print(f"FAILED {name}\n{shown}instead of\n{expected}")
        else:
            print("ok    ", name)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
