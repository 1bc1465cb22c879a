create table users (
  id integer primary key autoincrement,
  name varchar(80) not null,
  age integer,
  city text,
  active boolean default 1,
  created integer
);
create table posts (
  id integer primary key,
  user_id integer not null references users (id),
  title text
);
create table notes (id integer primary key, text text default 'empty');
insert into users (name, age, city, active, created) values
  ('Ann', 34, 'Oslo', 1, 1577836800000),
  ('Bob', 27, 'Bergen', 1, null),
  ('Cid', 51, null, 0, null),
  ('Dör 😀', 34, 'Oslo', 0, null);
insert into posts (user_id, title) values (1, 'One'), (1, 'Two'), (2, 'Three');
insert into notes default values;
create table docs (id integer, doc text);
insert into docs values (1, '{"a":{"b":1},"c":"x","l":[1,2]}'), (2, '{"c":"y"}');
