// The part's own modules at the root of a target, where they look for one another.
#[path = "../../../components/gateway-vietqr/src"]
mod part {
    pub mod account;
    pub mod emv;
    pub mod laws;
    pub mod notice;
    pub mod scheme;
    pub mod token;
}
use part::{account, emv, laws, notice, scheme, token};
