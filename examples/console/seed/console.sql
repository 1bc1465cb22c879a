-- The data of the Operations console: a coffee and equipment wholesaler.
-- Runs once, when the database file does not exist yet. All names are invented.
-- Money is kept in cents, dates as YYYY-MM-DD.

PRAGMA foreign_keys = ON;

CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  company_name TEXT NOT NULL,
  email TEXT NOT NULL,
  currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency IN ('EUR', 'GBP', 'USD', 'DKK', 'SEK')),
  low_stock_threshold INTEGER NOT NULL DEFAULT 20 CHECK (low_stock_threshold >= 0),
  payment_terms INTEGER NOT NULL DEFAULT 14 CHECK (payment_terms BETWEEN 0 AND 120),
  warn_on_hold INTEGER NOT NULL DEFAULT 1 CHECK (warn_on_hold IN (0, 1)),
  order_note TEXT
);

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(trim(name)) > 0),
  contact TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  street TEXT,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  segment TEXT NOT NULL CHECK (segment IN ('cafe', 'roaster', 'restaurant', 'office', 'retail')),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'on_hold', 'inactive')),
  credit_limit INTEGER NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
  newsletter INTEGER NOT NULL DEFAULT 0 CHECK (newsletter IN (0, 1)),
  notes TEXT,
  created_at TEXT NOT NULL DEFAULT (date('now'))
);

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (length(trim(name)) > 0),
  category TEXT NOT NULL CHECK (category IN ('coffee', 'green', 'equipment', 'accessory', 'consumable')),
  unit TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price > 0),
  stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0),
  low_stock_at INTEGER CHECK (low_stock_at >= 0),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  certificates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(certificates)),
  description TEXT
);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
  order_date TEXT NOT NULL CHECK (order_date IS date(order_date)),
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'packed', 'shipped', 'delivered', 'cancelled')),
  delivery TEXT NOT NULL DEFAULT 'courier' CHECK (delivery IN ('courier', 'pallet', 'collection')),
  reference TEXT,
  notes TEXT,
  shipped_on TEXT,
  -- Sums of the items, kept by triggers so that lists and figures need not add them up.
  lines INTEGER NOT NULL DEFAULT 0,
  units INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  draft TEXT CHECK (draft IS NULL OR json_valid(draft))
);

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  PRIMARY KEY (order_id, product_id)
) WITHOUT ROWID;

CREATE INDEX customers_by_name ON customers (name COLLATE NOCASE);
CREATE INDEX customers_by_status ON customers (status);
CREATE INDEX products_by_category ON products (category, name);
CREATE INDEX orders_by_customer ON orders (customer_id, order_date);
CREATE INDEX orders_by_date ON orders (order_date);
CREATE INDEX orders_by_status ON orders (status, order_date);
CREATE INDEX order_items_by_product ON order_items (product_id);

-- What the pages read: labels, sums and formatted money and dates.

CREATE VIEW currency_sign AS
SELECT CASE currency WHEN 'EUR' THEN '€' WHEN 'GBP' THEN '£' WHEN 'USD' THEN '$' ELSE currency || ' ' END AS sign
FROM settings;

CREATE VIEW order_totals AS
SELECT o.id, o.customer_id, o.order_date, o.status, o.delivery, o.reference, o.notes, o.shipped_on,
  upper(substr(o.status, 1, 1)) || substr(o.status, 2) AS status_label,
  ltrim(substr(o.order_date, 9, 2), '0') || ' '
    || substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * CAST(substr(o.order_date, 6, 2) AS INTEGER) - 2, 3)
    || ' ' || substr(o.order_date, 1, 4) AS placed,
  o.lines, o.units, o.total,
  (SELECT sign FROM currency_sign) || printf('%,d.%02d', o.total / 100, o.total % 100) AS amount
FROM orders o;

CREATE VIEW customer_list AS
SELECT c.id, c.name, c.contact, c.email, c.phone, c.street, c.city, c.country, c.segment, c.status,
  c.credit_limit, c.newsletter, c.notes, c.created_at,
  c.city || ', ' || c.country AS place,
  CASE c.segment WHEN 'cafe' THEN 'Café' WHEN 'roaster' THEN 'Roastery' WHEN 'restaurant' THEN 'Restaurant & hotel'
    WHEN 'office' THEN 'Office' ELSE 'Retail' END AS segment_label,
  CASE c.status WHEN 'active' THEN 'Active' WHEN 'on_hold' THEN 'On hold' ELSE 'Inactive' END AS status_label,
  coalesce(t.orders, 0) AS orders,
  coalesce(t.revenue, 0) AS revenue,
  (SELECT sign FROM currency_sign) || printf('%,d.%02d', coalesce(t.revenue, 0) / 100, coalesce(t.revenue, 0) % 100) AS amount,
  t.last_order
FROM customers c
LEFT JOIN (
  SELECT customer_id, count(*) AS orders, max(order_date) AS last_order,
    sum(CASE WHEN status = 'cancelled' THEN 0 ELSE total END) AS revenue
  FROM order_totals GROUP BY customer_id
) t ON t.customer_id = c.id;

CREATE VIEW product_list AS
SELECT p.id, p.sku, p.name, p.category, p.unit, p.price, p.stock, p.low_stock_at, p.active, p.certificates, p.description,
  CASE p.category WHEN 'coffee' THEN 'Roasted coffee' WHEN 'green' THEN 'Green coffee' WHEN 'equipment' THEN 'Equipment'
    WHEN 'accessory' THEN 'Accessories' ELSE 'Consumables' END AS category_label,
  (SELECT sign FROM currency_sign) || printf('%,d.%02d', p.price / 100, p.price % 100) AS amount,
  CASE WHEN p.active = 0 THEN 'retired' WHEN p.stock = 0 THEN 'out'
    WHEN p.stock <= coalesce(p.low_stock_at, (SELECT low_stock_threshold FROM settings)) THEN 'low' ELSE 'ok' END AS state,
  CASE WHEN p.active = 0 THEN 'Retired' WHEN p.stock = 0 THEN 'Out of stock'
    WHEN p.stock <= coalesce(p.low_stock_at, (SELECT low_stock_threshold FROM settings)) THEN 'Low stock' ELSE 'In stock' END AS state_label
FROM products p;

INSERT INTO settings (id, company_name, email, currency, low_stock_threshold, payment_terms, warn_on_hold, order_note) VALUES
  (1, 'Quayside Coffee Supply', 'orders@quayside-coffee.example', 'EUR', 20, 14, 1,
   'Orders placed before noon leave the warehouse the same day.');

