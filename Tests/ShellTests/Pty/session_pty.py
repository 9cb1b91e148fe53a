#!/usr/bin/env python3
"""An analyst's session in a terminal, from the first TAB to the history of a second shell.

usage: session_pty.py PROGRAM WORKSPACE

WORKSPACE is the example of the CRM: metrics `bookings` and `win_rate`, dimensions `region` and `segment`.
"""

import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
from screen import Screen

program, workspace = sys.argv[1:3]


def shell(home):
    variables = {"HOME": home, "XDG_STATE_HOME": os.path.join(home, "state"), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    # What is previewed would stand among the lines that are looked at.
    screen = Screen([program, "--set", "preview=off", workspace], 100, 40, variables)
    screen.wait_for(lambda lines: lines[-1].rstrip() == "crm>", seconds=60)
    return screen


def last_prompt(lines):
    return [line for line in lines if line.startswith("crm>")][-1]


def complete(screen, text, line):
    """Types a text and TAB, until this is the line: what the data says may be there only for the second TAB."""
    screen.type(text + "\t")
    if last_prompt(screen.lines()).rstrip() != line:
        screen.key("Tab")
    screen.wait_for(lambda lines: last_prompt(lines).rstrip() == line)


with tempfile.TemporaryDirectory() as home:
    question = "show win_rate by region where region = Central for 2017"

    with shell(home) as first:
        # A metric and a dimension are completed by their beginnings, a value by its own.
        complete(first, "show win_r", "crm> show win_rate")
        first.key("C-c")
        # `We` begins a value and also functions (`week`): the value is meant.
        complete(first, "show win_rate by region where region = We", "crm> show win_rate by region where region = West")
        first.key("C-c")
        complete(first, "show win_rate by region where region = Cen", "crm> " + question[: question.index(" for")])
        first.type(" for 2017\r")
        lines = first.wait_for(lambda lines: any("62.56 %" in line for line in lines))
        assert any(line.startswith("Central") for line in lines), lines

        # An error is drawn under the question, and the prompt lives on.
        first.type("show bookngs\r")
        lines = first.wait_for(lambda lines: any("did you mean `bookings`?" in line for line in lines))
        assert lines[-1].rstrip() == "crm>", lines
        assert any(line.strip() == "^^^^^^^" for line in lines), lines

        # A statement goes on over lines until it is complete.
        first.type("show bookings by (\rregion) for 2017\r")
        first.wait_for(lambda lines: any(line.startswith("Total") and "$10,005,534" in line for line in lines))

        # Ctrl-C gives a line up.
        first.type("show every")
        first.key("C-c")
        first.wait_for(lambda lines: lines[-1].rstrip() == "crm>")

    with shell(home) as second:
        # The second shell recalls what the first one asked; a statement of two lines comes back whole.
        second.key("Up")
        assert "show bookings by (" in second.lines()[-2] and "region) for 2017" in second.lines()[-1], second.lines()
        second.key("C-c")
        second.key("C-r")
        second.type("Central")
        second.key("Enter", "Enter")
        second.wait_for(lambda lines: any("62.56 %" in line for line in lines))
        second.key("C-d")

    with open(os.path.join(home, "state", "quaestor", "history.jsonl"), encoding="utf-8") as file:
        texts = [json.loads(line)["q"].strip() for line in file]
    assert question in [" ".join(text.split()) for text in texts], texts
    assert "show every" not in texts, texts

print("ok")
