alter table pipeline_runs add column shuffled TEXT;