INSERT INTO customers (id, name, contact, email, phone, street, city, country, segment, status, credit_limit, newsletter, notes, created_at) VALUES
  (1, 'Kade Koffie', 'Sanne Vermeulen', 'sanne@kade-koffie.example', '+31 10 555 91 17', 'Wijnhaven 21', 'Rotterdam', 'Netherlands', 'cafe', 'active', 250000, 0, 'Deliver before 07.30 through the quay side door. The code is on the delivery note.', '2025-07-10'),
  (2, 'De Bonenwinkel', 'Joris van Dijk', 'joris@de-bonenwinkel.example', '+31 10 555 47 42', 'Nieuwe Binnenweg 148', 'Rotterdam', 'Netherlands', 'retail', 'active', 800000, 0, NULL, '2023-05-07'),
  (3, 'Stoom Espressobar', 'Femke Bakker', 'femke@stoom-espressobar.example', '+31 10 555 73 51', 'Zuidplein 9', 'Rotterdam', 'Netherlands', 'cafe', 'active', 375000, 1, NULL, '2024-01-04'),
  (4, 'Maashaven Offices', 'Ruben de Groot', 'ruben@maashaven-offices.example', '+31 10 555 45 29', 'Maashaven Zuidzijde 2', 'Rotterdam', 'Netherlands', 'office', 'active', 300000, 1, NULL, '2022-09-19'),
  (5, 'Grachtkoffie', 'Lotte Jansen', 'lotte@grachtkoffie.example', '+31 10 555 61 58', 'Prinsengracht 310', 'Amsterdam', 'Netherlands', 'cafe', 'active', 375000, 1, NULL, '2022-10-28'),
  (6, 'Noorderlicht Branderij', 'Thijs Mulder', 'thijs@noorderlicht-branderij.example', '+31 10 555 04 66', 'Papaverweg 46', 'Amsterdam', 'Netherlands', 'roaster', 'active', 2400000, 0, 'Buys green samples twice a year. Prefers washed Ethiopians.', '2024-01-24'),
  (7, 'Hotel De Linden', 'Marieke Smit', 'marieke@hotel-de-linden.example', '+31 10 555 19 42', 'Lindengracht 75', 'Amsterdam', 'Netherlands', 'restaurant', 'active', 500000, 1, 'Invoices go to the group office in Haarlem. Always quote the purchase order.', '2026-04-25'),
  (8, 'Studio Vijf Werkplek', 'Bas Hendriks', 'bas@studio-vijf-werkplek.example', '+31 10 555 33 02', 'Overtoom 197', 'Amsterdam', 'Netherlands', 'office', 'inactive', 600000, 1, NULL, '2026-03-25'),
  (9, 'Domkop Koffiehuis', 'Iris Kuipers', 'iris@domkop-koffiehuis.example', NULL, 'Voorstraat 14', 'Utrecht', 'Netherlands', 'cafe', 'active', 500000, 0, NULL, '2022-01-09'),
  (10, 'Ledig Erf Coffee', 'Daan Visser', 'daan@ledig-erf-coffee.example', '+31 10 555 15 04', 'Tolsteegbrug 1', 'Utrecht', 'Netherlands', 'cafe', 'active', 250000, 1, NULL, '2026-07-02'),
  (11, 'De Vlijt Roasters', 'Nina Peeters', 'nina@de-vlijt-roasters.example', '+31 10 555 84 38', 'Vlijtseweg 130', 'Apeldoorn', 'Netherlands', 'roaster', 'active', 2400000, 0, NULL, '2024-09-25'),
  (12, 'Zilt & Zoet', 'Wouter Blom', 'wouter@zilt-and-zoet.example', '+31 10 555 74 59', 'Boulevard 8', 'The Hague', 'Netherlands', 'restaurant', 'active', 750000, 0, 'Summer terrace doubles the volume from May to September.', '2025-12-11'),
  (13, 'Haagse Bonen', 'Esra Yildiz', 'esra@haagse-bonen.example', '+31 10 555 57 31', 'Frederikstraat 33', 'The Hague', 'Netherlands', 'retail', 'on_hold', 800000, 1, NULL, '2026-03-12'),
  (14, 'Brabant Business Park', 'Koen Martens', 'koen@brabant-business-park.example', '+31 10 555 63 82', 'Strijp 27', 'Eindhoven', 'Netherlands', 'office', 'active', 450000, 0, NULL, '2026-07-25'),
  (15, 'Lichtstad Espresso', 'Anouk Willems', 'anouk@lichtstad-espresso.example', '+31 10 555 59 06', 'Kleine Berg 58', 'Eindhoven', 'Netherlands', 'cafe', 'active', 375000, 1, NULL, '2025-09-12'),
  (16, 'Martini Koffie', 'Hidde Postma', 'hidde@martini-koffie.example', '+31 10 555 39 89', 'Oosterstraat 41', 'Groningen', 'Netherlands', 'cafe', 'active', 250000, 1, NULL, '2025-07-06'),
  (17, 'Kaffee am Fleet', 'Lena Hartmann', 'lena@kaffee-am-fleet.example', '+49 40 5550 27 31', 'Admiralitaetstrasse 71', 'Hamburg', 'Germany', 'cafe', 'active', 500000, 1, NULL, '2025-01-02'),
  (18, 'Speicherstadt Roesterei', 'Jonas Petersen', 'jonas@speicherstadt-roesterei.example', '+49 40 5550 92 23', 'Kehrwieder 5', 'Hamburg', 'Germany', 'roaster', 'active', 2400000, 1, 'Pallet deliveries only, dock 3. Call ahead for the tail lift.', '2022-12-27'),
  (19, 'Elbblick Hotel', 'Katrin Vogel', 'katrin@elbblick-hotel.example', '+49 40 5550 83 95', 'Grosse Elbstrasse 160', 'Hamburg', 'Germany', 'restaurant', 'active', 750000, 1, NULL, '2022-02-18'),
  (20, 'Nordlicht Cafe', 'Malte Jensen', 'malte@nordlicht-cafe.example', NULL, 'Schanzenstrasse 24', 'Hamburg', 'Germany', 'cafe', 'on_hold', 250000, 1, 'Account on hold until the October invoice is settled.', '2022-11-06'),
  (21, 'Kreuzberg Kaffeekollektiv', 'Aylin Demir', 'aylin@kreuzberg-kaffeekollektiv.example', '+49 40 5550 82 83', 'Oranienstrasse 189', 'Berlin', 'Germany', 'cafe', 'active', 375000, 0, NULL, '2024-04-19'),
  (22, 'Bohne & Bier', 'Felix Brandt', 'felix@bohne-and-bier.example', '+49 40 5550 22 08', 'Weserstrasse 52', 'Berlin', 'Germany', 'restaurant', 'active', 500000, 1, NULL, '2025-11-05'),
  (23, 'Spreewerk Coworking', 'Hannah Scholz', 'hannah@spreewerk-coworking.example', '+49 40 5550 63 10', 'Koepenicker Strasse 154', 'Berlin', 'Germany', 'office', 'active', 300000, 0, NULL, '2026-09-27'),
  (24, 'Dritte Welle Roastery', 'Moritz Keller', 'moritz@dritte-welle-roastery.example', '+49 40 5550 91 10', 'Urbanstrasse 70', 'Berlin', 'Germany', 'roaster', 'active', 2400000, 1, 'Trial of the 64 mm grinder agreed for the new bar.', '2024-06-14'),
  (25, 'Domblick Kaffee', 'Clara Wirtz', 'clara@domblick-kaffee.example', '+49 40 5550 50 71', 'Alter Markt 18', 'Cologne', 'Germany', 'cafe', 'active', 250000, 0, NULL, '2022-09-07'),
  (26, 'Isar Coffee Supply', 'Sebastian Huber', 'sebastian@isar-coffee-supply.example', '+49 40 5550 86 02', 'Fraunhoferstrasse 12', 'Munich', 'Germany', 'retail', 'inactive', 600000, 0, NULL, '2024-10-18'),
  (27, 'Brennerei Nord', 'Thea Lindner', 'thea@brennerei-nord.example', '+49 40 5550 18 13', 'Viertel 88', 'Bremen', 'Germany', 'cafe', 'active', 250000, 1, NULL, '2026-10-26'),
  (28, 'Café du Bassin', 'Camille Lefebvre', 'camille@cafe-du-bassin.example', '+33 3 20 55 42 67', 'Quai du Wault 14', 'Lille', 'France', 'cafe', 'active', 500000, 0, NULL, '2025-02-24'),
  (29, 'Torréfaction Saint-Maurice', 'Hugo Delattre', 'hugo@torrefaction-saint-maurice.example', '+33 3 20 55 73 34', 'Rue Saint-Maurice 9', 'Lille', 'France', 'roaster', 'active', 1200000, 1, NULL, '2026-09-10'),
  (30, 'La Petite Tasse', 'Élise Moreau', 'elise@la-petite-tasse.example', '+33 3 20 55 64 74', 'Rue des Martyrs 38', 'Paris', 'France', 'cafe', 'active', 250000, 1, NULL, '2023-10-06'),
  (31, 'Atelier Onze', 'Julien Garnier', 'julien@atelier-onze.example', '+33 3 20 55 11 89', 'Rue Oberkampf 111', 'Paris', 'France', 'restaurant', 'active', 1000000, 0, 'Closed in August.', '2026-07-21'),
  (32, 'Belleville Bureau', 'Inès Rousseau', 'ines@belleville-bureau.example', '+33 3 20 55 43 84', 'Rue de Belleville 64', 'Paris', 'France', 'office', 'active', 300000, 1, NULL, '2024-07-16'),
  (33, 'Comptoir des Docks', 'Mathieu Caron', 'mathieu@comptoir-des-docks.example', '+33 3 20 55 90 34', 'Quai George V 20', 'Le Havre', 'France', 'retail', 'inactive', 400000, 0, 'Stopped trading under this name in June.', '2024-12-19'),
  (34, 'Koffiehuis Sint-Jacob', 'Pieter Claes', 'pieter@koffiehuis-sint-jacob.example', '+32 9 555 42 43', 'Sint-Jacobsnieuwstraat 17', 'Ghent', 'Belgium', 'cafe', 'active', 500000, 1, NULL, '2025-06-09'),
  (35, 'Patershol Espresso', 'Elke De Smet', 'elke@patershol-espresso.example', '+32 9 555 21 79', 'Oudburg 40', 'Ghent', 'Belgium', 'cafe', 'active', 250000, 1, NULL, '2022-04-09'),
  (36, 'Scheldekaai Branders', 'Stijn Wouters', 'stijn@scheldekaai-branders.example', '+32 9 555 51 12', 'Kattendijkdok 11', 'Antwerp', 'Belgium', 'roaster', 'active', 2400000, 1, 'Shares pallets with Scheldekaai Fietskoeriers. Ask for Stijn.', '2025-05-21'),
  (37, 'Het Eilandje Hotel', 'Lien Goossens', 'lien@het-eilandje-hotel.example', '+32 9 555 85 98', 'Napelsstraat 29', 'Antwerp', 'Belgium', 'restaurant', 'active', 750000, 0, NULL, '2025-05-13'),
  (38, 'Zuid Werkruimte', 'Bram Jacobs', 'bram@zuid-werkruimte.example', '+32 9 555 80 37', 'Vlaamse Kaai 52', 'Antwerp', 'Belgium', 'office', 'active', 600000, 0, NULL, '2024-04-23'),
  (39, 'Marolles Coffee Bar', 'Nadia El Amrani', 'nadia@marolles-coffee-bar.example', '+32 9 555 10 73', 'Rue Haute 201', 'Brussels', 'Belgium', 'cafe', 'active', 250000, 0, NULL, '2026-08-08'),
  (40, 'Dansaert Deli', 'Olivier Lambert', 'olivier@dansaert-deli.example', '+32 9 555 40 51', 'Rue Dansaert 87', 'Brussels', 'Belgium', 'retail', 'on_hold', 800000, 1, NULL, '2023-06-14'),
  (41, 'Nyhavn Kaffebar', 'Freja Nielsen', 'freja@nyhavn-kaffebar.example', '+45 33 55 68 31', 'Lille Strandstraede 6', 'Copenhagen', 'Denmark', 'cafe', 'active', 250000, 1, NULL, '2023-07-06'),
  (42, 'Refshale Roasters', 'Mikkel Sorensen', 'mikkel@refshale-roasters.example', '+45 33 55 26 46', 'Refshalevej 153', 'Copenhagen', 'Denmark', 'roaster', 'active', 1800000, 1, 'Collects at the warehouse on Fridays.', '2026-03-08'),
  (43, 'Vesterbro Kontor', 'Astrid Madsen', 'astrid@vesterbro-kontor.example', '+45 33 55 95 35', 'Istedgade 80', 'Copenhagen', 'Denmark', 'office', 'active', 300000, 0, NULL, '2023-11-20'),
  (44, 'Aarhus Boennebar', 'Emil Kristensen', 'emil@aarhus-boennebar.example', '+45 33 55 76 84', 'Jaegergaardsgade 30', 'Aarhus', 'Denmark', 'cafe', 'active', 250000, 1, NULL, '2024-04-23'),
  (45, 'Haga Kaffe', 'Elsa Lindqvist', 'elsa@haga-kaffe.example', '+46 31 555 20 64', 'Haga Nygata 15', 'Gothenburg', 'Sweden', 'cafe', 'active', 250000, 0, NULL, '2026-04-17'),
  (46, 'Kustens Rosteri', 'Oskar Berg', 'oskar@kustens-rosteri.example', '+46 31 555 06 74', 'Kustgatan 10', 'Gothenburg', 'Sweden', 'roaster', 'active', 2400000, 1, NULL, '2026-10-27'),
  (47, 'Möllan Coffee', 'Saga Nyström', 'saga@mollan-coffee.example', NULL, 'Bergsgatan 22', 'Malmö', 'Sweden', 'cafe', 'on_hold', 250000, 1, NULL, '2022-01-27'),
  (48, 'Södra Kontorshotell', 'Viktor Holm', 'viktor@sodra-kontorshotell.example', '+46 31 555 22 82', 'Södergatan 3', 'Malmö', 'Sweden', 'office', 'active', 300000, 1, NULL, '2022-08-09'),
  (49, 'Liffey Roasting House', 'Aoife Brennan', 'aoife@liffey-roasting-house.example', '+353 1 555 30 03', 'Bow Lane 4', 'Dublin', 'Ireland', 'roaster', 'active', 2400000, 1, 'Import papers are needed for every pallet.', '2026-07-13'),
  (50, 'Portobello Pantry', 'Conor Walsh', 'conor@portobello-pantry.example', '+353 1 555 86 78', 'Richmond Street South 36', 'Dublin', 'Ireland', 'retail', 'inactive', 400000, 1, NULL, '2025-04-11'),
  (51, 'The Copper Kettle', 'Niamh Doyle', 'niamh@the-copper-kettle.example', '+353 1 555 33 54', 'Princes Street 12', 'Cork', 'Ireland', 'cafe', 'active', 250000, 0, NULL, '2023-10-07'),
  (52, 'Café Ribeira', 'Inês Carvalho', 'ines@cafe-ribeira.example', '+351 22 555 84 41', 'Rua da Alfândega 10', 'Porto', 'Portugal', 'cafe', 'active', 375000, 0, NULL, '2024-03-11'),
  (53, 'Torrefação do Cais', 'Tiago Ferreira', 'tiago@torrefacao-do-cais.example', '+351 22 555 30 12', 'Rua do Ouro 240', 'Porto', 'Portugal', 'roaster', 'active', 1200000, 0, NULL, '2025-05-25'),
  (54, 'Alfama Brunch Club', 'Beatriz Sousa', 'beatriz@alfama-brunch-club.example', '+351 22 555 21 72', 'Rua dos Remédios 57', 'Lisbon', 'Portugal', 'restaurant', 'active', 1000000, 0, NULL, '2026-11-06'),
  (55, 'Café del Puerto', 'Marta Ibáñez', 'marta@cafe-del-puerto.example', '+34 96 555 35 30', 'Calle de la Reina 19', 'Valencia', 'Spain', 'cafe', 'active', 250000, 0, 'Two bars now. The second one opens at Calle Cuba.', '2023-03-04'),
  (56, 'Ruzafa Tostadores', 'Pablo Navarro', 'pablo@ruzafa-tostadores.example', '+34 96 555 89 17', 'Calle Sueca 44', 'Valencia', 'Spain', 'roaster', 'active', 1800000, 0, NULL, '2024-09-26'),
  (57, 'Gràcia Espresso', 'Laia Puig', 'laia@gracia-espresso.example', '+34 96 555 29 07', 'Carrer de Verdi 28', 'Barcelona', 'Spain', 'cafe', 'active', 375000, 0, NULL, '2022-06-16'),
  (58, 'Oficina Poblenou', 'Sergi Ferrer', 'sergi@oficina-poblenou.example', '+34 96 555 96 43', 'Carrer de Pujades 95', 'Barcelona', 'Spain', 'office', 'active', 300000, 1, NULL, '2025-10-19'),
  (59, 'Caffè della Darsena', 'Giulia Conti', 'giulia@caffe-della-darsena.example', '+39 02 555 38 07', 'Viale Gorizia 20', 'Milan', 'Italy', 'cafe', 'active', 500000, 1, NULL, '2025-11-14'),
  (60, 'Lanterna Torrefazione', 'Marco Parodi', 'marco@lanterna-torrefazione.example', '+39 02 555 94 63', 'Via Gramsci 61', 'Genoa', 'Italy', 'roaster', 'active', 1200000, 0, NULL, '2024-03-14');

