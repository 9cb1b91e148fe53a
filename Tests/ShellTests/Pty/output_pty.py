#!/usr/bin/env python3
"""Where answers go: through a pager, into the clipboard, and never with what a terminal would obey.

usage: output_pty.py PROGRAM WORKSPACE

WORKSPACE is the example of the CRM: metric `bookings`, dimensions `region` and `account`.
"""

import base64
import csv
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from screen import Screen

program, workspace = sys.argv[1:3]


def variables(home, **more):
    return {"HOME": home, "XDG_STATE_HOME": os.path.join(home, "state"), "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **more}


def shell(home, **more):
    screen = Screen([program, "--set", "preview=off", workspace], 100, 20, variables(home, **more))
    screen.wait_for(lambda lines: lines[-1].rstrip() == "crm>", seconds=60)
    return screen


def prompt(lines):
    return lines[-1].rstrip() == "crm>"


def paging(home):
    # Something that shows that it has the screen, and needs no `less`.
    pager = os.path.join(home, "pager.py")
    with open(pager, "w") as file:
        file.write("import sys\nlines = sys.stdin.readlines()\nprint('PAGED', len(lines), lines[0].strip())\n")
    with shell(home, QUAESTOR_PAGER=f"{sys.executable} {pager}") as screen:
        screen.type("show bookings by account\r")
        lines = screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("PAGED") for line in lines))
        assert any(re.match(r"PAGED \d\d Bookings by account", line) for line in lines), lines
        # What fits the screen is shown as it is.
        screen.type("show bookings by region\r")
        screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("Central") for line in lines))
        # Off, and a command of one's own.
        screen.type("set pager off\rshow bookings by account\r")
        lines = screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("Total") for line in lines))
        assert not any(line.startswith("PAGED") for line in lines), lines
        screen.type("set pager \"head -n 1; echo LEFT\"\rshow bookings by account\r")
        screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("LEFT") for line in lines))
        # One that there is not: everything is written at once.
        screen.type("set pager \"no-such-pager\"\rshow bookings by account\r")
        lines = screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("Total") for line in lines))


def less(home):
    with shell(home) as screen:
        screen.type("show bookings by account, product\r")
        lines = screen.wait_for(lambda lines: lines[-1].startswith(":") or "(END)" in lines[-1])
        assert any(line.startswith("Bookings by account") for line in lines), lines
        # Ctrl-C is the pager's, however often; the prompt lives on.
        screen.key("C-c", "C-c", "C-c")
        screen.type("q")
        screen.wait_for(prompt)
        screen.type("show bookings by region\r")
        screen.wait_for(lambda lines: prompt(lines) and any(line.startswith("Central") for line in lines))


def copied(home, **more):
    """What a terminal gets that is asked for the last answer in its clipboard, as bytes."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(program, [program, workspace], {"PATH": os.environ["PATH"], "TERM": "xterm", **variables(home, **more)})
    received = b""

    def wait_for(pattern):
        nonlocal received
        limit = time.monotonic() + 60
        while not re.search(pattern, received) and time.monotonic() < limit:
            if select.select([terminal], [], [], 0.1)[0]:
                received += os.read(terminal, 65536)
        assert re.search(pattern, received), received[-2000:]

    wait_for(b"crm> ")
    os.write(terminal, b"show bookings by region for 2017 as markdown\r")
    wait_for(rb"(?s)Central.*crm> ")
    os.write(terminal, b"copy\r")
    wait_for(b"copied: 3 lines as tsv")
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return received


def clipboard(home):
    expected = b"region\tbookings\nWest\t3568647\nCentral\t3346293\nEast\t3090594\n"
    plain = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", copied(home))
    assert base64.b64decode(plain[1], validate=True) == expected, plain
    wrapped = re.search(rb"\x1bPtmux;\x1b\x1b\]52;c;([A-Za-z0-9+/=]*)\x07\x1b\\", copied(home, TMUX="/tmux,1,0"))
    assert base64.b64decode(wrapped[1], validate=True) == expected, wrapped


def hostile_names(home):
    """Folder, files, titles and cells with what terminals obey: none of it comes through, in answers or in errors."""
    texts = ["\x1b]0;title\x07", "a\nb", "x\u202egpj", "\u009b2J", "tab\there", "zero\u200bwidth", "日本 👩‍👩‍👧", "\x1b[31m"]
    folder = os.path.join(home, "\x1b[31mfolder\x07")
    os.mkdir(folder)
    for number, text in enumerate(texts):
        with open(os.path.join(folder, text + ".csv"), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([texts + ["amount"], texts + [number], texts[::-1] + [number + 1]])
    broken = os.path.join(folder, "\x1b[5mbroken.qst")
    with open(broken, "w") as file:
        file.write("show \x1b[31mnothing\n")
    statements = [
        "list datasets", "list dimensions", "list metrics", "check", "help", "help \"\x1b[31m\"", "describe `\x1b[31m`",
        "show `\x1b[31mx`", "load \"no\x1b[31m.csv\"", "rows `\x1b[31m` where x = '\x07'", "last to \"\x1b[31m.csv\"",
        "set \x1b[31m on", "run `\x1b[31m`", "use \"\x1b[31m.qst\"", "\x1b[31m",
    ]
    calls = [[folder, "-c", statement] for statement in statements] + [["run", broken], ["--\x1b[31m"], ["check", broken]]
    for call in calls:
        done = subprocess.run([program, *call], capture_output=True, env={"PATH": os.environ["PATH"], **variables(home)})
        shown = (done.stdout + done.stderr).decode("utf-8")
        assert shown.strip(), call
        obeyed = re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", shown)
        assert not obeyed, (call, shown[max(0, obeyed.start() - 200):obeyed.end() + 20])


with tempfile.TemporaryDirectory() as home:
    hostile_names(home)
    paging(home)
    if shutil.which("less"):
        less(home)
    clipboard(home)
