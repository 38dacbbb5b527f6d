-- The same text serves SQLite and PostgreSQL. Each table has the columns that a query uses, and the whole row as JSON in body.
-- In PostgreSQL the column place numbers the rows in the order of writing. SQLite accepts any word as a type, leaves the
-- column empty, and numbers the rows itself (rowid).

-- +goose Up
create table stage (id text not null primary key, body text not null);
create table draws (purpose text not null primary key, drawn bigint not null);
create table facilities (code text not null primary key, number text, body text not null);
create index facilities_number on facilities (number);
create table accounts (institution text not null, id text not null, device text, body text not null, primary key (institution, id));
create index accounts_device on accounts (device);
create table persons (id text not null primary key, body text not null);
create table certificates (serial text not null primary key, body text not null);
create table revocations (serial text not null primary key, body text not null);
create table challenges (id text not null primary key, used text, body text not null);
create table audits (place bigserial, body text not null);

-- +goose Down
drop table audits;
drop table challenges;
drop table revocations;
drop table certificates;
drop table persons;
drop table accounts;
drop table facilities;
drop table draws;
drop table stage;
