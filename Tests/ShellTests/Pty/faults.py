#!/usr/bin/env python3
"""Lets each system call fail in turn by which something is saved, and kills the program at each, and looks whether the old
file or the new one is there, whole.

usage: faults.py [--sample N] [--seed N] [--only NAME] [--verbose] PROGRAM

strace injects the faults. For every scenario a run without faults tells which calls of each kind, counted by the program's
main thread, belong to the saving: those that name the folder where it happens. Then each is met by every error that the
system can give there, and by SIGKILL and SIGTERM. After each the program is run again, which has to succeed and to leave
nothing that is half done. --sample tries so many of all points, drawn from the seed.

Exit code 0: all is well; 1: something was torn, lost or not told; 2: strace may not trace here.
"""

import argparse
import json
import os
import pty
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

# What the system may say. EINTR means that the call has to be made again.
ERRORS = {
    "openat": ["EIO", "EMFILE", "EACCES", "ENOSPC", "EINTR"],
    "write": ["ENOSPC", "EIO", "EDQUOT", "EFBIG", "EINTR"],
    "pwrite64": ["ENOSPC", "EIO", "EDQUOT", "EFBIG", "EINTR"],
    "fsync": ["EIO", "ENOSPC", "EINTR"],
    "close": ["EIO", "EINTR"],
    "rename": ["EIO", "ENOSPC"],
    "renameat": ["EIO", "ENOSPC", "EACCES", "EINTR"],
    "linkat": ["EIO", "EPERM", "ENOSPC", "EINTR"],
    "unlinkat": ["EIO"],
    "fchmod": ["EPERM", "EIO"],
    "fchown": ["EPERM"],
    "flock": ["ENOLCK"],
    "ftruncate": ["EIO", "EINTR"],
    "mkdir": ["EACCES", "ENOSPC"],
    "newfstatat": ["EIO"],
    "fstat": ["EIO"],
    "getdents64": ["EIO"],
}
SIGNALS = ["KILL", "TERM"]
CALL = re.compile(r"^(\d+) +(\w+)\(")
OLD = b"what was there before\n"
DATA = "g,x,day\n" + "".join(f"{'abc'[row % 3]},{row},2025-{row % 12 + 1:02}-01\n" for row in range(40))


class Failure(Exception):
    pass


