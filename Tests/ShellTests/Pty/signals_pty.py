#!/usr/bin/env python3
"""Signals, terminals that are closed, outputs that take no more, and cells that would speak to the terminal.

usage: signals_pty.py PROGRAM
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time

program = os.path.abspath(sys.argv[1])
signal.pthread_sigmask(signal.SIG_SETMASK, [])
CELL = "a\x1b]0;title\x07b\x1b[31m\u202ec\rd"


class Shell:
    def __init__(self, folder, ignored=(), arguments=()):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            for number in ignored:
                signal.signal(number, signal.SIG_IGN)
            os.chdir(folder)
            environment = {"HOME": folder, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"],
                           "SWIFT_BACKTRACE": "enable=no"}
            os.execve(program, [program, "--no-cache", *arguments, "ws"], environment)
        self.seen = ""
        self.wait_for("ws> ")

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, f"no {text!r} in {self.seen[-400:]!r}"
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self, seconds=20):
        """How the program ends: its exit code, negative for a signal."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        raise AssertionError("the program does not end")


def batch(folder, command):
    done = subprocess.run(
        ["/bin/bash", "-c", command.replace("QUAESTOR", program)], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, "HOME": folder}, timeout=120, restore_signals=True)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(folder + "/ws")
    with open(folder + "/ws/t.csv", "w", encoding="utf-8") as file:
        file.write("id,name\n" + "".join(f"{row},name {row}\n" for row in range(5000)))
    with open(folder + "/ws/evil.csv", "w", encoding="utf-8", newline="") as file:
        file.write(f'no,cell\n1,"{CELL}"\n2,plain\n')
    with open(folder + "/ws/workspace.qst", "w", encoding="utf-8") as file:
        file.write('dataset t from "t.csv"\ndataset evil from "evil.csv"\n')

    # A signal that ends the program ends it by itself, and the terminal is as it was found.
    for number in (signal.SIGTERM, signal.SIGHUP):
        shell = Shell(folder)
        os.kill(shell.process, number)
        assert shell.end() == -number, number
        mode = termios.tcgetattr(shell.terminal)[3]
        assert mode & termios.ECHO and mode & termios.ICANON, "the terminal is not restored"
        os.close(shell.terminal)

    # The terminal is gone, at the prompt, in an answer, and while it asks: the program ends, and does not turn round.
    for ignored, wanted in (((), -signal.SIGHUP), ((signal.SIGHUP,), 0)):
        for typed in ("", "rows t limit 5000 as csv\r", "watch 1s show count(t) as n\r", 'show count(t) to "a.csv"\r'):
            with open(folder + "/a.csv", "w", encoding="utf-8") as file:
                file.write("old")
            shell = Shell(folder, ignored, ["--set", "pager=off"])
            shell.type(typed)
            time.sleep(0.2)
            os.close(shell.terminal)
            code = shell.end()
            assert code == wanted, (ignored, typed, code)

    # What was typed before the end is in the history.
    with open(folder + "/.local/state/quaestor/history.jsonl", encoding="utf-8") as file:
        assert "watch 1s" in file.read()

    # `as csv` on a terminal: nothing that it would obey.
    shell = Shell(folder, arguments=["--plain"])
    for statement in ("rows evil as csv", "rows evil as tsv", "rows evil", "describe evil"):
        shell.seen = ""
        shell.type(statement + "; show 17 + 4 as done\r")
        shell.wait_for("21")
        time.sleep(0.1)
        for sign in ("\x1b]", "\x07", "\x1b[31m", "\u202e", "c\rd"):
            assert sign not in shell.seen, (statement, sign, shell.seen)
    shell.type("quit\r")
    assert shell.end() == 0

    # The user's own settings are not those of others.
    os.makedirs(folder + "/.config/quaestor")
    init = folder + "/.config/quaestor/init.qst"
    with open(init, "w", encoding="utf-8") as file:
        file.write("metric own = count(t)\n")
    for path, mode, told in ((init, 0o600, None), (init, 0o666, init), (init, 0o600, None), (os.path.dirname(init), 0o777, init)):
        os.chmod(path, mode)
        shell = Shell(folder, arguments=["--plain"])
        assert ("is not run, since others may have written it" in shell.seen) == (told is not None), (mode, shell.seen)
        shell.seen = ""
        shell.type("show own as csv; show 17 + 4 as done\r")
        shell.wait_for("unknown" if told else "5000")
        shell.type("quit\r")
        assert shell.end() == 0

    # A reader that has seen enough; a full disk; an output that is closed.
    out, err, _ = batch(folder, 'QUAESTOR --no-cache ws -c "rows t as csv" -c "rows t as csv" | head -1; echo "${PIPESTATUS[0]}"')
    assert out.split("\n")[:2] == ["id,name\r", "141"] or out.split("\n")[:2] == ["id,name\r", "0"], out
    assert err == "", err
    for output in ("> /dev/full", ">&-"):
        for statement in ("rows t as csv", "describe t", "show count(t) as n"):
            out, err, code = batch(folder, f'QUAESTOR --no-cache ws -c "{statement}" {output}')
            assert code == 1 and "standard output cannot be written to" in err, (output, statement, code, err)
        for option in ("--version", "--help"):
            out, err, code = batch(folder, f"QUAESTOR {option} {output}")
            assert code == 1 and "standard output cannot be written to" in err, (output, option, code, err)
    out, err, code = batch(folder, 'QUAESTOR --no-cache --force ws -c "show count(t) as n to \\"a.csv\\"" >&- 2>&- <&-')
    assert code == 0 and open(folder + "/a.csv", encoding="utf-8").read() == "n\n5000\n", code
    print("ok")
