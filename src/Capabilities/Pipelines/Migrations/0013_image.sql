alter table pipeline_steps add column image TEXT;
