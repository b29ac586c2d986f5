create table windows (
  id TEXT primary key,
  project TEXT not null,
  endpoint TEXT not null,
  env TEXT not null,
  kind TEXT not null,
  monitor TEXT not null,
  from_at BIGINT not null,
  to_at BIGINT not null,
  version TEXT,
  n BIGINT not null,
  measures TEXT not null,
  breached BOOLEAN not null,
  event TEXT not null,
  unique (project, endpoint, env, kind, monitor, from_at, to_at)
);
create index windows_kind on windows (project, kind, to_at);
create table alerts (
  id TEXT primary key,
  project TEXT not null,
  monitor TEXT not null,
  endpoint TEXT not null,
  kind TEXT not null,
  state TEXT not null,
  measures TEXT not null,
  window_id TEXT not null,
  opened_at BIGINT not null,
  closed_at BIGINT,
  event TEXT not null
);
create index alerts_open on alerts (project, state);
create table incidents (
  id TEXT primary key,
  project TEXT not null,
  number BIGINT not null,
  kind TEXT not null,
  about TEXT not null,
  fingerprint TEXT not null,
  title TEXT not null,
  state TEXT not null,
  fix TEXT,
  guard TEXT,
  note TEXT,
  opened_at BIGINT not null,
  closed_at BIGINT,
  event TEXT not null,
  unique (project, number)
);
create table monitored_days (project TEXT primary key, through BIGINT not null);
create table monitor_probes (project TEXT not null, kind TEXT not null, at BIGINT not null, primary key (project, kind));
