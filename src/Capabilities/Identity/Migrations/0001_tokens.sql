create table tokens (
  id TEXT primary key,
  actor TEXT not null,
  role TEXT not null,
  project TEXT,
  note TEXT,
  hash TEXT not null,
  created_by TEXT not null,
  created_at BIGINT not null,
  expires_at BIGINT not null,
  revoked_at BIGINT
);
