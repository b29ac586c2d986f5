alter table firings add column source TEXT;
alter table firings add column rows BIGINT not null default 0;
