create table pipeline_runs (
  id TEXT primary key,
  project TEXT not null,
  number BIGINT not null,
  commit_id TEXT not null,
  target TEXT not null,
  purpose TEXT not null,
  environment TEXT not null,
  sample DOUBLE PRECISION not null,
  trigger_kind TEXT not null,
  trigger_name TEXT,
  firing TEXT,
  cause TEXT,
  actor TEXT not null,
  params TEXT not null,
  no_cache BOOLEAN not null,
  state TEXT not null,
  inputs TEXT,
  pipeline TEXT,
  env TEXT,
  started_event TEXT,
  version TEXT,
  failure TEXT,
  created_at BIGINT not null,
  finished_at BIGINT,
  unique (project, number)
);
create index pipeline_runs_project on pipeline_runs (project, state);
create table pipeline_steps (
  run_id TEXT not null,
  step TEXT not null,
  place BIGINT not null,
  state TEXT not null,
  attempt BIGINT not null default 0,
  task TEXT,
  identity TEXT,
  parts TEXT,
  why TEXT,
  outputs TEXT,
  cpu_s DOUBLE PRECISION not null default 0,
  peak_memory BIGINT not null default 0,
  duration_ms BIGINT not null default 0,
  failure TEXT,
  started_at BIGINT,
  finished_at BIGINT,
  primary key (run_id, step)
);
create table pipeline_journal (
  run_id TEXT not null,
  seq BIGINT not null,
  step TEXT,
  from_state TEXT not null,
  to_state TEXT not null,
  cause TEXT,
  at BIGINT not null,
  primary key (run_id, seq)
);
create table step_cache (
  identity TEXT primary key,
  project TEXT not null,
  step TEXT not null,
  run_id TEXT not null,
  parts TEXT not null,
  outputs TEXT not null,
  cpu_s DOUBLE PRECISION not null,
  duration_ms BIGINT not null,
  created_at BIGINT not null
);
create table pipeline_versions (
  project TEXT not null,
  digest TEXT not null,
  noun TEXT not null,
  event TEXT not null,
  primary key (project, noun, digest)
);
create table firings (
  id TEXT primary key,
  project TEXT not null,
  trigger_name TEXT not null,
  kind TEXT not null,
  cause TEXT not null,
  outcome TEXT not null,
  reason TEXT,
  run_id TEXT,
  event TEXT,
  at BIGINT not null,
  unique (project, trigger_name, cause)
);
create index firings_trigger on firings (project, trigger_name, at);
