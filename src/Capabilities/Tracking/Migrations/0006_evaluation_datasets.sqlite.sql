-- Evaluation datasets of MLflow 3: what is asked of an application, and what is expected of it. The content is the sum of the digests of its records.
create table tracking_eval_datasets (
  num INTEGER PRIMARY KEY, id TEXT not null unique, name TEXT not null, schema_json TEXT not null, profile TEXT, records BIGINT not null, content TEXT not null,
  created_at BIGINT not null, updated_at BIGINT not null, created_by TEXT not null, updated_by TEXT not null);
create index tracking_eval_datasets_time on tracking_eval_datasets (created_at desc, id);
create table tracking_eval_tags (dataset BIGINT not null, key TEXT not null, value TEXT not null, primary key (dataset, key)) without rowid;
create table tracking_eval_experiments (experiment BIGINT not null, dataset BIGINT not null, primary key (experiment, dataset)) without rowid;
create index tracking_eval_experiments_dataset on tracking_eval_experiments (dataset, experiment);

-- A record per dataset and inputs; all but the texts of people as JSON.
create table tracking_eval_records (
  num INTEGER PRIMARY KEY, id TEXT not null unique, dataset BIGINT not null, input_hash TEXT not null, content TEXT not null, inputs TEXT not null, outputs TEXT, expectations TEXT,
  tags TEXT, source TEXT, created_at BIGINT not null, updated_at BIGINT not null, created_by TEXT not null, updated_by TEXT not null, unique (dataset, input_hash));
create index tracking_eval_records_dataset on tracking_eval_records (dataset, num);
