#!/usr/bin/env python3
"""Makes the polluted files of the Pollock benchmark from a table of its own.

Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: "Pollock: A Data Loading Benchmark", VLDB 2023, describes what is done
to one file of 84 lines and 9 columns: 12 changes of the whole file or its table, 9 changes of its characters, and for
every line and column a delimiter more, a delimiter less, a quote too many, and for every line another delimiter. With
the file itself that makes 2,290 files (2,289 of them polluted).

    pollute.py FOLDER [--lines N] [--seed S]

writes FOLDER/NAME.csv and FOLDER/expected.json: for each file its titles (null: none), its rows as they were meant, the
number of the damaged line (0: the titles, null: none) and its weight in the survey of real files that the paper counts.
"""
import argparse
import json
import os
import random

COLUMNS = ["DAY", "TIME", "Units", "ITEMID", "Price", "ItemKind", "ItemText", "Link", "Remarks"]
QUOTED = {6, 7}  # columns whose cells are always in quotes

# How many of the 3,712 files of the survey have each pollution, as the paper's tables count them.
WEIGHTS = {
    "source": 1, "file_no_payload": 15, "file_no_trailing_newline": 184, "file_double_trailing_newline": 5,
    "file_no_header": 470, "file_header_multirow_2": 47, "file_header_multirow_3": 47, "file_preamble": 282,
    "file_multitable_same": 62.667, "file_multitable_more": 62.667, "file_multitable_less": 62.667,
    "file_header_only": 3, "file_one_data_row": 4, "file_record_delimiter_0xD": 7, "file_record_delimiter_0xA": 1691,
    "file_field_delimiter_0x9": 4, "file_field_delimiter_0x3B": 834, "file_field_delimiter_0x20": 4,
    "file_field_delimiter_0x2C_0x20": 101, "file_quotation_char_0x27": 11, "file_escape_char_0x5C": 1,
    "file_escape_char_0x00": 7,
}
# Of each kind of damaged line, shared by all lines and columns.
LINE_WEIGHTS = {"row_less_sep": 260, "row_more_sep": 260, "row_extra_quote": 8, "row_field_delimiter": 4}

NOUNS = "Jacket Tent Lamp Kettle Boots Paddle Socks Table Hammock Compass Rope Stove Blanket Mug Vest".split()
TRAITS = "Light Warm Sturdy Foldable Quiet Bright Waterproof Woollen Slim Classic Padded Striped".split()
WORDS = ("keeps you dry on long walks and packs small in any bag while the seams hold out wind rain and dust so that "
         "it lasts for years with little care made by people who use it themselves every week of the year").split()


