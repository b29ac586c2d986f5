-- What people write on cards. A text holds from the version it was written for, until another is written for a later one.
create table registry_card_texts (
  model BIGINT not null, part TEXT not null, number BIGINT not null, version BIGINT not null, text TEXT not null, author TEXT not null, written_at BIGINT not null, event TEXT not null,
  primary key (model, part, number));
