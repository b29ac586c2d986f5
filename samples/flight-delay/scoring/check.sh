# The request cases that every version must answer before production: whole, apart, and within the contract.
set -eu
suite=scoring-unit
. checks/lib.sh

cases() {
  step query '{}' "{\"table\":\"$work/ok.parquet\"}" \
    "{\"sql\":\"with c as (select unnest(cases, recursive := false) as x from read_json('scoring/requests.json')), i as (select x.name as name, x.expect as expect, unnest(x.request.inputs) as tensor from c) select case when $1 then 1 else error('it does not hold') end as ok\"}"
}

test_that 'there are cases' cases '(select count(*) from c) >= 4'
test_that 'each has a name of its own' cases '(select count(distinct x.name) = count(*) from c)'
test_that 'each sends the five inputs of the contract' cases "(select bool_and(n = 5) from (select count(distinct tensor.name) as n from i where tensor.name in ('minute','weekday','distance','origin','destination') group by name))"
test_that 'tensors are as long as their shapes say' cases '(select bool_and(tensor.shape[1] = len(tensor.data)) from i)'
test_that 'each says what must come back' cases '(select bool_and(expect.status is not null) from i)'
test_that 'one case is out of the contract and must be refused' cases '(select count(*) from c where x.expect.status = 400) >= 1'
finish
