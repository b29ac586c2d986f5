create table gate_decisions (
  id TEXT primary key,
  project TEXT not null,
  gate TEXT not null,
  endpoint TEXT not null,
  version_id TEXT not null,
  champion_id TEXT,
  run_id TEXT not null,
  eval_digest TEXT,
  train_digest TEXT,
  decision TEXT not null,
  reason TEXT not null,
  checks TEXT not null,
  event_id TEXT not null,
  decided_at BIGINT not null,
  unique (project, gate, endpoint, run_id)
);
create index gate_decisions_version on gate_decisions (version_id);

create table releases (
  id TEXT primary key,
  number BIGINT not null unique,
  key TEXT not null unique,
  project TEXT not null,
  kind TEXT not null,
  name TEXT not null,
  environment TEXT not null,
  environment_role TEXT not null,
  version_id TEXT not null,
  version_number BIGINT not null,
  digest TEXT not null,
  commit_id TEXT,
  previous_id TEXT,
  previous_number BIGINT,
  previous_digest TEXT,
  strategy TEXT not null,
  plan TEXT not null,
  trigger_kind TEXT not null,
  rollback BOOLEAN not null,
  actor TEXT not null,
  state TEXT not null,
  active BOOLEAN not null,
  seq BIGINT not null,
  step BIGINT not null,
  weight BIGINT not null,
  holds BIGINT not null,
  step_at BIGINT not null,
  baseline TEXT,
  reason TEXT,
  result TEXT,
  cause TEXT,
  started_event TEXT,
  finished_event TEXT,
  created_at BIGINT not null,
  updated_at BIGINT not null,
  finished_at BIGINT
);
create unique index releases_active on releases (project, kind, name, environment) where active;
create index releases_place on releases (project, kind, name, environment, number);

create table release_journal (
  release_id TEXT not null,
  seq BIGINT not null,
  at BIGINT not null,
  from_state TEXT not null,
  to_state TEXT not null,
  weight BIGINT not null,
  actor TEXT not null,
  idempotency_key TEXT,
  reason TEXT,
  evidence TEXT,
  primary key (release_id, seq)
);
create unique index release_journal_key on release_journal (release_id, idempotency_key);

create table approvals (
  id TEXT primary key,
  project TEXT not null,
  kind TEXT not null,
  subject_id TEXT not null,
  as_role TEXT not null,
  person TEXT not null,
  answer TEXT not null,
  reason TEXT,
  at BIGINT not null,
  event_id TEXT not null
);
create index approvals_subject on approvals (project, kind, subject_id);

create table handoffs (
  id TEXT primary key,
  project TEXT not null,
  version_id TEXT not null,
  to_role TEXT not null,
  from_person TEXT not null,
  checklist TEXT not null,
  state TEXT not null,
  answered_by TEXT,
  reason TEXT,
  offered_at BIGINT not null,
  answered_at BIGINT,
  event_id TEXT not null
);


create table probes_done (id TEXT primary key);
