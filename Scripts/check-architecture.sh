#!/bin/sh
# The rooms' arrows run downwards only, and each engine is seen by one room. Package.swift says which room may use which;
# SwiftPM lets a source file import more than its target declares, so every import is looked at.
set -eu
cd "$(dirname "$0")/.."

# Lines of `room dependency dependency…`, in the manifest's order, of every target that is ours and no test.
rooms=$(sed -n '/^let package/,$p' Package.swift | tr -d '\n' |
    grep -oE '(room|\.(executableTarget|target|systemLibrary))\( *(name: )?"[A-Za-z-]+"(, *(dependencies: )?\[[^]]*\])?' |
    sed -E 's/^[^"]*//; s/[^A-Za-z" -]/ /g; s/"//g; s/dependencies//; s/name//; s/ +/ /g')
imports=$(grep -rnoE '^ *(@testable +|@preconcurrency +|@_exported +)?((public|package|internal|private|fileprivate) +)?import +((struct|class|enum|protocol|func|var|typealias) +)?[A-Za-z_]+' \
    Sources --include='*.swift' | sed -E 's/^(Sources\/([^/]+)\/[^:]+):([0-9]+):.* ([A-Za-z_]+)$/\1 \2 \3 \4/')

# The rooms in the first column of the page's table.
# shellcheck disable=SC2016
documented=$(grep -E '^\| `' docs/ARCHITECTURE.md | cut -d '|' -f 2 | grep -oE '`[^`]+`' | tr -d '`')

printf '%s\n=\n%s\n=\n%s\n' "$rooms" "$imports" "$documented" | awk '
    function complain(where, what) { print where ": " what; faults++ }
    $0 == "=" { second++; next }
    second == 2 { documented[$1] = 1; next }
    !second {
        order[$1] = ++count
        for (i = 2; i <= NF; i++) allowed[$1, $i] = 1
        next
    }
    ($4 in order) && $2 != $4 && !(($2, $4) in allowed) {
        complain($1 ":" $3, $2 " may not import " $4 ": Package.swift does not list it among its dependencies")
    }
    function only(room, engine, user) {
        if ((user, engine) in allowed && user != room)
            complain("Package.swift", user " depends on " engine ": only " room " may")
    }
    END {
        for (room in order) if (!(room in documented)) complain("docs/ARCHITECTURE.md", room " is missing among the rooms")
        for (user in order) {
            for (room in order)
                if ((user, room) in allowed && order[room] > order[user])
                    complain("Package.swift", user " depends on " room ", which stands below it in the list: arrows run downwards only, lowest first")
            only("Training", "CTorch", user)
            only("Inference", "COpenVINO", user)
            only("wheeltapper-train", "Training", user)
        }
        if (count < 10) complain("Package.swift", "only " count " targets were recognised; Scripts/check-architecture.sh no longer reads this manifest")
        if (faults) exit 1
        print "architecture: " count " targets, arrows run downwards"
    }' || {
    printf 'error: the architecture of docs/ARCHITECTURE.md is broken; see the lines above.\n' >&2
    exit 1
}
