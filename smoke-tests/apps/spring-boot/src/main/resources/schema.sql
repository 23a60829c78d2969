CREATE TABLE stock (sku VARCHAR(20), place VARCHAR(20));
INSERT INTO stock (sku, place) VALUES ('MUG', 'shelf');
