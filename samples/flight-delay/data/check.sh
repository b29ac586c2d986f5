# The training table: each flight once, only with its outcome, in order.
set -eu
suite=data-unit
. checks/lib.sh

table flights "select 'a' as flight_id, timestamp '2001-01-02 09:15' as departed, 555 as minute, 1 as weekday, 900 as distance, 'ORD' as origin, 'DEN' as destination union all select 'b', timestamp '2001-01-02 18:00', 1080, 1, 300, 'DEN', 'PHX' union all select 'c', timestamp '2001-01-02 06:00', 360, 1, 100, 'LAX', 'PHX'"
table arrivals "select 'a' as flight_id, 1 as late union all select 'c', 0"
join() {
  step query "{\"flights\":\"$work/flights.parquet\",\"arrivals\":\"$work/arrivals.parquet\"}" "{\"table\":\"$work/joined.parquet\"}" '{"file":"sql/table.sql"}'
}

test_that 'the join runs' join
test_that 'late stays late' holds joined "max(late) filter (flight_id = 'a') = 1 and max(late) filter (flight_id = 'c') = 0"
test_that 'a flight without an outcome is left out' holds joined 'count(*) = 2'
test_that 'minutes stay minutes' holds joined 'max(minute) = 555'
test_that 'rows are in order of departure' holds joined "list(flight_id) = ['c', 'a']"
test_that 'the part of the day follows the minute' holds joined "max(part_of_day) = 'morning' and min(part_of_day) = 'morning'"
finish