class Scenario:
    """One way of saving. `target` is the file below the folder `place`, both below the scenario's own folder."""

    def __init__(self, name, arguments, target, old=OLD, prepare=None, check=None, typed=None, cache=False):
        self.name, self.arguments, self.target, self.old = name, arguments, target, old
        self.prepare, self.check, self.typed, self.cache = prepare, check, typed, cache

    def set_up(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        for path in ("ws/scripts", "out", "cache", "state/quaestor"):
            os.makedirs(os.path.join(folder, path))
        os.chmod(os.path.join(folder, "cache"), 0o700)
        write(folder, "ws/t.csv", DATA)
        write(folder, "ws/workspace.qst", 'dataset t from "t.csv" { time day }\n')
        write(folder, "ws/scripts/all.qst", "show sum(x) as s by g\nshow sum(x) as s by month\n")
        if self.old is not None:
            write(folder, self.target, self.old)
        if self.prepare:
            self.prepare(folder)

    def arguments_in(self, folder):
        return [argument.replace("@", folder) for argument in self.arguments]


def write(folder, path, content):
    with open(os.path.join(folder, path), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def history(folder, lines):
    text = "".join(f'{{"q":"show {number}","t":"2026-01-01T00:00:00Z","w":"{"x" * 2000}"}}\n' for number in range(lines))
    write(folder, "state/quaestor/history.jsonl", text)


def large(folder):
    write(folder, "ws/t.csv", "g,x,day\n" + "".join(
        f"{'abc'[row % 3]} of some length,{row},2025-{row % 12 + 1:02}-01\n" for row in range(40_000)))
    # A file that was written just now is not kept.
    os.utime(os.path.join(folder, "ws/t.csv"), (1_700_000_000, 1_700_000_000))
    time.sleep(0.03)


def whole_history(folder, before, after_fault):
    """Each line is an entry, and the newest of those that were there is kept."""
    data = read(os.path.join(folder, "state/quaestor/history.jsonl")) or b""
    lines = [line for line in data.split(b"\n") if line]
    entries = []
    for number, line in enumerate(lines):
        try:
            entries.append(json.loads(line)["q"])
        except ValueError:
            # A writer that was killed may leave half a line, and the next one leaves it alone.
            if not (after_fault and number == len(lines) - 1):
                raise Failure(f"a torn line in the history: {line[:80]!r}")
    known = [json.loads(line)["q"] for line in before.split(b"\n") if line]
    if known[-1] not in entries:
        raise Failure("the newest entry of before is lost")
    if not after_fault and entries[-2:] != ["let a = 1", "quit"]:
        raise Failure(f"what was typed is lost: {entries[-2:]}")


SCENARIOS = [
    Scenario("script", ["--force", "@/ws", "-c", "save board = show sum(x) as s by g"], "ws/scripts/board.qst"),
    Scenario("new script", ["@/ws", "-c", "save board = show sum(x) as s by g"], "ws/scripts/board.qst", old=None),
    Scenario("answer", ["--force", "@/ws", "-c", 'show sum(x) as s by g to "@/out/a.csv"'], "out/a.csv"),
    Scenario("new answer", ["@/ws", "-c", 'show sum(x) as s by g to "@/out/a.csv"'], "out/a.csv", old=None),
    Scenario("workbook", ["--force", "@/ws", "-c", 'rows t to "@/out/a.xlsx"'], "out/a.xlsx"),
    Scenario("report", ["run", "@/ws/scripts/all.qst", "--force", "--no-cache", "--to", "@/out/a.html"], "out/a.html",
             prepare=lambda folder: write(folder, "ws/scripts/all.qst", 'use ".."\nshow sum(x) as s by g\n')),
    Scenario("workspace", ["--force", "@/ws", "-c", "save workspace"], "ws/workspace.qst",
             old=b'dataset t from "t.csv" { time day }\n'),
    Scenario("format", ["fmt", "--in-place", "@/ws/scripts/board.qst"], "ws/scripts/board.qst",
             old=b"show   sum( x ) as s   by g\n"),
    Scenario("snapshot", ["@/ws", "-c", "show sum(x) as s by g as csv"], "cache/quaestor", old=None, prepare=large, cache=True),
    Scenario("history", ["--plain", "--no-init", "@/ws"], "state/quaestor/history.jsonl", old=None,
             prepare=lambda folder: history(folder, 5), check=whole_history, typed="let a = 1"),
    Scenario("long history", ["--plain", "--no-init", "@/ws"], "state/quaestor/history.jsonl", old=None,
             prepare=lambda folder: history(folder, 2_100), check=whole_history, typed="let a = 1"),
]


class Runner:
    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder

    def environment(self):
        return {
            "HOME": self.folder, "XDG_STATE_HOME": self.folder + "/state", "XDG_CACHE_HOME": self.folder + "/cache",
            "XDG_CONFIG_HOME": self.folder + "/config", "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "dumb",
            # One thread, so that its calls can be counted.
            "QUAESTOR_THREADS": "1", "SWIFT_BACKTRACE": "enable=no",
        }

    def run(self, scenario, inject=None, traced=True):
        """Runs the program: exit code (negative for a signal), what it said, the lines of the trace."""
        options = ["--no-cache"] if scenario.arguments[0] not in ("run", "fmt") and not scenario.cache else []
        command = [self.program] + options + scenario.arguments_in(self.folder)
        log = self.folder + ".trace"
        if traced:
            calls = ",".join(ERRORS)
            command = ["strace", "-f", "-q", "-y", "-o", log, "-e", f"trace={calls}", "-e", "signal=all"] + (
                ["-e", f"inject={inject}"] if inject else []) + command
        if scenario.typed is not None:
            code, told = self.type(command, scenario.typed)
        else:
            done = subprocess.run(
                command, env=self.environment(), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=60)
            code, told = done.returncode, done.stdout
        trace = []
        if traced:
            with open(log, encoding="utf-8", errors="replace") as file:
                trace = file.read().split("\n")
            # strace ends with 128 + signal where it cannot end by the same one.
            if code > 128:
                code = 128 - code
        return code, told.decode(errors="replace"), trace

    def type(self, command, text):
        """Types one statement at the prompt, and leaves."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execvpe(command[0], command, self.environment())
        told, unseen = b"", b""
        left = [text.encode() + b"\r", b"quit\r"]
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if select.select([terminal], [], [], 0.2)[0]:
                    data = os.read(terminal, 65536)
                    told += data
                    unseen += data
                # Typed ahead, where the prompt was only painted again, it waits.
                if left and unseen.endswith(b"ws> "):
                    unseen = b""
                    os.write(terminal, left.pop(0))
            except OSError:
                break
        else:
            os.kill(process, 9)
            os.waitpid(process, 0)
            raise Failure("the shell does not end:\n" + told.decode(errors="replace")[-400:])
        status = os.waitpid(process, 0)[1]
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), told


def points(trace, folder, marks):
    """The calls of the main thread that belong to the saving: (name, its number among the calls of this name, line)."""
    main = next(match.group(1) for line in trace if (match := CALL.match(line)))
    counts, found, begun = {}, [], False
    for line in trace:
        match = CALL.match(line)
        if not match or match.group(1) != main:
            continue
        name = match.group(2)
        counts[name] = counts.get(name, 0) + 1
        begun = begun or any(mark in line for mark in marks)
        if begun and folder in line and '"/proc/' not in line:
            found.append((name, counts[name], line))
    return found


def leftovers(folder):
    return [
        os.path.join(place, name) for place, _, names in os.walk(folder) for name in names
        if name.startswith(".quaestor-") or name.endswith(".tmp") or name.endswith(".new")
    ]


def state(scenario, folder):
    """What the target holds; of a folder of snapshots, the one that is there."""
    path = os.path.join(folder, scenario.target)
    if os.path.isdir(path):
        kept = sorted(name for name in os.listdir(path) if name.endswith(".snapshot"))
        return read(os.path.join(path, kept[0])) if kept else None
    data = read(path)
    # A report tells when it was made.
    return data and re.sub(rb"\d\d:\d\d(:\d\d)?", b"", data)


def check(scenario, runner, point, fault, new):
    """Injects a fault at a point and looks at what has become of it; false where it did not strike."""
    folder = runner.folder
    name, number, line = point
    scenario.set_up(folder)
    before = state(scenario, folder)
    kind = f"signal={fault}" if fault in SIGNALS else f"error={fault}"
    code, told, trace = runner.run(scenario, f"{name}:{kind}:when={number}")
    struck = [text for text in trace if "INJECTED" in text or f"--- SIG{fault}" in text or "killed by" in text]
    if not struck or (fault not in SIGNALS and folder not in struck[0]):
        return False
    now = state(scenario, folder)
    if scenario.check:
        scenario.check(folder, before, True)
    elif scenario.cache:
        # A snapshot is right or it is not there; what was asked is answered in any case.
        if fault not in SIGNALS and "b of some length,266646667" not in told:
            raise Failure(f"not answered: {told[-300:]}")
    else:
        if now not in (before, new):
            raise Failure(f"torn: {(now or b'')[:80]!r}")
        if fault not in SIGNALS:
            if code == 0 and now != new:
                raise Failure("it says that all is well, and the old file is there")
            if code not in (0, 1):
                raise Failure(f"exit code {code}: {told[-300:]}")
            if code == 1 and now == new and before != new and "is written, but" not in told:
                raise Failure(f"it says that it failed, and the new file is there: {told[-300:]}")
            if code == 1 and not told.strip():
                raise Failure("it failed without a word")
    if fault == "KILL" and code != -9:
        raise Failure(f"it was killed and ended with {code}")
    if fault == "TERM" and code not in (-15, 0):
        raise Failure(f"it was told to end and ended with {code}")
    if fault == "TERM" and leftovers(folder):
        raise Failure(f"left over: {leftovers(folder)}")
    if fault not in SIGNALS and name != "unlinkat" and leftovers(folder):
        raise Failure(f"left over: {leftovers(folder)}")
    # The next run is as if nothing had been.
    code, told, _ = runner.run(scenario, traced=False)
    if code != 0 and not (scenario.old is None and now == new and "exists already" in told):
        raise Failure(f"the next run ends with {code}: {told[-300:]}")
    if scenario.check:
        scenario.check(folder, before, False)
    elif scenario.cache:
        if state(scenario, folder) is None:
            raise Failure("the next run keeps no snapshot")
    elif state(scenario, folder) != new:
        raise Failure(f"the next run gives {(state(scenario, folder) or b'')[:80]!r}")
    if leftovers(folder) and not (code != 0 and "exists already" in told):
        raise Failure(f"left over after the next run: {leftovers(folder)}")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("program")
    options = parser.parse_args()
    if subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("strace may not trace here: no faults were injected")
        sys.exit(2)
    scenarios = [scenario for scenario in SCENARIOS if options.only in (None, scenario.name)]
    failures, rows, tasks = [], [], []
    with tempfile.TemporaryDirectory() as place:
        runner = Runner(options.program, os.path.realpath(place) + "/run")
        new = {}
        for scenario in scenarios:
            scenario.set_up(runner.folder)
            code, told, trace = runner.run(scenario)
            if code != 0:
                raise SystemExit(f"{scenario.name}: ends with {code} without a fault: {told}")
            new[scenario.name] = state(scenario, runner.folder)
            marks = [".quaestor-"] + ([os.path.join(runner.folder, scenario.target)] if scenario.typed else [])
            found = points(trace, runner.folder, marks)
            tasks += [(scenario, point, fault) for point in found for fault in ERRORS[point[0]] + SIGNALS]
        everything = len(tasks)
        if options.sample and options.sample < len(tasks):
            tasks = random.Random(options.seed).sample(tasks, options.sample)
        counts = {}
        for scenario, point, fault in tasks:
            row = counts.setdefault((scenario.name, point[0]), [0, 0, 0])
            try:
                row[0 if check(scenario, runner, point, fault, new[scenario.name]) else 1] += 1
            except (Failure, subprocess.TimeoutExpired) as failure:
                row[2] += 1
                failures.append(f"{scenario.name}: {fault} at {point[0]} {point[1]}: {failure}\n    {point[2][:160]}")
                if options.verbose:
                    print(failures[-1], flush=True)
    print(f"{'saved':14} {'call':12} {'struck':>7} {'missed':>7} {'failed':>7}")
    for (scenario, name), (struck, missed, failed) in sorted(counts.items()):
        print(f"{scenario:14} {name:12} {struck + failed:7} {missed:7} {failed:7}")
    struck, missed, failed = (sum(row[index] for row in counts.values()) for index in range(3))
    print(f"{struck + failed} faults of {everything} struck, {missed} did not; {failed} failed")
    if failures:
        print(*failures, sep="\n")
        sys.exit(1)
    # Where a call comes at another number than before, too many would be missed to say that all was tried; of a few,
    # on a loaded machine, many may.
    if missed > len(tasks) // (2 if options.sample else 10):
        print("too many did not strike")
        sys.exit(1)


main()
