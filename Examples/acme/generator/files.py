"""How files are written."""

import csv
import os


def write(folder, name, titles, rows, quote=csv.QUOTE_MINIMAL, before="", after=""):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        file.write(before)
        writer = csv.writer(file, quoting=quote, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)
        file.write(after)
