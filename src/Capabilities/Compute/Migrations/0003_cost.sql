alter table compute_tasks add column cost DOUBLE PRECISION;
create index compute_tasks_cost on compute_tasks (target, finished_at) where cost is not null;
