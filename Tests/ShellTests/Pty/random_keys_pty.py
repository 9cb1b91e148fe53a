#!/usr/bin/env python3
"""Random keys, and after each sequence of them the screen against a model of it that knows nothing of the editor.

usage: random_keys_pty.py EDITOR-PROBE [SEQUENCES [SEED]]

The model edits a list of characters and lays prompt, text, suggestion, hint, pane and menu out by `wcwidth`. Half of the
sequences are typed key by key, half in one burst.

Left out: pictures joined by U+200D, behind which the emulator stops drawing, and signs made pictures by U+FE0F, on whose
width terminals and libraries disagree.

Two defects of libedit are let pass, and counted. As it paints a mark that has no column of its own, it counts one, and where
that seems to fill a row it takes the cursor for being on the next one and later goes up a row too far. And where a wide
character does not fit at the end of a row and stands on the next, inserting before it may lead to the same.
"""

import random
import sys
import unicodedata

from wcwidth import wcwidth

sys.dont_write_bytecode = True
from terminal import Terminal

ROWS = 30
PROMPT = "> "
INDENTATION = "  "
HISTORY = [
    "show arr by segment for 2025 vs previous",
    "list metrics",
    "show customers by région where land = 日本国 and count > 10 for last 12 months vs year ago sort by customers",
    "rows deals\n  where amount > 10\n  sort by amount",
    "hello 東京 wörld",
]
CANDIDATES = ["zebra", "zoo", "Zürich"]

# What is typed as one character: letters, accents in both forms, marks without a form of their own, wide ones, pictures.
LETTERS = list("abcdefghijklmnopqrstuvwxy0123456789") + [" "] * 8 + list("=,.()") + ["="] * 2
CHARACTERS = LETTERS * 2 + [
    "é", "ß", "ñ", "e\u0301", "o\u0308", "x\u0323", "q\u0307\u0323", "東", "京", "日", "本", "ｗ", "한", "ไ", "Ж",
    "😀", "🚀", "€", "½",
] * 2


