alter table step_cache rename column used_at to used;
