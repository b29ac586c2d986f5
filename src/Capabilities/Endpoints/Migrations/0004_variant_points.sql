alter table endpoint_variants add column from_point BIGINT;
