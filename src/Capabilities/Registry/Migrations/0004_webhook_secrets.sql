alter table registry_webhooks add column sealed BYTEA;
