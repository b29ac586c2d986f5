# Sourced by the suites: makes small tables and runs built-in steps by $CAIRN_STEP, counts tests, writes JUnit.
# A step finds its files in the JSON file that CAIRN_IN names.
: "${CAIRN_STEP:?is the command that runs a built-in step, such as: dotnet Cairn.Server.dll step}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases='' tests=0 failed=0

# step <kind> <inputs json> <outputs json> <params json>
step() {
  printf '{"inputs":%s,"outputs":%s,"params":%s,"seed":1}' "$2" "$3" "$4" >"$work/in.json"
  # Unquoted on purpose: the variable is a command with its words.
  CAIRN_IN=$work/in.json $CAIRN_STEP "$1" >"$work/log" 2>&1
}

# table <name> <sql>: a parquet table of a few rows.
table() { step query '{}' "{\"table\":\"$work/$1.parquet\"}" "{\"sql\":\"$2\"}"; }

# holds <table> <condition about all of its rows as t>
holds() {
  step query "{\"t\":\"$work/$1.parquet\"}" "{\"table\":\"$work/holds.parquet\"}" \
    "{\"sql\":\"select case when $2 then 1 else error('it does not hold') end as ok from t\"}"
}

# test_that <name> <command...>
test_that() {
  name=$1; shift; tests=$((tests + 1))
  if "$@"; then
    cases="$cases<testcase classname=\"$suite\" name=\"$name\"/>"
  else
    failed=$((failed + 1))
    why=$(tail -c 500 "$work/log" | tr -d '<>&"' | tr '\n' ' ')
    cases="$cases<testcase classname=\"$suite\" name=\"$name\"><failure message=\"$why\"/></testcase>"
    printf 'FAILED %s: %s\n' "$name" "$why" >&2
  fi
}

refused() { ! "$@"; }

finish() {
  mkdir -p results
  printf '<?xml version="1.0"?>\n<testsuite name="%s" tests="%s" failures="%s">%s</testsuite>\n' "$suite" "$tests" "$failed" "$cases" >"results/$suite.xml"
  [ "$failed" -eq 0 ]
}
