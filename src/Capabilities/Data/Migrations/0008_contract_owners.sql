alter table data_contract_changes add column besides TEXT not null default '[]';
alter table data_contract_changes add column owners TEXT not null default '[]';
