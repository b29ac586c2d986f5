alter table pipeline_runs add column priority BIGINT;
alter table pipeline_steps add column cost DOUBLE PRECISION;
