alter table jobs add column lane TEXT;
create index jobs_lane on jobs (lane, state);
alter table timers add column lane TEXT;
