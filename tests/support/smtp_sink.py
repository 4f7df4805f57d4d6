"""A mail relay on the loopback that takes every letter, writes down what it took, and may strike at a given one."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from typing import Any, cast


class SmtpSink(socketserver.ThreadingTCPServer):
    """Takes letters until closed; `taken` counts each pair of Message-ID and recipient.

    `strike_at` names how many letters must have been taken for `strike` to be called, once each: after the text was
    handed over and before it is acknowledged, which is the worst moment for whoever sends.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: Counter[tuple[str, str]] = Counter()
        self.strike_at: list[int] = []
        self.strike: Callable[[], None] = lambda: None
        self.expected = 0
        self.all_taken = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def __enter__(self) -> SmtpSink:
        self._thread.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.shutdown()
        self.server_close()

    def ignore_broken_connection(self, request: Any, client_address: Any) -> None:
        """Say nothing: a sender that was killed breaks its connection, and that is what the sink is for."""

    handle_error = ignore_broken_connection

    def take(self, content: bytes, recipients: list[str]) -> bool:
        """Write a letter down; True when the sender was struck and gets no answer."""
        name = str(message_from_bytes(content)["Message-ID"])
        with self._lock:
            for recipient in recipients:
                self.taken[name, recipient] += 1
            struck = bool(self.strike_at) and self.taken.total() >= self.strike_at[0]
            if struck:
                self.strike_at.pop(0)
                self.strike()
            if len(self.taken) >= self.expected:
                self.all_taken.set()
            return struck


class _Session(socketserver.StreamRequestHandler):
    """One conversation in the little of SMTP that Python's client speaks."""

    def handle(self) -> None:
        """Take letters until the sender leaves."""
        sink = cast(SmtpSink, self.server)
        recipients: list[str] = []
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"RCPT TO:"):
                recipients.append(line.split(b"<", 1)[1].split(b">", 1)[0].decode())
                self._say("250 yes")
            elif word == b"DATA":
                self._say("354 go on")
                if sink.take(self._text(), recipients):
                    return
                recipients = []
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _text(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
