create table endpoints (
  project TEXT not null,
  name TEXT not null,
  environment TEXT not null,
  environment_role TEXT not null,
  route TEXT not null unique,
  model TEXT not null,
  state TEXT not null,
  release_id TEXT,
  fault TEXT,
  good_route TEXT,
  declared_at BIGINT not null,
  primary key (project, name, environment)
);

create table endpoint_variants (
  project TEXT not null,
  endpoint TEXT not null,
  environment TEXT not null,
  version_id TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  weight_permille BIGINT not null,
  role TEXT not null,
  since BIGINT not null,
  primary key (project, endpoint, environment, version_id)
);

create table endpoint_epoch (id BIGINT primary key, epoch BIGINT not null);
insert into endpoint_epoch (id, epoch) values (1, 0);

create table log_parts (
  route TEXT not null,
  kind TEXT not null,
  segment BIGINT not null,
  day BIGINT not null,
  digest TEXT not null,
  rows_count BIGINT not null,
  requests BIGINT not null,
  errors BIGINT not null,
  from_at BIGINT not null,
  to_at BIGINT not null,
  primary key (route, kind, segment)
);
create index log_parts_day on log_parts (route, kind, day);
