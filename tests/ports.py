"""A port for a server that has to be told one before it starts."""

from __future__ import annotations

import os
from socket import socket

#: Below those that the system gives to whoever asks for any: nobody gets this one before the server has started.
FIRST, COUNT = 20_000, 10_000


def free_port() -> int:
    """A port of this machine on which nobody listens; processes of a test run begin to look at different places."""
    for step in range(COUNT):
        with socket() as probe:
            try:
                probe.bind(("127.0.0.1", FIRST + (os.getpid() * 97 + step) % COUNT))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise OSError("no port is free")
