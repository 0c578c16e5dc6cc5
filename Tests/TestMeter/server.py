# SPDX-License-Identifier: MIT
"""A Modbus TCP server by pymodbus: server.py PORT CONTENT

CONTENT is JSON: {"unit": 100, "input": {"820": [1, 2]}, "holding": {"0": [3]}, "refuse": 6}. Each list holds the
registers from an address on; "refuse" is an exception that every question is answered with. Prints "ready" once
it listens.
"""

import asyncio
import json
import sys

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


def blocks(table):
    return [
        SimData(address=int(address), values=values, datatype=DataType.REGISTERS)
        for address, values in sorted(table.items(), key=lambda entry: int(entry[0]))
    ]


async def main():
    port, content = int(sys.argv[1]), json.loads(sys.argv[2])
    refusal = content.get("refuse")

    async def refuse(*_):
        return ExcCodes(refusal)

    bits = [SimData(address=0, values=[False], datatype=DataType.BITS)]
    unused = {"65535": [0]}
    device = SimDevice(
        id=content["unit"],
        simdata=(bits, bits, blocks(content.get("holding", unused)), blocks(content.get("input", unused))),
        action=refuse if refusal else None,
    )
    server = ModbusTcpServer([device], address=("127.0.0.1", port))
    await server.serve_forever(background=True)
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
