create table project_secrets (
  project TEXT not null,
  name TEXT not null,
  sealed BYTEA not null,
  set_by TEXT not null,
  set_at BIGINT not null,
  primary key (project, name)
);
