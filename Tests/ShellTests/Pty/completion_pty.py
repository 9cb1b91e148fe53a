#!/usr/bin/env python3
"""Completion in a terminal: the list with what the data says for each value, and the correction of an error by TAB.

usage: completion_pty.py PROGRAM WORKSPACE

WORKSPACE is the example of the CRM: 8,800 deals in three regions, `bookings` of $10,005,534 in all.
"""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from screen import Screen

program, workspace = sys.argv[1:3]

with tempfile.TemporaryDirectory() as home:
    variables = {"HOME": home, "XDG_STATE_HOME": os.path.join(home, "state"), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    with Screen([program, "--set", "preview=off", workspace], 100, 40, variables) as screen:
        screen.wait_for(lambda lines: lines[-1].rstrip() == "crm>", seconds=60)

        # Values: the list stands below the text, evidence aligned; the next TAB takes the first of it.
        screen.type("show bookings where region = \t")
        lines = screen.wait_for(lambda lines: any("of bookings" in line for line in lines))
        regions = [line for line in lines if "of bookings" in line]
        assert [line.split()[0] for line in regions] == ["West", "Central", "East"], lines
        assert len({line.rstrip().index("of bookings") for line in regions}) == 1, lines
        assert all("rows" in line and " value " in line for line in regions), lines
        screen.type("\t")
        lines = screen.wait_for(lambda lines: any(line.rstrip().endswith("region = West") for line in lines))
        assert any(line.startswith("> West") for line in lines), lines
        screen.key("C-c")

        # A misspelt word is found while typing, too.
        screen.type("show bokings\t")
        screen.wait_for(lambda lines: lines[-1].rstrip() == "crm> show bookings")
        screen.key("C-c")

        # After an error TAB on the empty line has the corrected statement, and Enter runs it.
        screen.type("show bookngs by regon for 2017\r")
        screen.wait_for(lambda lines: any("TAB on the empty line corrects it" in line for line in lines))
        screen.type("\t")
        lines = screen.wait_for(lambda lines: lines[-1].startswith("crm> show bookings by"))
        screen.type("\r")
        screen.wait_for(lambda lines: any("did you mean `region`" in line for line in lines))
        screen.type("\t\r")
        screen.wait_for(lambda lines: any(line.startswith("Total") and "$10,005,534" in line for line in lines))
        # Then there is nothing more to correct.
        screen.type("\t")
        assert "show bookings" not in screen.lines()[-1], screen.lines()

print("ok")
