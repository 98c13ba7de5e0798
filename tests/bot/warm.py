"""A process that has everything imported, and begins the program anew in a fork for each line it reads.

It answers with the number of the new process, and with its exit code when that has ended.
"""

import os
import sys

import bot.app
import bot.furnish  # noqa: F401 (imported once, for all forks)
from bot.__main__ import minyi


def serve() -> None:
    for _ in sys.stdin:
        number = os.fork()
        if number == 0:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(0, 1)
            minyi(["run"])
        _tell(number)
        _tell(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
