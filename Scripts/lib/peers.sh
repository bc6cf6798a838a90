# shellcheck shell=sh
# The Python peers of the benchmarks, in a virtual environment of their own: .deps/peers (WHEELTAPPER_PEERS for another).

peers=${WHEELTAPPER_PEERS:-.deps/peers}

# The environment is renewed when the requirements change; the stamp is written last.
peers_are_ready() {
    [ -n "${WHEELTAPPER_PEERS:-}" ] && [ -x "$peers/bin/python" ] && return 0
    [ -f "$peers/STAMP" ] && cmp -s "$peers/STAMP" Benchmarks/requirements.txt
}

install_peers() {
    python3 -m venv --clear "$peers" || fail "no virtual environment can be made: as root, 'apt-get install python3-venv'."
    say "fetching the Python peers into $peers (once, some 300 MB)"
    "$peers/bin/python" -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt ||
        fail "the peers cannot be fetched. torch's CPU wheel is on the CPU index of PyTorch's download site
(PIP_EXTRA_INDEX_URL=URL make bench), or in a folder of yours (PIP_FIND_LINKS=FOLDER make bench);
or name an environment that has Benchmarks/requirements.txt: WHEELTAPPER_PEERS=FOLDER make bench."
    cp Benchmarks/requirements.txt "$peers/STAMP"
}
