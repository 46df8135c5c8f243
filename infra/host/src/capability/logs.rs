//! What guests write to stdout and stderr becomes log events that name the component, a line each.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};

/// A longer line is logged in pieces, in bytes.
const LINE_MAX: usize = 8 << 10;

/// One of a component's two outputs.
#[derive(Clone)]
pub struct Output {
    component: Arc<str>,
    is_error: bool,
}

impl Output {
    /// The component's stdout.
    pub fn stdout(component: &Arc<str>) -> Output {
        Output { component: component.clone(), is_error: false }
    }

    /// The component's stderr.
    pub fn stderr(component: &Arc<str>) -> Output {
        Output { component: component.clone(), is_error: true }
    }

    fn log(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        match (line.is_empty(), self.is_error) {
            (true, _) => {}
            (false, false) => tracing::info!(target: "guest", component = &*self.component, "{line}"),
            (false, true) => tracing::warn!(target: "guest", component = &*self.component, "{line}"),
        }
    }
}

impl IsTerminal for Output {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Output {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(Lines { output: self.clone(), pending: Vec::new() })
    }
}

struct Lines {
    output: Output,
    pending: Vec<u8>,
}

impl AsyncWrite for Lines {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.pending.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.pending.len() >= LINE_MAX {
                let line = std::mem::take(&mut self.pending);
                self.output.log(&line);
            }
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.output.log(&std::mem::take(&mut self.pending));
    }
}
