-- Everything that a store keeps. What belongs to an audit is keyed by the audit first, so that a
-- sharded PostgreSQL can distribute it (docs/scaling.md says which table by which column).
-- `document` and `standing` are sealed; what stands beside them is ids, versions and moments.
-- What is sealed cannot be made smaller, so nothing tries: storage is external throughout.

-- `number` tells a row from one of the same id that was there before it was removed.
create table audits (
    audit_id text collate "C" primary key,
    number bigint generated always as identity,
    version integer not null check (version > 0),
    document bytea not null
);
alter table audits alter column document set storage external;

create table drafts (
    audit_id text collate "C" primary key,
    version integer not null check (version > 0),
    made_at timestamptz not null,
    document bytea not null
);
alter table drafts alter column document set storage external;

-- An involvement owes one return, and a return's id begins with its audit's. A save changes no
-- column of an index, and finds room beside the row: the indexes are left alone.
create table returns (
    audit_id text collate "C" not null,
    id text collate "C" not null,
    family text collate "C" not null,
    agency text collate "C" not null,
    number bigint generated always as identity,
    contacts text[] collate "C" not null,
    version integer not null check (version >= 0),
    stage text not null,
    standing bytea not null,
    document bytea not null,
    primary key (audit_id, id),
    unique (audit_id, family, agency),
    check (split_part(id, '.', 1) = audit_id)
) with (fillfactor = 80);
alter table returns alter column standing set storage external;
alter table returns alter column document set storage external;
create index returns_by_contact on returns using gin (contacts) with (fastupdate = off);

create table panels (
    audit_id text collate "C" not null,
    family text collate "C" not null,
    version integer not null check (version > 0),
    document bytea not null,
    primary key (audit_id, family)
);
alter table panels alter column document set storage external;

-- Who did what. `about` says to what: `returns/ID`, `panels/AUDIT/FAMILY` or `audits/ID`.
create table journal (
    audit_id text collate "C" not null,
    about text collate "C" not null,
    number bigint generated always as identity,
    version integer not null,
    document bytea not null,
    primary key (audit_id, about, number)
);

-- What became of every nudge. A row is its claim: whoever inserts it sends.
create table nudges (
    audit_id text collate "C" not null,
    id text collate "C" not null,
    number bigint generated always as identity,
    outcome text not null,
    claimed_at timestamptz not null,
    settled_at timestamptz,
    tries integer not null check (tries > 0),
    again boolean not null,
    document bytea not null,
    primary key (audit_id, id),
    check (starts_with(id, audit_id || '/'))
) with (fillfactor = 80);

-- Until when all that was due is in the nudges.
create table sweeps (
    audit_id text collate "C" primary key,
    swept timestamptz not null
);

-- `people` is sealed under a key of its own, which can be destroyed alone; empty means that it was.
create table identities (
    audit_id text collate "C" not null,
    id text collate "C" not null,
    version integer not null check (version > 0),
    people bytea not null,
    document bytea not null,
    primary key (audit_id, id),
    check (split_part(id, '.', 1) = audit_id)
);

-- The roster belongs to no audit. Accounts and addresses are found by a keyed hash of them.
create table people (
    id text collate "C" primary key,
    account bytea,
    email bytea,
    document bytea not null
);
create index people_by_account on people (account) where account is not null;
create index people_by_email on people (email) where email is not null;

create table reaches (
    person text collate "C" primary key,
    version integer not null check (version > 0),
    unreachable boolean not null,
    document bytea not null
);
create index reaches_unreachable on reaches (person) where unreachable;

-- A document's key begins with its audit's id.
create table papers (
    audit_id text collate "C" not null,
    key text collate "C" not null,
    document bytea not null,
    primary key (audit_id, key),
    check (split_part(key, '.', 1) = audit_id)
);
alter table papers alter column document set storage external;

-- Secrets that the replicas share, sealed like the rest.
create table secrets (
    name text collate "C" primary key,
    document bytea not null
);
