create table probes_awaited (
  probe TEXT primary key,
  project TEXT not null,
  gate TEXT not null,
  decision TEXT not null,
  run_id TEXT not null
);
create index probes_awaited_run on probes_awaited (run_id);
