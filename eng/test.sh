# Sourced by ./cairn: runs every test project and ends with "N passed, N failed, N skipped".

engine_missing() {
  case $1 in
    postgresql) ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null && ! command -v postgres >/dev/null ;;
    chromium) ! command -v chromium-headless-shell >/dev/null && ! command -v chromium >/dev/null ;;
    libonnx-testdata) [[ ! -d /usr/share/libonnx-testdata/data ]] ;;
    r-base-core) ! command -v Rscript >/dev/null ;;
    slurm) ! command -v slurmctld >/dev/null && [[ ! -x /usr/sbin/slurmctld ]] ;;
  esac
}

# Engines that tests use where they find them. CAIRN_TEST_ENGINES names others, or none; only root gets them installed.
bring_engines() {
  local engine
  [[ $(id -u) -eq 0 ]] || return 0
  for engine in ${CAIRN_TEST_ENGINES-postgresql chromium slurm libonnx-testdata r-base-core}; do
    [[ $engine == none ]] && return 0
    engine_missing "$engine" || continue
    local -a packages=("$engine")
    [[ $engine == slurm ]] && packages=(slurmctld slurmd slurm-client munge)
    [[ $engine == chromium && -n $(apt-cache policy chromium-headless-shell 2>/dev/null) ]] && packages=(chromium-headless-shell)
    say "installing ${packages[*]} for the tests"
    # A test starts its own instance; the package's service is of no use here.
    apt_install "${packages[@]}" || say "could not install ${packages[*]}: tests that need it are skipped"
  done
}

# The browser without its window does a page in less time.
choose_chromium() {
  [[ -n ${CAIRN_CHROMIUM:-} ]] || ! command -v chromium-headless-shell >/dev/null || export CAIRN_CHROMIUM=/usr/bin/chromium-headless-shell
}

# The directory that this run made in memory, if it did; the process that starts engines, and what it tells of them.
scratch= starting= engines=$state/engines.sh

# Small files by the hundred thousand: where memory has room for them, in memory, which takes less processor time. The long form writes to the disk.
choose_scratch() {
  local old free=0 available=0
  [[ -z ${TMPDIR:-} && -d /dev/shm ]] || return 0
  for old in /dev/shm/cairn-tests-*; do
    # What a killed run of this user left.
    if [[ -d $old && ! -L $old && -O $old ]] && ! kill -0 "${old##*-}" 2>/dev/null; then remove_scratch "$old"; fi
  done
  free=$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')
  available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  [[ $free -ge 8000000 && $available -ge 12000000 ]] || return 0
  scratch=/dev/shm/cairn-tests-$$
  mkdir -m 711 "$scratch"
  # Mounted without leave to run programs it is of no use.
  printf '#!/bin/sh\n' >"$scratch/try"
  chmod 700 "$scratch/try"
  if "$scratch/try" 2>/dev/null; then export TMPDIR=$scratch; else remove_scratch "$scratch"; fi
}

# remove_scratch <directory>: checkouts in it are read-only.
remove_scratch() { chmod -R u+w "$1" 2>/dev/null || true; rm -rf "$1" || true; }

start_engines() {
  : >"$engines"
  bring_engines
  start_postgres "${TMPDIR:-/tmp}/cairn-test-postgres-$$"
  start_slurm "${TMPDIR:-/tmp}/cairn-test-slurm-$$"
  printf 'export CAIRN_TEST_POSTGRES=%q CAIRN_TEST_SLURM=%q; started_postgres=%q\n' \
    "${CAIRN_TEST_POSTGRES:-}" "${CAIRN_TEST_SLURM:-}" "${started_postgres:-}" >"$engines"
}

# await_engines: what start_engines found is known here too.
await_engines() {
  [[ -n $starting ]] || return 0
  wait "$starting" || true
  starting=
  # shellcheck source=/dev/null
  source "$engines"
}

stop_engines() {
  await_engines
  stop_postgres
  stop_slurm "${TMPDIR:-/tmp}/cairn-test-slurm-$$"
  [[ -z ${scratch:-} ]] || remove_scratch "$scratch"
}

# run_project <folder> <results> [runner options]: the exit code goes into <results>/<name>.exit.
run_project() {
  local name=${1##*/} dll since=$SECONDS code=0; dll=$1/$release/Cairn.${1##*/}.dll
  local results=$2; shift 2
  say "running $name"
  timeout -k 20 "${CAIRN_TEST_TIMEOUT:-2400}" dotnet "$dll" -noLogo -noColor -longRunning 120 -ctrf "$results/$name.json" "$@" \
    >"$results/$name.log" 2>&1 </dev/null || code=$?
  printf '%s %s\n' "$code" "$((SECONDS - since))" >"$results/$name.exit"
}

test_help() {
  cat <<'HELP'
Usage: cairn test [--soak] [--project NAME] [filter]

  filter     part of Namespace.Class.Method
  --project  one project of tests/, e.g. Serving
  --soak     the full counts of kills, fuzz and simulations; without a filter the result is kept in docs/reference/soak.md
HELP
}

run_tests() {
  local soak='' filter='' only='' project
  while [[ $# -gt 0 ]]; do
    case $1 in
      --soak) soak=1 ;;
      --project)
        only=${2-}
        [[ -d $root/tests/$only.Tests ]] || stop 2 "no test project '$only'; there are: $(cd "$root/tests" && printf '%s ' *.Tests | sed 's/\.Tests//g')"
        shift ;;
      -h | --help) test_help; return ;;
      -*) stop 2 "unknown option $1   (cairn test [--soak] [--project NAME] [filter])" ;;
      *) [[ -z $filter ]] || stop 2 "one filter only   (cairn test [--soak] [--project NAME] [filter])"; filter=$1 ;;
    esac
    shift
  done
  # Tests start many short processes, which pay for what long ones gain by: double mapping, counting for a profile, small generations.
  export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x4000000
  if [[ -n $soak ]]; then export CAIRN_SOAK=1 CAIRN_TEST_TIMEOUT=${CAIRN_TEST_TIMEOUT:-21600}; else choose_scratch; fi
  # shellcheck source=eng/postgres.sh
  source "$root/eng/postgres.sh"
  # shellcheck source=eng/slurm.sh
  source "$root/eng/slurm.sh"
  # One trap for all that was started, whichever of it was.
  trap stop_engines EXIT
  # shellcheck disable=SC2034
  for_tests=1
  locked prepare
  # They come up, waiting for one another most of the time, while the compiler works.
  start_engines &
  starting=$!
  need_all
  await_engines
  choose_chromium
  local results=$state/tests
  rm -rf "$results"
  mkdir -p "$results"
  # One after another: each uses all processors, and side by side they are hardly quicker and disturb one another.
  for project in "$root"/tests/${only:-*}.Tests; do
    run_project "$project" "$results" ${filter:+-method "*$filter*"}
  done
  [[ -z $filter ]] || soak=''
  node "$root/eng/test-summary.mjs" "$results" ${soak:+--soak "$root/docs/reference/soak.md"}
}
