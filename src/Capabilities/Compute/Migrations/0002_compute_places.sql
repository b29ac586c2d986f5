alter table compute_tasks add column place TEXT;
