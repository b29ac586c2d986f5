create table contract_versions (
  project TEXT not null,
  name TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  content TEXT not null,
  owners TEXT not null,
  event TEXT not null,
  primary key (project, name, number)
);
