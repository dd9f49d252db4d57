-- The chain over each audit's journals (storage/chain.py): who changes a row of the journal without
-- the chain's key is found. `chain_heads` has the newest link; whoever adds one holds its row.
create table chain (
    audit_id text collate "C" not null,
    number integer not null check (number > 0),
    about text collate "C" not null,
    told bytea not null,
    proof bytea not null,
    primary key (audit_id, number)
);

create table chain_heads (
    audit_id text collate "C" primary key,
    number integer not null check (number >= 0),
    proof bytea not null
) with (fillfactor = 50);
