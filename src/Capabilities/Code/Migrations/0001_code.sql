create table changes (
  project TEXT not null,
  commit_id TEXT not null,
  number BIGINT not null,
  ref TEXT not null,
  title TEXT not null,
  areas TEXT not null,
  authors TEXT not null,
  reviewers TEXT not null,
  apps TEXT not null,
  from_run TEXT,
  cause TEXT,
  forced BOOLEAN not null,
  lines BIGINT not null,
  checks TEXT not null,
  at BIGINT not null,
  seen_at BIGINT not null,
  event_id TEXT,
  primary key (project, commit_id)
);
create unique index changes_number on changes (project, number);
create table code_checks (
  run_id TEXT primary key,
  project TEXT not null,
  commit_id TEXT not null,
  number BIGINT not null,
  kind TEXT not null,
  name TEXT not null,
  area TEXT not null,
  command TEXT not null,
  path TEXT not null,
  status TEXT not null,
  tests BIGINT not null default 0,
  failed BIGINT not null default 0,
  skipped BIGINT not null default 0,
  failures TEXT not null default '[]',
  digest TEXT,
  size BIGINT,
  duration DOUBLE PRECISION not null default 0,
  reason TEXT,
  log_path TEXT,
  started_event TEXT,
  finished_at BIGINT
);
create unique index code_checks_of on code_checks (project, commit_id, kind, name);
create index code_checks_newest on code_checks (project, kind, name, number);
create table app_releases (
  project TEXT not null,
  app TEXT not null,
  environment TEXT not null,
  release_id TEXT not null,
  digest TEXT not null,
  commit_id TEXT not null,
  at BIGINT not null,
  primary key (project, app, environment)
);
