"""The two programs: how they are called, and what they are told."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import statistics
import subprocess

import questions
from questions import Question


class Failed(Exception):
    """A program ended with an error; the text says what was called and what it said."""


@dataclasses.dataclass(frozen=True)
class Run:
    milliseconds: float
    mebibytes: float
    output: pathlib.Path
    errors: str


class Runner:
    """Runs whole processes, from the page cache, in surroundings of their own: no settings or histories of the user."""

    def __init__(self, measure: pathlib.Path, folder: pathlib.Path):
        self.measure = measure
        self.scratch = folder / "scratch"
        self.home = self.scratch / "home"
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.home.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ.get("PATH", ""), "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color",
        }

    def run(self, call: list[str], until: str | None = None, **variables: str) -> Run:
        """Runs a program to its end, or on a terminal until it has shown a prompt."""
        output, errors = self.scratch / "output", self.scratch / "errors"
        errors.write_text("")
        how = [str(output), str(errors)] if until is None else ["--until", until, str(output)]
        measured = subprocess.run(
            [str(self.measure), *how, *call], env=self.environment | variables, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False)
        told = measured.stderr + errors.read_text(errors="replace")
        if measured.returncode != 0:
            raise Failed(f"{' '.join(call)}\n{told}")
        nanoseconds, kibibytes, code = (int(number) for number in measured.stdout.split())
        if code != 0:
            raise Failed(f"{' '.join(call)}\nexit code {code}\n{told}")
        return Run(nanoseconds / 1e6, kibibytes / 1024, output, told)


class Quaestor:
    def __init__(self, binary: pathlib.Path, folder: pathlib.Path):
        self.binary = str(binary)
        self.workspace = str(folder / "workspace.qst")

    def cold(self, question: Question) -> list[str]:
        """The answer from the CSV file."""
        return [*self._call(), "--no-cache", "-c", question.ask]

    def loaded(self, question: Question) -> list[str]:
        """The answer from a table of all columns, in memory: a row of them has to be shown first."""
        return [*self._call(), "--no-cache", "-c", "rows deals limit 1", "-c", question.ask]

    def reopened(self, question: Question) -> list[str]:
        """The answer from the snapshot that an earlier call has left."""
        return [*self._call(), "-c", question.ask]

    def warm(self, asked: tuple[Question, ...], repetitions: int) -> list[str]:
        """All answers in one process, and once more at first, for the columns to be loaded."""
        commands = [part for question in asked for part in ("-c", question.ask)]
        return [*self._call(), "--no-cache", "-c", "set timer on", *commands * (repetitions + 1)]

    def _call(self) -> list[str]:
        return [self.binary, self.workspace, "--format", "csv", "--set", "exact=on"]

    @staticmethod
    def times(run: Run) -> list[float]:
        return [float(time) for time in re.findall(r"^time: (\d+\.\d+) ms$", run.errors, re.MULTILINE)]


class DuckDB:
    def __init__(self, binary: pathlib.Path, folder: pathlib.Path):
        self.binary = str(binary)
        file = str(folder / "deals.csv").replace("'", "''")
        self.csv = f"read_csv('{file}')"
        # What is compared: amounts as exact as Quaestor's. The timed runs leave the types to DuckDB, as its users do:
        # adding binary fractions is quicker.
        self.exact_csv = f"read_csv('{file}', types = {{'amount': 'DECIMAL(18,2)'}})"
        self.database = folder / "deals.duckdb"

    def cold(self, sql: str) -> list[str]:
        return [self.binary, "-csv", "-c", sql.format(deals=self.csv)]

    def exact(self, sql: str) -> list[str]:
        return [self.binary, "-csv", "-c", sql.format(deals=self.exact_csv)]

    def loaded(self, sql: str) -> list[str]:
        """The answer from a table of all columns, in memory."""
        return [self.binary, "-csv", "-c", f"{self._create()}; {sql.format(deals='deals')}"]

    def make_database(self) -> list[str]:
        self.database.unlink(missing_ok=True)
        return [self.binary, str(self.database), "-c", self._create()]

    def reopened(self, sql: str) -> list[str]:
        return [self.binary, "-readonly", str(self.database), "-csv", "-c", sql.format(deals="deals")]

    def warm(self, asked: list[str], repetitions: int) -> list[str]:
        commands = [part for sql in asked for part in ("-c", sql.format(deals="deals"))]
        return [self.binary, "-csv", "-c", self._create(), "-c", ".timer on", *commands * (repetitions + 1)]

    def _create(self) -> str:
        return f"create table deals as select * from {self.csv}"

    @staticmethod
    def times(run: Run) -> list[float]:
        told = run.output.read_text() + run.errors
        return [float(time) * 1000 for time in re.findall(r"^Run Time \(s\): real (\d+\.\d+)", told, re.MULTILINE)]


def quickest(ways: tuple[str, ...], time) -> str:
    """The way of asking that takes least, by `time(way)`."""
    return ways[0] if len(ways) == 1 else min(ways, key=lambda way: min(time(way) for _ in range(2)))


def middle(values: list[float]) -> float:
    """The mean of the middle half: as steady as a median, and finer where times were rounded to milliseconds."""
    ordered = sorted(values)
    cut = len(ordered) // 4
    return statistics.fmean(ordered[cut : len(ordered) - cut])


def answer(run: Run) -> questions.Answer:
    return questions.lines(run.output)
