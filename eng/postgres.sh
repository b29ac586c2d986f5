# Sourced by eng/test.sh: a private PostgreSQL for the tests, on loopback, gone when the tests are over.

# start_postgres <folder>: sets CAIRN_TEST_POSTGRES, or says why not. A server that the caller named is left alone.
start_postgres() {
  [[ -z ${CAIRN_TEST_POSTGRES:-} ]] || return 0
  # Nothing of it outlives the tests: a crash of the machine may lose it.
  local quick='-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0'
  local folder=$1 bin port=${CAIRN_TEST_POSTGRES_PORT:-$((20000 + RANDOM % 12000))}
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | tail -1) || { say 'no PostgreSQL here: its tests are skipped'; return 0; }
  rm -rf "$folder"
  mkdir -p "$folder"
  # initdb refuses to run as root.
  [[ $(id -u) -ne 0 ]] || chown postgres: "$folder"
  if ! as_postgres "$bin/initdb" -D "$folder/data" -U cairn -A trust --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null 2>&1 ||
    ! as_postgres "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
      -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$folder -c max_connections=300 $quick" start >/dev/null 2>&1; then
    say "PostgreSQL did not start ($folder/log): its tests are skipped"
    return 0
  fi
  export CAIRN_TEST_POSTGRES=postgres://cairn@127.0.0.1:$port/postgres
  started_postgres=$folder
}

# stop_postgres: ends the one that was started here, if any.
stop_postgres() {
  [[ -n ${started_postgres:-} ]] || return 0
  as_postgres "$(compgen -G '/usr/lib/postgresql/*/bin' | tail -1)/pg_ctl" -D "$started_postgres/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$started_postgres"
}

as_postgres() (
  cd /
  if [[ $(id -u) -eq 0 ]]; then setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/tmp "$@"; else "$@"; fi
)
