//! The host's side of Spin's interfaces, made from their signatures in `wit/deps`.
#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "generated code")]

wasmtime::component::bindgen!({
    inline: "
        package motcua:host;

        world capabilities {
            import spin:key-value/key-value@3.0.0;
            import spin:postgres/postgres@4.2.0;
            import spin:sqlite/sqlite@3.1.0;
            import spin:variables/variables@3.0.0;
        }
    ",
    path: [
        "../../wit/deps/spin-key-value@3.0.0",
        "../../wit/deps/spin-postgres@4.2.0",
        "../../wit/deps/spin-sqlite@3.1.0",
        "../../wit/deps/spin-variables@3.0.0",
    ],
    imports: {
        "spin:key-value/key-value.[method]store.get-keys": trappable,
        "spin:postgres/postgres.[constructor]connection-builder": trappable,
        "spin:postgres/postgres.[method]connection-builder.build": async,
        "spin:postgres/postgres.[method]connection.execute": async,
        "spin:postgres/postgres.[method]connection.query": async,
        "spin:postgres/postgres.[static]connection.open": async,
    },
    with: {
        "spin:key-value/key-value.store": crate::capability::key_value::Opened,
        "spin:postgres/postgres.connection": crate::capability::postgres::Leased,
        "spin:postgres/postgres.connection-builder": crate::capability::postgres::Builder,
        "spin:sqlite/sqlite.connection": crate::capability::sqlite::Leased,
    },
});
