-- Views of the table of runs that a project keeps: columns, filter and order by name; of one experiment, or of all.
create table tracking_views (
  project TEXT not null, name TEXT not null, experiment BIGINT, shown TEXT, filter_text TEXT, sort_key TEXT, created_at BIGINT not null, created_by TEXT not null, primary key (project, name));
