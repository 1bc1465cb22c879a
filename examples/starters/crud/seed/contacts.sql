CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  city TEXT,
  is_friend INTEGER NOT NULL DEFAULT 0
);
INSERT INTO contacts (name, email, city, is_friend) VALUES
  ('Ada Lovelace', 'ada@example.org', 'London', 1),
  ('Emmy Noether', 'emmy@example.org', 'Erlangen', 0),
  ('Sofja Kowalewskaja', 'sofja@example.org', 'Stockholm', 1);
