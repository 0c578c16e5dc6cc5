#!/bin/sh
# Drives the page in headless Chromium, in a Python environment of its own, which is made on first use.
#   run.sh ADDRESS [FOLDER]   ADDRESS of the page; FOLDER for screenshots
#   run.sh prepare            makes the environment only
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$("$here/../../../Scripts/python-environment" "$here" browser)
[ "$1" != prepare ] || exit 0
exec "$python" -u "$here/browse.py" "$@"
