alter table data_contract_changes add column taken TEXT not null default '[]';
