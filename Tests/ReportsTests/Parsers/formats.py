"""Reads what was drawn in every format with other programs' parsers: `formats.py FOLDER`.

FOLDER has `expected.json`, the texts of the first column, and one file a format, named after it. What is wrong is
printed, and the exit code is then 1.
"""

import csv
import html.parser
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as etree

problems = []


def check(condition, text):
    if not condition:
        problems.append(text)


def first_difference(found, expected):
    for number, (left, right) in enumerate(zip(found, expected)):
        if left != right:
            return f"line {number}: {left!r} instead of {right!r}"
    return f"{len(found)} lines instead of {len(expected)}"


def same(name, found, expected):
    if found != expected:
        problems.append(f"{name}: {first_difference(found, expected)}")


def delimited(name, text, expected, delimiter):
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    same(name, [row[0] for row in rows[1:]], expected)
    same(name + ", numbers", [row[1] for row in rows[1:]], [str(number) for number in range(len(expected))])


def jsons(name, objects, expected):
    same(name, [item["text"] for item in objects], expected)
    same(name + ", numbers", [item["number"] for item in objects], list(range(len(expected))))


def locals_of(name):
    return name.rsplit("}", 1)[-1].lower()


def refuse_reach(name, tag, attributes):
    """Nothing in a picture or page runs, and nothing is fetched."""
    check(tag not in {"script", "iframe", "object", "embed", "foreignobject", "link", "base"}, f"{name}: <{tag}>")
    for key, value in attributes:
        key, value = locals_of(key), (value or "").strip().lower()
        check(not key.startswith("on"), f"{name}: attribute {key} of <{tag}>")
        if key in {"href", "src", "action", "formaction", "data", "srcset", "poster", "background"}:
            check(value.startswith("#") or value.startswith("data:image/"), f"{name}: {key}={value[:60]!r}")


def svg(name, text):
    for element in etree.fromstring(text).iter():
        refuse_reach(name, locals_of(element.tag), element.attrib.items())


class Page(html.parser.HTMLParser):
    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name, self.open, self.cells, self.text = name, [], [], None

    def handle_starttag(self, tag, attributes):
        refuse_reach(self.name, tag, attributes)
        if tag in {"td", "th"}:
            self.text = ""
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        refuse_reach(self.name, tag, attributes)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        check(self.open and self.open[-1] == tag, f"{self.name}: </{tag}> closes {self.open[-3:]}")
        if self.open and self.open[-1] == tag:
            self.open.pop()
        if tag in {"td", "th"} and self.text is not None:
            self.cells.append(self.text)
            self.text = None

    def handle_data(self, data):
        if self.text is not None:
            self.text += data


def page(name, text):
    parser = Page(name)
    parser.feed(text)
    parser.close()
    check(not parser.open, f"{name}: {parser.open} is not closed")
    check("<!doctype html>" in text[:100].lower(), f"{name}: no doctype")


def workbook(name, path, expected):
    try:
        import openpyxl
    except ImportError:
        return
    sheets = openpyxl.load_workbook(path, read_only=True, data_only=False)
    texts = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    # Excel has no empty text apart from an empty cell, and one kind of line break.
    plain = [text for text in expected if text.strip() and not re.search("[\x00-\x1f\ufffe\uffff]", text)]
    lost = [text for text in plain if text not in texts]
    check(not lost, f"{name}: {len(lost)} texts are lost, such as {lost[:1]!r}")


def main(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for path in sorted(folder.iterdir()):
        name = path.name.split(".")[0]
        if path.name == "expected.json":
            continue
        if name == "xlsx":
            workbook(name, path, expected)
            continue
        text = path.read_bytes().decode("utf-8")
        if name in {"csv", "tsv"}:
            delimited(name, text, expected, "," if name == "csv" else "\t")
        elif name == "json":
            jsons(name, json.loads(text), expected)
        elif name == "ndjson":
            jsons(name, [json.loads(line) for line in text.split("\n") if line], expected)
        elif name == "vega":
            json.loads(text)
        elif name == "svg":
            svg(name, text)
        elif name == "html":
            page(name, text)


main(pathlib.Path(sys.argv[1]))
print("\n".join(problems))
sys.exit(1 if problems else 0)
