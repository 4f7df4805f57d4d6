"""The HTTP side: one thread per connection, the API under /v1/, the hosted pages elsewhere."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support.fake_stripe import pages, routes
from tests.support.fake_stripe.keys import Answer
from tests.support.fake_stripe.parameters import decoded
from tests.support.fake_stripe.world import Refusal

if TYPE_CHECKING:
    from tests.support.fake_stripe.fake import FakeStripe

BROKEN = json.dumps({"error": {"type": "api_error", "message": "An unknown error occurred."}}).encode()
BUSY = json.dumps(
    {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."}}
).encode()
LOCKED = json.dumps(
    {"error": {"type": "idempotency_error", "code": "idempotency_key_in_use", "message": "In progress."}}
).encode()
REFUSED_OUTRIGHT: dict[str, Answer] = {"500": (500, BROKEN), "429": (429, BUSY), "409": (409, LOCKED)}


class Reset(Exception):
    """The connection is to break."""


class Server(ThreadingHTTPServer):
    """A server that knows its open connections, so that it stops at once."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, fake: FakeStripe) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fake = fake
        self.connections: set[socket.socket] = set()

    def close_connections(self) -> None:
        """Break what clients keep open."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        """Remember the connection."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.connections.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def handle(self) -> None:
        """Answer until the client goes away, and say nothing of it."""
        with contextlib.suppress(OSError, ValueError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer("POST")

    def _answer(self, method: str) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        params = decoded(body if method == "POST" else address.query)
        if not address.path.startswith("/v1/"):
            with self.server.fake.world.lock:
                self.server.fake.world.catch_up()
                page = pages.shown(self.server.fake.world, method, address.path, params)
            headers = {"Content-Type": "text/html; charset=utf-8"}
            self._send(
                page.status,
                page.body.encode(),
                headers | ({"Location": page.location} if page.location else {}),
            )
            return
        try:
            status, content = self._api(method, address.path, params)
        except Reset:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        self._send(status, content, {"Content-Type": "application/json", "Request-Id": "req_fake"})

    def _api(self, method: str, path: str, params: dict[str, Any]) -> Answer:
        fake = self.server.fake
        if self.headers.get("Authorization") != f"Bearer {fake.api_key}":
            error = Refusal("Invalid API Key provided.", status=401)
            return error.status, json.dumps(error.body).encode()
        fake.note(method, path, params, dict(self.headers))
        fault = fake.faults.next(method, path)
        kind = fault.kind if fault else ""
        if fault and fault.seconds:
            time.sleep(fault.seconds)
        if kind in REFUSED_OUTRIGHT:
            return REFUSED_OUTRIGHT[kind]
        if kind == "reset_before":
            raise Reset
        answer = self._once(method, path, params, kind)
        if kind == "reset_after":
            raise Reset
        return answer

    def _once(self, method: str, path: str, params: dict[str, Any], fault: str) -> Answer:
        """Do a request, or give again what its key was answered before."""
        fake = self.server.fake
        key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
        request = (method, path, params)
        try:
            with fake.world.lock:
                known = fake.keys.begin(key, request) if key else None
        except Refusal as error:
            return error.status, json.dumps(error.body).encode()
        if known is not None:
            return known
        kept: Answer | None = None
        try:
            answer, kept = self._done(method, path, params, fault)
            return answer
        finally:
            if key:
                fake.keys.end(key, request, kept)

    def _done(
        self, method: str, path: str, params: dict[str, Any], fault: str
    ) -> tuple[Answer, Answer | None]:
        """Do a request; return its answer, and the one to remember."""
        fake = self.server.fake
        if fault == "saved_500_undone":
            return (500, BROKEN), (500, BROKEN)
        try:
            with fake.world.lock:
                fake.world.catch_up()
                thing = routes.answer(fake.world, method, path, params, base=fake.base)
                answer = (200, json.dumps(thing).encode())
        except Refusal as error:
            answer = (error.status, json.dumps(error.body).encode())
            return answer, answer if error.saved else None
        except Exception as bug:  # the fake's own: the test is told when it ends
            fake.bugs.append(bug)
            return (500, BROKEN), None
        if fault == "saved_500_done":
            answer = (500, BROKEN)
        return answer, answer

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        # One packet: headers and body sent apart would wait for each other.
        lines = [
            f"HTTP/1.1 {status} {self.responses.get(status, ('',))[0]}",
            f"Content-Length: {len(content)}",
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        with contextlib.suppress(OSError):
            self.wfile.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content)
