-- Where a run was brought in from; null for one that was made here.
alter table tracking_runs add column imported TEXT;
create index tracking_runs_imported on tracking_runs (imported) where imported is not null;
