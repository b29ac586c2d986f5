create table endpoint_pickups (
  route TEXT not null,
  application TEXT not null,
  version_id TEXT not null,
  first_at BIGINT not null,
  last_at BIGINT not null,
  primary key (route, application, version_id)
);
