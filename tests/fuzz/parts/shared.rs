// The laws of what all parts share, on the crate itself.
#[path = "../../../components/gateway/src"]
mod part {
    pub mod laws;
}
use motcua_gateway::{Refusal, amount, fields, json, mac, moment};
use part::laws;