INSERT INTO products (id, sku, name, category, unit, price, stock, low_stock_at, active, certificates, description) VALUES
  (1, 'COF-1010', 'Huila Washed, Colombia', 'coffee', '1 kg bag', 1890, 412, NULL, 1, '["Organic"]', 'A reliable everyday espresso. Panela, red apple, milk chocolate.'),
  (2, 'COF-1020', 'Yirgacheffe Natural, Ethiopia', 'coffee', '1 kg bag', 2340, 188, NULL, 1, '["Organic", "Fairtrade"]', 'Blueberry and jasmine. Best as filter.'),
  (3, 'COF-1030', 'Antigua, Guatemala', 'coffee', '1 kg bag', 1960, 236, NULL, 1, '["Rainforest Alliance"]', 'Cocoa, orange zest and a long finish.'),
  (4, 'COF-1040', 'Santos Cerrado, Brazil', 'coffee', '1 kg bag', 1520, 640, NULL, 1, '["Rainforest Alliance"]', 'The base of most house blends. Nuts and caramel.'),
  (5, 'COF-1050', 'Nyeri AA, Kenya', 'coffee', '1 kg bag', 2680, 74, NULL, 1, '[]', 'Blackcurrant, tomato leaf, bright acidity.'),
  (6, 'COF-1060', 'Mandheling, Sumatra', 'coffee', '1 kg bag', 2010, 96, NULL, 1, '["Organic"]', 'Heavy body, cedar and dark chocolate.'),
  (7, 'COF-1070', 'Tarrazú Honey, Costa Rica', 'coffee', '1 kg bag', 2250, 58, NULL, 1, '[]', 'Sweet and clean. Peach and honey.'),
  (8, 'COF-1080', 'Quay Blend No. 1', 'coffee', '1 kg bag', 1680, 520, NULL, 1, '[]', 'Our house espresso. Brazil, Colombia and a little Sumatra.'),
  (9, 'COF-1090', 'Quay Blend No. 2', 'coffee', '1 kg bag', 1790, 305, NULL, 1, '[]', 'The lighter sibling. Made for milk drinks.'),
  (10, 'COF-1100', 'Swiss Water Decaf, Mexico', 'coffee', '1 kg bag', 2130, 18, NULL, 1, '["Organic"]', 'Decaffeinated without solvents. Hazelnut and toffee.'),
  (11, 'COF-1110', 'Geisha Lot 7, Panama', 'coffee', '250 g tin', 3800, 12, NULL, 1, '[]', 'Forty kilos a year. Bergamot and white tea.'),
  (12, 'COF-1120', 'Winter Roast 2025', 'coffee', '1 kg bag', 1990, 0, NULL, 0, '[]', 'Seasonal blend of last winter.'),
  (13, 'GRN-2010', 'Green Santos NY2, Brazil', 'green', '60 kg sack', 31800, 41, 10, 1, '["Rainforest Alliance"]', 'Screen 17/18, natural, crop 2026.'),
  (14, 'GRN-2020', 'Green Sidamo G2, Ethiopia', 'green', '60 kg sack', 45600, 22, 10, 1, '["Organic", "Fairtrade"]', 'Washed, crop 2026.'),
  (15, 'GRN-2030', 'Green Supremo, Colombia', 'green', '70 kg sack', 48900, 17, 10, 1, '[]', 'Washed, screen 17+.'),
  (16, 'GRN-2040', 'Green Robusta Cherry, India', 'green', '60 kg sack', 26800, 30, 10, 1, '[]', 'For blends with crema.'),
  (17, 'GRI-3010', 'Flat 64 On-demand Grinder', 'equipment', 'each', 68900, 14, 3, 1, '[]', '64 mm flat burrs, timed dosing.'),
  (18, 'GRI-3020', 'Flat 83 Grinder by Weight', 'equipment', 'each', 164900, 6, 3, 1, '[]', 'Weighs while it grinds. 83 mm burrs.'),
  (19, 'GRI-3030', 'Shop Grinder 98', 'equipment', 'each', 198000, 3, 3, 1, '[]', 'For retail counters. One kilo a minute.'),
  (20, 'MAC-3110', 'Duo 2-group Espresso Machine', 'equipment', 'each', 689000, 4, 3, 1, '[]', 'Two boilers per group, low height.'),
  (21, 'MAC-3120', 'Solo 1-group Espresso Machine', 'equipment', 'each', 299000, 7, 3, 1, '[]', 'Plumbed or tank. For offices and small bars.'),
  (22, 'BRW-3210', 'Batch Brewer 1.8 l', 'equipment', 'each', 79500, 11, 3, 1, '[]', 'Two warmers, programmable pulses.'),
  (23, 'BRW-3220', 'Gooseneck Kettle 0.9 l', 'equipment', 'each', 10900, 38, 10, 1, '[]', 'Holds the temperature within one degree.'),
  (24, 'BRW-3230', 'Cupping Table Scale', 'equipment', 'each', 6450, 45, 10, 1, '[]', '0.1 g, timer, splash proof.'),
  (25, 'ACC-4010', 'Stainless Pitcher 600 ml', 'accessory', 'each', 1690, 120, NULL, 1, '[]', 'Sharp spout for latte art.'),
  (26, 'ACC-4020', 'Stainless Pitcher 1 l', 'accessory', 'each', 2150, 64, NULL, 1, '[]', 'For the busy hour.'),
  (27, 'ACC-4030', 'Tamper 58.4 mm', 'accessory', 'each', 3400, 52, NULL, 1, '[]', 'Beech handle, flat base.'),
  (28, 'ACC-4040', 'Knock Box', 'accessory', 'each', 2780, 0, NULL, 1, '[]', 'Rubber bar, dishwasher safe.'),
  (29, 'ACC-4050', 'Puck Screen 58 mm, set of 2', 'accessory', 'set', 1950, 16, NULL, 1, '[]', 'Less mess on the shower screen.'),
  (30, 'ACC-4060', 'Glass Server 600 ml', 'accessory', 'each', 1820, 83, NULL, 1, '[]', 'Heat resistant, fits most drippers.'),
  (31, 'ACC-4070', 'Ceramic Dripper 02', 'accessory', 'each', 2200, 71, NULL, 1, '[]', 'Spiral ribs, white.'),
  (32, 'CON-5010', 'Paper Filters 02, 100 pcs', 'consumable', 'pack', 560, 940, NULL, 1, '[]', 'Oxygen bleached.'),
  (33, 'CON-5020', 'Batch Filters 90/250, 1000 pcs', 'consumable', 'box', 3100, 145, NULL, 1, '[]', 'Fits most batch brewers.'),
  (34, 'CON-5030', 'Compostable Cups 8 oz, 1000 pcs', 'consumable', 'box', 7200, 210, NULL, 1, '[]', 'Single wall, with print on request.'),
  (35, 'CON-5040', 'Compostable Cups 12 oz, 1000 pcs', 'consumable', 'box', 8400, 178, NULL, 1, '[]', 'Single wall, with print on request.'),
  (36, 'CON-5050', 'Lids 80 mm, 1000 pcs', 'consumable', 'box', 3950, 19, NULL, 1, '[]', 'Fibre lids for 8 oz cups.'),
  (37, 'CON-5060', 'Machine Cleaner 900 g', 'consumable', 'tub', 1340, 310, NULL, 1, '[]', 'Phosphate free backflush powder.'),
  (38, 'CON-5070', 'Grinder Tablets 430 g', 'consumable', 'tub', 2290, 88, NULL, 1, '[]', 'Cleans burrs without taking them out.'),
  (39, 'CON-5080', 'Oat Drink Barista, 12 x 1 l', 'consumable', 'case', 2520, 260, NULL, 1, '["Organic"]', 'Foams well, no added sugar.'),
  (40, 'CON-5090', 'Paper Straws, 5000 pcs', 'consumable', 'box', 4800, 33, NULL, 0, '[]', 'Replaced by a thicker model next year.');

