# SPDX-License-Identifier: MIT
"""Pages that are open: readers of the live events."""

import contextlib
import selectors
import socket
import threading
import time


class Viewers:
    """So many readers of a page's live events, on a thread of their own."""

    def __init__(self, port: int, count: int):
        self.port = port
        self.count = count
        self.events = 0
        self._ends = threading.Event()
        self._looking = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _connect(self) -> socket.socket:
        while not self._ends.is_set():
            with contextlib.suppress(OSError):
                viewer = socket.create_connection(("127.0.0.1", self.port), 5)
                viewer.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
                return viewer
            time.sleep(0.05)
        raise SystemExit("there is no page to look at")

    def _look(self) -> None:
        with contextlib.ExitStack() as stack, selectors.DefaultSelector() as selector:
            for _ in range(self.count):
                selector.register(stack.enter_context(self._connect()), selectors.EVENT_READ)
            self._looking.set()
            while not self._ends.is_set():
                for key, _ in selector.select(0.2):
                    data = key.fileobj.recv(65536)
                    self.events += data.count(b"event: state")
                    if not data:
                        selector.unregister(key.fileobj)

    def wait(self) -> None:
        """Until all of them look."""
        if not self._looking.wait(30):
            raise SystemExit("there is no page to look at")

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ends.set()
        self._thread.join()
