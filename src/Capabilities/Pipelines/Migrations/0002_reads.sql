create table step_reads (
  base TEXT not null,
  digest TEXT not null,
  reads TEXT not null,
  seen_at BIGINT not null,
  primary key (base, digest)
);
alter table pipeline_runs add column cancel_asked BOOLEAN not null default false;
alter table pipeline_steps add column failures BIGINT not null default 0;
alter table pipeline_steps add column parent TEXT;
alter table pipeline_steps add column changes TEXT;
alter table pipeline_steps add column score DOUBLE PRECISION;
create index pipeline_steps_parent on pipeline_steps (run_id, parent);
alter table step_cache add column used_at BIGINT not null default 0;
create index step_cache_step on step_cache (project, step, used_at);
