#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a script that uses the page in headless Chromium, in a Python environment of its own, made on first use.
#   run.sh prepare            makes the environment only
#   run.sh SCRIPT ADDRESS …   SCRIPT imports page.py from here; ADDRESS of the page
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$("$here/../../Scripts/python-environment" "$here" browser)
[ "$1" != prepare ] || exit 0
PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1 exec "$python" -u "$@"
