-- Of each metric of a logged model the latest value, per run and dataset; no dataset is an empty name and digest.
create table tracking_model_metrics (
  model TEXT not null, key TEXT not null, run_id TEXT not null, dataset_name TEXT not null, dataset_digest TEXT not null,
  value DOUBLE PRECISION not null, is_nan BOOLEAN not null, step BIGINT not null, timestamp BIGINT not null,
  primary key (model, key, run_id, dataset_name, dataset_digest));
create table tracking_model_inputs (run BIGINT not null, model TEXT not null, primary key (run, model));
create index tracking_models_experiment on tracking_models (experiment, created_at, id);
