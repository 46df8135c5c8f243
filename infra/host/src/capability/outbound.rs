//! Outbound HTTP, to the hosts in `allowed_outbound_hosts` and no others; `http://<component>.spin.internal` stays
//! inside this process.

use std::sync::{Arc, OnceLock, Weak};

use http::uri::Scheme;
use http_body_util::BodyExt;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks, default_send_request};

use crate::allowed_hosts::{AllowedHosts, chained_component};
use crate::application::Application;

/// The hosts that one component may call.
#[derive(Clone)]
pub struct Grant {
    allowed: Arc<AllowedHosts>,
    application: Whole,
}

/// The application, once it is whole: components that call one another need it before it is.
pub type Whole = Arc<OnceLock<Weak<Application>>>;

impl Grant {
    /// What the manifest allows.
    pub fn new(allowed: AllowedHosts, application: Whole) -> Grant {
        Grant { allowed: Arc::new(allowed), application }
    }

    fn is_allowed(&self, request: &http::Request<WasiBody>) -> bool {
        let uri = request.uri();
        let scheme = uri.scheme().unwrap_or(&Scheme::HTTPS).as_str();
        uri.host().is_some_and(|host| self.allowed.allows(scheme, host, uri.port_u16()))
    }
}

type Ended = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Result<(http::Response<WasiBody>, Ended), Error>;

impl WasiHttpHooks for Grant {
    fn send_request(
        &mut self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Ended,
    ) -> Box<dyn Future<Output = Sent> + Send> {
        if !self.is_allowed(&request) {
            tracing::warn!(host = request.uri().host(), "outbound request denied: not in allowed_outbound_hosts");
            return Box::new(async { Err(Error::HttpRequestDenied) });
        }
        let component = request.uri().host().and_then(chained_component).map(str::to_owned);
        let application = self.application.get().and_then(Weak::upgrade);
        Box::new(async move {
            match component {
                Some(component) => chain(application, &component, request).await,
                None => send(request, options).await,
            }
        })
    }
}

async fn chain(application: Option<Arc<Application>>, component: &str, request: http::Request<WasiBody>) -> Sent {
    let application = application.ok_or(Error::DestinationUnavailable)?;
    let response = application.call(component, request).await.ok_or(Error::DestinationNotFound)?;
    Ok((response, Box::new(async { Ok(()) })))
}

async fn send(request: http::Request<WasiBody>, options: Option<RequestOptions>) -> Sent {
    let (response, ended) = default_send_request(request, options).await?;
    Ok((response.map(BodyExt::boxed_unsync), Box::new(ended)))
}
