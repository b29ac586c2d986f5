create table data_sources (
  project TEXT not null,
  name TEXT not null,
  primary key (project, name)
);
create table data_arrivals (
  run_id TEXT primary key,
  project TEXT not null,
  source TEXT not null,
  partition TEXT not null,
  state TEXT not null,
  trigger_kind TEXT not null,
  attempt BIGINT not null,
  source_uri TEXT not null,
  source_digest TEXT,
  fingerprint TEXT,
  rows BIGINT,
  bytes BIGINT,
  table_digest TEXT,
  profile_digest TEXT,
  schema_json TEXT,
  rules TEXT,
  newest_event_at BIGINT,
  failure TEXT,
  reason TEXT,
  version_id TEXT,
  started_at BIGINT not null,
  finished_at BIGINT,
  started_event TEXT not null,
  finished_event TEXT,
  released_by TEXT
);
create unique index data_arrivals_one on data_arrivals (project, source, partition) where state = 'running';
create index data_arrivals_source on data_arrivals (project, source, partition, run_id);
create table data_versions (
  id TEXT primary key,
  project TEXT not null,
  source TEXT not null,
  partition TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  rows BIGINT not null,
  bytes BIGINT not null,
  schema_json TEXT not null,
  profile_digest TEXT not null,
  newest_event_at BIGINT,
  arrived_at BIGINT not null,
  event_id TEXT not null,
  run_id TEXT not null,
  source_uri TEXT not null,
  source_digest TEXT not null
);
create unique index data_versions_number on data_versions (project, source, number);
create index data_versions_partition on data_versions (project, source, partition, number);
