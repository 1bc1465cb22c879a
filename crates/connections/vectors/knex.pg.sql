drop table if exists posts, users, notes, docs, t, tr;
create table users (
  id serial primary key,
  name varchar(80) not null,
  age integer,
  city text,
  active boolean default true,
  created timestamptz
);
create table posts (
  id serial primary key,
  user_id integer not null references users (id),
  title text
);
create table notes (id serial primary key, text text default 'empty');
insert into users (name, age, city, active, created) values
  ('Ann', 34, 'Oslo', true, '2020-01-01T00:00:00Z'),
  ('Bob', 27, 'Bergen', true, null),
  ('Cid', 51, null, false, null),
  ('Dör 😀', 34, 'Oslo', false, null);
insert into posts (user_id, title) values (1, 'One'), (1, 'Two'), (2, 'Three');
insert into notes default values;
create table docs (id integer, doc jsonb);
insert into docs values (1, '{"a":{"b":1},"c":"x","l":[1,2]}'), (2, '{"c":"y"}');
