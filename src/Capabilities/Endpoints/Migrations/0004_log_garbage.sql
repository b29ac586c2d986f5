create table log_garbage (
  route TEXT not null,
  digest TEXT not null,
  since BIGINT not null,
  primary key (route, digest)
);
