alter table firings add column ask TEXT;
alter table firings add column due BIGINT;
create index firings_waiting on firings (project) where ask is not null;
