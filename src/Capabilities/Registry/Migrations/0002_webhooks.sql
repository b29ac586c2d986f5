create table registry_webhooks (
  id TEXT primary key, name TEXT not null, description TEXT, url TEXT not null, events TEXT not null, secret TEXT, status TEXT not null,
  created_at BIGINT not null, updated_at BIGINT not null);
