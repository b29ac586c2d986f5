create table projects (
  name TEXT primary key,
  repository TEXT not null,
  branch TEXT not null,
  commit_id TEXT not null,
  file_digest TEXT not null,
  file TEXT not null,
  state TEXT not null,
  registered_by TEXT not null,
  registered_at BIGINT not null,
  declared_at BIGINT not null,
  declared_event TEXT not null,
  synced_at BIGINT not null,
  sync_fault TEXT
);
create table project_roles (
  project TEXT not null,
  person TEXT not null,
  role TEXT not null,
  granted_by TEXT not null,
  since BIGINT not null,
  event_id TEXT not null,
  primary key (project, person, role)
);
