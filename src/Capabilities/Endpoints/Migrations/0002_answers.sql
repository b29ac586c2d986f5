create table answered_days (
  route TEXT not null,
  instance TEXT not null,
  day BIGINT not null,
  requests BIGINT not null,
  rows_count BIGINT not null,
  primary key (route, instance, day)
);
