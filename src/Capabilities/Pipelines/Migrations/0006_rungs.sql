alter table pipeline_steps add column rung BIGINT;
alter table pipeline_steps add column verdict TEXT;
