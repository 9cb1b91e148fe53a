"""A program in a pseudo-terminal and, by pyte, the screen that it paints: quick enough for thousands of keys."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
import unicodedata

import pyte

# A test runner may block or ignore signals, and what it starts would inherit that.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
for number in (signal.SIGTSTP, signal.SIGTERM, signal.SIGTTIN, signal.SIGTTOU, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)


class Screen(pyte.Screen):
    """A screen that knows faint text too: pyte has no place for it, so it stands as struck out."""

    def select_graphic_rendition(self, *parameters, **options):
        super().select_graphic_rendition(*[9 if number == 2 else number for number in parameters], **options)


class Terminal:
    """One program with a terminal of its own, which sees no environment but the given one."""

    def __init__(self, command, columns=80, rows=24, environment=None):
        self.columns, self.rows = columns, rows
        self.screen = Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.output = b""
        surroundings = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})}
        self.master, self.slave = pty.openpty()
        self._set_size()
        self.process = os.fork()
        if self.process == 0:
            os.close(self.master)
            os.login_tty(self.slave) if hasattr(os, "login_tty") else _login_tty(self.slave)
            os.execvpe(command[0], command, surroundings)
        os.set_blocking(self.master, False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            os.close(self.master)
            os.close(self.slave)
            self.process = 0

    def type(self, keys):
        """Sends keys (text or bytes) and waits until the program waits for more."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            # A terminal holds some thousand bytes of input.
            taken = self._bytes_read()
            os.write(self.master, data[:1000])
            # The kernel hands them over a little later, when the program may still seem to be at rest.
            limit = time.monotonic() + 2
            while self._bytes_read() - taken < len(data[:1000]) and time.monotonic() < limit:
                self._feed() or time.sleep(0.0001)
            data = data[1000:]
            self.settle()
        if keys and keys[-1:] in ("\x1b", b"\x1b"):
            # Escape alone is told from the beginning of a sequence by time.
            time.sleep(0.05)
            self.settle()

    def wait_for(self, condition, seconds=60):
        """Waits until `condition` holds for the lines, and returns them."""
        limit = time.monotonic() + seconds
        while True:
            self.settle()
            lines = self.lines()
            if condition(lines):
                return lines
            if time.monotonic() > limit or self._has_ended():
                raise AssertionError("the screen is not as expected:\n" + "\n".join(lines))
            select.select([self.master], [], [], 0.01)

    def settle(self):
        """Feeds the screen until all input is read and the program sleeps."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if self._feed():
                continue
            if not self._has_input() and self._sleeps() and not self._feed():
                # It may have gone on between the two looks.
                if not self._has_input() and self._sleeps():
                    return
            else:
                time.sleep(0.0002)
        raise AssertionError("the program does not come to rest")

    def lines(self):
        """The rows of the screen without blanks at their ends, down to the last one that is not empty."""
        rows = [self._row(index) for index in range(self.rows)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def cursor(self):
        """The cursor's column and row, from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self._set_size()
        self.screen.resize(rows, columns)
        self.settle()

    def _row(self, index):
        line = self.screen.buffer[index]
        text = "".join(line[column].data for column in range(self.columns))
        return unicodedata.normalize("NFC", text).rstrip()

    def _feed(self):
        try:
            data = os.read(self.master, 1 << 16)
        except BlockingIOError:
            return False
        except OSError:  # The program has ended.
            return False
        self.output += data
        self.stream.feed(data)
        return bool(data)

    def _has_ended(self):
        with open(f"/proc/{self.process}/stat", "rb") as file:
            return file.read().rsplit(b") ", 1)[1][:1] == b"Z"

    def _has_input(self):
        return struct.unpack("i", fcntl.ioctl(self.slave, termios.FIONREAD, b"\0\0\0\0"))[0] > 0

    def _sleeps(self):
        try:
            with open(f"/proc/{self.process}/task/{self.process}/stat", "rb") as file:
                return file.read().rsplit(b") ", 1)[1][:1] in b"SZ"
        except FileNotFoundError:
            return True

    def _bytes_read(self):
        try:
            with open(f"/proc/{self.process}/io", "rb") as file:
                return int(file.readline().split()[1])
        except OSError:
            return 1 << 60

    def _set_size(self):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))


def _login_tty(descriptor):
    os.setsid()
    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
    for number in (0, 1, 2):
        os.dup2(descriptor, number)
    if descriptor > 2:
        os.close(descriptor)
