"""A program in a terminal that can be typed at and looked at, by way of tmux."""

import atexit
import os
import signal
import subprocess
import time

# A test runner may block or ignore signals, and what it starts would inherit that.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
for number in (signal.SIGTSTP, signal.SIGTERM, signal.SIGTTIN, signal.SIGTTOU, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)


class Screen:
    """One terminal with a program in it, which sees no environment but the given one."""

    count = 0

    def __init__(self, command, columns=80, rows=24, environment=None):
        Screen.count += 1
        self.socket = f"pty-{os.getpid()}-{Screen.count}"
        atexit.register(self.close)
        surroundings = {"PATH": os.environ["PATH"], "TERM": "screen-256color", **(environment or {})}
        variables = [f"{name}={value}" for name, value in surroundings.items()]
        size = ["-x", str(columns), "-y", str(rows)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, "env", "-i", *variables, *command)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._tmux("kill-server")

    def _tmux(self, *arguments):
        return subprocess.run(["tmux", "-L", self.socket, *arguments], capture_output=True, text=True).stdout

    def type(self, text):
        """Sends text as it is; `\\r` is Enter, `\\t` is Tab."""
        data = text.encode()
        for start in range(0, len(data), 200):
            self._tmux("send-keys", "-H", *[f"{byte:x}" for byte in data[start:start + 200]])
        self._settle()

    def key(self, *names):
        """Presses keys by tmux's names, such as `Up` and `C-c`, one after the other."""
        for name in names:
            self._tmux("send-keys", name)
            self._settle()

    def paste(self, text):
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p")
        self._settle()

    def resize(self, columns, rows):
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))
        # The program is told some time later.
        path = self._tmux("display-message", "-p", "#{pane_tty}").strip()
        terminal = os.open(path, os.O_RDONLY | os.O_NOCTTY)
        limit = time.monotonic() + 20
        while os.get_terminal_size(terminal) != (columns, rows) and time.monotonic() < limit:
            time.sleep(0.01)
        os.close(terminal)
        self._settle()

    def lines(self, escapes=False):
        """The lines on the screen down to the last one that is not empty."""
        return self._tmux("capture-pane", "-p", *(["-e"] if escapes else [])).rstrip().split("\n")

    def cursor(self):
        """The cursor's column and row, from 0."""
        return tuple(int(n) for n in self._tmux("display-message", "-p", "#{cursor_x},#{cursor_y}").split(","))

    def process(self):
        """The id of the program."""
        return int(self._tmux("display-message", "-p", "#{pane_pid}"))

    def wait_for(self, condition, seconds=60):
        """Waits until `condition` holds for the lines, and returns them."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            lines = self.lines()
            if condition(lines):
                return lines
            time.sleep(0.02)
        raise AssertionError("the screen is not as expected:\n" + "\n".join(self.lines()))

    def _settle(self):
        """Waits until the screen has not changed for a moment in which nobody had work to do."""
        before = None
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            time.sleep(0.04)
            now = (self.lines(escapes=True), self._tmux("display-message", "-p", "#{cursor_x},#{cursor_y}"))
            if now == before and not self._is_busy():
                return
            before = now

    def _is_busy(self):
        """Whether tmux, the program or what it started wants a processor: on a busy machine it may wait long for one."""
        waiting = self._tmux("display-message", "-p", "#{pid} #{pane_pid}").split()
        while waiting:
            process = waiting.pop()
            try:
                for task in os.listdir(f"/proc/{process}/task"):
                    with open(f"/proc/{process}/task/{task}/stat", "rb") as file:
                        if file.read().rsplit(b") ", 1)[1][:1] in b"RD":
                            return True
                    with open(f"/proc/{process}/task/{task}/children") as file:
                        waiting += file.read().split()
            except OSError:
                continue  # It has ended meanwhile.
        return False
