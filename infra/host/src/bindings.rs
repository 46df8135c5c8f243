//! The host's side of Spin's interfaces, made from their signatures in `wit/deps`.
#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "generated code")]

wasmtime::component::bindgen!({
    inline: "
        package motcua:host;

        world capabilities {
            import spin:key-value/key-value@3.0.0;
            import spin:sqlite/sqlite@3.1.0;
            import spin:variables/variables@3.0.0;
        }
    ",
    path: [
        "../../wit/deps/spin-key-value@3.0.0",
        "../../wit/deps/spin-sqlite@3.1.0",
        "../../wit/deps/spin-variables@3.0.0",
    ],
    imports: { "spin:key-value/key-value.[method]store.get-keys": trappable },
    with: {
        "spin:key-value/key-value.store": crate::capability::key_value::Opened,
        "spin:sqlite/sqlite.connection": crate::capability::sqlite::Leased,
    },
});
