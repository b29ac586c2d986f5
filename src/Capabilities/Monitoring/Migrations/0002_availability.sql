create table availability (
  project TEXT not null,
  endpoint TEXT not null,
  env TEXT not null,
  at BIGINT not null,
  answered BOOLEAN not null,
  primary key (project, endpoint, env, at)
);
