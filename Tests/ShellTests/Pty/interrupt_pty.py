#!/usr/bin/env python3
"""Presses Ctrl-C at random instants of loading, evaluating and rendering, and looks how soon the prompt is back and
whether the next answer is right.

usage: interrupt_pty.py [--instants N] [--seed N] [--rows N] [--limit SECONDS] PROGRAM

Files of so many rows are made for it, one that is read in chunks and one that is read whole. The instants are drawn from
the seed, each over the time that its statement takes when nobody interrupts it.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

sys.dont_write_bytecode = True
signal.pthread_sigmask(signal.SIG_SETMASK, [])

# Switched on when the editor begins to read, so it tells that the prompt is there.
PROMPT = b"\x1b[?2004h"

STATEMENTS = [
    ("load", "reload; show sum(amount) as total by region, product"),
    ("load whole", "reload; show sum(wide.amount) as total by region"),
    ("columns", "reload; rows deals sort by amount desc limit 3"),
    ("sums", "show sum(deals.amount) as total, count(deals) as n, count(distinct deals.rep) as reps by rep, month"),
    ("medians", "show median(deals.amount) as m, percentile(deals.amount, 90%) as p by region, month"),
    ("movements", "show new(plans.mrr per account), churned(plans.mrr per account), closing(plans.mrr per account) by month"),
    ("cohorts", "cohort count(distinct deals.account) by month"),
    ("time", "show rolling(total, 3 months), avg(total by month over 12 months) by month, region"),
    ("why", "why total by region, product, rep for 2025-06 vs 2025-05"),
    ("why not", "why average for 2025-06 vs 2025-05"),
    ("forecast", "forecast total by region, product for next 6 months"),
    ("scorecard", "scorecard for 2025-06"),
    ("funnel", "funnel deals by region"),
    ("check", "check deals"),
    ("sorting", "rows deals where contains(rep, \"1\") sort by rep, amount desc limit 5"),
    ("text", "show count(deals where like_text = \"x\") as n, max(upper(deals.rep)) as m by region"),
    ("groups", "show sum(deals.amount) as total by id, account"),
    ("rendering", "rows deals limit 20000"),
    ("csv", "rows deals limit 20000 as csv"),
    ("script", "run board"),
    ("file", "show sum(deals.amount) as total by id to \"out.csv\""),
]


class Shell:
    """The program in a pseudo-terminal, whose output is always taken."""

    def __init__(self, command, folder):
        self.forget()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            environment = {
                "PATH": os.environ["PATH"], "HOME": folder, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
            }
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def forget(self):
        self.seen = bytearray()
        self.has_prompt = False

    def take(self, seconds):
        """Takes output for so long, or until there is some; whether the program is still there."""
        ready, _, _ = select.select([self.terminal], [], [], max(0, seconds))
        if ready:
            try:
                # What was searched is not searched again: an answer may have a million lines.
                start = max(0, len(self.seen) - len(PROMPT))
                self.seen += os.read(self.terminal, 1 << 16)
                self.has_prompt = self.has_prompt or self.seen.find(PROMPT, start) >= 0
            except OSError:
                raise AssertionError("the program has ended:\n" + self.seen[-2000:].decode(errors="replace"))

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.take(left)

    def type(self, text):
        data = text.encode()
        while data:
            _, ready, _ = select.select([], [self.terminal], [], 0.01)
            if ready:
                data = data[os.write(self.terminal, data):]
            self.take(0)

    def prompt(self, limit, what):
        """The seconds until the prompt is there."""
        start = time.monotonic()
        while not self.has_prompt:
            if time.monotonic() - start > limit:
                tail = self.seen[-2000:].decode(errors="replace")
                raise AssertionError(f"no prompt {limit} s after {what}:\n{tail}")
            self.take(0.05)
        return time.monotonic() - start

    def ask(self, statement, limit=120):
        """Runs a statement to its end: the seconds that it took, and what was put out."""
        self.forget()
        start = time.monotonic()
        self.type(statement + "\r")
        self.prompt(limit, statement)
        return time.monotonic() - start, self.seen.decode(errors="replace")

    def interrupt(self, statement, delay, limit):
        """Runs a statement and presses Ctrl-C after a while: the seconds until the prompt is back."""
        self.forget()
        self.type(statement + "\r")
        self.wait(delay)
        self.forget()
        self.type("\x03")
        return self.prompt(limit, f"Ctrl-C {delay:.3f} s after {statement}")

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def write_data(folder, rows, seed):
    """The files, and the right answer to the question that is asked after each interruption."""
    draw = random.Random(seed)
    regions, products = ["North", "South", "East", "West"], ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
    stages = ["New", "Qualified", "Proposal", "Won", "Lost"]
    counts = {}
    lines = ["id,account,region,product,rep,stage,amount,closed,note"]
    for row in range(rows):
        region = draw.choice(regions)
        counts[region] = counts.get(region, 0) + 1
        lines.append(
            f"{row},A{draw.randrange(rows // 20 + 1)},{region},{draw.choice(products)},Rep {draw.randrange(200)},"
            f"{draw.choice(stages)},{draw.randrange(1, 1000000) / 100:.2f},"
            f"2025-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02},{'all about it ' * 5}")
    text = "\n".join(lines) + "\n"
    with open(os.path.join(folder, "deals.csv"), "w", encoding="utf-8") as file:
        file.write(text)
    # Of another encoding, a file is not read in chunks.
    with open(os.path.join(folder, "wide.csv"), "w", encoding="utf-16") as file:
        file.write(text)
    with open(os.path.join(folder, "plans.csv"), "w", encoding="utf-8") as file:
        file.write("plan,account,mrr,start,end\n")
        for row in range(rows // 4):
            month, length = draw.randrange(1, 13), draw.randrange(1, 12)
            end = 2024 * 12 + month - 1 + length
            file.write(
                f"{row},A{draw.randrange(rows // 20 + 1)},{draw.randrange(10, 900)},2024-{month:02}-01,"
                f"{end // 12}-{end % 12 + 1:02}-01\n")
    with open(os.path.join(folder, "workspace.qst"), "w", encoding="utf-8") as file:
        file.write(
            'dataset deals from "deals.csv" { key id; time closed; derive like_text = lower(rep);'
            " stages stage: New > Qualified > Proposal > Won | Lost }\n"
            'dataset wide from "wide.csv" { time closed }\n'
            'dataset plans from "plans.csv" { key plan; active from start to end }\n'
            "dimension region = deals.region, wide.region\n"
            "metric total = sum(deals.amount)\nmetric average = sum(deals.amount) / count(deals)\n"
            "set today 2025-12-31\n")
    os.mkdir(os.path.join(folder, "scripts"))
    with open(os.path.join(folder, "scripts", "board.qst"), "w", encoding="utf-8") as file:
        file.write("".join(f"show median(deals.amount) as m{i} by rep, product\n" for i in range(4)))
    return {f"{region},{count}" for region, count in counts.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--instants", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=80_000)
    parser.add_argument("--limit", type=float, default=0.2)
    parser.add_argument("--only", help="the name of one kind of statement")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("program")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    statements = [pair for pair in STATEMENTS if options.only in (None, pair[0])]
    delays, late = {}, []
    with tempfile.TemporaryDirectory() as folder:
        right = write_data(folder, options.rows, options.seed)
        shell = Shell([os.path.abspath(options.program), "--no-cache", "--force", "--set", "pager=off", "."], folder)
        try:
            shell.prompt(60, "the start")
            lengths = {}
            for number in range(options.instants):
                name, statement = statements[number % len(statements)]
                if name not in lengths:
                    lengths[name], told = shell.ask(statement)
                    if options.verbose:
                        print(f"{name}: {lengths[name] * 1000:.0f} ms", *told.splitlines()[1:5], sep="\n    ", flush=True)
                delay = draw.uniform(0, lengths[name])
                taken = shell.interrupt(statement, delay, 60)
                # Where the statement was over before, the key gave up an empty line: one more prompt.
                shell.wait(0.1)
                delays.setdefault(name, []).append(taken)
                if taken > options.limit:
                    late.append(f"{name}: prompt {taken * 1000:.0f} ms after Ctrl-C at {delay * 1000:.0f} ms")
                _, told = shell.ask("show count(deals) as n by region as csv")
                lines = set(told.replace("\r", "").split("\n"))
                assert right <= lines, f"after Ctrl-C {delay:.3f} s into {statement}:\n{told}"
        finally:
            shell.close()
    everything = sorted(second for seconds in delays.values() for second in seconds)
    for name, seconds in delays.items():
        print(f"{name:12} {len(seconds):4} ×   median {statistics.median(seconds) * 1000:6.1f} ms   "
              f"most {max(seconds) * 1000:6.1f} ms   of {lengths[name] * 1000:.0f} ms")
    print(f"all {len(everything)}: median {statistics.median(everything) * 1000:.1f} ms, most {everything[-1] * 1000:.1f} ms")
    if late:
        print(*late, sep="\n")
        sys.exit(1)


main()
