-- What the two portals store. The columns link and single (what only one application may ask for) are null if they don't apply.

-- +goose Up
create table users (portal text not null, mail text not null, link text, body text not null, primary key (portal, mail));
create index users_link on users (link);
create table sessions (token text not null primary key, body text not null);
create table applications (id text not null primary key, institution text not null, single text unique, body text not null);
create index applications_institution on applications (institution);
create table account_secrets (institution text not null, id text not null, body text not null, primary key (institution, id));
create table attachments (id text not null primary key, body text not null);
create table mails (place bigserial, body text not null);
create table colocations (subordinate text not null primary key, body text not null);
create table attempts (what text not null, who text not null, body text not null, primary key (what, who));

-- +goose Down
drop table attempts;
drop table colocations;
drop table mails;
drop table attachments;
drop table account_secrets;
drop table applications;
drop table sessions;
drop table users;
