//! The one wasmtime engine: how guests are compiled, where their memory comes from, how their time is kept.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use wasmtime::component::Linker;
use wasmtime::{Cache, CacheConfig, Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::capability::{key_value, postgres, sqlite, variables};
use crate::guest::Guest;

/// How often a running guest is interrupted and its time counted.
pub const TICK: Duration = Duration::from_millis(10);

/// How much the pool holds. It is address space, not memory: what is not used costs nothing.
pub struct Size {
    /// Live instances of all components together.
    pub instances: u32,
    /// The most that one memory may grow to.
    pub memory_bytes_max: usize,
}

/// The engine. Compiled code is kept in `cache`, so that only the first start compiles.
pub fn engine(size: &Size, cache: Option<&Path>) -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_component_model(true).wasm_component_model_async(true).epoch_interruption(true);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(size)));
    if let Some(folder) = cache {
        let mut settings = CacheConfig::new();
        settings.with_directory(std::path::absolute(folder)?);
        config.cache(Some(Cache::new(settings)?));
    }
    Ok(Engine::new(&config)?)
}

/// A composition has an inner component and a memory for each of its parts, and the adapters between them.
fn pool(size: &Size) -> PoolingAllocationConfig {
    const PARTS_MAX: u32 = 8;
    const CORES_A_COMPONENT: u32 = 64;
    let mut pool = PoolingAllocationConfig::new();
    let memories = size.instances.saturating_mul(3);
    pool.total_component_instances(size.instances)
        .total_core_instances(size.instances.saturating_mul(16))
        .total_memories(memories)
        .total_tables(size.instances.saturating_mul(12))
        .total_stacks(size.instances.saturating_mul(4))
        .max_core_instances_per_component(CORES_A_COMPONENT)
        .max_memories_per_component(PARTS_MAX)
        .max_tables_per_component(CORES_A_COMPONENT)
        .max_memory_size(size.memory_bytes_max)
        .table_elements(50_000)
        .max_unused_warm_slots(100)
        // Keeping memory resident between instances was slower in every case measured.
        .linear_memory_keep_resident(0);
    pool
}

/// A linker with all that a guest may import; what it was granted is decided at each call.
pub fn linker(engine: &Engine) -> Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    sqlite::link(&mut linker)?;
    key_value::link(&mut linker)?;
    postgres::link(&mut linker)?;
    variables::link(&mut linker)?;
    Ok(linker)
}

/// One thread that moves the engine's epoch on, until it is dropped.
pub struct Ticker {
    stop: Arc<AtomicBool>,
}

impl Ticker {
    /// Starts the thread.
    pub fn start(engine: &Engine) -> std::io::Result<Ticker> {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, engine) = (stop.clone(), engine.clone());
        thread::Builder::new().name("epoch".to_owned()).spawn(move || {
            while !stopped.load(Relaxed) {
                thread::sleep(TICK);
                engine.increment_epoch();
            }
        })?;
        Ok(Ticker { stop })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
    }
}
