alter table probes_awaited add column given TEXT not null default 'good';
