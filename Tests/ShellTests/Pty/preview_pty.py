#!/usr/bin/env python3
"""Looks at what moves on a screen by itself: previews of answers, the progress of long work, and `watch`.

usage: preview_pty.py PROGRAM
"""

import os
import re
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from terminal import Terminal

DEALS = "id,region,amount\n1,North,10\n2,South,20\n3,North,30\n"


class Scenarios:
    def __init__(self, program):
        self.program = os.path.abspath(program)

    def shell(self, folder, **environment):
        terminal = Terminal(
            [self.program, folder], 80, 24, {"HOME": folder, "NO_COLOR": "1", **environment})
        terminal.wait_for(lambda lines: lines and lines[-1].endswith(">"))
        return terminal

    def interrupt(self, terminal):
        """Ctrl-C while something runs, which the terminal makes a signal of: no program reads it."""
        os.write(terminal.master, b"\x03")

    def write(self, folder, text, name="deals.csv"):
        # Under another name first: a reader sees the old file or the new one.
        path = os.path.join(folder, name)
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(path + ".new", path)

    def test_the_answer_stands_below_the_question(self, folder):
        self.write(folder, DEALS)
        with self.shell(folder) as terminal:
            terminal.type("set preview on\r")
            terminal.type("show sum(deals.amount) as total by region")
            lines = terminal.wait_for(lambda lines: lines[-1].endswith(" ms"))
            text = next(index for index, line in enumerate(lines) if "show sum" in line)
            assert lines[text + 1 : -1] == [
                "total by region", "3 rows of deals", "region  total", "──────  ─────", "North      40",
                "South      20", "──────  ─────", "Total      60"], lines
            assert terminal.cursor() == (len(lines[text]), text)
            # A key takes it away; what is no question has none.
            terminal.type(" by")
            time.sleep(0.3)
            assert terminal.wait_for(lambda lines: "by" in lines[-1]), terminal.lines()
            terminal.type("\x7f\x7f\x7f")
            terminal.wait_for(lambda lines: lines[-1].endswith(" ms"))
            # A key that changes nothing leaves it.
            terminal.type("\x01")
            terminal.wait_for(lambda lines: lines[-1].endswith(" ms"))
            terminal.type("\x03")
            assert terminal.lines()[-1].endswith(">"), terminal.lines()
            terminal.type("set preview off\r")
            terminal.type("show sum(deals.amount) as total by region")
            time.sleep(0.3)
            terminal.settle()
            assert terminal.lines()[-1].endswith("by region"), terminal.lines()

    def test_definitions_count_at_once(self, folder):
        self.write(folder, DEALS)
        with self.shell(folder) as terminal:
            terminal.type("set preview on\r")
            terminal.type("metric m = count(deals)\r")
            terminal.type("show m")
            terminal.wait_for(lambda lines: lines[-1].endswith(" ms") and lines[-2].strip() == "3")
            terminal.type("\x03")
            terminal.type("metric m = sum(deals.amount)\r")
            terminal.type("show m")
            terminal.wait_for(lambda lines: lines[-1].endswith(" ms") and lines[-2].strip() == "60")

    def test_long_reading_tells_and_stops(self, folder):
        self.write(folder, DEALS)
        os.mkfifo(os.path.join(folder, "slow.pipe"))
        with self.shell(folder) as terminal:
            terminal.type("load \"slow.pipe\" as slow\r")
            lines = terminal.wait_for(lambda lines: lines[-1].endswith("Ctrl-C stops"))
            assert re.fullmatch("reading slow.pipe  [1-9] s · Ctrl-C stops", lines[-1]), lines
            self.interrupt(terminal)
            lines = terminal.wait_for(lambda lines: lines[-1].endswith(">"))
            assert lines[-2] == "interrupted" and not any("reading" in line for line in lines), lines
            terminal.type("show count(deals) as n as csv\r")
            terminal.wait_for(lambda lines: lines[-3:-1] == ["n", "3"])
            terminal.type("describe slow\r")
            terminal.wait_for(lambda lines: lines[-1].endswith(">"))
            assert any("nothing is called `slow`" in line for line in terminal.lines()), terminal.lines()

    def test_nothing_of_it_in_plain_mode(self, folder):
        self.write(folder, DEALS)
        os.mkfifo(os.path.join(folder, "slow.pipe"))
        with self.shell(folder, TERM="dumb") as terminal:
            terminal.type("load \"slow.pipe\" as slow\r")
            time.sleep(0.8)
            assert not any("Ctrl-C" in line for line in terminal.lines()), terminal.lines()
            self.interrupt(terminal)
            terminal.wait_for(lambda lines: lines[-1].endswith(">"))
            terminal.type("show count(deals)")
            time.sleep(0.3)
            terminal.settle()
            assert terminal.lines()[-1].endswith("show count(deals)"), terminal.lines()

    def test_watch_marks_what_changed(self, folder):
        self.write(folder, DEALS)
        with self.shell(folder) as terminal:
            terminal.type("watch 2s show sum(deals.amount) as total by region\r")
            lines = terminal.wait_for(lambda lines: any("South      20" in line for line in lines))
            top = next(index for index, line in enumerate(lines) if line.startswith("watch 2s · "))
            assert lines[top].endswith(" · run 1 · a key ends it"), lines
            self.write(folder, DEALS + "4,South,5\n5,West,1\n")
            lines = terminal.wait_for(lambda lines: any("2 changed" in line or "1 changed" in line for line in lines))
            assert lines[top].startswith("watch 2s · ") and lines[top].endswith("a key ends it"), lines
            assert "   North      40" in lines and "•  South      25" in lines and "+  West        1" in lines, lines
            assert lines[-1].endswith(": 1 changed, 1 new"), lines
            # The next answer is as this one was.
            lines = terminal.wait_for(lambda lines: any("note: as at " in line for line in lines))
            assert "   South      25" in lines, lines
            terminal.type("q")
            lines = terminal.wait_for(lambda lines: lines[-1].endswith(">"))
            terminal.type("last as csv\r")
            terminal.wait_for(lambda lines: lines[-4:-1] == ["North,40", "South,25", "West,1"])
            terminal.type("watch 1m show count(deals)\r")
            terminal.wait_for(lambda lines: any(line.startswith("watch 1m") for line in lines))
            self.interrupt(terminal)
            lines = terminal.wait_for(lambda lines: lines[-1].endswith(">"))
            assert "interrupted" not in lines, lines


def main():
    program = sys.argv[1]
    scenarios = Scenarios(program)
    for name in [name for name in dir(scenarios) if name.startswith("test_")]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                getattr(scenarios, name)(folder)
            except Exception:
                print("in", name, file=sys.stderr)
                raise


main()
