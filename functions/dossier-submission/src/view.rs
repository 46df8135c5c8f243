//! What a submission shows.

pub mod dossier;
pub mod draft;
pub mod step;

use motcua_edge::clock::civil;
use motcua_reference::store::procedures::Procedure;
use motcua_rules::desk::Desk;
use motcua_rules::quote::PlaceUnit;
use serde::Serialize;

/// A procedure by its names.
#[derive(Serialize)]
pub struct ProcedureView<'a> {
    code: &'a str,
    name_vi: &'a str,
    name_en: Option<&'a str>,
}

impl<'a> ProcedureView<'a> {
    /// Of the procedure in force.
    pub fn of(procedure: &'a Procedure) -> ProcedureView<'a> {
        ProcedureView { code: &procedure.code, name_vi: &procedure.name_vi, name_en: procedure.name_en.as_deref() }
    }
}

/// A unit by its names.
#[derive(Serialize)]
pub struct PlaceView<'a> {
    code: String,
    name_vi: &'a str,
    name_en: &'a str,
}

impl<'a> PlaceView<'a> {
    /// Of the unit at whose desk it is filed.
    pub fn of(unit: &'a PlaceUnit) -> PlaceView<'a> {
        PlaceView { code: unit.code.to_string(), name_vi: &unit.name_vi, name_en: &unit.name_en }
    }
}

/// A desk by its names.
#[derive(Serialize)]
pub struct DeskView<'a> {
    name_vi: &'a str,
    name_en: &'a str,
    agency: Option<&'a str>,
}

impl<'a> DeskView<'a> {
    /// Of a desk that receives.
    pub fn of(desk: &'a Desk) -> DeskView<'a> {
        let agency = desk.agency.as_ref().map(|agency| agency.id.as_str());
        DeskView { name_vi: &desk.name_vi, name_en: &desk.name_en, agency }
    }
}

/// An instant as clocks in Vietnam show it, to the second: `2025-07-01T08:00:00+07:00`.
pub fn instant(ms: u64) -> String {
    format!("{}+07:00", civil(ms - ms % 1000))
}
