CREATE TABLE IF NOT EXISTS products (
  sku         VARCHAR(20) PRIMARY KEY,
  name        VARCHAR(200) NOT NULL,
  category    VARCHAR(40) NOT NULL,
  price_cents INTEGER NOT NULL,
  stock       INTEGER NOT NULL CHECK (stock >= 0)
);
CREATE TABLE IF NOT EXISTS cart_lines (
  customer VARCHAR(80) NOT NULL,
  sku      VARCHAR(20) NOT NULL REFERENCES products (sku),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (customer, sku)
);
CREATE TABLE IF NOT EXISTS orders (
  id          BIGSERIAL PRIMARY KEY,
  customer    VARCHAR(80) NOT NULL,
  total_cents INTEGER NOT NULL,
  placed_at   TIMESTAMP NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS order_lines (
  order_id    BIGINT NOT NULL REFERENCES orders (id),
  sku         VARCHAR(20) NOT NULL REFERENCES products (sku),
  quantity    INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, sku)
);
CREATE TABLE IF NOT EXISTS payments (
  id           BIGSERIAL PRIMARY KEY,
  order_id     BIGINT NOT NULL,
  amount_cents INTEGER NOT NULL,
  card         VARCHAR(19) NOT NULL,
  CONSTRAINT card_accepted_by_bank CHECK (card <> '4000000000000002')
);
CREATE TABLE IF NOT EXISTS shipments (
  order_id   BIGINT PRIMARY KEY,
  state      VARCHAR(20) NOT NULL DEFAULT 'WAITING',
  shipped_at TIMESTAMP
);
INSERT INTO products (sku, name, category, price_cents, stock) VALUES
  ('MUG-1',  'Mug, white',            'kitchen', 690,   1000000),
  ('MUG-2',  'Mug, "World''s Best"',  'kitchen', 990,   1000000),
  ('POT-1',  'Teapot, cast iron',     'kitchen', 4990,  1000000),
  ('LAMP-1', 'Desk lamp',             'office',  3990,  1000000),
  ('PEN-1',  'Fountain pen',          'office',  2490,  1000000),
  ('BOOK-1', 'Notebook, squared',     'office',  790,   1000000),
  ('RARE-1', 'First edition, signed', 'books',   49900, 1)
ON CONFLICT (sku) DO NOTHING;
