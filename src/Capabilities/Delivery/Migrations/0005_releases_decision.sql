alter table releases add column decision TEXT;
alter table releases add column stop TEXT;