INSERT INTO orders (id, customer_id, order_date, status, delivery, reference, notes, shipped_on) VALUES
  (1001, 9, '2026-03-02', 'delivered', 'courier', NULL, NULL, '2026-03-03'),
  (1002, 1, '2026-03-02', 'delivered', 'courier', NULL, NULL, '2026-03-03'),
  (1003, 51, '2026-03-06', 'delivered', 'courier', 'PO-260375', NULL, '2026-03-07'),
  (1004, 35, '2026-03-06', 'delivered', 'courier', NULL, NULL, '2026-03-07'),
  (1005, 38, '2026-03-09', 'delivered', 'collection', 'REF-260352', NULL, '2026-03-11'),
  (1006, 59, '2026-03-10', 'delivered', 'courier', 'REF-260350', NULL, '2026-03-11'),
  (1007, 21, '2026-03-10', 'delivered', 'courier', 'REF-260389', NULL, '2026-03-12'),
  (1008, 12, '2026-03-10', 'delivered', 'courier', 'PO-260387', NULL, '2026-03-12'),
  (1009, 55, '2026-03-11', 'delivered', 'courier', NULL, NULL, '2026-03-12'),
  (1010, 5, '2026-03-11', 'delivered', 'courier', 'PO-260360', 'Needs the grinder settings sheet.', '2026-03-12'),
  (1011, 15, '2026-03-12', 'delivered', 'courier', NULL, NULL, '2026-03-14'),
  (1012, 30, '2026-03-17', 'delivered', 'courier', 'PO-260360', NULL, '2026-03-20'),
  (1013, 52, '2026-03-18', 'delivered', 'courier', NULL, NULL, '2026-03-19'),
  (1014, 9, '2026-03-19', 'delivered', 'courier', NULL, NULL, '2026-03-22'),
  (1015, 24, '2026-03-19', 'delivered', 'pallet', NULL, NULL, '2026-03-20'),
  (1016, 33, '2026-03-20', 'delivered', 'courier', NULL, NULL, '2026-03-23'),
  (1017, 2, '2026-03-20', 'delivered', 'courier', NULL, NULL, '2026-03-21'),
  (1018, 30, '2026-03-22', 'delivered', 'courier', NULL, NULL, '2026-03-25'),
  (1019, 53, '2026-03-23', 'delivered', 'pallet', NULL, NULL, '2026-03-25'),
  (1020, 3, '2026-03-30', 'delivered', 'courier', NULL, NULL, '2026-04-02'),
  (1021, 17, '2026-03-30', 'delivered', 'courier', NULL, NULL, '2026-03-31'),
  (1022, 1, '2026-04-02', 'delivered', 'collection', NULL, NULL, '2026-04-05'),
  (1023, 24, '2026-04-02', 'delivered', 'pallet', NULL, NULL, '2026-04-04'),
  (1024, 57, '2026-04-03', 'delivered', 'collection', NULL, NULL, '2026-04-05'),
  (1025, 34, '2026-04-03', 'delivered', 'courier', NULL, NULL, '2026-04-04'),
  (1026, 1, '2026-04-07', 'delivered', 'courier', 'PO-260427', NULL, '2026-04-08'),
  (1027, 12, '2026-04-07', 'delivered', 'courier', 'PO-260499', NULL, '2026-04-08'),
  (1028, 57, '2026-04-07', 'delivered', 'courier', 'PO-260496', NULL, '2026-04-09'),
  (1029, 1, '2026-04-07', 'delivered', 'courier', NULL, NULL, '2026-04-08'),
  (1030, 47, '2026-04-09', 'delivered', 'collection', NULL, 'Ring the bell twice.', '2026-04-12'),
  (1031, 20, '2026-04-09', 'delivered', 'courier', 'PO-260433', 'Combine with the open order.', '2026-04-11'),
  (1032, 20, '2026-04-10', 'delivered', 'courier', 'REF-260428', NULL, '2026-04-11'),
  (1033, 16, '2026-04-13', 'delivered', 'courier', NULL, NULL, '2026-04-14'),
  (1034, 37, '2026-04-14', 'delivered', 'courier', 'REF-260478', NULL, '2026-04-15'),
  (1035, 52, '2026-04-14', 'delivered', 'courier', NULL, NULL, '2026-04-15'),
  (1036, 34, '2026-04-15', 'delivered', 'courier', NULL, NULL, '2026-04-16'),
  (1037, 59, '2026-04-16', 'delivered', 'courier', NULL, NULL, '2026-04-18'),
  (1038, 57, '2026-04-16', 'delivered', 'courier', NULL, NULL, '2026-04-17'),
  (1039, 30, '2026-04-20', 'delivered', 'courier', NULL, NULL, '2026-04-23'),
  (1040, 16, '2026-04-21', 'delivered', 'courier', NULL, NULL, '2026-04-24'),
  (1041, 21, '2026-04-22', 'delivered', 'courier', 'PO-260417', NULL, '2026-04-24'),
  (1042, 28, '2026-04-23', 'delivered', 'courier', NULL, NULL, '2026-04-25'),
  (1043, 11, '2026-04-27', 'delivered', 'courier', NULL, NULL, '2026-04-29'),
  (1044, 57, '2026-04-29', 'delivered', 'courier', NULL, 'Needs the grinder settings sheet.', '2026-04-30'),
  (1045, 1, '2026-05-01', 'delivered', 'courier', 'REF-260598', 'Leave with the bakery next door.', '2026-05-02'),
  (1046, 37, '2026-05-04', 'delivered', 'courier', 'REF-260514', NULL, '2026-05-05'),
  (1047, 59, '2026-05-04', 'delivered', 'collection', 'PO-260525', NULL, '2026-05-05'),
  (1048, 1, '2026-05-06', 'delivered', 'collection', 'PO-260576', NULL, '2026-05-07'),
  (1049, 35, '2026-05-08', 'delivered', 'courier', NULL, NULL, '2026-05-11'),
  (1050, 3, '2026-05-08', 'delivered', 'courier', 'REF-260587', NULL, '2026-05-10'),
  (1051, 41, '2026-05-08', 'cancelled', 'courier', NULL, NULL, NULL),
  (1052, 38, '2026-05-08', 'delivered', 'collection', 'PO-260595', NULL, '2026-05-09'),
  (1053, 41, '2026-05-12', 'delivered', 'courier', NULL, NULL, '2026-05-14'),
  (1054, 22, '2026-05-13', 'delivered', 'courier', 'REF-260561', NULL, '2026-05-14'),
  (1055, 35, '2026-05-14', 'delivered', 'courier', NULL, NULL, '2026-05-17'),
  (1056, 35, '2026-05-14', 'delivered', 'courier', NULL, NULL, '2026-05-16'),
  (1057, 41, '2026-05-15', 'delivered', 'courier', 'PO-260551', NULL, '2026-05-16'),
  (1058, 34, '2026-05-19', 'delivered', 'courier', NULL, NULL, '2026-05-22'),
  (1059, 42, '2026-05-19', 'delivered', 'pallet', NULL, NULL, '2026-05-22'),
  (1060, 13, '2026-05-20', 'delivered', 'courier', 'REF-260561', NULL, '2026-05-22'),
  (1061, 40, '2026-05-22', 'delivered', 'courier', NULL, 'Combine with the open order.', '2026-05-25'),
  (1062, 45, '2026-05-22', 'delivered', 'courier', NULL, NULL, '2026-05-25'),
  (1063, 59, '2026-05-25', 'delivered', 'courier', NULL, NULL, '2026-05-26'),
  (1064, 9, '2026-05-26', 'delivered', 'collection', 'PO-260596', NULL, '2026-05-27'),
  (1065, 41, '2026-05-28', 'delivered', 'courier', NULL, NULL, '2026-05-29'),
  (1066, 19, '2026-05-28', 'delivered', 'courier', 'PO-260597', NULL, '2026-05-29'),
  (1067, 50, '2026-06-01', 'delivered', 'pallet', 'PO-260669', NULL, '2026-06-02'),
  (1068, 37, '2026-06-01', 'delivered', 'courier', 'PO-260633', NULL, '2026-06-02'),
  (1069, 41, '2026-06-01', 'delivered', 'courier', NULL, NULL, '2026-06-04'),
  (1070, 60, '2026-06-01', 'delivered', 'pallet', NULL, NULL, '2026-06-02'),
  (1071, 35, '2026-06-02', 'delivered', 'courier', NULL, NULL, '2026-06-03'),
  (1072, 51, '2026-06-02', 'delivered', 'courier', NULL, NULL, '2026-06-03'),
  (1073, 50, '2026-06-03', 'delivered', 'courier', NULL, NULL, '2026-06-06'),
  (1074, 48, '2026-06-04', 'delivered', 'courier', 'PO-260649', NULL, '2026-06-05'),
  (1075, 38, '2026-06-05', 'delivered', 'courier', 'PO-260613', NULL, '2026-06-06'),
  (1076, 9, '2026-06-05', 'delivered', 'courier', NULL, NULL, '2026-06-08'),
  (1077, 2, '2026-06-08', 'delivered', 'pallet', NULL, NULL, '2026-06-10'),
  (1078, 28, '2026-06-11', 'delivered', 'courier', 'PO-260647', NULL, '2026-06-14'),
  (1079, 57, '2026-06-11', 'delivered', 'courier', NULL, NULL, '2026-06-14'),
  (1080, 52, '2026-06-12', 'delivered', 'courier', NULL, NULL, '2026-06-13'),
  (1081, 34, '2026-06-14', 'delivered', 'courier', NULL, NULL, '2026-06-15'),
  (1082, 41, '2026-06-15', 'delivered', 'collection', NULL, NULL, '2026-06-16'),
  (1083, 15, '2026-06-15', 'cancelled', 'courier', NULL, NULL, NULL),
  (1084, 30, '2026-06-16', 'delivered', 'courier', NULL, NULL, '2026-06-18'),
  (1085, 24, '2026-06-17', 'delivered', 'pallet', 'REF-260677', 'Please add two sample bags.', '2026-06-18'),
  (1086, 1, '2026-06-18', 'delivered', 'courier', NULL, NULL, '2026-06-20'),
  (1087, 51, '2026-06-18', 'cancelled', 'courier', NULL, NULL, NULL),
  (1088, 60, '2026-06-18', 'delivered', 'pallet', NULL, NULL, '2026-06-19'),
  (1089, 53, '2026-06-18', 'delivered', 'pallet', NULL, NULL, '2026-06-19'),
  (1090, 53, '2026-06-19', 'delivered', 'pallet', 'PO-260644', NULL, '2026-06-21'),
  (1091, 6, '2026-06-22', 'delivered', 'pallet', NULL, NULL, '2026-06-25'),
  (1092, 19, '2026-06-23', 'delivered', 'courier', 'REF-260641', NULL, '2026-06-24'),
  (1093, 19, '2026-06-24', 'delivered', 'courier', 'PO-260699', NULL, '2026-06-25'),
  (1094, 5, '2026-06-25', 'delivered', 'courier', 'REF-260653', 'Please add two sample bags.', '2026-06-28'),
  (1095, 32, '2026-06-26', 'delivered', 'courier', 'PO-260622', NULL, '2026-06-28'),
  (1096, 21, '2026-06-26', 'delivered', 'courier', NULL, NULL, '2026-06-28'),
  (1097, 37, '2026-06-27', 'delivered', 'courier', 'PO-260684', NULL, '2026-06-28'),
  (1098, 57, '2026-06-30', 'cancelled', 'courier', NULL, NULL, NULL),
  (1099, 7, '2026-07-01', 'delivered', 'courier', 'PO-260750', NULL, '2026-07-03'),
  (1100, 56, '2026-07-02', 'delivered', 'pallet', NULL, NULL, '2026-07-04'),
  (1101, 17, '2026-07-03', 'delivered', 'courier', NULL, NULL, '2026-07-06'),
  (1102, 34, '2026-07-05', 'delivered', 'collection', NULL, NULL, '2026-07-06'),
  (1103, 38, '2026-07-06', 'delivered', 'collection', 'PO-260742', NULL, '2026-07-08'),
  (1104, 34, '2026-07-09', 'delivered', 'collection', NULL, NULL, '2026-07-12'),
  (1105, 53, '2026-07-09', 'delivered', 'pallet', NULL, NULL, '2026-07-10'),
  (1106, 9, '2026-07-10', 'delivered', 'courier', NULL, NULL, '2026-07-11'),
  (1107, 35, '2026-07-10', 'delivered', 'courier', NULL, NULL, '2026-07-12'),
  (1108, 11, '2026-07-10', 'cancelled', 'pallet', NULL, NULL, NULL),
  (1109, 35, '2026-07-13', 'delivered', 'courier', NULL, NULL, '2026-07-14'),
  (1110, 6, '2026-07-13', 'delivered', 'courier', 'PO-260755', NULL, '2026-07-16'),
  (1111, 45, '2026-07-13', 'delivered', 'courier', NULL, NULL, '2026-07-16'),
  (1112, 1, '2026-07-14', 'delivered', 'courier', 'PO-260776', NULL, '2026-07-15'),
  (1113, 30, '2026-07-15', 'delivered', 'courier', 'PO-260738', NULL, '2026-07-18'),
  (1114, 7, '2026-07-15', 'delivered', 'courier', 'PO-260716', NULL, '2026-07-18'),
  (1115, 56, '2026-07-17', 'delivered', 'pallet', NULL, NULL, '2026-07-18'),
  (1116, 5, '2026-07-22', 'delivered', 'courier', NULL, NULL, '2026-07-23'),
  (1117, 3, '2026-07-22', 'delivered', 'courier', NULL, NULL, '2026-07-24'),
  (1118, 42, '2026-07-22', 'delivered', 'pallet', NULL, NULL, '2026-07-24'),
  (1119, 21, '2026-07-24', 'delivered', 'courier', NULL, NULL, '2026-07-25'),
  (1120, 25, '2026-07-24', 'delivered', 'courier', 'PO-260740', NULL, '2026-07-26'),
  (1121, 13, '2026-07-26', 'delivered', 'courier', 'REF-260719', NULL, '2026-07-27'),
  (1122, 42, '2026-07-27', 'delivered', 'pallet', 'PO-260726', NULL, '2026-07-29'),
  (1123, 5, '2026-07-28', 'delivered', 'courier', NULL, NULL, '2026-07-29'),
  (1124, 10, '2026-07-28', 'delivered', 'courier', NULL, 'Combine with the open order.', '2026-07-29'),
  (1125, 30, '2026-07-28', 'delivered', 'courier', 'PO-260738', NULL, '2026-07-30'),
  (1126, 34, '2026-07-29', 'delivered', 'collection', NULL, NULL, '2026-07-30'),
  (1127, 16, '2026-07-29', 'delivered', 'collection', NULL, 'Leave with the bakery next door.', '2026-07-31'),
  (1128, 21, '2026-07-29', 'delivered', 'courier', NULL, NULL, '2026-07-30'),
  (1129, 43, '2026-07-30', 'delivered', 'courier', 'PO-260765', NULL, '2026-08-01'),
  (1130, 13, '2026-07-30', 'delivered', 'courier', 'PO-260742', NULL, '2026-07-31'),
  (1131, 5, '2026-07-31', 'cancelled', 'courier', NULL, NULL, NULL),
  (1132, 32, '2026-07-31', 'delivered', 'courier', 'REF-260742', NULL, '2026-08-01'),
  (1133, 20, '2026-08-04', 'delivered', 'courier', 'PO-260813', NULL, '2026-08-06'),
  (1134, 35, '2026-08-05', 'delivered', 'courier', 'PO-260857', NULL, '2026-08-06'),
  (1135, 30, '2026-08-06', 'delivered', 'courier', NULL, NULL, '2026-08-07'),
  (1136, 41, '2026-08-07', 'cancelled', 'courier', NULL, NULL, NULL),
  (1137, 16, '2026-08-07', 'delivered', 'courier', NULL, NULL, '2026-08-10'),
  (1138, 36, '2026-08-10', 'delivered', 'pallet', NULL, NULL, '2026-08-13'),
  (1139, 47, '2026-08-11', 'delivered', 'courier', NULL, NULL, '2026-08-12'),
  (1140, 39, '2026-08-12', 'delivered', 'collection', NULL, NULL, '2026-08-15'),
  (1141, 11, '2026-08-12', 'delivered', 'pallet', NULL, NULL, '2026-08-14'),
  (1142, 57, '2026-08-12', 'delivered', 'courier', NULL, NULL, '2026-08-13'),
  (1143, 60, '2026-08-13', 'delivered', 'pallet', 'PO-260877', NULL, '2026-08-15'),
  (1144, 30, '2026-08-13', 'delivered', 'courier', NULL, 'Needs the grinder settings sheet.', '2026-08-16'),
  (1145, 51, '2026-08-17', 'delivered', 'courier', NULL, NULL, '2026-08-20'),
  (1146, 60, '2026-08-17', 'delivered', 'pallet', NULL, NULL, '2026-08-20'),
  (1147, 47, '2026-08-17', 'delivered', 'collection', NULL, 'Combine with the open order.', '2026-08-19'),
  (1148, 13, '2026-08-18', 'delivered', 'courier', NULL, 'Ring the bell twice.', '2026-08-19'),
  (1149, 28, '2026-08-18', 'delivered', 'courier', 'PO-260859', NULL, '2026-08-21'),
  (1150, 21, '2026-08-18', 'delivered', 'courier', NULL, NULL, '2026-08-19'),
  (1151, 24, '2026-08-19', 'delivered', 'pallet', NULL, NULL, '2026-08-20'),
  (1152, 44, '2026-08-20', 'delivered', 'courier', 'PO-260871', NULL, '2026-08-23'),
  (1153, 19, '2026-08-20', 'delivered', 'courier', 'REF-260862', 'Please add two sample bags.', '2026-08-21'),
  (1154, 57, '2026-08-21', 'delivered', 'courier', NULL, NULL, '2026-08-22'),
  (1155, 49, '2026-08-24', 'delivered', 'pallet', NULL, NULL, '2026-08-26'),
  (1156, 57, '2026-08-26', 'delivered', 'collection', NULL, NULL, '2026-08-27'),
  (1157, 12, '2026-08-31', 'delivered', 'courier', 'PO-260820', NULL, '2026-09-03'),
  (1158, 39, '2026-08-31', 'delivered', 'courier', NULL, NULL, '2026-09-02'),
  (1159, 3, '2026-09-01', 'cancelled', 'courier', NULL, 'Old machine goes back with the driver.', NULL),
  (1160, 5, '2026-09-01', 'delivered', 'courier', 'PO-260990', NULL, '2026-09-02'),
  (1161, 16, '2026-09-07', 'delivered', 'courier', NULL, NULL, '2026-09-09'),
  (1162, 59, '2026-09-07', 'delivered', 'collection', 'PO-260926', NULL, '2026-09-08'),
  (1163, 52, '2026-09-07', 'delivered', 'courier', NULL, NULL, '2026-09-08'),
  (1164, 17, '2026-09-08', 'cancelled', 'courier', NULL, NULL, NULL),
  (1165, 60, '2026-09-14', 'delivered', 'courier', NULL, NULL, '2026-09-15'),
  (1166, 39, '2026-09-15', 'delivered', 'courier', NULL, NULL, '2026-09-18'),
  (1167, 21, '2026-09-15', 'delivered', 'courier', NULL, 'Needs the grinder settings sheet.', '2026-09-17'),
  (1168, 57, '2026-09-15', 'delivered', 'courier', NULL, NULL, '2026-09-17'),
  (1169, 52, '2026-09-15', 'delivered', 'courier', NULL, NULL, '2026-09-16'),
  (1170, 20, '2026-09-16', 'delivered', 'courier', NULL, NULL, '2026-09-18'),
  (1171, 9, '2026-09-16', 'delivered', 'collection', NULL, 'Please add two sample bags.', '2026-09-19'),
  (1172, 30, '2026-09-17', 'delivered', 'courier', NULL, NULL, '2026-09-19'),
  (1173, 30, '2026-09-17', 'delivered', 'courier', 'REF-260954', NULL, '2026-09-18'),
  (1174, 16, '2026-09-18', 'delivered', 'courier', NULL, NULL, '2026-09-19'),
  (1175, 45, '2026-09-18', 'delivered', 'courier', NULL, NULL, '2026-09-21'),
  (1176, 56, '2026-09-20', 'delivered', 'courier', 'PO-260984', NULL, '2026-09-21'),
  (1177, 43, '2026-09-20', 'delivered', 'courier', 'PO-260972', NULL, '2026-09-23'),
  (1178, 51, '2026-09-21', 'delivered', 'courier', NULL, NULL, '2026-09-23'),
  (1179, 40, '2026-09-22', 'cancelled', 'pallet', NULL, NULL, NULL),
  (1180, 7, '2026-09-23', 'delivered', 'courier', 'PO-260986', NULL, '2026-09-26'),
  (1181, 11, '2026-09-23', 'delivered', 'pallet', NULL, NULL, '2026-09-24'),
  (1182, 59, '2026-09-24', 'delivered', 'collection', NULL, NULL, '2026-09-26'),
  (1183, 38, '2026-09-25', 'delivered', 'collection', 'PO-260910', NULL, '2026-09-27'),
  (1184, 52, '2026-09-28', 'delivered', 'courier', NULL, NULL, '2026-10-01'),
  (1185, 42, '2026-09-28', 'delivered', 'pallet', NULL, NULL, '2026-10-01'),
  (1186, 55, '2026-09-29', 'delivered', 'courier', 'PO-260977', NULL, '2026-10-02'),
  (1187, 57, '2026-09-29', 'delivered', 'courier', 'REF-260968', NULL, '2026-09-30'),
  (1188, 4, '2026-09-29', 'delivered', 'courier', 'PO-260960', NULL, '2026-09-30'),
  (1189, 10, '2026-10-02', 'delivered', 'collection', 'REF-261066', NULL, '2026-10-04'),
  (1190, 18, '2026-10-03', 'delivered', 'pallet', 'PO-261098', NULL, '2026-10-04'),
  (1191, 14, '2026-10-04', 'delivered', 'courier', 'PO-261072', NULL, '2026-10-07'),
  (1192, 60, '2026-10-06', 'delivered', 'pallet', NULL, NULL, '2026-10-07'),
  (1193, 49, '2026-10-07', 'delivered', 'pallet', NULL, NULL, '2026-10-09'),
  (1194, 41, '2026-10-07', 'delivered', 'courier', NULL, NULL, '2026-10-08'),
  (1195, 59, '2026-10-08', 'delivered', 'courier', NULL, NULL, '2026-10-10'),
  (1196, 45, '2026-10-09', 'delivered', 'courier', 'PO-261062', NULL, '2026-10-10'),
  (1197, 16, '2026-10-09', 'delivered', 'courier', NULL, NULL, '2026-10-12'),
  (1198, 35, '2026-10-09', 'delivered', 'collection', NULL, NULL, '2026-10-12'),
  (1199, 12, '2026-10-13', 'delivered', 'courier', 'PO-261018', NULL, '2026-10-16'),
  (1200, 28, '2026-10-13', 'delivered', 'courier', NULL, 'Please add two sample bags.', '2026-10-16'),
  (1201, 34, '2026-10-16', 'delivered', 'courier', NULL, NULL, '2026-10-17'),
  (1202, 11, '2026-10-17', 'delivered', 'courier', 'PO-261090', NULL, '2026-10-18'),
  (1203, 37, '2026-10-18', 'delivered', 'courier', 'REF-261051', NULL, '2026-10-19'),
  (1204, 5, '2026-10-19', 'delivered', 'courier', NULL, NULL, '2026-10-21'),
  (1205, 39, '2026-10-19', 'delivered', 'courier', NULL, NULL, '2026-10-21'),
  (1206, 39, '2026-10-20', 'delivered', 'courier', NULL, NULL, '2026-10-23'),
  (1207, 5, '2026-10-21', 'delivered', 'courier', 'PO-261050', 'Ring the bell twice.', '2026-10-24'),
  (1208, 60, '2026-10-21', 'delivered', 'pallet', NULL, NULL, '2026-10-22'),
  (1209, 52, '2026-10-22', 'delivered', 'courier', NULL, NULL, '2026-10-24'),
  (1210, 59, '2026-10-22', 'delivered', 'courier', NULL, NULL, '2026-10-25'),
  (1211, 59, '2026-10-22', 'delivered', 'courier', NULL, NULL, '2026-10-23'),
  (1212, 53, '2026-10-26', 'delivered', 'pallet', NULL, NULL, '2026-10-27'),
  (1213, 18, '2026-10-27', 'delivered', 'pallet', 'REF-261082', NULL, '2026-10-28'),
  (1214, 21, '2026-10-27', 'delivered', 'courier', NULL, NULL, '2026-10-30'),
  (1215, 39, '2026-10-27', 'delivered', 'courier', 'REF-261034', NULL, '2026-10-30'),
  (1216, 46, '2026-10-29', 'delivered', 'pallet', NULL, NULL, '2026-11-01'),
  (1217, 42, '2026-10-29', 'delivered', 'courier', NULL, NULL, '2026-11-01'),
  (1218, 31, '2026-10-29', 'delivered', 'courier', 'PO-261064', NULL, '2026-10-30'),
  (1219, 57, '2026-10-29', 'delivered', 'courier', 'PO-261095', 'Combine with the open order.', '2026-10-31'),
  (1220, 59, '2026-10-30', 'delivered', 'courier', NULL, 'Combine with the open order.', '2026-11-02'),
  (1221, 27, '2026-10-30', 'delivered', 'courier', NULL, NULL, '2026-11-02'),
  (1222, 21, '2026-11-03', 'cancelled', 'courier', NULL, NULL, NULL),
  (1223, 41, '2026-11-03', 'delivered', 'courier', NULL, NULL, '2026-11-04'),
  (1224, 31, '2026-11-04', 'delivered', 'courier', 'REF-261175', NULL, '2026-11-05'),
  (1225, 60, '2026-11-05', 'delivered', 'pallet', NULL, 'Please add two sample bags.', '2026-11-06'),
  (1226, 24, '2026-11-05', 'delivered', 'pallet', NULL, 'Combine with the open order.', '2026-11-06'),
  (1227, 23, '2026-11-09', 'shipped', 'courier', 'PO-261179', NULL, '2026-11-10'),
  (1228, 35, '2026-11-09', 'delivered', 'courier', 'PO-261170', NULL, '2026-11-12'),
  (1229, 46, '2026-11-09', 'shipped', 'pallet', 'PO-261161', NULL, '2026-11-10'),
  (1230, 53, '2026-11-09', 'shipped', 'pallet', NULL, NULL, '2026-11-11'),
  (1231, 60, '2026-11-11', 'shipped', 'courier', NULL, NULL, '2026-11-13'),
  (1232, 1, '2026-11-12', 'packed', 'courier', NULL, NULL, NULL),
  (1233, 21, '2026-11-13', 'packed', 'courier', 'PO-261147', NULL, NULL),
  (1234, 46, '2026-11-14', 'packed', 'pallet', NULL, NULL, NULL),
  (1235, 24, '2026-11-15', 'packed', 'courier', NULL, NULL, NULL),
  (1236, 29, '2026-11-16', 'packed', 'pallet', NULL, NULL, NULL),
  (1237, 27, '2026-11-19', 'new', 'collection', NULL, NULL, NULL),
  (1238, 5, '2026-11-19', 'new', 'courier', 'REF-261149', 'Needs the grinder settings sheet.', NULL),
  (1239, 34, '2026-11-20', 'new', 'courier', NULL, NULL, NULL),
  (1240, 36, '2026-11-20', 'new', 'pallet', NULL, NULL, NULL);

