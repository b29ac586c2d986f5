create table tracking_experiments (
  id INTEGER PRIMARY KEY, name TEXT not null unique, project TEXT, artifact_location TEXT not null, stage TEXT not null,
  created_at BIGINT not null, updated_at BIGINT not null);
create index tracking_experiments_project on tracking_experiments (project, id);
create table tracking_experiment_tags (experiment BIGINT not null, key TEXT not null, value TEXT not null, primary key (experiment, key)) without rowid;

create table tracking_runs (
  num INTEGER PRIMARY KEY, id TEXT not null unique, experiment BIGINT not null, name TEXT not null, user_id TEXT not null, status TEXT not null,
  stage TEXT not null, start_time BIGINT not null, end_time BIGINT, deleted_at BIGINT, artifact_uri TEXT not null, managed BOOLEAN not null, event TEXT);
create index tracking_runs_time on tracking_runs (experiment, stage, start_time desc, id);
create index tracking_runs_name on tracking_runs (experiment, name);
create table tracking_params (run BIGINT not null, key TEXT not null, value TEXT not null, primary key (run, key)) without rowid;
create table tracking_tags (run BIGINT not null, key TEXT not null, value TEXT not null, primary key (run, key)) without rowid;

-- Points in order of arrival, one block per call; the key when all points have the same one.
create table tracking_blocks (num INTEGER PRIMARY KEY, run BIGINT not null, key TEXT, count BIGINT not null, points BYTEA not null);
create index tracking_blocks_run on tracking_blocks (run, key);
create table tracking_latest (
  run BIGINT not null, key TEXT not null, experiment BIGINT not null, value DOUBLE PRECISION not null, is_nan BOOLEAN not null,
  step BIGINT not null, timestamp BIGINT not null, primary key (run, key)) without rowid;
create index tracking_latest_value on tracking_latest (experiment, key, is_nan, value, run);

create table tracking_datasets (
  num INTEGER PRIMARY KEY, experiment BIGINT not null, name TEXT not null, digest TEXT not null, source_type TEXT not null, source TEXT not null,
  schema_json TEXT, profile TEXT, unique (experiment, name, digest));
create table tracking_inputs (run BIGINT not null, dataset BIGINT not null, context TEXT not null, tags TEXT not null, primary key (run, dataset)) without rowid;

-- Files of runs and models by path; a directory has no digest.
create table tracking_files (path TEXT primary key, parent TEXT not null, digest TEXT, size BIGINT not null, updated_at BIGINT not null) without rowid;
create index tracking_files_parent on tracking_files (parent, path);

insert into tracking_experiments (id, name, project, artifact_location, stage, created_at, updated_at) values (0, 'Default', null, 'mlflow-artifacts:/0', 'active', 0, 0);

create table tracking_models (
  id TEXT primary key, experiment BIGINT not null, name TEXT not null, model_type TEXT, source_run_id TEXT, status TEXT not null, artifact_uri TEXT not null,
  created_at BIGINT not null, updated_at BIGINT not null, deleted BOOLEAN not null);
create index tracking_models_run on tracking_models (source_run_id);
create table tracking_model_values (model TEXT not null, kind TEXT not null, key TEXT not null, value TEXT not null, primary key (model, kind, key));
create table tracking_outputs (run BIGINT not null, model TEXT not null, step BIGINT not null, primary key (run, model));
