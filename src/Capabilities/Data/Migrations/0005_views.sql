create index data_versions_uri on data_versions (project, source_uri);
