-- How many wrong passwords in a row were tried for an address that no user has. The column who is the digest of portal and
-- address. A row is deleted once it is too old to count.

-- +goose Up
create table strangers (who text not null primary key, at text not null, body text not null);
create index strangers_at on strangers (at);

-- +goose Down
drop table strangers;
