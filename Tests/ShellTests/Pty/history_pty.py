#!/usr/bin/env python3
"""Two shells write a history at the same time, and one is killed: no entry that was answered is lost.

usage: history_pty.py PROGRAM [ENTRIES [SEED]]

Each shell gets ENTRIES statements, one after the other; the first is killed (SIGKILL) at some moment of its second half.
A statement is answered when the next prompt stands there.
"""

import json
import os
import pty
import random
import select
import signal
import sys
import tempfile
import threading
import time

program = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1


class Shell:
    def __init__(self, name, environment, folder):
        self.name = name
        self.answered = 0
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execve(program, [program], environment)
        self.wait()

    def wait(self):
        """Reads up to the next prompt; false when the shell is gone."""
        text = b""
        limit = time.monotonic() + 30
        while not text.endswith(b"quaestor> "):
            if time.monotonic() > limit:
                raise AssertionError(f"{self.name}: no prompt after {text[-200:]}")
            try:
                if select.select([self.terminal], [], [], 1)[0]:
                    text += os.read(self.terminal, 4096)
            except OSError:
                return False
        return True

    def write(self, moment=None):
        for number in range(count):
            if number == moment:
                # In the middle of a statement, more or less.
                os.write(self.terminal, f"let {self.name} = {number}\r".encode())
                time.sleep(random.random() / 100)
                os.kill(self.process, signal.SIGKILL)
                return
            os.write(self.terminal, f"let {self.name} = {number}\r".encode())
            # The prompt is painted again while the statement is typed, at its end without one behind it.
            if not self.wait():
                raise AssertionError(f"{self.name} has ended")
            self.answered = number + 1


random.seed(seed)
with tempfile.TemporaryDirectory() as home:
    environment = {"HOME": home, "XDG_STATE_HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    shells = [Shell("a", environment, home), Shell("b", environment, home)]
    threads = [
        threading.Thread(target=shells[0].write, args=(random.randrange(count // 2, count),)),
        threading.Thread(target=shells[1].write),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.kill(shells[1].process, signal.SIGKILL)
    for shell in shells:
        os.waitpid(shell.process, 0)
    with open(os.path.join(home, "quaestor", "history.jsonl"), encoding="utf-8") as file:
        entries = [json.loads(line)["q"] for line in file]
    for shell in shells:
        own = [entry for entry in entries if entry.startswith(f"let {shell.name} =")]
        # Of the killed one the last may stand there too, though it was not answered.
        assert own[: shell.answered] == [f"let {shell.name} = {number}" for number in range(shell.answered)], own[-3:]
        assert len(own) <= shell.answered + 1, (len(own), shell.answered)
    assert shells[1].answered == count and shells[0].answered >= count // 2
    print("ok", [shell.answered for shell in shells])
