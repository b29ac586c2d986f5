create table reproductions (
  run_id TEXT primary key,
  project TEXT not null,
  version TEXT not null,
  recipe TEXT,
  verdict TEXT not null,
  ok BOOLEAN not null,
  diverged TEXT,
  sample DOUBLE PRECISION not null,
  at BIGINT not null
);
create index reproductions_version on reproductions (version, at);
create index reproductions_recipe on reproductions (project, recipe, at);
alter table pipeline_runs add column dirty BOOLEAN not null default false;
alter table pipeline_runs add column allow_drift BOOLEAN not null default false;
alter table pipeline_steps add column environment TEXT;
alter table pipeline_steps add column drift TEXT;
