# shellcheck shell=bash
# A throwaway PostgreSQL server on a unix socket, for the scripts next to this file, which source it and define `stage`.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The newest server's programs. They are not on the PATH, because Debian can install several versions.
postgres_programs() {
    find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1
}

# Debian's server packages start their service. The user did not ask for a web server on port 80.
without_services() {
    local policy=/usr/sbin/policy-rc.d outcome=0 ours=
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    "$@" || outcome=$?
    [ -z "$ours" ] || as_root rm -f "$policy"
    return "$outcome"
}

install_packages() {
    stage "Installing $*"
    as_root apt-get update -q
    without_services as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@"
}

# PostgreSQL refuses to run as root, so root runs it as the package's user.
as_server() (
    cd /
    if [ "$(id -u)" -eq 0 ]; then exec runuser -u postgres -- "$@"; else exec "$@"; fi
)

# Starts the server with these settings, and stores its address in `postgres`. It stops with the script.
start_postgres() {
    local setting settings
    stage "Starting a throwaway PostgreSQL server"
    programs=$(postgres_programs)
    # Not under TMPDIR: the path of a unix socket can have at most 107 bytes.
    cluster=$(mktemp -d /tmp/latchkey-postgres.XXXXXX)
    trap stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    [ "$(id -u)" -ne 0 ] || chown postgres: "$cluster"
    as_server "$programs/initdb" --pgdata="$cluster/data" --username=latchkey --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >"$cluster/initdb.log" 2>&1 || { cat "$cluster/initdb.log"; return 1; }
    settings="-p 5432 -c listen_addresses= -c unix_socket_directories=$cluster"
    for setting in "$@"; do settings+=" -c $setting"; done
    as_server "$programs/pg_ctl" start --pgdata="$cluster/data" --log="$cluster/data/server.log" --wait --silent \
        --options="$settings" || { cat "$cluster/data/server.log"; return 1; }
    # shellcheck disable=SC2034 # used by the scripts that source this file
    postgres="postgres:///postgres?host=$cluster&port=5432&user=latchkey"
}

stop_postgres() {
    as_server "$programs/pg_ctl" stop --pgdata="$cluster/data" --mode=immediate --silent >/dev/null 2>&1 || true
    rm -rf "$cluster"
}
