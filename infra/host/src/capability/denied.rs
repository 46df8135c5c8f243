//! Interfaces that a part imports but did not inherit. Composition gives them a name of their own (see `compose`), and
//! here every function behind such a name answers that access is denied, or ends the guest where it cannot say so.

use std::sync::Arc;

use wasmtime::component::types::{ComponentFunc, ComponentInstance, ComponentItem, Type};
use wasmtime::component::{Component, Linker, LinkerInstance, Resource, ResourceType, Val};
use wasmtime::{AsContextMut, Engine, StoreContextMut, bail};

use crate::guest::Guest;

/// How names of denied interfaces start: `spin:sqlite/sqlite@3.1.0` becomes `denied:spin-sqlite/sqlite@3.1.0`.
pub const PREFIX: &str = "denied:";

struct Denied;

/// Defines the denied interfaces that `component` imports.
pub fn link(linker: &mut Linker<Guest>, engine: &Engine, component: &Component) -> wasmtime::Result<()> {
    for (name, item) in component.component_type().imports(engine) {
        if let (true, ComponentItem::ComponentInstance(interface)) = (name.starts_with(PREFIX), item.ty) {
            deny(&mut linker.instance(name)?, engine, name, &interface)?;
        }
    }
    Ok(())
}

fn deny(
    linker: &mut LinkerInstance<'_, Guest>,
    engine: &Engine,
    interface: &str,
    shape: &ComponentInstance,
) -> wasmtime::Result<()> {
    let functions: Vec<&str> = shape.exports(engine).map(|(name, _)| name).collect();
    for (name, item) in shape.exports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(function) => {
                let refusal = Arc::new(format!("{interface}#{name}"));
                define(linker, name, &function, refusal)?;
            }
            ComponentItem::Resource(_) if is_defined_here(name, &functions) => {
                linker.resource(name, ResourceType::host::<Denied>(), |_, _| Ok(()))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// An interface that only borrows a resource from another has no functions of it.
fn is_defined_here(resource: &str, functions: &[&str]) -> bool {
    functions.iter().any(|function| {
        function.split_once(']').is_some_and(|(_, of)| of == resource || of.starts_with(&format!("{resource}.")))
    })
}

fn define(
    linker: &mut LinkerInstance<'_, Guest>,
    name: &str,
    function: &ComponentFunc,
    refusal: Arc<String>,
) -> wasmtime::Result<()> {
    if function.async_() {
        linker.func_new_concurrent(name, move |accessor, function, parameters, results| {
            accessor.with(|store| give_back(store, parameters));
            let answered = refuse(&function, &refusal, results);
            Box::pin(async move { answered })
        })
    } else {
        let is_constructor = name.starts_with("[constructor]");
        linker.func_new(name, move |mut store, function, parameters, results| {
            give_back(&mut store, parameters);
            match results {
                [made] if is_constructor => construct(store, made),
                results => refuse(&function, &refusal, results),
            }
        })
    }
}

/// What a function was lent it must give back, or the call ends in a trap.
fn give_back(mut store: impl AsContextMut, parameters: &[Val]) {
    for parameter in parameters {
        if let Val::Resource(lent) = parameter {
            // What is none of ours was not lent to us.
            let _ = lent.try_into_resource::<Denied>(&mut store);
        }
    }
}

/// A constructor cannot say no; what it makes is good for nothing, and says so when it is used.
fn construct(store: StoreContextMut<'_, Guest>, made: &mut Val) -> wasmtime::Result<()> {
    *made = Val::Resource(Resource::<Denied>::new_own(0).try_into_resource_any(store)?);
    Ok(())
}

fn refuse(function: &ComponentFunc, refusal: &str, results: &mut [Val]) -> wasmtime::Result<()> {
    for (result, ty) in results.iter_mut().zip(function.results()) {
        match refusal_of(&ty) {
            Some(value) => *result = value,
            None => bail!("access denied: this part did not inherit {refusal}"),
        }
    }
    Ok(())
}

/// How a type says no: an error whose name says so, or nothing at all.
fn refusal_of(ty: &Type) -> Option<Val> {
    match ty {
        Type::List(_) => Some(Val::List(Vec::new())),
        Type::Option(_) => Some(Val::Option(None)),
        Type::Result(result) => error_of(&result.err()?).map(|error| Val::Result(Err(Some(Box::new(error))))),
        _ => None,
    }
}

fn error_of(ty: &Type) -> Option<Val> {
    const NAMES: [&str; 4] = ["access-denied", "HTTP-request-denied", "undefined", "connection-failed"];
    let Type::Variant(variant) = ty else { return None };
    let case = NAMES.iter().find_map(|&name| variant.cases().find(|case| case.name == name))?;
    let payload = match case.ty {
        None => None,
        Some(Type::String) => Some(Box::new(Val::String("access denied: not inherited".to_owned()))),
        Some(_) => return None,
    };
    Some(Val::Variant(case.name.to_owned(), payload))
}
