-- How often in a row somebody tried to log in with an address that nobody has registered, by its digest. A row goes once it
-- counts no longer.

-- +goose Up
create table strangers (who text not null primary key, at text not null, body text not null);
create index strangers_at on strangers (at);

-- +goose Down
drop table strangers;
