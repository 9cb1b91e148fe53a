#!/usr/bin/env python3
"""Writes the workbooks of this folder that come from openpyxl; those from LibreOffice are made by the shell lines below.

    python3 make.py
    soffice --headless --convert-to xlsx --outdir . calc.fods      # calc.xlsx, LibreOffice 7.4

All values are made up for the tests.
"""
import datetime as d
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

CREATED = d.datetime(2026, 1, 1)


def save(book, name):
    book.properties.created = book.properties.modified = CREATED
    book.save(name)


# Every kind of cell.
book = Workbook()
sheet = book.active
sheet.title = "Kinds"
sheet.append(["Name", "Count", "Amount", "Share", "Day", "At", "Won", "Took", "Zip", "Clock"])
rows = [
    ["Müller & Söhne <AG>", 12, 1234.5, 0.25, d.date(2026, 6, 15), d.datetime(2026, 6, 15, 13, 45), True,
     d.timedelta(hours=36, minutes=30), 1234, d.time(9, 5)],
    [" two spaces ", -3, 0.1 + 0.2, 1, d.date(1900, 2, 28), d.datetime(2026, 1, 1), False,
     d.timedelta(minutes=5), 99999, d.time(23, 59, 59)],
    ["line\nbreak", 0, 1e-7, 0.125, d.date(1900, 3, 1), d.datetime(2026, 12, 31, 23, 59, 59, 500000), None,
     None, 7, None],
    ['say "hi"', None, 1.234, 0.5, d.date(9999, 12, 31), None, True, None, 12345, None],
]
for row in rows:
    sheet.append(row)
for row in range(2, 6):
    sheet.cell(row, 3).number_format = '#,##0.00'
    sheet.cell(row, 4).number_format = '0.0%'
    sheet.cell(row, 5).number_format = 'dd/mm/yyyy'
    sheet.cell(row, 9).number_format = '00000'
    if sheet.cell(row, 8).value is not None:
        sheet.cell(row, 8).number_format = '[h]:mm:ss'
save(book, "kinds.xlsx")

# Several sheets: tables, lines, an empty one, hidden ones; money by format; errors and formulas without values.
book = Workbook()
cover = book.active
cover.title = "Cover"
cover["A1"] = "Board pack"
cover["A2"] = "Confidential"
targets = book.create_sheet("Targets")
targets.append(["Month", "Region", "Target"])
for month, region, value in [(1, "EMEA", 1000), (1, "AMER", 2500.5), (2, "EMEA", 1100)]:
    targets.append([d.date(2026, month, 1), region, value])
for row in range(2, 5):
    targets.cell(row, 1).number_format = "mmm yyyy"
    targets.cell(row, 3).number_format = '[$€-407] #,##0.00'
deals = book.create_sheet("Deals 2026")
deals["A1"] = "Deals as of 15 June"
deals.append([])
deals.append(["Deal", "Owner", "Amount", "Margin"])
deals.append(["D-1", "Ana", 100, "=C4*0.1"])
deals.append(["D-2", "Bo", "#N/A", "=C5*0.1"])
deals.append(["D-3", "Ana", 300, None])
deals.append(["Total", None, 400, None])
deals.merge_cells("A1:D1")
book.create_sheet("Empty")
lookup = book.create_sheet("Lookup")
lookup.append(["code", "name"])
lookup.append(["a", "Alpha"])
lookup.sheet_state = "hidden"
secret = book.create_sheet("Secret")
secret.append(["x", "y"])
secret.append([1, 2])
secret.sheet_state = "veryHidden"
save(book, "board.xlsx")

# Days from 1904, as old Macs count.
book = Workbook()
book.epoch = CALENDAR_MAC_1904
sheet = book.active
sheet.append(["day", "n"])
sheet.append([d.date(1904, 1, 1), 1])
sheet.append([d.date(2026, 6, 15), 2])
save(book, "mac1904.xlsx")
