//! Arguments in, results out.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why the store was not called.
pub enum Refused {
    /// The contract has no such operation.
    NoSuchOperation,
    /// The operation takes other arguments.
    BadArguments(String),
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Refused {
        Refused::BadArguments(error.to_string())
    }
}

/// The arguments of an operation, in its order.
pub fn given<T: DeserializeOwned>(arguments: &[u8]) -> Result<T, Refused> {
    Ok(serde_json::from_slice(arguments)?)
}

/// What the store answered.
pub fn told<T: Serialize, E: Serialize>(result: Result<T, E>) -> Result<String, Refused> {
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Told<T, E> {
        Ok(T),
        Err(E),
    }
    Ok(serde_json::to_string(&result.map_or_else(Told::Err, Told::Ok))?)
}
