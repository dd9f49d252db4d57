-- Data keys, each wrapped by the master key, which is not here. They may lie in a database of their
-- own: whoever destroys a key there destroys what it sealed, in copies and backups of the data too.
create table data_keys (
    scope text collate "C" not null,
    key_id text collate "C" not null,
    wrapped bytea not null,
    master_id text not null,
    made_at timestamptz not null,
    retired timestamptz,
    primary key (scope, key_id)
);
