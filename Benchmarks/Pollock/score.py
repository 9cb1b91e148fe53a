#!/usr/bin/env python3
"""Reads polluted files with the program, no hint given, and scores what it reads by the measure of the paper.

    score.py PROGRAM FOLDER [--only PART] [--show N]

Per file ten scores of 0 to 1: success, and precision, recall and F1 of the titles, of the rows and of the cells, as
multisets. `simple` is the mean over files of their sum, `weighted` that by the files' frequency in the paper's survey.
`intact` counts the files with one damaged line of which every other row is exact, in its place, under the right titles.
Cells are compared as what they mean: `13/01/2018` is the day 2018-01-13, `$1.50` is 1.5; titles without case and marks.
"""
import argparse
import json
import os
import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor


def meaning(cell):
    if cell is None:
        return ""
    text = str(cell).strip()
    day = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    if day:
        return "%s-%s-%s" % (day[3], day[2], day[1])
    number = re.fullmatch(r"\$?(-?\d+(?:\.\d+)?)", text)
    if number:
        return "%g" % float(number[1])
    return text


def plain(title):
    return re.sub(r"[^a-z0-9]", "", title.lower())


def measures(meant, read):
    """Precision, recall and F1 of two multisets, as the paper's program has them."""
    if not meant:
        return [1.0, 1.0, 1.0]
    common = sum((Counter(meant) & Counter(read)).values())
    if common == 0:
        return [0.0, 0.0, 0.0]
    precision, recall = common / len(meant), common / len(read)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def read(program, path):
    """Titles and rows, or None where the program refuses the file, and what it says."""
    base = [program, "--no-cache", "--no-init", path, "--format", "json", "-c"]
    # A file has the name of its dataset from its own name, in lower case.
    name = re.sub(r"[^a-z0-9]+", "_", os.path.basename(path)[:-4].lower())
    run = subprocess.run(base + ["rows %s limit 100000" % name], capture_output=True, text=True, timeout=60)
    if run.returncode != 0:
        return None, run.stderr.strip()
    pairs = json.loads(run.stdout or "[]", object_pairs_hook=list, parse_float=str, parse_int=str)
    if not pairs:
        told = subprocess.run(base[:-3] + ["-c", "describe %s" % name], capture_output=True, text=True, timeout=60)
        names = re.findall(r"^    (\w+): ", told.stdout.split("  columns:")[-1], re.M)
        return (names, []), run.stderr
    return ([key for key, _ in pairs[0]], [[value for _, value in row] for row in pairs]), run.stderr


def score(case, table):
    if table is None:
        # An empty file has nothing to be read: saying so is success.
        return [1.0] * 10 if not case["titles"] and not case["rows"] else [0.0] * 10
    titles, rows = table
    # Without titles the paper takes the first row for them, of both sides.
    if case["titles"] is None:
        meant_titles, meant, titles, rows = case["rows"][0], case["rows"][1:], rows[0], rows[1:]
        heads = measures([meaning(c) for c in meant_titles], [meaning(c) for c in titles])
    else:
        meant = case["rows"]
        heads = measures([plain(t) for t in case["titles"]], [plain(t) for t in titles])
    records = measures(["".join(map(meaning, r)) for r in meant], ["".join(map(meaning, r)) for r in rows])
    cells = measures([meaning(c) for r in meant for c in r], [meaning(c) for r in rows for c in r])
    return [1.0] + heads + records + cells


def is_intact(case, table):
    if table is None:
        return False
    titles, rows = table
    damage = case["damage"]
    if len(rows) != len(case["rows"]):
        return False
    if damage != 0 and [plain(t) for t in titles] != [plain(t) for t in case["titles"]]:
        return False
    if damage == 0 and not set(map(plain, case["titles"])) & set(map(plain, titles)):
        return False
    return all(
        n == damage or list(map(meaning, row)) == list(map(meaning, meant))
        for n, (row, meant) in enumerate(zip(rows, case["rows"]), 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--only", default="", help="files whose names have this in them")
    parser.add_argument("--show", type=int, default=20, help="how many of the worst files to list")
    arguments = parser.parse_args()
    with open(os.path.join(arguments.folder, "expected.json"), encoding="utf-8") as file:
        known = json.load(file)
    cases = [case for case in known["files"] if arguments.only in case["name"]]
    for case in cases:
        if case["rows"] is None:
            case["rows"] = known["rows"]

    def one(case):
        table, said = read(arguments.program, os.path.join(arguments.folder, case["name"] + ".csv"))
        return case, score(case, table), case["damage"] is not None and is_intact(case, table), said

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, cases))
    damaged = [r for r in results if r[0]["damage"] is not None]
    total = sum(r[0]["weight"] for r in results)
    for case, scores, intact, said in sorted(results, key=lambda r: (sum(r[1]), r[2]))[:arguments.show]:
        if sum(scores) < 9.9 or (case["damage"] is not None and not intact):
            print("%-36s %6.3f %s  %s" % (
                case["name"], sum(scores), "" if case["damage"] is None or intact else "not intact",
                said.splitlines()[0][:90] if said else ""))
    print("files     %d" % len(results))
    print("simple    %.4f of 10" % (sum(sum(r[1]) for r in results) / len(results)))
    print("weighted  %.4f of 10" % (sum(sum(r[1]) * r[0]["weight"] for r in results) / total))
    print("intact    %d of %d files with one damaged line" % (sum(r[2] for r in damaged), len(damaged)))


if __name__ == "__main__":
    main()
