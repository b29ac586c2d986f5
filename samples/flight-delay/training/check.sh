# Training on two thousand made-up flights: a model comes out, it has learnt, and it comes out the same again.
set -eu
suite=training-unit
. checks/lib.sh

table rows "select (i * 37) % 1440 as minute, i % 7 as weekday, 100 + i as distance, ['ORD','DEN','PHX'][1 + i % 3] as origin, ['LAX','JFK'][1 + i % 2] as destination, ((i * 37) % 1440 > 900)::int as late from range(2000) r(i)"
with='{"label":"late","features":{"minute":"number","weekday":"number","distance":"number","origin":"target","destination":"target"},"trees":5,"depth":3}'
train() { step train "{\"train\":\"$work/rows.parquet\"}" "{\"model\":\"$work/$1.onnx\",\"metrics\":\"$work/$1.json\"}" "$with"; }
same() { train again && cmp -s "$work/one.onnx" "$work/again.onnx"; }
wrong() { step train "{\"train\":\"$work/rows.parquet\"}" "{\"model\":\"$work/w.onnx\",\"metrics\":\"$work/w.json\"}" "$1"; }

test_that 'a model comes out' train one
test_that 'it has learnt what is easy' grep -Eq '"train_auc":(0\.9|1)' "$work/one.json"
test_that 'the same rows give the same model' same
test_that 'a label that is not there is refused' refused wrong '{"label":"delay"}'
test_that 'a feature that is not there is refused' refused wrong '{"label":"late","features":{"wind":"number"}}'
finish
