create table probe_results (
  project TEXT not null,
  endpoint TEXT not null,
  env TEXT not null,
  prober TEXT not null,
  at BIGINT not null,
  every_s BIGINT not null,
  answered BOOLEAN not null,
  status BIGINT,
  took_ms BIGINT,
  primary key (project, endpoint, env, prober, at)
);
create table planned_downtime (
  id TEXT primary key,
  project TEXT not null,
  endpoint TEXT,
  env TEXT,
  route TEXT,
  begins BIGINT not null,
  ends BIGINT not null,
  reason TEXT not null,
  announced_by TEXT not null,
  announced_at BIGINT not null
);
create index planned_downtime_by_project on planned_downtime (project, begins);