INSERT INTO order_items (order_id, product_id, quantity, unit_price) VALUES
  (1001, 2, 12, 2250), (1001, 6, 6, 1930), (1001, 36, 4, 3790), (1001, 39, 2, 2420), (1002, 1, 20, 1810), (1002, 2, 4, 2250), (1002, 35, 1, 8060), (1002, 38, 3, 2200),
  (1003, 7, 12, 2160), (1003, 25, 4, 1620), (1003, 32, 10, 540), (1004, 6, 20, 1930), (1004, 11, 4, 3650), (1005, 9, 6, 1720),
  (1006, 2, 4, 2250), (1006, 3, 8, 1880), (1006, 32, 10, 540), (1007, 4, 10, 1460), (1007, 6, 12, 1930), (1007, 26, 1, 2060), (1007, 27, 6, 3260), (1007, 36, 5, 3790), (1007, 39, 5, 2420),
  (1008, 8, 16, 1610), (1008, 11, 2, 3650), (1008, 37, 10, 1290), (1009, 36, 4, 3790), (1010, 4, 20, 1460), (1010, 9, 6, 1720), (1010, 10, 12, 2040), (1010, 36, 6, 3790),
  (1011, 5, 12, 2570), (1011, 7, 12, 2160), (1011, 24, 1, 6190), (1011, 33, 10, 2980), (1012, 32, 40, 540), (1012, 33, 5, 2980), (1012, 37, 3, 1290),
  (1013, 8, 12, 1610), (1013, 32, 20, 540), (1013, 33, 3, 2980), (1013, 38, 6, 2200), (1014, 5, 12, 2570), (1014, 8, 8, 1610), (1014, 32, 20, 540),
  (1015, 13, 3, 30530), (1015, 32, 10, 540), (1016, 26, 6, 2060), (1017, 2, 6, 2250), (1017, 3, 20, 1880), (1017, 26, 3, 2060), (1017, 30, 4, 1750),
  (1018, 31, 2, 2110), (1018, 36, 2, 3790), (1019, 13, 1, 30530), (1019, 38, 3, 2200), (1020, 6, 12, 1930), (1021, 3, 24, 1880), (1021, 25, 1, 1620),
  (1022, 2, 8, 2250), (1022, 5, 4, 2570), (1022, 33, 6, 2980), (1022, 38, 1, 2200), (1023, 14, 6, 43780), (1023, 15, 2, 46940), (1023, 16, 3, 25730),
  (1024, 11, 4, 3650), (1024, 29, 2, 1870), (1024, 34, 4, 6910), (1024, 35, 10, 8060), (1024, 37, 10, 1290), (1025, 4, 4, 1460), (1025, 6, 20, 1930), (1025, 9, 8, 1720), (1025, 36, 2, 3790),
  (1026, 4, 10, 1460), (1026, 11, 4, 3650), (1026, 34, 10, 6910), (1027, 38, 10, 2200), (1028, 7, 12, 2160), (1028, 9, 6, 1720), (1028, 11, 4, 3650), (1028, 29, 4, 1870), (1028, 39, 6, 2420),
  (1029, 1, 6, 1810), (1029, 36, 10, 3790), (1029, 38, 5, 2200), (1030, 4, 10, 1460), (1030, 39, 10, 2420), (1031, 9, 20, 1720), (1031, 10, 12, 2040), (1031, 35, 10, 8060),
  (1032, 2, 24, 2250), (1032, 3, 6, 1880), (1032, 8, 8, 1610), (1032, 32, 10, 540), (1033, 6, 10, 1930), (1033, 8, 12, 1610), (1033, 37, 1, 1290),
  (1034, 6, 4, 1930), (1034, 8, 20, 1610), (1034, 10, 4, 2040), (1034, 32, 20, 540), (1035, 9, 12, 1720), (1035, 11, 2, 3650), (1035, 35, 1, 8060),
  (1036, 2, 10, 2250), (1036, 6, 4, 1930), (1036, 11, 4, 3650), (1036, 33, 1, 2980), (1036, 34, 10, 6910), (1037, 10, 8, 2040), (1037, 32, 40, 540), (1037, 36, 4, 3790),
  (1038, 1, 6, 1810), (1038, 3, 10, 1880), (1038, 5, 6, 2570), (1039, 4, 16, 1460), (1039, 6, 24, 1930), (1039, 8, 12, 1610), (1039, 32, 40, 540), (1039, 35, 2, 8060),
  (1040, 33, 4, 2980), (1040, 35, 6, 8060), (1041, 5, 20, 2570), (1041, 9, 6, 1720), (1041, 38, 2, 2200), (1042, 25, 1, 1620),
  (1043, 5, 24, 2570), (1043, 13, 2, 30530), (1043, 14, 2, 43780), (1043, 15, 2, 46940), (1044, 2, 6, 2250), (1044, 5, 16, 2570), (1044, 8, 24, 1610), (1044, 27, 6, 3260), (1044, 33, 4, 2980),
  (1045, 5, 4, 2680), (1045, 36, 4, 3950), (1045, 38, 4, 2290), (1045, 39, 2, 2520), (1046, 1, 16, 1890), (1046, 31, 4, 2200),
  (1047, 34, 10, 7200), (1047, 39, 4, 2520), (1048, 32, 10, 560), (1048, 36, 2, 3950), (1048, 37, 3, 1340), (1049, 5, 24, 2680), (1049, 8, 6, 1680), (1049, 34, 1, 7200), (1049, 35, 1, 8400), (1049, 40, 5, 4800),
  (1050, 1, 10, 1890), (1050, 30, 2, 1820), (1050, 38, 5, 2290), (1051, 33, 5, 3100), (1051, 35, 10, 8400), (1052, 6, 24, 2010), (1052, 35, 3, 8400),
  (1053, 5, 10, 2680), (1053, 6, 6, 2010), (1053, 33, 10, 3100), (1054, 3, 6, 1960), (1054, 10, 4, 2130), (1055, 1, 12, 1890), (1055, 28, 1, 2780), (1055, 32, 20, 560), (1055, 34, 10, 7200), (1055, 38, 2, 2290),
  (1056, 10, 24, 2130), (1056, 18, 1, 164900), (1056, 29, 2, 1950), (1056, 31, 2, 2200), (1056, 33, 5, 3100), (1057, 2, 8, 2340), (1057, 32, 40, 560),
  (1058, 6, 6, 2010), (1058, 40, 6, 4800), (1059, 7, 20, 2250), (1059, 24, 1, 6450), (1059, 36, 10, 3950), (1060, 4, 10, 1520), (1060, 33, 10, 3100), (1060, 35, 5, 8400),
  (1061, 28, 3, 2780), (1062, 25, 4, 1690), (1062, 32, 20, 560), (1062, 35, 3, 8400), (1062, 38, 5, 2290), (1063, 4, 4, 1520), (1063, 9, 20, 1790), (1063, 28, 2, 2780), (1063, 36, 3, 3950),
  (1064, 8, 12, 1680), (1064, 33, 10, 3100), (1065, 4, 6, 1520), (1065, 28, 2, 2780), (1065, 33, 6, 3100), (1065, 36, 2, 3950),
  (1066, 5, 12, 2680), (1066, 7, 12, 2250), (1066, 9, 8, 1790), (1066, 38, 3, 2290), (1067, 1, 24, 1890), (1067, 3, 12, 1960),
  (1068, 7, 12, 2250), (1068, 9, 24, 1790), (1068, 32, 10, 560), (1069, 11, 4, 3800), (1069, 31, 1, 2200), (1070, 1, 6, 1890), (1070, 5, 6, 2680), (1070, 13, 4, 31800), (1070, 14, 2, 45600),
  (1071, 1, 12, 1890), (1071, 5, 6, 2680), (1071, 8, 4, 1680), (1071, 11, 4, 3800), (1071, 32, 20, 560), (1072, 1, 16, 1890), (1072, 7, 6, 2250), (1072, 34, 4, 7200), (1072, 36, 5, 3950), (1072, 37, 10, 1340),
  (1073, 2, 6, 2340), (1073, 4, 8, 1520), (1073, 30, 1, 1820), (1074, 7, 6, 2250), (1074, 11, 2, 3800), (1074, 33, 5, 3100), (1074, 34, 2, 7200), (1074, 39, 2, 2520),
  (1075, 5, 16, 2680), (1075, 8, 12, 1680), (1076, 1, 24, 1890), (1076, 8, 8, 1680), (1076, 30, 3, 1820), (1077, 6, 20, 2010), (1077, 29, 1, 1950), (1077, 30, 2, 1820), (1077, 31, 2, 2200), (1077, 33, 2, 3100), (1077, 34, 10, 7200),
  (1078, 34, 1, 7200), (1078, 35, 10, 8400), (1078, 36, 2, 3950), (1079, 4, 12, 1520), (1079, 5, 6, 2680), (1079, 32, 20, 560), (1079, 37, 10, 1340),
  (1080, 5, 8, 2680), (1080, 35, 10, 8400), (1080, 36, 4, 3950), (1081, 4, 16, 1520), (1081, 28, 4, 2780), (1081, 31, 4, 2200),
  (1082, 4, 6, 1520), (1082, 5, 4, 2680), (1082, 28, 2, 2780), (1082, 39, 1, 2520), (1082, 40, 1, 4800), (1083, 2, 10, 2340), (1083, 26, 3, 2150),
  (1084, 3, 12, 1960), (1084, 10, 10, 2130), (1085, 24, 1, 6450), (1086, 9, 12, 1790), (1087, 34, 6, 7200), (1087, 36, 10, 3950),
  (1088, 14, 6, 45600), (1089, 14, 2, 45600), (1089, 16, 4, 26800), (1089, 36, 4, 3950), (1089, 37, 5, 1340), (1090, 13, 3, 31800), (1090, 14, 1, 45600),
  (1091, 13, 1, 31800), (1092, 4, 20, 1520), (1092, 11, 2, 3800), (1093, 10, 20, 2130), (1093, 39, 3, 2520), (1094, 6, 16, 2010), (1094, 8, 8, 1680), (1094, 10, 16, 2130), (1094, 32, 20, 560), (1094, 33, 2, 3100), (1094, 39, 10, 2520),
  (1095, 1, 16, 1890), (1095, 4, 6, 1520), (1095, 39, 6, 2520), (1096, 6, 20, 2010), (1096, 25, 2, 1690), (1096, 30, 2, 1820),
  (1097, 4, 16, 1520), (1097, 33, 5, 3100), (1098, 10, 8, 2130), (1098, 26, 4, 2150), (1099, 4, 6, 1520), (1100, 16, 1, 26800),
  (1101, 9, 12, 1790), (1101, 26, 2, 2150), (1101, 33, 2, 3100), (1102, 1, 10, 1890), (1102, 25, 6, 1690), (1102, 32, 20, 560), (1102, 33, 5, 3100),
  (1103, 6, 12, 2010), (1103, 8, 4, 1680), (1103, 11, 2, 3800), (1103, 34, 3, 7200), (1103, 39, 6, 2520), (1104, 1, 10, 1890), (1104, 8, 6, 1680), (1104, 9, 8, 1790), (1104, 39, 1, 2520),
  (1105, 13, 2, 31800), (1105, 32, 20, 560), (1105, 34, 2, 7200), (1106, 33, 3, 3100), (1107, 7, 6, 2250), (1107, 33, 1, 3100), (1107, 35, 2, 8400),
  (1108, 13, 4, 31800), (1109, 1, 24, 1890), (1109, 11, 4, 3800), (1109, 27, 6, 3400), (1109, 38, 3, 2290), (1110, 13, 2, 31800), (1110, 15, 3, 48900),
  (1111, 2, 12, 2340), (1111, 27, 2, 3400), (1111, 32, 10, 560), (1111, 39, 6, 2520), (1112, 7, 6, 2250), (1113, 1, 20, 1890), (1113, 28, 2, 2780),
  (1114, 10, 6, 2130), (1115, 17, 1, 68900), (1115, 24, 1, 6450), (1116, 7, 4, 2250), (1116, 32, 40, 560), (1116, 33, 3, 3100), (1116, 39, 3, 2520),
  (1117, 6, 24, 2010), (1117, 11, 4, 3800), (1117, 30, 1, 1820), (1117, 34, 4, 7200), (1117, 38, 3, 2290), (1118, 13, 1, 31800), (1118, 15, 3, 48900), (1118, 37, 6, 1340),
  (1119, 8, 20, 1680), (1119, 31, 2, 2200), (1119, 40, 10, 4800), (1120, 6, 12, 2010), (1120, 37, 3, 1340), (1121, 7, 4, 2250), (1121, 22, 1, 79500),
  (1122, 13, 3, 31800), (1122, 14, 2, 45600), (1122, 16, 1, 26800), (1122, 21, 1, 299000), (1123, 6, 6, 2010), (1123, 8, 6, 1680), (1123, 25, 1, 1690), (1123, 32, 40, 560),
  (1124, 4, 10, 1520), (1124, 9, 24, 1790), (1124, 33, 1, 3100), (1125, 9, 8, 1790), (1125, 17, 1, 68900), (1126, 1, 24, 1890),
  (1127, 6, 12, 2010), (1128, 25, 6, 1690), (1128, 28, 6, 2780), (1128, 31, 2, 2200), (1129, 1, 24, 1890), (1129, 4, 24, 1520), (1129, 6, 12, 2010), (1129, 11, 2, 3800),
  (1130, 25, 3, 1690), (1130, 27, 2, 3400), (1130, 28, 2, 2780), (1131, 1, 12, 1890), (1131, 32, 10, 560), (1132, 3, 6, 1960), (1132, 8, 24, 1680),
  (1133, 11, 4, 3800), (1133, 27, 2, 3400), (1133, 28, 6, 2780), (1133, 37, 5, 1340), (1133, 39, 4, 2520), (1134, 2, 20, 2340), (1134, 9, 24, 1790), (1134, 28, 4, 2780),
  (1135, 11, 4, 3800), (1135, 33, 2, 3100), (1135, 37, 5, 1340), (1136, 3, 4, 1960), (1136, 31, 3, 2200), (1136, 38, 5, 2290),
  (1137, 2, 6, 2340), (1137, 28, 6, 2780), (1137, 30, 2, 1820), (1137, 32, 20, 560), (1137, 33, 10, 3100), (1137, 34, 3, 7200),
  (1138, 13, 4, 31800), (1138, 33, 4, 3100), (1139, 9, 24, 1790), (1139, 24, 1, 6450), (1139, 32, 40, 560), (1140, 37, 6, 1340), (1140, 39, 1, 2520),
  (1141, 13, 3, 31800), (1141, 36, 4, 3950), (1142, 35, 1, 8400), (1142, 36, 1, 3950), (1143, 14, 2, 45600), (1143, 15, 2, 48900), (1143, 16, 4, 26800), (1143, 35, 2, 8400),
  (1144, 1, 10, 1890), (1144, 27, 6, 3400), (1145, 4, 12, 1520), (1145, 5, 8, 2680), (1145, 39, 10, 2520), (1146, 13, 2, 31800), (1146, 15, 3, 48900), (1146, 16, 2, 26800), (1146, 32, 20, 560),
  (1147, 4, 4, 1520), (1148, 3, 4, 1960), (1148, 27, 2, 3400), (1148, 33, 6, 3100), (1148, 39, 3, 2520), (1149, 31, 2, 2200), (1149, 34, 10, 7200), (1149, 37, 3, 1340),
  (1150, 8, 6, 1680), (1150, 25, 3, 1690), (1151, 15, 1, 48900), (1151, 17, 1, 68900), (1151, 23, 1, 10900), (1152, 5, 20, 2680), (1152, 28, 2, 2780), (1152, 32, 40, 560),
  (1153, 3, 6, 1960), (1153, 17, 1, 68900), (1154, 4, 12, 1520), (1154, 7, 4, 2250), (1155, 16, 4, 26800), (1156, 1, 16, 1890), (1156, 5, 6, 2680), (1156, 34, 1, 7200), (1156, 35, 2, 8400), (1156, 38, 6, 2290),
  (1157, 27, 4, 3400), (1157, 33, 4, 3100), (1157, 40, 5, 4800), (1158, 3, 10, 1960), (1158, 4, 12, 1520), (1158, 8, 24, 1680), (1158, 23, 2, 10900), (1158, 33, 5, 3100),
  (1159, 11, 4, 3800), (1160, 29, 3, 1950), (1160, 39, 6, 2520), (1161, 3, 8, 1960), (1161, 31, 1, 2200), (1161, 34, 2, 7200), (1161, 39, 10, 2520),
  (1162, 11, 2, 3800), (1163, 4, 6, 1520), (1163, 8, 8, 1680), (1163, 32, 40, 560), (1164, 2, 10, 2340), (1164, 26, 2, 2150), (1164, 32, 20, 560), (1164, 39, 2, 2520),
  (1165, 16, 6, 26800), (1165, 34, 6, 7200), (1166, 25, 1, 1690), (1166, 35, 6, 8400), (1166, 39, 1, 2520), (1166, 40, 6, 4800),
  (1167, 8, 10, 1680), (1167, 27, 4, 3400), (1167, 35, 2, 8400), (1167, 39, 10, 2520), (1168, 33, 2, 3100), (1168, 37, 5, 1340),
  (1169, 8, 8, 1680), (1169, 35, 3, 8400), (1169, 36, 3, 3950), (1169, 39, 6, 2520), (1170, 38, 10, 2290), (1171, 6, 12, 2010), (1171, 11, 2, 3800), (1171, 26, 6, 2150), (1171, 27, 3, 3400), (1171, 32, 10, 560), (1171, 36, 1, 3950),
  (1172, 1, 6, 1890), (1172, 40, 2, 4800), (1173, 31, 3, 2200), (1173, 37, 10, 1340), (1174, 24, 2, 6450), (1174, 28, 6, 2780), (1174, 33, 1, 3100),
  (1175, 5, 10, 2680), (1175, 6, 24, 2010), (1175, 30, 6, 1820), (1175, 34, 5, 7200), (1176, 10, 20, 2130), (1176, 13, 4, 31800), (1176, 16, 2, 26800), (1176, 34, 10, 7200),
  (1177, 10, 20, 2130), (1177, 11, 2, 3800), (1177, 35, 10, 8400), (1177, 39, 2, 2520), (1178, 38, 5, 2290), (1179, 2, 12, 2340), (1179, 27, 3, 3400), (1179, 37, 5, 1340),
  (1180, 3, 6, 1960), (1180, 6, 12, 2010), (1180, 10, 6, 2130), (1181, 14, 6, 45600), (1181, 16, 6, 26800), (1182, 11, 4, 3800), (1182, 35, 2, 8400), (1182, 39, 1, 2520),
  (1183, 6, 20, 2010), (1183, 37, 5, 1340), (1184, 35, 2, 8400), (1185, 13, 6, 31800), (1185, 15, 3, 48900), (1185, 16, 4, 26800),
  (1186, 5, 6, 2680), (1186, 32, 10, 560), (1186, 37, 10, 1340), (1187, 32, 20, 560), (1187, 34, 1, 7200), (1187, 37, 4, 1340),
  (1188, 5, 4, 2680), (1188, 10, 4, 2130), (1188, 37, 5, 1340), (1189, 33, 10, 3100), (1189, 34, 5, 7200), (1190, 13, 4, 31800), (1190, 15, 6, 48900), (1190, 16, 3, 26800), (1190, 33, 2, 3100),
  (1191, 37, 3, 1340), (1192, 13, 6, 31800), (1192, 15, 6, 48900), (1193, 13, 3, 31800), (1193, 16, 2, 26800), (1193, 24, 1, 6450), (1193, 39, 10, 2520),
  (1194, 9, 16, 1790), (1194, 34, 10, 7200), (1194, 36, 3, 3950), (1194, 38, 4, 2290), (1195, 1, 6, 1890), (1195, 4, 20, 1520), (1195, 9, 6, 1790), (1195, 24, 1, 6450), (1195, 36, 5, 3950), (1195, 37, 2, 1340),
  (1196, 2, 4, 2340), (1196, 32, 20, 560), (1196, 33, 3, 3100), (1196, 36, 5, 3950), (1196, 39, 5, 2520), (1197, 1, 6, 1890), (1197, 7, 6, 2250), (1197, 8, 10, 1680),
  (1198, 24, 1, 6450), (1198, 30, 4, 1820), (1198, 34, 5, 7200), (1198, 35, 5, 8400), (1199, 34, 6, 7200), (1199, 38, 3, 2290), (1199, 39, 3, 2520),
  (1200, 4, 6, 1520), (1200, 10, 12, 2130), (1200, 25, 6, 1690), (1201, 2, 8, 2340), (1201, 7, 12, 2250), (1201, 11, 2, 3800), (1201, 28, 4, 2780),
  (1202, 13, 1, 31800), (1202, 16, 1, 26800), (1202, 36, 3, 3950), (1203, 6, 10, 2010), (1203, 11, 2, 3800), (1203, 32, 10, 560), (1203, 39, 1, 2520),
  (1204, 6, 20, 2010), (1204, 11, 2, 3800), (1204, 26, 3, 2150), (1204, 37, 1, 1340), (1205, 1, 6, 1890), (1205, 7, 16, 2250), (1205, 27, 1, 3400), (1205, 28, 6, 2780), (1205, 38, 2, 2290),
  (1206, 4, 12, 1520), (1206, 5, 24, 2680), (1206, 34, 5, 7200), (1206, 38, 5, 2290), (1207, 9, 6, 1790), (1207, 10, 8, 2130), (1207, 28, 2, 2780), (1207, 30, 6, 1820), (1207, 39, 3, 2520),
  (1208, 13, 3, 31800), (1208, 14, 1, 45600), (1209, 7, 6, 2250), (1209, 28, 2, 2780), (1209, 34, 10, 7200), (1210, 5, 24, 2680), (1210, 10, 12, 2130), (1210, 28, 2, 2780), (1210, 37, 3, 1340),
  (1211, 2, 20, 2340), (1211, 6, 16, 2010), (1211, 37, 3, 1340), (1212, 16, 4, 26800), (1212, 37, 6, 1340), (1213, 13, 6, 31800), (1213, 15, 3, 48900), (1213, 19, 1, 198000),
  (1214, 1, 20, 1890), (1214, 11, 2, 3800), (1214, 25, 4, 1690), (1214, 37, 2, 1340), (1215, 11, 2, 3800), (1216, 16, 3, 26800), (1216, 36, 6, 3950), (1216, 39, 3, 2520),
  (1217, 14, 1, 45600), (1218, 5, 6, 2680), (1218, 6, 12, 2010), (1218, 10, 12, 2130), (1218, 31, 2, 2200), (1218, 33, 1, 3100),
  (1219, 1, 6, 1890), (1219, 2, 10, 2340), (1219, 30, 2, 1820), (1219, 33, 1, 3100), (1219, 35, 5, 8400), (1220, 31, 2, 2200),
  (1221, 8, 6, 1680), (1221, 10, 12, 2130), (1221, 33, 4, 3100), (1221, 34, 6, 7200), (1222, 7, 12, 2250), (1222, 8, 6, 1680),
  (1223, 4, 10, 1520), (1223, 36, 4, 3950), (1223, 39, 1, 2520), (1224, 2, 16, 2340), (1224, 4, 6, 1520), (1224, 38, 5, 2290),
  (1225, 13, 2, 31800), (1225, 16, 4, 26800), (1226, 8, 12, 1680), (1226, 22, 1, 79500), (1226, 36, 3, 3950), (1227, 6, 10, 2010), (1227, 7, 4, 2250),
  (1228, 6, 8, 2010), (1228, 10, 8, 2130), (1228, 32, 40, 560), (1229, 23, 1, 10900), (1230, 13, 6, 31800), (1230, 14, 4, 45600), (1230, 16, 2, 26800), (1230, 32, 40, 560),
  (1231, 13, 1, 31800), (1231, 16, 4, 26800), (1231, 34, 5, 7200), (1231, 37, 1, 1340), (1232, 5, 12, 2680), (1232, 7, 12, 2250), (1232, 10, 10, 2130), (1232, 37, 3, 1340),
  (1233, 11, 2, 3800), (1233, 33, 10, 3100), (1233, 39, 2, 2520), (1234, 13, 1, 31800), (1234, 16, 3, 26800), (1234, 37, 1, 1340),
  (1235, 11, 2, 3800), (1235, 14, 2, 45600), (1235, 34, 5, 7200), (1236, 13, 4, 31800), (1236, 14, 3, 45600), (1237, 1, 4, 1890),
  (1238, 10, 6, 2130), (1239, 6, 12, 2010), (1239, 8, 8, 1680), (1239, 9, 24, 1790), (1239, 11, 2, 3800), (1239, 31, 3, 2200), (1239, 34, 5, 7200),
  (1240, 14, 2, 45600), (1240, 33, 4, 3100);

