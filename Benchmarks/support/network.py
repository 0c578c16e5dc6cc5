# SPDX-License-Identifier: MIT
"""A network between the bridge and the broker that can be slow, or swallow everything without a word."""

import select
import socket
import threading
import time


class Network:
    """A TCP proxy; what it does to the bytes can be changed while it runs."""

    def __init__(self, target: int):
        self.target = target
        self.is_hole = False
        self.bytes_a_second = None
        self._stopping = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._stopping = True
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        # A host that is gone answers no greeting either.
        while self.is_hole and not self._stopping:
            time.sleep(0.05)
        try:
            with near, socket.create_connection(("127.0.0.1", self.target)) as far:
                while not self._stopping:
                    if self.is_hole:
                        time.sleep(0.05)
                        continue
                    ready, _, _ = select.select([near, far], [], [], 0.1)
                    for source in ready:
                        data = source.recv(64 if self.bytes_a_second else 65536)
                        if not data:
                            return
                        while self.is_hole and not self._stopping:
                            time.sleep(0.05)
                        if self.bytes_a_second:
                            time.sleep(len(data) / self.bytes_a_second)
                        (far if source is near else near).sendall(data)
        except OSError:
            return
