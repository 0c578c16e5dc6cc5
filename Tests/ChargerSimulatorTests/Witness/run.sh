#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a witness in a Python environment of its own, which is made on first use.
#   run.sh text|line PORT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$("$here/../../../Scripts/python-environment" "$here" simulator-witness)
exec "$python" "$here/$1_witness.py" "$2"
