#!/usr/bin/env python3
"""Types at a shell in a terminal and looks at the screen: the line editor's behaviour that any session has.

usage: editor_pty.py [--statement TEXT] [--unfinished TEXT] [--word TEXT] PROGRAM [ARGUMENT …]

PROGRAM is started in a terminal of its own with an empty home. The options name a statement that runs, the beginning
of one that Enter must continue, and a text with several completions at its end; the defaults suit the CRM example.
"""

import argparse
import json
import os
import signal
import sys
import tempfile

sys.dont_write_bytecode = True
from screen import Screen


class Scenarios:
    def __init__(self, options, home):
        # Hints and suggestions beside the text are looked at elsewhere.
        self.command = [options.program, *options.arguments, "--set=preview=off", "--set=pager=off", "--set", "theme=none"]
        self.statement = options.statement
        self.unfinished = options.unfinished
        self.word = options.word
        self.environment = {"HOME": home, "XDG_STATE_HOME": os.path.join(home, "state"), "LC_ALL": "C.UTF-8"}
        self.history = os.path.join(home, "state", "quaestor", "history.jsonl")

    def shell(self, columns=80, rows=30, **environment):
        screen = Screen(self.command, columns, rows, {**self.environment, **environment})
        screen.wait_for(lambda lines: lines[-1].rstrip().endswith(">"))
        return screen

    def job(self):
        """The program as a job of a shell, with `abc` typed."""
        screen = Screen(["bash", "--norc"], 80, 50, {**self.environment, "PS1": "$ "})
        screen.type(" ".join(self.command) + "\r")
        screen.wait_for(lambda lines: lines[-1].rstrip().endswith(">"))
        screen.type("abc")
        return screen

    def remembered(self):
        if not os.path.exists(self.history):
            return []
        with open(self.history, encoding="utf-8") as file:
            return [json.loads(line)["q"] for line in file]

    def test_a_statement_is_remembered_by_a_second_shell(self):
        with self.shell() as screen:
            screen.type(self.statement + "\r")
            screen.wait_for(lambda _: self.remembered() == [self.statement])
            assert os.stat(self.history).st_mode & 0o777 == 0o600
            os.kill(screen.process(), signal.SIGKILL)
        with self.shell() as screen:
            screen.key("Up")
            assert screen.lines()[-1].endswith("> " + self.statement), screen.lines()

    def test_an_unfinished_statement_goes_on_in_the_same_text(self):
        with self.shell() as screen:
            screen.type(self.unfinished + "\rnext")
            first, second = screen.lines()[-2:]
            assert first.endswith("> " + self.unfinished) and second.strip() == "next", screen.lines()
            screen.key("Up", "C-a")
            assert screen.cursor()[0] == len(first) - len(self.unfinished)
            screen.key("C-e")
            assert screen.cursor()[0] == len(first)
            screen.key("Down", "C-c")
            assert any(line.strip() == "next^C" for line in screen.lines()), screen.lines()

    def test_control_c_gives_up_a_text_and_control_d_ends(self):
        with self.job() as screen:
            screen.key("C-c")
            assert any(line.endswith("> abc^C") for line in screen.lines()), screen.lines()
            assert screen.lines()[-1].rstrip().endswith(">"), screen.lines()
            assert self.remembered() == []
            screen.key("C-d")
            screen.type("echo status $?\r")
            screen.wait_for(lambda lines: "status 0" in lines)

    def open_menu(self, screen):
        """Types the word and presses Tab until there are more lines; returns the lines that were there before."""
        screen.type(self.word)
        while True:
            before = screen.lines()
            screen.key("Tab")
            if len(screen.wait_for(lambda lines: lines != before)) > len(before):
                return before

    def test_a_menu_is_painted_and_erased(self):
        with self.shell() as screen:
            before = self.open_menu(screen)
            assert screen.lines()[: len(before)] == before, screen.lines()
            screen.key("Tab", "Tab", "BTab")
            rows = screen.lines(escapes=True)[len(before):]
            assert sum("\x1b[7m" in row or "\x1b[0;7m" in row for row in rows) == 1, rows
            screen.resize(50, 20)
            screen.resize(80, 30)
            screen.key("Escape")
            before = screen.wait_for(lambda lines: lines[-1] == before[-1])
            screen.key("Tab")
            screen.wait_for(lambda lines: len(lines) > len(before))
            screen.key("Tab")
            screen.type("!")
            screen.wait_for(lambda lines: len(lines) == len(before) and lines[-1].endswith("!"))

    def test_without_colour_the_selection_has_a_mark(self):
        with self.shell(NO_COLOR="1") as screen:
            before = self.open_menu(screen)
            screen.key("Tab")
            assert sum(line.startswith("> ") for line in screen.lines()[len(before):]) == 1, screen.lines()
            assert not any("\x1b[7m" in line for line in screen.lines(escapes=True))

    def test_a_dumb_terminal_gets_lines_and_no_sequences(self):
        with self.shell(TERM="dumb") as screen:
            before = self.open_menu(screen)
            assert screen.lines()[-1] == before[-1], screen.lines()
            screen.key("C-c")
            screen.type(self.statement)
            assert screen.lines()[-1].endswith("> " + self.statement), screen.lines()
            assert not any("\x1b" in line for line in screen.lines(escapes=True)), screen.lines(escapes=True)

    def test_a_paste_is_one_piece_and_does_not_run(self):
        with self.shell() as screen:
            screen.paste(f"{self.statement}\n\tsecond\x07\n{self.statement}\n")
            assert self.remembered() == []
            lines = screen.lines()
            assert lines[-3].endswith("> " + self.statement) and lines[-2].strip() == "second", lines
            assert lines[-1] == self.statement, lines

    def test_the_history_is_searched(self):
        with self.shell() as screen:
            for statement in (self.statement, "help list", "list\rmetrics"):
                screen.type(statement + "\r")
            screen.type("draft")
            screen.key("C-r")
            screen.wait_for(lambda lines: any(line.startswith("> list ⏎ metrics  ") for line in lines))
            # The newest is selected; a statement of several lines is shown whole below.
            lines = screen.lines()
            start = max(i for i, line in enumerate(lines) if line.startswith("(search)"))
            assert lines[start] == "(search)    1 of 3", lines
            assert [line.rstrip() for line in lines[start + 4:]] == ["", "  list", "    metrics"], lines
            assert all(line.endswith("  just now") for line in lines[start + 1:start + 4]), lines
            # What holds the letters together stands before what has them in their order.
            screen.type("hp")
            assert [line[:12].rstrip() for line in screen.lines()[start:]] == ["(search) hp", "> help list"], screen.lines()
            marked = screen.lines(escapes=True)[start + 1]
            assert marked.count("\x1b[1m\x1b[4m") + marked.count("\x1b[1;4m") == 2, repr(marked)
            screen.key("C-u", "C-r", "C-r", "C-s")
            assert screen.lines()[start + 2].startswith("> help list"), screen.lines()
            screen.key("Down")
            screen.key("Enter")
            assert screen.lines()[-1].endswith("> " + self.statement), screen.lines()
            assert "(search)" not in "".join(screen.lines()[start:]), screen.lines()
            # An editing key edits what was found.
            screen.key("C-c", "C-r")
            screen.type("help")
            screen.key("Left", "Left")
            screen.type("X")
            assert screen.lines()[-1].endswith("> help liXst"), screen.lines()
            # Escape gives the text back as it was.
            screen.key("C-r")
            screen.type("zzzz")
            assert screen.lines()[-1].startswith("(not found) zzzz"), screen.lines()
            screen.key("Escape")
            screen.wait_for(lambda lines: lines[-1].endswith("> help liXst"))

    def test_the_history_is_searched_on_a_narrow_screen(self):
        with self.shell(columns=40, rows=12) as screen:
            long = "show " + "count(deals where stage = Won) + " * 4 + "1 as zebra"
            screen.type(long)
            screen.key("C-c")
            for number in range(12):
                screen.type(f"help {number}\r")
            screen.type("# " + long + "\r")
            screen.key("C-r")
            screen.type("zebra")
            lines = screen.lines()
            assert len(lines) <= 12 and any("zebra" in line for line in lines if line.startswith("> ")), lines
            screen.resize(30, 12)
            assert screen.lines()[-12:].count("(search) zebra   1 of 1") == 1, screen.lines()
            screen.key("Escape")
            screen.wait_for(lambda lines: lines[-1].rstrip().endswith(">"))

    def test_an_entry_is_put_on_the_line_by_its_number(self):
        with self.shell() as screen:
            screen.type("help list\r")
            screen.type(self.statement + "\r")
            screen.type("!1\r")
            screen.wait_for(lambda lines: lines[-1].endswith("> help list"))
            screen.key("C-c")
            screen.type("!!\r")
            screen.wait_for(lambda lines: lines[-1].endswith("> " + self.statement))
            screen.key("C-c")
            screen.type("!-2\r")
            screen.wait_for(lambda lines: lines[-1].endswith("> help list"))

    def test_secrets_are_not_remembered(self):
        with self.shell() as screen:
            screen.type("let token = \"abc123\"\r")
            screen.wait_for(lambda _: self.remembered() == ["let token = \"***\""])
            screen.type(" let hidden = 1\r")
            screen.type("help list\r")
            screen.wait_for(lambda _: self.remembered()[-1:] == ["help list"])
            assert len(self.remembered()) == 2, self.remembered()

    def test_a_full_disk_does_not_stop_the_shell(self):
        # No file may grow beyond 0 blocks: the first write to the history fails.
        screen = Screen(["bash", "--norc", "-c", "ulimit -f 0; exec " + " ".join(self.command)], 100, 30, self.environment)
        with screen:
            screen.wait_for(lambda lines: lines[-1].rstrip().endswith(">"))
            screen.type("help list\r")
            screen.type("help run\r")
            lines = screen.wait_for(lambda lines: any("run NAME" in line for line in lines))
            assert sum("history is not kept" in line for line in lines) == 1, lines

    def test_wide_letters_and_accents(self):
        with self.shell() as screen:
            left = screen.cursor()[0]
            screen.type("東京 e\u0301x")
            assert screen.lines()[-1].endswith("> 東京 éx"), screen.lines()
            assert screen.cursor()[0] == left + 7
            screen.key("Left", "Left", "BSpace", "BSpace")
            assert screen.lines()[-1].endswith("> 東éx"), screen.lines()

    def test_a_narrow_screen_is_painted_again(self):
        with self.shell(columns=60) as screen:
            # A terminal may push its first rows out of the screen when it becomes narrower.
            for _ in range(3):
                screen.type(self.statement + "\r")
                screen.wait_for(lambda lines: lines[-1].rstrip().endswith(">"))
            above = screen.lines()[:-1]
            # Without blanks, because libedit ends a row that ends in one, and the terminal cannot join it again.
            screen.type("word-" * 20)
            before = screen.lines()[-2:]
            screen.resize(41, 30)
            narrow = "".join(line.ljust(41) for line in screen.lines()).rstrip()
            assert narrow.endswith("> " + "word-" * 20), screen.lines()
            screen.resize(60, 30)
            assert screen.lines() == above + before, screen.lines()
            screen.key("C-a")
            screen.type("X")
            assert "> Xword-word" in screen.lines()[-2], screen.lines()

    def test_a_hint_does_not_disturb_a_change_of_size(self):
        self.command.remove("theme=none")
        self.command.remove("--set")
        with self.shell(columns=80) as screen:
            screen.type("show x\x1b\r  by region ")
            first, second = screen.lines()[-2:]
            assert "> show x " in first and second.endswith("  by region"), screen.lines()
            assert len(first) > 60, "no hint: " + first
            for columns in (50, 44, 80):
                screen.resize(columns, 30)
            assert screen.lines()[-2:] == [first, second], screen.lines()
            screen.key("C-c")

    def test_stopping_and_going_on(self):
        with self.job() as screen:
            screen.key("C-z")
            screen.wait_for(lambda lines: "Stopped" in "".join(lines))
            screen.type("fg\r")
            screen.wait_for(lambda lines: lines[-1].endswith("> abc"))
            screen.type("d")
            assert screen.lines()[-1].endswith("> abcd"), screen.lines()

    def test_ending_restores_the_terminal(self):
        with self.job() as screen:
            shell = screen.process()
            child = open(f"/proc/{shell}/task/{shell}/children").read().split()[0]
            os.kill(int(child), signal.SIGTERM)
            screen.wait_for(lambda lines: any("Terminated" in line for line in lines))
            screen.type("clear; stty -a\r")
            modes = " ".join(screen.wait_for(lambda lines: "echok" in " ".join(lines))).split()
            assert {"icanon", "echo", "isig", "icrnl"} <= set(modes), modes


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--statement", default="list metrics")
    parser.add_argument("--unfinished", default="show count(sales_pipeline) by")
    parser.add_argument("--word", default="show ")
    parser.add_argument("--only", default="")
    parser.add_argument("program")
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args()
    failures = 0
    for name in [name for name in dir(Scenarios) if name.startswith("test_") and options.only in name]:
        with tempfile.TemporaryDirectory() as home:
            try:
                getattr(Scenarios(options, home), name)()
                print("ok    ", name)
            except (AssertionError, OSError, LookupError, ValueError) as failure:
                failures += 1
                print("FAILED", name, repr(failure))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
