"""Answers statements with DuckDB: each line of the input is a statement as a JSON text, each of the output its rows as a JSON
array of arrays, or why there are none as a JSON text. A cell is a text: a letter for its kind, and what it is."""

import decimal
import json
import sys

import duckdb


def cell(value):
    if value is None:
        return "n"
    if isinstance(value, int):  # Conditions too, which are 0 and 1.
        return f"i{int(value)}"
    if isinstance(value, (float, decimal.Decimal)):
        return f"r{float(value)!r}"
    return f"t{value}"


connection = duckdb.connect(config={"threads": 1})
for line in sys.stdin:
    try:
        result = connection.execute(json.loads(line))
        answer = [[cell(value) for value in row] for row in result.fetchall()] if result.description else []
    except duckdb.Error as error:
        answer = str(error).split("\n")[0]
    print(json.dumps(answer), flush=True)
