alter table releases add column served TEXT;
