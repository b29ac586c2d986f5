create table data_contracts (
  project TEXT not null,
  source TEXT not null,
  content TEXT not null,
  primary key (project, source)
);
create table data_contract_changes (
  id TEXT primary key,
  project TEXT not null,
  source TEXT not null,
  state TEXT not null,
  content TEXT not null,
  digest TEXT not null,
  breaks TEXT not null,
  consumers TEXT not null,
  commit_id TEXT not null,
  proposed_by TEXT not null,
  proposed_at BIGINT not null,
  settled_at BIGINT,
  event_id TEXT not null
);
create index data_contract_changes_source on data_contract_changes (project, source, id);
create table data_contract_answers (
  change_id TEXT not null,
  role TEXT not null,
  answer TEXT not null,
  person TEXT not null,
  reason TEXT,
  answered_at BIGINT not null,
  event_id TEXT not null,
  primary key (change_id, role)
);
