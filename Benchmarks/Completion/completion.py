#!/usr/bin/env python3
"""How long TAB takes at the prompt, from the key to the last byte of the list.

usage: completion.py PROGRAM WORKSPACE [--repeat N]

WORKSPACE is a folder that `Scripts/compare --rows N` has made. Each place is asked several times in one session, each
time under a filter that was not asked before, so that nothing is answered from memory; the first time of all is told by
itself, because the columns are read then. Prints the median and the longest time in milliseconds, and how many of the
answers had their evidence within the time that TAB waits for it.
"""

import argparse
import os
import pty
import re
import select
import statistics
import sys
import tempfile
import time

PLACES = [
    # name, what is typed, what evidence looks like
    ("metrics", "show {n}", None),
    ("dimensions", "show won where amount > {n} by ", None),
    ("values of segment", "show won where amount > {n} and segment = ", rb"% of won"),
    ("values of segment of a ratio", "show avg_amount where amount > {n} and segment = ", rb"avg_amount"),
    ("values of account", "show won where amount > {n} and account = ", rb"% of won"),
    ("values of account by letters", "show won where amount > {n} and account = \"Account 00{n}", rb"rows?"),
    ("values of account, misspelt", "show won where amount > {n} and account = \"Acount 00{n}", rb"rows?"),
    ("periods", "show won for ", rb"rows"),
]


class Shell:
    def __init__(self, program, workspace):
        self.home = tempfile.TemporaryDirectory()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(HOME=self.home.name, XDG_STATE_HOME=self.home.name, TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.environ.setdefault("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
            os.execv(program, [program, workspace])
        self.read(1.0, 30)

    def read(self, quiet, limit=5.0):
        """What comes until nothing has come for `quiet` seconds, and when the last of it came."""
        text, last, end = b"", time.perf_counter(), time.perf_counter() + limit
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.terminal], [], [], quiet)
            if not ready:
                break
            try:
                text += os.read(self.terminal, 65536)
            except OSError:
                break
            last = time.perf_counter()
        return text, last

    def tab(self, typed):
        os.write(self.terminal, typed.encode())
        self.read(0.15)
        start = time.perf_counter()
        os.write(self.terminal, b"\t")
        text, last = self.read(0.12)
        os.write(self.terminal, b"\x03")
        # What is still being looked for must not be in the way of the next place.
        self.read(0.5)
        return max(0.0, last - start) * 1000 if text else float("nan"), text

    def close(self):
        os.write(self.terminal, b"\x04")
        self.read(0.5)
        os.close(self.terminal)
        os.waitpid(self.process, 0)
        self.home.cleanup()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("workspace")
    parser.add_argument("--repeat", type=int, default=9)
    options = parser.parse_args()
    shell = Shell(os.path.abspath(options.program), os.path.abspath(options.workspace))
    print(f"{'':32}  {'first':>8}  {'median':>8}  {'longest':>8}   evidence")
    for name, template, evidence in PLACES:
        times, found = [], 0
        for number in range(options.repeat + 1):
            typed = template.format(n=number + 11 if "{n}" in template and "show {n}" not in template else "")
            milliseconds, text = shell.tab(typed)
            times.append(milliseconds)
            found += bool(evidence and number > 0 and re.search(evidence, text))
        told = f"{found} of {options.repeat}" if evidence else "–"
        print(f"{name:32}  {times[0]:8.1f}  {statistics.median(times[1:]):8.1f}  {max(times[1:]):8.1f}   {told}", flush=True)
    shell.close()


if __name__ == "__main__":
    sys.exit(main())
