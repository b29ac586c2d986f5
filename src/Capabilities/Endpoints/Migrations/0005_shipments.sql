create table log_shipments (
  log TEXT not null,
  route TEXT not null,
  kind TEXT not null,
  number BIGINT not null,
  digest TEXT not null,
  segment BIGINT not null,
  rows_count BIGINT not null,
  arrived_at BIGINT not null,
  primary key (log, route, kind, number)
);
create unique index log_shipments_segment on log_shipments (route, kind, segment);

create table log_copies (
  log TEXT not null,
  route TEXT not null,
  actor TEXT not null,
  told_at BIGINT not null,
  waiting_segments BIGINT not null,
  waiting_bytes BIGINT not null,
  dropped BIGINT not null,
  refused BIGINT not null,
  held BOOLEAN not null,
  primary key (log, route)
);
