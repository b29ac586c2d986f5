create table project_waiting_roles (
  project TEXT not null,
  person TEXT not null,
  role TEXT not null,
  proposed_by TEXT not null,
  proposed_at BIGINT not null,
  replaces TEXT not null,
  event_id TEXT not null,
  primary key (project, person, role)
);
