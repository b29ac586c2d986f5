alter table tokens add column endpoints TEXT;
alter table tokens add column audience TEXT;
