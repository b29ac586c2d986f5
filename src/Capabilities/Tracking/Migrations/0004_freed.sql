-- Content of removed paths, until it is known whether anything else has it.
create table tracking_freed (digest TEXT primary key, size BIGINT not null);
