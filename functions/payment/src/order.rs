//! `GET /api/payments/<gateway>/orders/{id}`: where an order stands, in plain words. Its id has 128 bits of chance and tells
//! nothing of a person, so it opens what is shown here.

use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;

use crate::asked::Asked;
use crate::begin::named;
use crate::problem::no_order;
use crate::store::orders::Order;
use crate::view;

/// The order.
pub async fn read(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let order = of_gateway(asked, id).await?;
    answer::private_json(&asked.parts.headers, asked.language, &view::begun(asked, &order).await?)
}

/// The order of this id, where it is one of this gateway's.
pub async fn of_gateway(asked: &Asked, id: &str) -> Result<Order, Problem> {
    let order = named(id).await?;
    if order.gateway == asked.settings.gateway { Ok(order) } else { Err(no_order()) }
}
