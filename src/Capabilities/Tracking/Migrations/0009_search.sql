-- Runs by the value of a tag. Left out: long values, and tags of nearly every run, so that a run is not dearer to create.
create index tracking_tags_value on tracking_tags (key, value, run)
  where key <> 'mlflow.user' and key <> 'mlflow.runName' and key <> 'mlflow.source.name' and key <> 'mlflow.source.type' and length(value) <= 100;
-- Keys with values that the indexes of values leave out: these cannot be walked in the order of their values.
create index tracking_params_long on tracking_params (key) where length(value) > 100;
create index tracking_tags_long on tracking_tags (key) where length(value) > 100;
-- Runs that ended.
create index tracking_runs_end on tracking_runs (experiment, stage, end_time) where end_time is not null;
