create table registry_imports (
  source TEXT primary key, sealed BYTEA, artifacts TEXT, project TEXT, state TEXT not null, fault TEXT, actor TEXT not null, started_at BIGINT not null, finished_at BIGINT);
-- What was brought over: a thing there, what stands for it here, and how many of what it holds.
create table registry_import_items (source TEXT not null, kind TEXT not null, item TEXT not null, target TEXT not null, counts TEXT not null, primary key (source, kind, item));
