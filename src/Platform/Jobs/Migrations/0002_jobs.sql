create table jobs (
  id TEXT primary key,
  key TEXT not null unique,
  kind TEXT not null,
  project TEXT,
  payload TEXT not null,
  state TEXT not null,
  attempts BIGINT not null default 0,
  lease_owner TEXT,
  lease_until BIGINT,
  ready_at BIGINT not null,
  created_at BIGINT not null,
  finished_at BIGINT,
  failure TEXT
);
create index jobs_state on jobs (state, ready_at);
create table timers (
  key TEXT primary key,
  kind TEXT not null,
  project TEXT,
  payload TEXT not null,
  due BIGINT not null,
  cron TEXT,
  zone TEXT
);
create index timers_due on timers (due);
