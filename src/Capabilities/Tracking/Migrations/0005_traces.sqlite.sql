-- A trace; the end is missing while it goes on. Whether a client described it, or it is known by its spans alone.
create table tracking_traces (
  num INTEGER PRIMARY KEY, id TEXT not null unique, experiment BIGINT not null, state TEXT not null, request_time BIGINT not null, end_time BIGINT,
  described BOOLEAN not null, client_request_id TEXT, request_preview TEXT, response_preview TEXT);
create index tracking_traces_time on tracking_traces (experiment, request_time desc, id);
-- Tags and metadata.
create table tracking_trace_values (trace BIGINT not null, kind TEXT not null, key TEXT not null, value TEXT not null, primary key (trace, kind, key)) without rowid;
create table tracking_trace_runs (trace BIGINT not null, run TEXT not null, primary key (trace, run)) without rowid;
create index tracking_trace_runs_run on tracking_trace_runs (run, trace);

-- Spans in order of arrival, one block per trace and call.
create table tracking_spans (num INTEGER PRIMARY KEY, trace BIGINT not null, count BIGINT not null, spans BYTEA not null);
create index tracking_spans_trace on tracking_spans (trace, num);

create table tracking_assessments (
  id TEXT primary key, trace BIGINT not null, kind TEXT not null, name TEXT not null, value TEXT, valid BOOLEAN not null, created_at BIGINT not null, body TEXT not null) without rowid;
create index tracking_assessments_trace on tracking_assessments (trace, kind, name);
