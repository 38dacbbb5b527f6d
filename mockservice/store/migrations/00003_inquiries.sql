-- What the interface of the existing type needs in addition to persons.

-- +goose Up
create table insured (number text not null, person text not null, body text not null, primary key (number, person));
create table receptions (number text not null primary key, body text not null);
create table reference_numbers (institution text not null, person text not null, body text not null, primary key (institution, person));

-- +goose Down
drop table reference_numbers;
drop table receptions;
drop table insured;
