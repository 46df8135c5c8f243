-- Payment orders, the ledger, what gateways call us with, refunds, statements and cases.
--
-- What a gateway's call can name is a reference or a number of its own, so the tables that lead from these to an order have the
-- gateway in front instead of the agency: `payment_names`, `payment_bookings`, `payment_calls`, `payment_statements`,
-- `payment_lines` and `payment_cases`. A cluster distributes them by it.

CREATE TABLE payment_orders (
    agency TEXT NOT NULL,
    id TEXT NOT NULL,
    gateway TEXT NOT NULL,
    reference TEXT NOT NULL,
    number BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    claim BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    due BIGINT,
    asked BIGINT NOT NULL,
    transaction_no TEXT,
    paid BIGINT,
    received BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (agency, id)
) /* PARTITION BY LIST (agency) */;

CREATE INDEX payment_orders_by_dossier ON payment_orders (agency, dossier, created, id);

-- What a gateway knows an order by, and when it is due: the same as in its row, found without its agency.
CREATE TABLE payment_names (
    gateway TEXT NOT NULL,
    reference TEXT NOT NULL,
    number BIGINT NOT NULL,
    agency TEXT NOT NULL,
    order_id TEXT NOT NULL,
    due BIGINT,
    PRIMARY KEY (gateway, reference)
);

CREATE UNIQUE INDEX payment_names_by_number ON payment_names (gateway, number);

CREATE INDEX payment_names_by_due ON payment_names (gateway, due, agency, order_id);

CREATE TABLE payment_events (
    agency TEXT NOT NULL,
    order_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    source TEXT NOT NULL,
    transaction_no TEXT,
    amount BIGINT,
    code TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (agency, order_id, number)
) /* PARTITION BY LIST (agency) */;

-- The ledger. `line` counts the entries of an event from 1.
CREATE TABLE payment_entries (
    agency TEXT NOT NULL,
    order_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (agency, order_id, number, line)
) /* PARTITION BY LIST (agency) */;

-- A number of a gateway stands once for each kind, whatever order it is for.
CREATE TABLE payment_bookings (
    gateway TEXT NOT NULL,
    transaction_no TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    order_id TEXT NOT NULL,
    amount BIGINT NOT NULL,
    at BIGINT NOT NULL,
    settled BIGINT NOT NULL,
    PRIMARY KEY (gateway, transaction_no, kind)
);

CREATE INDEX payment_bookings_in_order ON payment_bookings (gateway, at, transaction_no, kind);

-- `verdict` is empty while a call waits.
CREATE TABLE payment_calls (
    gateway TEXT NOT NULL,
    id TEXT NOT NULL,
    received BIGINT NOT NULL,
    hash TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    verdict TEXT NOT NULL,
    settled BIGINT,
    PRIMARY KEY (gateway, id)
);

CREATE INDEX payment_calls_in_order ON payment_calls (gateway, verdict, received, id);

CREATE TABLE payment_refunds (
    agency TEXT NOT NULL,
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    transaction_no TEXT NOT NULL,
    amount BIGINT NOT NULL,
    reason TEXT NOT NULL,
    maker TEXT NOT NULL,
    checker TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    asked BIGINT,
    number TEXT,
    code TEXT NOT NULL,
    PRIMARY KEY (agency, id)
) /* PARTITION BY LIST (agency) */;

CREATE INDEX payment_refunds_by_order ON payment_refunds (agency, order_id, created, id);

CREATE TABLE payment_statements (
    gateway TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    publisher TEXT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (gateway, day, source)
);

CREATE TABLE payment_lines (
    gateway TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    transaction_no TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    PRIMARY KEY (gateway, day, source, transaction_no, kind)
);

-- `closed` is 9223372036854775807 while a case is open, so that the open ones are one range of the index.
CREATE TABLE payment_cases (
    gateway TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT,
    order_id TEXT,
    reference TEXT NOT NULL,
    transaction_no TEXT NOT NULL,
    amount BIGINT,
    opened BIGINT NOT NULL,
    owner TEXT,
    closed BIGINT NOT NULL,
    reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (gateway, id)
);

CREATE INDEX payment_cases_open ON payment_cases (gateway, closed, opened, id);

CREATE INDEX payment_cases_in_order ON payment_cases (gateway, opened, id);
