//! What stands between a client that sends a body and the handlers that read it, so that no
//! endpoint can forget either:
//!
//! * A limit on how long the client may pause. Without one, whoever opens a few hundred connections
//!   and falls silent holds a few hundred half-received files for ever.
//! * An early refusal ends the connection. Where an answer is given before the body is read,
//!   actix-http closes after a moment in which it reads on, but only as long as nobody has dropped
//!   the body; a dropped body in chunks it would wait for without end. So the body is kept until
//!   the answer is sent.

use super::App;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, web};
use futures_util::stream::{self, StreamExt};
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

/// A body that the handler reads and the answer keeps.
type SharedBody = Rc<RefCell<Payload>>;

/// Gives every request a body that fails as timed out when its next piece does not come in time,
/// and keeps what is unread of it until the answer is sent.
pub(super) async fn limit_pauses(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let longest = request.app_data::<web::Data<App>>().map(|app| app.limits.pause);
    let body = request.take_payload();
    let (Some(longest), false) = (longest, matches!(body, Payload::None)) else {
        request.set_payload(body);
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let body = Rc::new(RefCell::new(body));
    request.set_payload(impatient(Rc::clone(&body), longest));
    let response = next.call(request).await?;
    Ok(response.map_body(|_, answer| BoxBody::new(Answer { answer: answer.boxed(), _unread: body })))
}

fn impatient(body: SharedBody, longest: Duration) -> Payload {
    let pieces = stream::unfold(Some(body), move |body| async move {
        let body = body?;
        let next = poll_fn(|context| body.borrow_mut().poll_next_unpin(context));
        match tokio::time::timeout(longest, next).await {
            Ok(piece) => Some((piece?, Some(body))),
            Err(_) => Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), None)),
        }
    });
    // Whoever reads forms asks once more after the end.
    Payload::Stream { payload: Box::pin(pieces.fuse()) }
}

/// An answer that keeps the request's body for as long as it is being sent.
struct Answer {
    answer: BoxBody,
    _unread: SharedBody,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}
