//! What the host keeps for one instance of a component.

use wasmtime::component::ResourceTable;
use wasmtime::{StoreLimits, StoreLimitsBuilder};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::capability::Grants;
use crate::stretch::Stretch;

/// The data of a store.
pub struct Guest {
    /// Handles that the guest holds.
    pub table: ResourceTable,
    /// What it may reach.
    pub grants: Grants,
    /// How much memory it may take.
    pub limits: StoreLimits,
    /// How long it has computed without a pause.
    pub stretch: Stretch,
    wasi: WasiCtx,
    http: WasiHttpCtx,
}

impl Guest {
    /// The data of a new instance that may take `memory_bytes_max` in each of its memories.
    pub fn new(grants: &Grants, memory_bytes_max: usize) -> wasmtime::Result<Guest> {
        Ok(Guest {
            table: ResourceTable::new(),
            wasi: grants.files.context()?,
            http: WasiHttpCtx::new(),
            stretch: Stretch::default(),
            limits: StoreLimitsBuilder::new().memory_size(memory_bytes_max).build(),
            grants: grants.clone(),
        })
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.grants.outbound, table: &mut self.table, ctx: &mut self.http }
    }
}
