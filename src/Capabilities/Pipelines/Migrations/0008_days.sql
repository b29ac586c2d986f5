create index firings_day on firings (project, at);
create index pipeline_runs_day on pipeline_runs (project, created_at);