-- Rules that hold whoever writes.

UPDATE orders SET (lines, units, total) = (
  SELECT count(*), coalesce(sum(quantity), 0), coalesce(sum(quantity * unit_price), 0)
  FROM order_items WHERE order_id = orders.id
);

CREATE TRIGGER item_added AFTER INSERT ON order_items BEGIN
  UPDATE orders SET lines = lines + 1, units = units + NEW.quantity, total = total + NEW.quantity * NEW.unit_price
  WHERE id = NEW.order_id;
END;

CREATE TRIGGER item_removed AFTER DELETE ON order_items BEGIN
  UPDATE orders SET lines = lines - 1, units = units - OLD.quantity, total = total - OLD.quantity * OLD.unit_price
  WHERE id = OLD.order_id;
END;

CREATE TRIGGER item_changed AFTER UPDATE ON order_items BEGIN
  UPDATE orders SET units = units + NEW.quantity - OLD.quantity,
    total = total + NEW.quantity * NEW.unit_price - OLD.quantity * OLD.unit_price
  WHERE id = NEW.order_id;
END;

-- An order arrives in one statement: `draft` is a JSON array of {product_id, quantity}.
-- Its lines are written here, at today's prices, or the whole order is refused.
CREATE TRIGGER order_from_draft AFTER INSERT ON orders WHEN NEW.draft IS NOT NULL
BEGIN
  INSERT INTO order_items (order_id, product_id, quantity, unit_price)
  SELECT NEW.id, p.id, sum(CAST(json_extract(d.value, '$.quantity') AS INTEGER)), p.price
  FROM json_each(NEW.draft) d
  JOIN products p ON p.id = CAST(json_extract(d.value, '$.product_id') AS INTEGER)
  GROUP BY p.id;
  SELECT raise(ABORT, 'An order needs at least one product.')
  WHERE NOT EXISTS (SELECT 1 FROM order_items WHERE order_id = NEW.id);
  UPDATE orders SET draft = NULL WHERE id = NEW.id;
END;

-- Shipping takes the goods from stock.
CREATE TRIGGER order_shipped AFTER UPDATE OF status ON orders WHEN OLD.status = 'packed' AND NEW.status = 'shipped'
BEGIN
  UPDATE products
  SET stock = max(0, stock - (SELECT quantity FROM order_items WHERE order_id = NEW.id AND product_id = products.id))
  WHERE id IN (SELECT product_id FROM order_items WHERE order_id = NEW.id);
  UPDATE orders SET shipped_on = date('now') WHERE id = NEW.id;
END;

CREATE TRIGGER customer_with_orders_stays BEFORE DELETE ON customers
WHEN EXISTS (SELECT 1 FROM orders WHERE customer_id = OLD.id)
BEGIN
  SELECT raise(ABORT, 'This customer has orders.');
END;

CREATE TRIGGER sold_product_stays BEFORE DELETE ON products
WHEN EXISTS (SELECT 1 FROM order_items WHERE product_id = OLD.id)
BEGIN
  SELECT raise(ABORT, 'This product has been sold.');
END;
