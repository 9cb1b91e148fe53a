"""Asks Quaestor and the DuckDB CLI the same questions, compares the answers, and prints what each took.

Called by Scripts/compare, which has what this needs.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import platform
import statistics
import subprocess
import sys

import deals
from programs import DuckDB, Failed, Quaestor, Run, Runner, answer, middle, quickest
from questions import AS_OF, DISTINCT, EVERY_COLUMN, FILTERED_SUM, QUESTIONS, TOP, Question, differences

SECTIONS = ("answers", "start", "cold", "load", "reopen", "warm")
# How often each question is asked in one process, after the first time.
REPETITIONS = 5
NOT_AVAILABLE = "not available"


def main() -> int:
    options = arguments()
    folder = options.folder / f"{options.rows}-{options.accounts}"
    say(f"Generating {options.rows:,} deals, unless they are there …")
    file = deals.generate(options.rows, options.accounts, folder)
    comparison = Comparison(options, folder)
    print_surroundings(options, file)
    comparison.check_answers()
    comparison.measure()
    print(f"\nload {load()} at the end")
    for problem in comparison.problems:
        say(f"DIFFERENT: {problem}")
    return 1 if comparison.problems else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Scripts/compare", description="Quaestor and the DuckDB CLI side by side.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="the deals in the file (1,000,000 unless given)")
    parser.add_argument(
        "--accounts", type=int, default=deals.ACCOUNTS,
        help=f"the accounts that each deal is one of ({deals.ACCOUNTS:,} unless given)")
    parser.add_argument("--runs", type=int, default=5, help="the runs that each median is of (5 unless given)")
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, help="this part alone; may be given several times")
    for needed in ("quaestor", "duckdb", "measure", "folder"):
        parser.add_argument(f"--{needed}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rows < 1000 or options.accounts < 1 or options.runs < 1:
        parser.error("--rows takes a whole number from 1000 on, --accounts and --runs one from 1 on")
    return options


class Comparison:
    def __init__(self, options: argparse.Namespace, folder: pathlib.Path):
        self.options = options
        self.folder = folder
        self.runner = Runner(options.measure, folder)
        self.quaestor = Quaestor(options.quaestor, folder)
        self.duckdb = DuckDB(options.duckdb, folder)
        self.problems: list[str] = []
        self._has_snapshot: bool | None = None
        self.has_database = False

    def wants(self, section: str) -> bool:
        return not self.options.only or section in self.options.only

    # MARK: Answers

    def check_answers(self) -> None:
        if not self.wants("answers"):
            return
        say("Comparing the answers …")
        asked = 0
        for question in (*QUESTIONS, EVERY_COLUMN):
            references = [answer(self.runner.run(self.duckdb.exact(sql))) for sql in question.sql]
            for other in references[1:]:
                if sorted(other) != sorted(references[0]):
                    self.problems.append(f"{question.title}: DuckDB's own answers to two ways of asking")
            for origin, call in (("CSV", self.quaestor.cold), ("snapshot", self.quaestor.reopened)):
                if origin == "snapshot" and not self.has_snapshot():
                    continue
                for threads in ("1", "2"):
                    where = f"{question.title} (from {origin}, {threads} threads)"
                    asked += 1
                    try:
                        ours = answer(self.runner.run(call(question), QUAESTOR_THREADS=threads))
                    except Failed as failure:
                        self.problems.append(f"{where}: {failure}")
                        continue
                    found = differences(question, ours, references[0])
                    self.problems += [f"{where}: {difference}" for difference in found[:5]]
                    if not ours:
                        self.problems.append(f"{where}: an answer without lines")
        origins = "from CSV and from snapshot" if self.has_snapshot() else f"from CSV (from snapshot: {NOT_AVAILABLE})"
        verdict = "equal DuckDB's" if not self.problems else "DO NOT ALL EQUAL DuckDB's, see the end"
        print(f"answers      {asked} {verdict}: {origins}, with 1 and 2 threads\n", flush=True)

    def has_snapshot(self) -> bool:
        """Lets Quaestor leave a snapshot with every column, and tells whether it did."""
        if self._has_snapshot is None:
            given = {"deals.csv", "deals.csv.made", "workspace.qst", "deals.duckdb", "scratch"}
            for left in self.folder.iterdir():
                if left.name not in given and left.is_file():
                    left.unlink()
            for question in (EVERY_COLUMN, *QUESTIONS):
                self.runner.run(self.quaestor.reopened(question))
            beside = [path for path in self.folder.rglob("*") if path.is_file()]
            # A history of statements is no snapshot.
            self._has_snapshot = any(
                path.stat().st_size > self.options.rows
                for path in beside
                if path.name not in given and path.parent != self.runner.scratch
            )
        return self._has_snapshot

    # MARK: Times

    def measure(self) -> None:
        if all(not self.wants(section) for section in SECTIONS[1:]):
            return
        print(f"{'':{WIDTH}}  {'Quaestor':>10}  {'DuckDB':>10}  {'':>7}  {'Quaestor':>9}  {'DuckDB':>9}")
        print(f"{'work':{WIDTH}}  {'ms':>10}  {'ms':>10}  {'ratio':>7}  {'peak MiB':>9}  {'peak MiB':>9}")
        for section, measure in (
            ("start", self.start), ("cold", self.cold), ("load", self.load), ("reopen", self.reopen), ("warm", self.warm)
        ):
            if self.wants(section):
                measure()

    def start(self) -> None:
        heading("Start")
        ours, theirs = str(self.options.quaestor), str(self.options.duckdb)
        # A start is short: it is measured more often.
        runs = max(21, self.options.runs)
        self.line("version", [ours, "--version"], [theirs, "-version"], runs)
        self.line("an empty input", [ours], [theirs], runs)
        self.line("nothing, or `select 1`", [ours, "-c", ""], [theirs, "-c", "select 1"], runs)
        # DuckDB would wait for the terminal to tell its colours, which this one does not.
        self.line("the prompt", [ours], [theirs, "-dark-mode"], runs, until=("quaestor> ", " D "))

    def cold(self) -> None:
        heading("Cold: from the CSV file")
        for question in (FILTERED_SUM, DISTINCT, TOP, AS_OF):
            sql = quickest(question.sql, lambda way: self.runner.run(self.duckdb.cold(way)).milliseconds)
            self.line(question.title, self.quaestor.cold(question), self.duckdb.cold(sql))

    def load(self) -> None:
        heading("Every column loaded, then answered")
        sql = quickest(FILTERED_SUM.sql, lambda way: self.runner.run(self.duckdb.cold(way)).milliseconds)
        self.line(FILTERED_SUM.title, self.quaestor.loaded(FILTERED_SUM), self.duckdb.loaded(sql))

    def reopen(self) -> None:
        heading("Reopened: from the snapshot, from the .duckdb file")
        has_snapshot = self.has_snapshot()
        self.runner.run(self.duckdb.make_database())
        for question in QUESTIONS:
            sql = quickest(question.sql, lambda way: self.runner.run(self.duckdb.reopened(way)).milliseconds)
            ours = self.quaestor.reopened(question) if has_snapshot else None
            self.line(question.title, ours, self.duckdb.reopened(sql))
        self.duckdb.database.unlink(missing_ok=True)

    def warm(self) -> None:
        heading("Warm: the same questions again in one process")
        choices = [question.sql for question in QUESTIONS]
        # Each way of asking once in one process: the second time counts.
        ways = [way for choice in choices for way in choice]
        times = dict(zip(ways, self.duckdb.times(self.runner.run(self.duckdb.warm(ways, 1)))[len(ways) :]))
        chosen = [min(choice, key=lambda way: times[way]) for choice in choices]
        ours: list[list[float]] = [[] for _ in QUESTIONS]
        theirs: list[list[float]] = [[] for _ in QUESTIONS]
        peaks = ([], [])
        for _ in range(max(1, (self.options.runs + 1) // 2)):
            for program, call, collected, peak in (
                (self.quaestor, self.quaestor.warm(QUESTIONS, REPETITIONS), ours, peaks[0]),
                (self.duckdb, self.duckdb.warm(chosen, REPETITIONS), theirs, peaks[1]),
            ):
                run = self.runner.run(call)
                times = program.times(run)
                if len(times) != len(QUESTIONS) * (REPETITIONS + 1):
                    raise Failed(f"{call[0]} told {len(times)} times instead of {len(QUESTIONS) * (REPETITIONS + 1)}")
                for index, time in enumerate(times[len(QUESTIONS) :]):
                    collected[index % len(QUESTIONS)].append(time)
                peak.append(run.mebibytes)
        ratios = []
        for question, our, their in zip(QUESTIONS, ours, theirs):
            ratios.append(middle(their) / middle(our))
            print_line(question.title, middle(our), middle(their), None, None)
        print(
            f"{'  geometric mean, and the peak of the process':{WIDTH}}  {'':>10}  {'':>10}  "
            f"{statistics.geometric_mean(ratios):>6.1f}×  {statistics.median(peaks[0]):>9.0f}  "
            f"{statistics.median(peaks[1]):>9.0f}", flush=True)

    def line(
        self, title: str, ours: list[str] | None, theirs: list[str], runs: int | None = None,
        until: tuple[str, str] | None = None,
    ) -> None:
        """Runs both in turn, after once for nothing, and prints the medians."""
        calls = [(ours, until and until[0]), (theirs, until and until[1])]
        runs_of: list[list[Run]] = [[], []]
        for round_ in range((runs or self.options.runs) + 1):
            for index, (call, prompt) in enumerate(calls):
                if call is None:
                    continue
                run = self.runner.run(call, until=prompt)
                if round_ > 0:
                    runs_of[index].append(run)
        medians = [statistics.median(run.milliseconds for run in runs) if runs else None for runs in runs_of]
        peaks = [statistics.median(run.mebibytes for run in runs) if runs else None for runs in runs_of]
        print_line(title, *medians, *peaks)


# MARK: What is printed

WIDTH = 50


def heading(text: str) -> None:
    print(f"\n{text}")


def print_line(
    title: str, ours: float | None, theirs: float | None, our_peak: float | None, their_peak: float | None
) -> None:
    def number(value: float | None, width: int, decimals: int) -> str:
        return f"{'':>{width}}" if value is None else f"{value:>{width},.{decimals}f}"

    if ours is None:
        print(f"  {title:{WIDTH - 2}}  {NOT_AVAILABLE:>13}  {number(theirs, 7, 1)}", flush=True)
        return
    ratio = f"{theirs / ours:>6.1f}×" if theirs is not None else ""
    print(
        f"  {title:{WIDTH - 2}}  {number(ours, 10, 2)}  {number(theirs, 10, 1)}  {ratio:>7}  "
        f"{number(our_peak, 9, 0)}  {number(their_peak, 9, 0)}", flush=True)


def print_surroundings(options: argparse.Namespace, file: pathlib.Path) -> None:
    def told(*call: str) -> str:
        return subprocess.run(call, capture_output=True, text=True, check=False).stdout.strip().split("\n")[0]

    cpu = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")),
        platform.machine())
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo", encoding="utf-8") if line.startswith("MemTotal"))
    # Read once, so that all of it is in the page cache.
    with open(file, "rb", buffering=0) as data:
        while data.read(1 << 20):
            pass
    print(f"machine      {cpu}, {os.cpu_count()} cores, {memory / (1 << 20):.0f} GiB, Linux {platform.release()}")
    print(f"programs     Quaestor {told(str(options.quaestor), '--version')}, DuckDB {told(str(options.duckdb), '-version')}")
    size = f"{file.stat().st_size / 1e6:,.0f} MB of CSV"
    print(f"data         {options.rows:,} deals of {options.accounts:,} accounts, {size}, in the page cache")
    print(
        f"figures      medians of {options.runs} whole processes in turn; warm, of answers within one; load {load()}",
        flush=True)


def load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        say(f"FAILED: {failure}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