class Model:
    """The text as a list of characters as a reader sees them, and the cursor between two of them."""

    def __init__(self, columns, killed=(), is_colored=True):
        self.columns = columns
        # Without colours there is no suggestion, no hint and no mark of further lines.
        self.is_colored = is_colored
        self.text, self.cursor = [], 0
        self.killed = list(killed)
        # What libedit takes wrongly stays wrong until the text is left.
        self.may_be_astray = False
        self.menu = None
        self.undone = []
        self.states = [([], 0)]

    # MARK: Keys

    def insert(self, characters):
        for character in characters:
            self.text.insert(self.cursor, unicodedata.normalize("NFC", character))
            self.cursor += 1

    def newline(self):
        self.insert(["\n", " ", " "])

    def backspace(self):
        if self.cursor == 0:
            return
        head, tail = self.text[: self.cursor], self.text[self.cursor:]
        count = 3 if head[-3:] == ["\n", " ", " "] and tail[:1] != [" "] else 1
        del self.text[self.cursor - count: self.cursor]
        self.cursor -= count

    def delete(self):
        del self.text[self.cursor: self.cursor + 1]

    def left(self):
        self.cursor = max(0, self.cursor - 1)

    def right(self):
        ghost = self.ghost()
        if ghost:
            self.insert(characters(ghost))
        else:
            self.cursor = min(len(self.text), self.cursor + 1)

    def word_right(self):
        rest = self.ghost() or "".join(self.text[self.cursor:])
        word = first_word(characters(rest))
        if self.ghost():
            self.insert(word)
        else:
            self.cursor += len(word)

    def home(self):
        self.cursor = self.line_start()

    def end(self):
        if self.ghost():
            self.insert(characters(self.ghost()))
        else:
            self.cursor = self.line_end()

    def kill(self):
        """To the end of the line; at the end, its line break."""
        end = max(self.line_end(), min(self.cursor + 1, len(self.text)))
        self._cut(self.cursor, end)

    def kill_to_start(self):
        self._cut(self.line_start(), self.cursor)

    def kill_word(self):
        start = self.cursor
        while start > 0 and not is_word(self.text[start - 1]):
            start -= 1
        while start > 0 and is_word(self.text[start - 1]):
            start -= 1
        self._cut(start, self.cursor)

    def kill_word_after(self):
        self._cut(self.cursor, self.cursor + len(first_word(self.text[self.cursor:])))

    def _cut(self, start, end):
        if start < end:
            self.killed = self.text[start:end]
            del self.text[start:end]
            self.cursor = start

    def yank(self):
        self.insert(self.killed)

    def vertical(self, direction):
        """The place in the line above or below; None where the key would leave the text."""
        start, end = self.line_start(), self.line_end()
        column = (len(PROMPT) if start == 0 else 0) + width(self.text[start: self.cursor])
        if direction < 0:
            if start == 0:
                return None
            target = start - 1
            while target > 0 and self.text[target - 1] != "\n":
                target -= 1
        else:
            if end == len(self.text):
                return None
            target = end + 1
        place = len(PROMPT) if target == 0 else 0
        while target < len(self.text) and self.text[target] != "\n" and place < column:
            place += width(self.text[target: target + 1])
            target += 1
        return target

    def tab(self):
        """Opens the menu behind a `z`, and goes through it."""
        if self.menu is None:
            if self.text[self.cursor - 1: self.cursor] == ["z"]:
                self.menu = (list(self.text), self.cursor, None)
            return
        text, cursor, selected = self.menu
        selected = 0 if selected is None else (selected + 1) % len(CANDIDATES)
        self.menu = (text, cursor, selected)
        word = list(CANDIDATES[selected])
        self.text = text[: cursor - 1] + word + text[cursor:]
        self.cursor = cursor - 1 + len(word)

    def escape(self):
        if self.menu is not None:
            self.text, self.cursor = list(self.menu[0]), self.menu[1]
        self.menu = None

    def undo(self):
        while self.states and self.states[-1][0] == self.text:
            self.states.pop()
        if self.states:
            self.undone.append((list(self.text), self.cursor))
            text, self.cursor = self.states[-1]
            self.text = list(text)
        else:
            self.states.append((list(self.text), self.cursor))

    def redo(self):
        if self.undone:
            state = self.undone.pop()
            self.states.append(state)
            self.text, self.cursor = list(state[0]), state[1]

    def settled(self):
        """The editor has painted: a state to come back to."""
        if self.states and self.states[-1][0] == self.text:
            self.states.pop()
        else:
            self.undone = []
        self.states.append((list(self.text), self.cursor))

    def line_start(self):
        start = self.cursor
        while start > 0 and self.text[start - 1] != "\n":
            start -= 1
        return start

    def line_end(self):
        end = self.cursor
        while end < len(self.text) and self.text[end] != "\n":
            end += 1
        return end

    # MARK: The screen

    def may_meet_a_defect(self):
        """Whether marks, counted as columns, reach the end of a row, or a wide character was put on the next one."""
        text = "".join(self.text)
        marks = sum(1 for scalar in text if unicodedata.combining(scalar))
        longest = max(width(line) for line in (PROMPT + text).split("\n"))
        self.may_be_astray |= marks > 0 and longest + marks >= self.columns or self.has_short_row()
        return self.may_be_astray

    def has_short_row(self):
        page = Page(self.columns)
        page.write(PROMPT + "".join(self.text))
        return page.is_short

    def ghost(self):
        text = "".join(self.text)
        if not self.is_colored or self.menu is not None or self.cursor < len(self.text) or not text.strip():
            return ""
        for entry in reversed(HISTORY):
            if entry.startswith(text) and entry != text:
                return entry[len(text):]
        return ""

    def screen(self):
        """The rows from the prompt's on, and the cursor's column and row."""
        page = Page(self.columns)
        page.write(PROMPT)
        for index, character in enumerate(self.text):
            if index == self.cursor:
                page.mark(character)
            # Further lines have a mark in their indentation.
            begins_line = index > 0 and self.text[index - 1] == "\n"
            page.write("·" if self.is_colored and begins_line and character == " " else character)
        if self.cursor == len(self.text):
            page.mark("")
        text_end = page.row
        free = ROWS - text_end - 1
        last = text_end + min(free, 4)
        for character in self.ghost():
            if page.row_after(character) > last:
                page.write("…", cuts=True)
                break
            page.write(character)
        end = page.row
        rows = page.finish()
        self.add_hint(rows, page, end)
        for row in self.below()[: free - (end - text_end)]:
            rows.append(row)
        return [row.rstrip() for row in rows], page.cursor

    def add_hint(self, rows, page, end):
        text = "".join(self.text)
        if not self.is_colored or "h" not in text:
            return
        hint = f"a hint of {len(text.encode())} bytes"
        room = self.columns - 1 - page.first_row_width - 2
        if room < 12:
            return
        hint = hint if len(hint) <= room else hint[: room - 1] + "…"
        taken = width(rows[0])
        rows[0] += " " * (self.columns - 1 - len(hint) - taken) + hint

    def below(self):
        if self.menu is not None:
            selected = None if self.is_colored else self.menu[2]
            marks = ["> " if index == selected else "  " for index in range(len(CANDIDATES))]
            return [f"{mark}{name:<6}  word" for mark, name in zip(marks, CANDIDATES)]
        text = "".join(self.text)
        if "=" not in text:
            return []
        return ["= " + cut(word, (self.columns - 1) // 2 - 2) for word in text.split()]


class Page:
    """Rows of a screen, filled character by character; a wide one is never split."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [""]
        self.column = 0
        self.cursor = None
        self.first_row_width = 0
        # Whether a wide character left the last column of a row empty.
        self.is_short = False

    @property
    def row(self):
        return len(self.rows) - 1

    def write(self, text, cuts=False):
        for scalar in text:
            if scalar == "\n":
                self.rows.append("")
                self.column = 0
                continue
            columns = max(0, wcwidth(scalar))
            if self.column + columns > self.columns:
                self.is_short = True
                self._next_row()
            if columns == 0 and self.column == 0 and self.row > 0 and len(self.rows[-2]) > 0:
                self.rows[-2] += scalar  # The mark of the row's last character.
                continue
            self.rows[-1] += scalar
            self.column += columns
            if len(self.rows) == 1:
                self.first_row_width = self.column
            if self.column >= self.columns and not cuts:
                self._next_row()

    def _next_row(self):
        if len(self.rows) == 1:
            self.first_row_width = self.columns
        self.rows.append("")
        self.column = 0

    def row_after(self, character):
        probe = Page(self.columns)
        probe.rows, probe.column = list(self.rows), self.column
        probe.write(character)
        return probe.row

    def mark(self, character):
        columns = max(0, wcwidth(character[0])) if character and character != "\n" else 0
        wraps = columns == 2 and self.column + 2 > self.columns
        self.cursor = (0, self.row + 1) if wraps else (self.column, self.row)

    def finish(self):
        return list(self.rows)


def characters(text):
    """A text as characters with their marks."""
    found = []
    for scalar in text:
        if found and (unicodedata.combining(scalar) or scalar == "\u200d" or found[-1].endswith("\u200d")):
            found[-1] += scalar
        else:
            found.append(scalar)
    return found


def first_word(text):
    end = 0
    while end < len(text) and not is_word(text[end]):
        end += 1
    while end < len(text) and is_word(text[end]):
        end += 1
    return text[:end]


def is_word(character):
    return character[0].isalnum() or character == "_"


def width(text):
    return sum(max(0, wcwidth(scalar)) for scalar in "".join(text))


def cut(word, count):
    return "".join(characters(word)[:count])


def random_keys(model, random, is_burst):
    """One random key (or what belongs together): the bytes, and what the model makes of them."""
    def typed():
        character = random.choice(CHARACTERS)
        return character, lambda: model.insert([character])

    def pasted():
        pieces = [random.choice(CHARACTERS + ["\n", "\t"]) for _ in range(random.randrange(1, 12))]
        pieces = [piece for piece in pieces if piece != "\t"]
        text = "".join(pieces).replace("\n", random.choice(["\r", "\n", "\r\n"]))
        return "\x1b[200~" + text + "\x1b[201~", lambda: model.insert(pieces)

    simple = [
        ("\x7f", model.backspace), ("\x1b[3~", model.delete), ("\x1b[D", model.left), ("\x1b[C", model.right),
        ("\x02", model.left), ("\x06", model.right), ("\x01", model.home), ("\x05", model.end), ("\x1b\r", model.newline),
        ("\x0b", model.kill), ("\x15", model.kill_to_start), ("\x17", model.kill_word), ("\x1bd", model.kill_word_after),
        ("\x19", model.yank), ("\x1bf", model.word_right),
    ]
    choice = random.random()
    if choice < 0.5:
        return typed()
    if choice < 0.55:
        return pasted()
    if choice < 0.58:
        entry = random.choice(HISTORY)
        beginning = entry[: random.randrange(1, len(entry))]
        if "\n" in beginning or model.text:
            return typed()
        return beginning, lambda: model.insert(characters(beginning))
    if choice < 0.62:
        direction = random.choice([-1, 1])
        place = model.vertical(direction)
        if place is None:
            return typed()
        def go():
            model.cursor = place
        return ("\x1b[A" if direction < 0 else "\x1b[B"), go
    if is_burst:
        # What depends on what was painted between two keys is only typed key by key.
        simple = [pair for pair in simple if pair[1] not in (model.right, model.end, model.word_right)]
    elif choice < 0.68:
        return random.choice([("\x1f", model.undo), ("\x1b_", model.redo)])
    elif choice < 0.72:
        return ("z", lambda: model.insert(["z"])) if random.random() < 0.5 else ("\t", model.tab)
    return random.choice(simple)


def check(terminal, model, keys):
    model.may_meet_a_defect()
    rows, (column, row) = model.screen()
    top = terminal.cursor()[1] - row
    shown = terminal.lines()[max(0, top):]
    expected = [unicodedata.normalize("NFC", text) for text in rows]
    while expected and not expected[-1]:
        expected.pop()
    if shown != expected or terminal.cursor()[0] != column or top < 0:
        raise AssertionError(
            f"columns {terminal.columns}, keys {keys!r}\n  text {''.join(model.text)!r}, cursor {model.cursor}\n"
            f"  shown    {shown!r} at {terminal.cursor()[0]}\n  expected {expected!r} at {column}")


def main():
    probe = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failures = defects = done = 0
    while done < count:
        generator = random.Random(seed * 1_000_003 + done)
        columns = generator.randint(20, 120)
        environment = {"PROBE_PANE_DELAY": "0", "PROBE_HINT": "h"}
        is_colored = generator.random() < 0.75
        if not is_colored:
            environment["NO_COLOR"] = "1"
        with Terminal([probe, PROMPT, *HISTORY], columns, ROWS, environment) as terminal:
            terminal.wait_for(lambda lines: lines[-1:] == [PROMPT.rstrip()])
            killed = []
            for _ in range(min(10, count - done)):
                done += 1
                model = Model(columns, killed, is_colored)
                is_burst = generator.random() < 0.5
                typed = []
                burst = ""
                try:
                    for _ in range(generator.randrange(3, 40)):
                        keys, change = random_keys(model, generator, is_burst)
                        if keys != "\t":
                            model.menu = None
                        typed.append(keys)
                        change()
                        if is_burst:
                            burst += keys
                        else:
                            terminal.type(keys)
                            model.settled()
                            check(terminal, model, typed)
                    terminal.type(burst)
                    check(terminal, model, typed)
                except AssertionError as failure:
                    if model.may_meet_a_defect():
                        defects += 1
                        break
                    failures += 1
                    print(f"FAILED sequence {done} of seed {seed}: {failure}")
                    break
                killed = model.killed
                terminal.type("\x03")
    print(f"{done} sequences, {failures} failures, {defects} times a defect of libedit")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
