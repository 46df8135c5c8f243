// The part's own modules at the root of a target, where they look for one another.
#[path = "../../../components/gateway-vnpay/src"]
mod part {
    pub mod account;
    pub mod inquiry;
    pub mod laws;
    pub mod notice;
    pub mod refund;
    pub mod sign;
}
use part::{account, inquiry, laws, notice, refund, sign};
