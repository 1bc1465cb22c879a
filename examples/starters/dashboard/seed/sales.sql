CREATE TABLE sales (id INTEGER PRIMARY KEY, month TEXT NOT NULL, region TEXT NOT NULL, amount REAL NOT NULL);
INSERT INTO sales (month, region, amount) VALUES
  ('2026-01', 'North', 1240), ('2026-01', 'South', 980), ('2026-02', 'North', 1410), ('2026-02', 'South', 1120),
  ('2026-03', 'North', 1385), ('2026-03', 'South', 1505), ('2026-04', 'North', 1720), ('2026-04', 'South', 1460);
