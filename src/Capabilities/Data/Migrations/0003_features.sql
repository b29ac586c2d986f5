create table data_features (
  id TEXT primary key,
  project TEXT not null,
  name TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  table_digest TEXT not null,
  entries BIGINT not null,
  bytes BIGINT not null,
  columns_json TEXT not null,
  as_of BIGINT not null,
  published_at BIGINT not null,
  run_id TEXT not null,
  event_id TEXT not null
);
create unique index data_features_number on data_features (project, name, number);