def make_table(lines, seed):
    """Rows as an export has them: dates, times, counts, prices, texts with commas, apostrophes and quotes, no remarks."""
    rnd = random.Random(seed)
    rows = []
    for n in range(lines - 1):
        kind = rnd.choice(TRAITS) + " " + rnd.choice(NOUNS)
        shape = n % 7
        if shape == 1:
            kind = "Women's " + kind
        if shape == 2:
            kind += ", " + rnd.choice(TRAITS)
        if shape == 3:
            kind += ', %d"' % rnd.randint(5, 48)
        if shape == 5:
            kind = '%d" %s, Large' % (rnd.randint(5, 48), kind)
        text = " ".join(rnd.choice(WORDS) for _ in range(rnd.randint(8, 30))).capitalize()
        if n % 3 == 0:
            text = text.replace(" and ", ", and ") + "."
        if n % 5 == 0:
            text += " It's the best we've made, says 'Field & Stream'."
        if n % 11 == 4:
            text = "The 8'9\" rod: " + text
        code = "%s-%04d" % (rnd.choice(["MG", "RI", "CC", "YY", "BH"]), rnd.randint(1000, 9999))
        rows.append([
            "%02d/%02d/2018" % (13 + n % 16, 1 + n // 16), "%02d:%02d" % (n // 4 % 24, n % 4 * 15),
            str(rnd.randint(0, 33)), code, "$%d.%02d" % (rnd.randint(1, 99), rnd.randint(0, 99)), kind, text,
            "https://www.example.com/item/%s.html" % code.replace("-", "_"), ""])
    return rows


class Style:
    def __init__(self, delimiter=",", quote='"', escape='"', newline="\r\n"):
        self.delimiter, self.quote, self.escape, self.newline = delimiter, quote, escape, newline

    def cell(self, text, column, extra=""):
        """`extra` goes in front of the text, unescaped, inside quotes where there are any."""
        # In quotes where the first file has quotes: a delimiter that is changed later makes none.
        if column in QUOTED or "," in text or '"' in text:
            return self.quote + extra + text.replace(self.quote, self.escape + self.quote) + self.quote
        return extra + text

    def cells(self, row, damage=None):
        return [self.cell(c, n, self.quote if damage == n else "") for n, c in enumerate(row)]

    def line(self, row):
        return self.delimiter.join(self.cells(row)) + self.newline


def file_of(rows, style=None):
    style = style or Style()
    return "".join(style.line(row) for row in rows)


def cases(rows):
    """(name, text, titles, rows, damaged line)"""
    table = [COLUMNS] + rows
    plain = Style()
    yield "source", file_of(table), COLUMNS, rows, None
    yield "file_no_payload", "", None, [], None
    yield "file_no_trailing_newline", file_of(table)[:-2], COLUMNS, rows, None
    yield "file_double_trailing_newline", file_of(table) + "\r\n", COLUMNS, rows, None
    yield "file_no_header", file_of(rows), None, rows, None
    for count in (2, 3):
        joined = [" ".join([title] * count) for title in COLUMNS]
        yield "file_header_multirow_%d" % count, file_of([COLUMNS] * count + rows), joined, rows, None
    blank = [""] * len(COLUMNS)
    preamble = plain.delimiter.join(["PREAMBLE"] + blank[1:]) + "\r\n" + plain.delimiter.join(blank) + "\r\n"
    yield "file_preamble", preamble + file_of(table), COLUMNS, rows, None
    for name, width in (("less", 8), ("same", 9), ("more", 10)):
        def fit(row, pad):
            return (row + [pad])[:width]
        second = [fit(COLUMNS, "col1")] + [fit(row, "") for row in rows]
        text = file_of(table) + file_of(second)
        yield "file_multitable_" + name, text, COLUMNS, rows + second[1:], None
    yield "file_header_only", file_of([COLUMNS]), COLUMNS, [], None
    yield "file_one_data_row", file_of(table[:2]), COLUMNS, rows[:1], None
    yield "file_record_delimiter_0xA", file_of(table, Style(newline="\n")), COLUMNS, rows, None
    yield "file_record_delimiter_0xD", file_of(table, Style(newline="\r")), COLUMNS, rows, None
    for delimiter in (";", "\t", ", ", " "):
        name = "_".join("0x%X" % ord(c) for c in delimiter)
        style = Style(delimiter=delimiter)
        yield "file_field_delimiter_" + name, file_of(table, style), COLUMNS, rows, None
    yield "file_quotation_char_0x27", file_of(table, Style(quote="'", escape="'")), COLUMNS, rows, None
    yield "file_escape_char_0x5C", file_of(table, Style(escape="\\")), COLUMNS, rows, None
    yield "file_escape_char_0x00", file_of(table, Style(escape="")), COLUMNS, rows, None

    lines = [plain.line(row) for row in table]
    for r, row in enumerate(table):
        cells = plain.cells(row)

        def damaged(line):
            return "".join(lines[:r] + [line + "\r\n"] + lines[r + 1:])
        for c in range(len(COLUMNS)):
            more = ",".join(cells[:c]) + ("," if c else "") + "," + ",".join(cells[c:])
            yield "row_more_sep_row%d_col%d" % (r, c), damaged(more), COLUMNS, rows, r
            if c > 0:
                less = ",".join(cells[:c]) + ",".join(cells[c:])
                if c == len(COLUMNS) - 1 or len(COLUMNS) > 1:
                    yield "row_less_sep_row%d_col%d" % (r, c), damaged(less), COLUMNS, rows, r
            # The quote belongs to the cell, as the paper has it.
            quoted = [row[:c] + ['"' + row[c]] + row[c + 1:] if n == r else other for n, other in enumerate(table)]
            yield ("row_extra_quote%d_col%d" % (r, c), damaged(",".join(plain.cells(row, damage=c))), quoted[0],
                   quoted[1:], r)
        yield "row_field_delimiter_%d_0x20" % r, damaged(" ".join(cells)), COLUMNS, rows, r


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--lines", type=int, default=84, help="lines of the file, its titles included")
    parser.add_argument("--seed", type=int, default=2023)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    rows = make_table(arguments.lines, arguments.seed)
    made = list(cases(rows))
    counts = {kind: sum(name.startswith(kind) for name, *_ in made) for kind in LINE_WEIGHTS}
    expected = []
    for name, text, titles, meant, damage in made:
        with open(os.path.join(arguments.folder, name + ".csv"), "w", newline="", encoding="utf-8") as file:
            file.write(text)
        kind = next((k for k in LINE_WEIGHTS if name.startswith(k)), None)
        weight = LINE_WEIGHTS[kind] / counts[kind] if kind else WEIGHTS[name]
        expected.append({
            "name": name, "titles": titles, "damage": damage, "weight": weight,
            # Nearly every file means the same rows.
            "rows": None if meant is rows else meant})
    with open(os.path.join(arguments.folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump({"rows": rows, "files": expected}, file)
    print("%d files" % len(made))


if __name__ == "__main__":
    main()
