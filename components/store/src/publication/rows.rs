//! A list's rows as the tables keep them.

use sha2::{Digest, Sha256};

use crate::bindings::exports::motcua::store::procedures::Procedure;
use crate::bindings::exports::motcua::store::publication::{CentreRow, FormRow, SuccessionRow, UnitRow};
use crate::bindings::exports::motcua::store::types::Period;
use crate::bindings::exports::motcua::store::units::Position;
use crate::hash::hex;
use crate::procedures::{summary, written};
use crate::units::level_name;
use crate::{Fault, Value};

/// One row: what it is about, and what it says.
pub struct Entry {
    pub key: String,
    /// The unit that it names, which must be in force.
    pub unit: Option<String>,
    /// Equal for rows of one list that say the same.
    pub hash: String,
    /// In the order of the table's columns.
    pub values: Vec<Value>,
}

impl Entry {
    fn new(key: String, unit: Option<String>, values: Vec<Value>) -> Entry {
        Entry { key, unit, hash: String::new(), values }
    }

    /// The row as a list of that name says it.
    ///
    /// The name is part of the hash: when a row moves to another list, that list has to take it over, or it would end
    /// with the next edition of the list it left.
    pub fn of_list(self, name: &str) -> Entry {
        let hash = hash(name, &self.values);
        Entry { hash, ..self }
    }
}

/// Half of a SHA-256: it tells two versions of one row apart, and everybody who may publish is known.
fn hash(list: &str, values: &[Value]) -> String {
    let mut hasher = Sha256::new();
    absorb(&mut hasher, b'l', list.as_bytes());
    for value in values {
        match value {
            Value::Null => absorb(&mut hasher, b'n', &[]),
            Value::Integer(integer) => absorb(&mut hasher, b'i', &integer.to_le_bytes()),
            Value::Text(text) => absorb(&mut hasher, b't', text.as_bytes()),
            Value::Blob(bytes) => absorb(&mut hasher, b'b', bytes),
        }
    }
    hex(&hasher.finalize()[..16])
}

/// With its type and length before it, so that no two rows give the same bytes.
fn absorb(hasher: &mut Sha256, kind: u8, bytes: &[u8]) {
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

pub fn unit(row: UnitRow) -> Entry {
    let parent = row.parent.clone();
    let (folded, folded_short) = row.folded;
    let (agency, synthetic) = row.agency.map(|agency| (agency.id, agency.synthetic)).unzip();
    let [latitude, longitude] = degrees(row.position);
    let values = vec![
        level_name(row.level).into(),
        row.kind.into(),
        row.name_vi.into(),
        row.name_en.into(),
        folded.into(),
        folded_short.into(),
        row.parent.into(),
        agency.into(),
        synthetic.into(),
        row.population.into(),
        row.area_ha.into(),
        latitude,
        longitude,
    ];
    Entry::new(row.code, parent, values)
}

pub fn succession(row: SuccessionRow) -> Entry {
    let item = format!("{}>{} {}", row.old_code.as_deref().unwrap_or_default(), row.new_code, row.old_name);
    let unit = row.new_code.clone();
    let values = vec![
        row.old_code.into(),
        row.old_name.into(),
        row.old_parent.into(),
        row.new_code.into(),
        row.kind.into(),
        row.note.into(),
    ];
    Entry::new(item, Some(unit), values)
}

pub fn procedure(row: Procedure) -> Result<Entry, Fault> {
    // The period stands in columns of its own and is no part of what the version says.
    let row = Procedure { holds: Period { start: None, end: None }, ..row };
    let values = vec![row.decision.as_str().into(), written(&summary(&row))?.into(), written(&row)?.into()];
    Ok(Entry::new(row.code, None, values))
}

pub fn centre(row: CentreRow) -> Entry {
    let [latitude, longitude] = degrees(row.position);
    let values = vec![row.address.into(), latitude, longitude, row.hotline.into()];
    Entry::new(row.unit_code.clone(), Some(row.unit_code), values)
}

pub fn form(row: FormRow) -> Entry {
    Entry::new(row.procedure, None, vec![row.body.into()])
}

fn degrees(position: Option<Position>) -> [Value; 2] {
    let (latitude, longitude) = position.map(|position| (position.latitude, position.longitude)).unzip();
    [latitude.into(), longitude.into()]
}
