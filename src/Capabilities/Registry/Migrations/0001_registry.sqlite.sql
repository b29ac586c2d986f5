create table registry_models (
  num INTEGER PRIMARY KEY, project TEXT not null, name TEXT not null, mlflow_name TEXT not null unique, slug TEXT not null unique, description TEXT,
  last_number BIGINT not null, created_at BIGINT not null, updated_at BIGINT not null, deleted BOOLEAN not null,
  unique (project, name));
-- A deleted model gives its names back but keeps its slug: the ids of its versions are never given again.

create table registry_versions (
  id TEXT primary key, model BIGINT not null, number BIGINT not null, digest TEXT not null, size BIGINT not null, format TEXT not null, signature_json TEXT not null,
  origin TEXT not null, run_id TEXT, run_key TEXT not null, tracking_run_id TEXT, recipe TEXT, pipeline_id TEXT, commit_id TEXT, metrics_json TEXT not null, note TEXT,
  event_id TEXT not null, registered_at BIGINT not null, updated_at BIGINT not null,
  source TEXT, model_id TEXT, stage TEXT not null, description TEXT, user_id TEXT, run_link TEXT, deleted BOOLEAN not null,
  unique (model, number), unique (model, digest, run_key));
create index registry_versions_digest on registry_versions (digest);
create index registry_versions_run on registry_versions (tracking_run_id);

create table registry_aliases (model BIGINT not null, alias TEXT not null, version TEXT not null, primary key (model, alias));
create index registry_aliases_version on registry_aliases (version);
-- Tags of a model have an empty version.
create table registry_tags (model BIGINT not null, version TEXT not null, key TEXT not null, value TEXT not null, primary key (model, version, key));

create table registry_evaluations (
  key TEXT primary key, project TEXT not null, model_digest TEXT not null, data_digest TEXT not null, options TEXT not null, result TEXT not null, created_at BIGINT not null);
create index registry_evaluations_model on registry_evaluations (model_digest, data_digest);

create table registry_probes (key TEXT primary key);
