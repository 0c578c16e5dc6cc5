#!/bin/sh
# Runs a witness in a Python environment of its own, which is made on first use.
#   run.sh text|line PORT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../../.." && pwd)/.cache/simulator-witness
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if ! cmp -s "$here/requirements.txt" "$cache/installed.txt"; then
    rm -rf "$cache/.venv"
    python3 -m venv "$cache/.venv"
    if ! "$cache/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2; then
        echo "the witness needs the Python packages in $here/requirements.txt, and pip can't install them" >&2
        exit 69
    fi
    cp "$here/requirements.txt" "$cache/installed.txt"
fi
flock -u 9
exec "$cache/.venv/bin/python" "$here/$1_witness.py" "$2"
