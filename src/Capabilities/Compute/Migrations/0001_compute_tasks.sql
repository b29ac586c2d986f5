create table compute_tasks (
  key TEXT primary key,
  project TEXT not null,
  target TEXT not null,
  host TEXT not null,
  command TEXT not null,
  state TEXT not null,
  handle TEXT,
  secret BOOLEAN not null,
  created_at BIGINT not null,
  started_at BIGINT,
  finished_at BIGINT,
  exit_code BIGINT,
  cpu_seconds DOUBLE PRECISION,
  peak_memory BIGINT,
  reason TEXT
);
create index compute_tasks_project on compute_tasks (project, created_at);
create index compute_tasks_open on compute_tasks (host, finished_at);
