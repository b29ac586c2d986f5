alter table project_waiting_roles add column replaces TEXT not null default '';
