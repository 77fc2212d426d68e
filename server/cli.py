"""The command line: ``fair-scale <command>``. Its words are Chinese or English, as LANG says."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from os import environ

from sqlalchemy.exc import SQLAlchemyError

from server import commands
from server.commands.words import language, say
from server.domain.problems import Problem


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = environ) -> int:
    """Run a command and return its exit status: 0 done, 1 the answer is no, 2 it could not be done."""
    chosen = parser(language(environment)).parse_args(arguments)
    try:
        return chosen.run(chosen)
    except Problem as problem:
        return _refuse(problem, language(environment))
    except KeyboardInterrupt:
        return 130
    except SQLAlchemyError as error:
        detail = str(error).splitlines()[0]
        sys.stderr.write(say("no-database", language(environment), detail=detail) + "\n")
        return 2
    except (OSError, ValueError, RuntimeError) as error:
        sys.stderr.write(f"fair-scale: {error}\n")
        return 2


def parser(speech: str) -> argparse.ArgumentParser:
    """Return the parser with all commands, its help in ``speech`` (zh or en)."""
    top = argparse.ArgumentParser(prog="fair-scale", description=say("fair-scale", speech))
    below = top.add_subparsers(dest="command", required=True, metavar=say("command", speech))
    for name, module in commands.modules().items():
        text = say(name, speech)
        one = below.add_parser(name, help=text, description=text)
        module.arguments(one, speech)
        one.set_defaults(run=module.run)
    return top


def _refuse(problem: Problem, speech: str) -> int:
    for part in (problem, *problem.parts):
        place = f"{part.at}: " if part.at else ""
        sys.stderr.write(f"{place}{part.text(speech)}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
