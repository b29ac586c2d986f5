create table endpoint_shadows (
  project TEXT not null,
  endpoint TEXT not null,
  environment TEXT not null,
  version_id TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  share_permille BIGINT not null,
  since BIGINT not null,
  primary key (project, endpoint, environment)
);
