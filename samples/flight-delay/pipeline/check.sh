# The steps after one another on three made-up weeks: join, split, train, evaluate.
set -eu
suite=pipeline-integration
. checks/lib.sh

table flights "select 'f' || i as flight_id, timestamp '2001-01-01' + to_minutes((i * 7)::int) as departed, (i * 7) % 1440 as minute, ((i * 7) // 1440) % 7 as weekday, 100 + i % 900 as distance, ['ORD','DEN','PHX'][1 + i % 3] as origin, ['LAX','JFK'][1 + i % 2] as destination from range(4320) r(i)"
table arrivals "select 'f' || i as flight_id, ((i * 7) % 1440 + (i * 31) % 500 > 1100)::int as late from range(4300) r(i)"
join() { step query "{\"flights\":\"$work/flights.parquet\",\"arrivals\":\"$work/arrivals.parquet\"}" "{\"table\":\"$work/table.parquet\"}" '{"file":"sql/table.sql"}'; }
part() { step split "{\"table\":\"$work/table.parquet\"}" "{\"train\":\"$work/train.parquet\",\"test\":\"$work/test.parquet\"}" '{"by":"departed","train":"28d","test":"7d"}'; }
train() {
  step train "{\"train\":\"$work/train.parquet\"}" "{\"model\":\"$work/model.onnx\",\"metrics\":\"$work/train.json\"}" \
    '{"label":"late","features":{"minute":"number","weekday":"number","distance":"number","origin":"target","destination":"target"},"trees":10,"depth":3}'
}
evaluate() {
  step evaluate "{\"model\":\"$work/model.onnx\",\"test\":\"$work/test.parquet\"}" "{\"metrics\":\"$work/metrics.json\",\"report\":\"$work/report.json\"}" \
    '{"label":"late","slices":["part_of_day"],"min_rows":100,"primary":"auc"}'
}
apart() {
  step query "{\"train\":\"$work/train.parquet\",\"test\":\"$work/test.parquet\"}" "{\"table\":\"$work/ok.parquet\"}" \
    '{"sql":"select case when (select max(departed) from train) < (select min(departed) from test) then 1 else error('"'the parts overlap'"') end as ok"}'
}

test_that 'the table is joined' join
test_that 'flights without an outcome stay out' holds table 'count(*) = 4300'
test_that 'the table is split by time' part
test_that 'the test part lies after the training part' apart
test_that 'a model is trained' train
test_that 'it is evaluated on what it has not seen' evaluate
test_that 'it is better than chance' grep -Eq '"auc": ?0\.[6-9]' "$work/metrics.json"
finish
