//! Composes a function with its parts in memory, one level deep, as Spin does.
//!
//! A part that did not inherit a capability of the function must not reach it. Both import the same interfaces of the
//! host, and composing would merge them; so what a part is denied gets another name first (`capability::denied`).
//!
//! A part that is named for several interfaces, with the same rights, is one instance: one memory instead of several. A part
//! may not tell the difference, for it holds no state between two calls.

use std::borrow::Cow;
use std::ops::Range;

use anyhow::{Context, Result, anyhow, bail};
use wac_graph::types::{Package, SubtypeChecker};
use wac_graph::{CompositionGraph, NodeId};
use wasm_encoder::reencode::{ReencodeComponent, RoundtripReencoder};
use wasm_encoder::{Component, ComponentImportSection, RawSection};
use wasmparser::{Parser, Payload};

use crate::capability::denied;
use crate::manifest::{Dependency, Inherit};

/// Which interfaces of the host stand behind a right that a part may inherit.
#[rustfmt::skip]
const INTERFACES: &[(&str, &str)] = &[
    ("allowed_outbound_hosts", "spin:postgres/postgres@"),
    ("allowed_outbound_hosts", "wasi:http/client@"),
    ("allowed_outbound_hosts", "wasi:http/outgoing-handler@"),
    ("environment", "wasi:cli/environment@"),
    ("files", "wasi:filesystem/preopens@"),
    ("key_value_stores", "spin:key-value/key-value@"),
    ("sqlite_databases", "spin:sqlite/sqlite@"),
    ("variables", "spin:variables/variables@"),
];

/// A part to plug in.
pub struct Part<'a> {
    /// What the manifest says of it.
    pub dependency: &'a Dependency,
    /// The component.
    pub bytes: Vec<u8>,
}

/// The function with its parts inside. Without parts, the function as it is.
pub fn compose(function: Vec<u8>, parts: Vec<Part<'_>>) -> Result<Vec<u8>> {
    if parts.is_empty() {
        return Ok(function);
    }
    let mut graph = CompositionGraph::new();
    let function = add(&mut graph, "function", function)?;
    let mut plugged: Vec<String> = Vec::new();
    let mut instances: Vec<(&Dependency, NodeId)> = Vec::new();
    for part in &parts {
        let known = instances
            .iter()
            .find(|(one, _)| one.path == part.dependency.path && one.inherit == part.dependency.inherit);
        let instance = match known {
            Some((_, instance)) => *instance,
            None => add(&mut graph, &part.dependency.name, with_denials(&part.bytes, &part.dependency.inherit)?)?,
        };
        instances.push((part.dependency, instance));
        plug(&mut graph, function, (part.dependency, instance), &mut plugged)?;
    }
    let world = world(&graph, function)?;
    let exports: Vec<String> = graph.types()[world].exports.keys().cloned().collect();
    for export in exports {
        let node = graph.alias_instance_export(function, &export)?;
        graph.export(node, &export)?;
    }
    Ok(graph.encode(Default::default())?)
}

fn plug(
    graph: &mut CompositionGraph,
    function: NodeId,
    (dependency, instance): (&Dependency, NodeId),
    plugged: &mut Vec<String>,
) -> Result<()> {
    let name = &dependency.name;
    let world_of_function = world(graph, function)?;
    let imports: Vec<String> = graph.types()[world_of_function].imports.keys().cloned().collect();
    let wanted: Vec<String> = imports.into_iter().filter(|import| dependency.is_for(import)).collect();
    if wanted.is_empty() {
        bail!("dependency '{name}' matches no import of the component");
    }
    for import in wanted {
        if plugged.contains(&import) {
            bail!("dependency '{name}' would satisfy import '{import}', which another dependency satisfies already");
        }
        let export = dependency.export.as_deref().unwrap_or(&import).to_owned();
        check(graph, function, &import, instance, &export)
            .with_context(|| format!("dependency '{name}' cannot satisfy import '{import}'"))?;
        let node = graph.alias_instance_export(instance, &export)?;
        graph.set_instantiation_argument(function, &import, node)?;
        plugged.push(import);
    }
    Ok(())
}

fn add(graph: &mut CompositionGraph, name: &str, bytes: Vec<u8>) -> Result<NodeId> {
    let package = Package::from_bytes(name, None, bytes, graph.types_mut())?;
    let package = graph.register_package(package)?;
    Ok(graph.instantiate(package))
}

fn world(graph: &CompositionGraph, instance: NodeId) -> Result<wac_graph::types::WorldId> {
    let package = graph[instance].package().ok_or_else(|| anyhow!("an instance without a package"))?;
    Ok(graph[package].ty())
}

fn check(graph: &CompositionGraph, function: NodeId, import: &str, part: NodeId, export: &str) -> Result<()> {
    let types = graph.types();
    let given =
        types[world(graph, part)?].exports.get(export).ok_or_else(|| anyhow!("it does not export '{export}'"))?;
    let wanted = types[world(graph, function)?].imports.get(import).ok_or_else(|| anyhow!("no such import"))?;
    SubtypeChecker::new(&mut Default::default()).is_subtype(*given, types, *wanted, types)
}

/// The name under which an interface is denied, if this part is denied it.
fn denial(import: &str, inherit: &Inherit) -> Option<String> {
    let (right, _) = INTERFACES.iter().find(|(_, interface)| import.starts_with(interface))?;
    let (namespace, rest) = import.split_once(':')?;
    (!inherit.includes(right)).then(|| format!("{}{namespace}-{rest}", denied::PREFIX))
}

/// The component with denied imports renamed; everything else is carried over byte for byte.
fn with_denials(bytes: &[u8], inherit: &Inherit) -> Result<Vec<u8>> {
    let mut renamed = Component::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        match &payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => {
                if depth == 0
                    && let Some((id, range)) = payload.as_section()
                {
                    renamed.section(&RawSection { id, data: slice(bytes, range)? });
                }
                depth = depth.saturating_add(1);
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(imports) if depth == 0 => {
                renamed.section(&renamed_imports(imports.clone(), inherit)?);
            }
            _ if depth == 0 => {
                if let Some((id, range)) = payload.as_section() {
                    renamed.section(&RawSection { id, data: slice(bytes, range)? });
                }
            }
            _ => {}
        }
    }
    Ok(renamed.finish())
}

fn slice(bytes: &[u8], range: Range<u64>) -> Result<&[u8]> {
    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
    bytes.get(range).ok_or_else(|| anyhow!("a section reaches beyond the component"))
}

fn renamed_imports(
    imports: wasmparser::ComponentImportSectionReader<'_>,
    inherit: &Inherit,
) -> Result<ComponentImportSection> {
    let mut section = ComponentImportSection::new();
    for import in imports {
        let import = import?;
        let name = match denial(import.name.name, inherit) {
            Some(denied) => Cow::Owned(denied),
            None => Cow::Borrowed(import.name.name),
        };
        let ty = RoundtripReencoder.component_type_ref(import.ty).map_err(|error| anyhow!("{error}"))?;
        section.import(&*name, ty);
    }
    Ok(section)
}
