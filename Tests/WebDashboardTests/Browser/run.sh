#!/bin/sh
# Drives the page in headless Chromium, in a Python environment of its own, which is made on first use.
#   run.sh ADDRESS [FOLDER]   ADDRESS of the page; FOLDER for screenshots
#   run.sh prepare            makes the environment only
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../../.." && pwd)/.cache/browser
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if ! cmp -s "$here/requirements.txt" "$cache/installed.txt"; then
    rm -rf "$cache/.venv"
    python3 -m venv "$cache/.venv"
    if ! "$cache/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2; then
        echo "the browser needs the Python packages in $here/requirements.txt, and pip can't install them" >&2
        exit 69
    fi
    cp "$here/requirements.txt" "$cache/installed.txt"
fi
exec 9>&-
[ "$1" != prepare ] || exit 0
exec "$cache/.venv/bin/python" -u "$here/browse.py" "$@"
