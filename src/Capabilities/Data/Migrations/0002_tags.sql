create table data_tags (
  project TEXT not null,
  source TEXT not null,
  name TEXT not null,
  version_id TEXT not null,
  set_by TEXT not null,
  set_at BIGINT not null,
  primary key (project, source, name)
);
create index data_tags_version on data_tags (version_id);
alter table data_versions add column deleted_at BIGINT;
alter table data_versions add column deleted_by TEXT;
create index data_versions_digest on data_versions (digest);
