#!/usr/bin/env python3
"""Reads files that are made to be hard, at one size and at the double, and prints processor time and memory.

    measure.py PROGRAM [--megabytes N] [--only PART]

Processor time, of all threads, since the clock misleads on a busy machine. That of the double size should be at most 2.3 times that of the single, memory at most the file's size and 64 MiB.
"""
import argparse
import os
import subprocess
import sys
import tempfile

LIMIT = 2.3
SLACK = 64


def fill(piece, size):
    return piece * max(1, size // len(piece))


def rows(size):
    return fill(b'12,East,"Smith, Ann",2024-03-01,1250.50\n', size)


def columns(count):
    line = b",".join(b"%d" % (n % 10) for n in range(count)) + b"\n"
    return b",".join(b"c%d" % n for n in range(count)) + b"\n" + line * 4


HEAD = b"id,region,owner,day,amount\n"


def cases():
    """(name, ending, content by size in bytes) of each kind of file."""
    yield "plain", "csv", lambda size: HEAD + rows(size)
    yield "a quote too many in the first row", "csv", lambda size: HEAD + b'1,"East,Ann,2024-03-01,5\n' + rows(size)
    yield "a quote too many, plain rows", "csv", lambda size: HEAD + b'1,"East,Ann,2024-03-01,5\n' + fill(
        b"12,East,Ann,2024-03-01,1250.50\n", size)
    yield "a quote opens in every row", "csv", lambda size: HEAD + fill(b'12,"East,Ann,2024-03-01,1250.50\n', size)
    yield "a quote inside every row", "csv", lambda size: HEAD + fill(b'12,"Ea"st",Ann,2024-03-01,1250.50\n', size)
    yield "two quotes in every row", "csv", lambda size: HEAD + fill(b'12,""East,Ann,2024-03-01,1250.50\n', size)
    yield "quotes alone", "csv", lambda size: HEAD + b'1,x,y,2024-03-01,5\n' + b'"' * size + b"\n"
    yield "backslashes and quotes", "csv", lambda size: HEAD + fill(b'12,"Ea\\"st","A\\\\nn",2024-03-01,1250.50\n', size)
    yield "one field", "csv", lambda size: HEAD + b'1,East,"' + b"long " * (size // 5) + b'",2024-03-01,5\n' + rows(1 << 10)
    yield "one field that is never closed", "csv", lambda size: HEAD + rows(1 << 10) + b'1,East,"' + b"long \n" * (size // 6)
    yield "one line", "csv", lambda size: fill(b"value,", size)
    yield "many columns", "csv", lambda size: columns(size // 160)
    yield "a short row each second", "csv", lambda size: HEAD + fill(b"12,East,Ann,2024-03-01,1250.50\n7,West\n", size)
    yield "a long row each second", "csv", lambda size: HEAD + fill(b"12,East,Ann,2024-03-01,1250.50\n7,W,A,2024-03-01,5,x,y,z\n", size)
    yield "many short tables", "csv", lambda size: fill(b"a,b\n1,2\n\n", size)
    yield "blank lines", "csv", lambda size: HEAD + rows(1 << 10) + b"\n" * size + rows(1 << 10)
    yield "delimiters alone", "csv", lambda size: HEAD + rows(1 << 10) + fill(b",,,,\n", size) + rows(1 << 10)
    yield "lone returns", "csv", lambda size: HEAD + fill(b"12,Ea\rst,Ann,2024-03-01,1250.50\n", size)
    yield "zeros", "csv", lambda size: HEAD + fill(b"12,Ea\0st,Ann,2024-03-01,1250.50\n", size)
    yield "bytes that are not UTF-8", "csv", lambda size: HEAD + fill(b"12,S\xfcd,M\xc3\xbcller,2024-03-01,1250.50\n", size)
    yield "UTF-16", "csv", lambda size: b"\xff\xfe" + (HEAD + rows(size // 2)).decode().encode("utf-16-le")
    yield "titles again and again", "csv", lambda size: fill(HEAD + b"12,East,Ann,2024-03-01,1250.50\n", size)
    yield "dates that contradict late", "csv", lambda size: HEAD + fill(b"12,East,Ann,01/02/2024,1250.50\n", size) + (
        b"1,E,A,25/02/2024,5\n1,E,A,02/25/2024,5\n")
    yield "a number that is none, late", "csv", lambda size: HEAD + rows(size) + b"x,East,Ann,soon,much\n"
    yield "JSON", "json", lambda size: b"[" + b",\n".join([b'{"id":12,"owner":{"name":"Ann"},"amount":1250.50}'] * (size // 50)) + b"]"
    yield "JSON, an object a line", "ndjson", lambda size: fill(b'{"id":12,"owner":{"name":"Ann"},"amount":1250.50}\n', size)
    yield "JSON, arrays in arrays", "json", lambda size: b"[" * size
    yield "JSON, one text", "json", lambda size: b'[{"a":"' + b"long " * (size // 5) + b'"}]'
    yield "JSON, every line damaged but one", "ndjson", lambda size: b'{"a":1}\n' + fill(b'{"a":1,"b":\n', size)
    yield "JSON, ever new keys", "ndjson", lambda size: b"".join(b'{"k%d":1,"a":2}\n' % (n % 2000) for n in range(size // 16))


def written(path, make, size):
    """Writes a file in a process of its own: a program is said to have taken what its parent had when it began."""
    child = os.fork()
    if child == 0:
        with open(path, "wb") as file:
            file.write(make(size))
        os._exit(0)
    os.waitpid(child, 0)
    return os.path.getsize(path)


def measure(program, make, size, ending, folder):
    path = os.path.join(folder, "hard." + ending)
    length = written(path, make, size)
    child = subprocess.Popen(
        [program, "--no-cache", "--no-init", path, "-c", "rows hard limit 1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode, length / (1 << 20)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    size = int(arguments.megabytes * (1 << 20))
    misses = 0
    print("%-36s %8s %8s %6s %8s %8s  %s" % ("", "time", "double", "times", "size", "memory", ""))
    with tempfile.TemporaryDirectory() as folder:
        for name, ending, make in cases():
            if arguments.only not in name:
                continue
            one = measure(arguments.program, make, size, ending, folder)
            two = measure(arguments.program, make, 2 * size, ending, folder)
            times = two[0] / max(one[0], 0.02)
            tells = []
            if times > LIMIT:
                tells.append("slow")
            if two[1] > two[3] + SLACK:
                tells.append("memory")
            if one[2] not in (0, 1) or two[2] not in (0, 1):
                tells.append("ended with %d" % two[2])
            misses += bool(tells)
            print("%-36s %7.3fs %7.3fs %6.2f %5.0f MiB %5.0f MiB  %s" % (
                name, one[0], two[0], times, two[3], two[1], ", ".join(tells)), flush=True)
    print("%d misses" % misses)
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
