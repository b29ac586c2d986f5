alter table pipeline_runs add column models TEXT;
alter table pipeline_runs add column repeats TEXT;
