-- Of each version and the endpoint that had it loaded the newest comparison of the two.
create table registry_audits (
  project TEXT not null, endpoint TEXT not null, env TEXT not null, version TEXT not null, ok BOOLEAN not null, loaded TEXT not null, seen_at BIGINT not null, event TEXT not null,
  primary key (project, endpoint, env, version));
create index registry_audits_version on registry_audits (version);
