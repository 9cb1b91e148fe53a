#!/usr/bin/env python3
"""How long a key takes to appear: from its byte to the terminal until what it changes has been painted.

usage: typing.py [--keys N] [PROGRAM [WORKSPACE]]

Types questions of `Examples/acme` key by key, with mistakes and corrections, at the program in a pseudo-terminal, with
colours, suggestions, hints and what else is on by default. The editor answers a key by one write, so that the first
bytes that come are the whole answer. The next key waits until the program is at rest.
"""

import argparse
import os
import pty
import random
import select
import struct
import fcntl
import sys
import tempfile
import termios
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

QUESTIONS = [
    "show arr by segment for 2025",
    "show bookings, win_rate by segment, team for 2025-Q4 vs previous",
    "show arr, customers by quarter where segment = Enterprise",
    "show cost_per_lead, leads by channel for last 12 months",
    "show nrr by segment for 2025 vs previous with totals",
    "show sum(deals.amount where stage = \"Closed Won\") as won by owner sort by won limit 5",
    "cohort customers by quarter",
    "why arr by segment for 2025-Q4 vs 2025-Q3",
    "rows deals where amount > 100000 sort by amount limit 5",
    "funnel deals by segment for 2025",
]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--keys", type=int, default=3000)
    parser.add_argument("program", nargs="?", default=os.path.join(ROOT, ".build/bin/quaestor"))
    parser.add_argument("workspace", nargs="?", default=os.path.join(ROOT, "Examples/acme"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        times = measure(options, home)
    times.sort()
    print(f"{len(times)} keys, milliseconds from key to screen")
    for name, share in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)]:
        print(f"  {name}  {times[min(len(times) - 1, int(share * len(times)))] * 1000:.2f}")


def measure(options, home):
    process, terminal = pty.fork()
    if process == 0:
        environment = {
            "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": home,
            "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home,
        }
        os.execve(options.program, [options.program, options.workspace], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    rest(process, terminal, 2)
    for question in QUESTIONS:
        os.write(terminal, question.encode() + b"\r")
        rest(process, terminal, 0.5)
    times = []
    generator = random.Random(1)
    while len(times) < options.keys:
        question = generator.choice(QUESTIONS)
        for character in question:
            keys = [character]
            if generator.random() < 0.05:
                keys = [generator.choice("etaoin"), "\x7f", character]
            for key in keys:
                times.append(press(process, terminal, key.encode()))
        os.write(terminal, b"\x03")
        rest(process, terminal, 0)
    os.write(terminal, b"\x04")
    rest(process, terminal, 0)
    os.close(terminal)
    os.waitpid(process, 0)
    return times


def press(process, terminal, key):
    start = time.perf_counter()
    os.write(terminal, key)
    if not select.select([terminal], [], [], 5)[0]:
        raise SystemExit(f"no answer to {key!r}")
    end = time.perf_counter()
    rest(process, terminal, 0)
    return end - start


def rest(process, terminal, seconds):
    """Reads until the program sleeps, and has been silent for a while."""
    quiet_since = time.monotonic()
    while True:
        while select.select([terminal], [], [], 0.001)[0]:
            try:
                os.read(terminal, 1 << 16)
            except OSError:
                return
            quiet_since = time.monotonic()
        with open(f"/proc/{process}/stat", "rb") as file:
            state = file.read().rsplit(b") ", 1)[1][:1]
        if state in b"SZ" and time.monotonic() - quiet_since >= seconds:
            return


if __name__ == "__main__":
    main()
