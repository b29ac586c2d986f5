create table maturity_statements (
  project TEXT not null,
  id TEXT not null,
  person TEXT not null,
  role TEXT not null,
  made_at BIGINT not null,
  expires_at BIGINT not null,
  event_id TEXT not null,
  primary key (project, id, person, role)
);
create table maturity_waivers (
  id TEXT primary key,
  project TEXT not null,
  capability TEXT not null,
  reason TEXT not null,
  asked_by TEXT not null,
  asked_at BIGINT not null,
  until_at BIGINT not null,
  approved_by TEXT,
  state TEXT not null,
  event_id TEXT not null
);
create index maturity_waivers_project on maturity_waivers (project, asked_at);
