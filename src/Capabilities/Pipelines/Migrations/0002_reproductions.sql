create table reproductions (
  project TEXT not null,
  recipe TEXT not null,
  version TEXT not null,
  run_id TEXT not null,
  ok BOOLEAN not null,
  rel_delta DOUBLE PRECISION not null,
  at BIGINT not null,
  primary key (project, recipe)
);
