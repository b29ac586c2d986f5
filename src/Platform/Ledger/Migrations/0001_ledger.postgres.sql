create table ledger_events (
  seq bigserial primary key,
  id TEXT not null unique,
  type TEXT not null,
  project TEXT,
  subject_kind TEXT not null,
  subject_id TEXT not null,
  at BIGINT not null,
  body TEXT not null,
  transaction BIGINT not null default (pg_current_xact_id()::text::bigint)
);
create index ledger_events_subject on ledger_events (subject_kind, subject_id);
create index ledger_events_project on ledger_events (project, seq);
create index ledger_events_transaction on ledger_events (transaction, seq);
create table ledger_seals (position BIGINT primary key, event_id TEXT not null unique, hash TEXT not null);
create table ledger_blocks (
  number BIGINT primary key, first_position BIGINT not null, last_position BIGINT not null,
  horizon BIGINT not null, previous TEXT not null, hash TEXT not null, sealed_at BIGINT not null
);
create table ledger_cursors (subscriber TEXT primary key, position BIGINT not null);
create table world (singleton BIGINT primary key check (singleton = 1), clock BIGINT not null);
