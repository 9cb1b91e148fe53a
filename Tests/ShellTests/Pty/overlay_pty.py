#!/usr/bin/env python3
"""What the line editor paints besides its text, looked at on the screen.

usage: overlay_pty.py EDITOR-PROBE
"""

import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from terminal import Terminal

probe = sys.argv[1]


def editor(*history, columns=40, rows=10, **environment):
    terminal = Terminal([probe, "> ", *history], columns, rows, environment)
    terminal.wait_for(lambda lines: lines[-1:] == [">"])
    return terminal


def test_a_pane_below_the_text():
    with editor() as terminal:
        terminal.type("a=1 b")
        terminal.wait_for(lambda lines: lines == ["> a=1 b", "= a=1", "= b"])
        assert terminal.cursor() == (7, 0)
        terminal.type("c")
        terminal.wait_for(lambda lines: lines == ["> a=1 bc", "= a=1", "= bc"])
        # A new line of the text goes above the pane.
        terminal.type("\x1b\rdef")
        terminal.wait_for(lambda lines: lines == ["> a=1 bc", "· def", "= a=1", "= bc", "= def"])
        assert terminal.cursor() == (5, 1)
        # In the middle of the text the cursor stays where it is.
        terminal.type("\x1b[A\x1b[D")
        terminal.wait_for(lambda lines: lines[2:] == ["= a=1", "= bc", "= def"])
        assert terminal.cursor() == (4, 0), terminal.cursor()
        # What is run leaves no pane behind.
        terminal.type("\x1b[B\x05\r")
        terminal.wait_for(lambda lines: lines == ["> a=1 bc", "  def", "ran: a=1 bc", "  def", ">"])


def test_a_pane_at_the_bottom_of_the_screen_scrolls():
    with editor(rows=6) as terminal:
        for _ in range(3):
            terminal.type("x\r")
        terminal.type("a= b c d e f g h i")
        lines = ["> a= b c d e f g h i", "= a=", "= b", "= c", "= d", "= e"]
        terminal.wait_for(lambda shown: shown == lines)
        assert terminal.cursor() == (20, 0)
        terminal.type("\x03")
        terminal.wait_for(lambda shown: shown == ["> a= b c d e f g h i^C", "interrupted", ">"])


def test_a_menu_stands_where_the_pane_was():
    with editor() as terminal:
        terminal.type("a= z")
        terminal.wait_for(lambda lines: lines == ["> a= z", "= a=", "= z"])
        terminal.type("\t")
        lines = terminal.wait_for(lambda lines: len(lines) == 4)
        assert [line.split()[0] for line in lines] == [">", "zebra", "zoo", "Zürich"], lines
        terminal.type("\x1b")
        terminal.wait_for(lambda lines: lines == ["> a= z", "= a=", "= z"])


def test_a_menu_that_nobody_has_chosen_from_takes_what_is_known_later():
    with editor(PROBE_PANE_DELAY="1500") as terminal:
        terminal.type("a= Z\t")
        # What wakes the editor wakes it once.
        menu = ["> a= Z", "  Zander  word  asked 2", "  Zobel   word  asked 2"]
        terminal.wait_for(lambda lines: lines == menu)
        time.sleep(0.3)
        terminal.wait_for(lambda lines: lines == menu, seconds=0)


def test_a_menu_that_somebody_has_chosen_from_stays():
    with editor(PROBE_PANE_DELAY="1500") as terminal:
        terminal.type("a= Z\t\t")
        menu = ["> a= Zander", "  Zander  word  asked 1", "  Zobel   word  asked 1"]
        terminal.wait_for(lambda lines: lines == menu)
        time.sleep(1.8)
        terminal.wait_for(lambda lines: lines == menu, seconds=0)


def test_a_dumb_terminal_has_no_pane():
    with editor(TERM="dumb") as terminal:
        terminal.type("a=1 b")
        terminal.wait_for(lambda lines: lines == ["> a=1 b"])
        assert b"\x1b" not in terminal.output, terminal.output


def test_the_suggestion_wraps_and_makes_room():
    entry = "list " + "word " * 12 + "end"
    with editor(entry, rows=4) as terminal:
        terminal.type("x\r\x0cl")
        lines = terminal.lines()
        assert lines[-2:] == ["> list word word word word word word wor", "d word word word word word end"], lines
        assert terminal.cursor() == (3, len(lines) - 2), terminal.cursor()
        # A word of it, then all.
        terminal.type("\x1bf")
        assert terminal.cursor() == (6, len(lines) - 2), terminal.cursor()
        terminal.type("\x1b[C")
        terminal.type("\r")
        terminal.wait_for(lambda lines: lines[-3].startswith("ran: list word") and lines[-1] == ">")


def test_vi_keys():
    with tempfile.TemporaryDirectory() as home:
        with open(os.path.join(home, ".editrc"), "w") as file:
            file.write("bind -v\n")
        with editor("show arr", HOME=home) as terminal:
            terminal.type("abc d")
            terminal.type("\x1b")
            terminal.type("0x")
            assert terminal.lines() == ["> bc d"], terminal.lines()
            terminal.type("u")
            assert terminal.lines() == ["> abc d"], terminal.lines()
            terminal.type("\x12")
            assert terminal.lines() == ["> bc d"], terminal.lines()
            terminal.type("$aX\x1b[D\x1b[Dé\r")
            terminal.wait_for(lambda lines: "ran: bc édX" in lines)
            # The suggestion is taken while text is inserted.
            terminal.type("sh")
            terminal.type("\x1b[C\r")
            terminal.wait_for(lambda lines: "ran: show arr" in lines)


def test_a_paste_is_one_change():
    with editor() as terminal:
        terminal.type("a")
        terminal.type("\x1b[200~b\tc\r\nd\x07\x1b[201~")
        assert [line.split() for line in terminal.lines()] == [[">", "ab", "c"], ["d"]], terminal.lines()
        terminal.type("\x1f")
        assert terminal.lines() == ["> a"], terminal.lines()
        terminal.type("\x1b_")
        assert len(terminal.lines()) == 2, terminal.lines()


def test_a_text_taller_than_the_screen():
    with editor(columns=20, rows=5, PROBE_HINT="x") as terminal:
        terminal.type("x\x1b\r1\x1b\r2")
        assert terminal.lines()[-1] == "· 2", terminal.lines()
        terminal.type("\x1b\r3\x1b\r4\x1b\r5\x1b\r6")
        assert terminal.lines()[-1].endswith("6"), terminal.lines()
        terminal.type("\r")
        terminal.wait_for(lambda lines: lines[-3:] == ["  5", "  6", ">"])


def test_a_key_is_answered_by_one_write():
    with editor() as terminal:
        terminal.type("a=1")
        terminal.wait_for(lambda lines: lines[1:] == ["= a=1"])
        # A terminal gives out what one write put in at once.
        terminal.output = b""
        os.write(terminal.master, b"2")
        while not terminal.output:
            terminal._feed()
        assert terminal.lines() == ["> a=12"], terminal.lines()


failures = 0
for name, test in [(name, value) for name, value in globals().items() if name.startswith("test_")]:
    try:
        test()
        print("ok    ", name)
    except AssertionError as failure:
        failures += 1
        print("FAILED", name, failure)
sys.exit(1 if failures else 0)
