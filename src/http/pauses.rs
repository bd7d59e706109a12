//! A limit on how long a client may pause while it sends a body. Without one, whoever opens a few
//! hundred connections and falls silent holds a few hundred half-received files for ever.

use super::App;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use futures_util::stream::{self, StreamExt};
use std::io;
use std::time::Duration;

/// Gives every request a body that fails as timed out when its next piece does not come in time.
/// It stands in front of every handler, so that no endpoint can forget it.
pub(super) async fn limit_pauses(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(longest) = request.app_data::<web::Data<App>>().map(|app| app.limits.pause) {
        let body = request.take_payload();
        request.set_payload(impatient(body, longest));
    }
    next.call(request).await
}

fn impatient(body: Payload, longest: Duration) -> Payload {
    if matches!(body, Payload::None) {
        return body;
    }
    let pieces = stream::unfold(Some(body), move |body| async move {
        let mut body = body?;
        match tokio::time::timeout(longest, body.next()).await {
            Ok(piece) => Some((piece?, Some(body))),
            Err(_) => Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), None)),
        }
    });
    // Whoever reads forms asks once more after the end.
    Payload::Stream { payload: Box::pin(pieces.fuse()) }
}
