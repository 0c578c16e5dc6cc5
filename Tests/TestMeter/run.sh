#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a Modbus TCP server on loopback, in a Python environment of its own, which is made on first use.
#   run.sh PORT CONTENT    CONTENT is described in server.py
#   run.sh prepare         makes the environment only
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$("$here/../../Scripts/python-environment" "$here" modbus-server)
[ "$1" != prepare ] || exit 0
exec "$python" "$here/server.py" "$1" "$2"
