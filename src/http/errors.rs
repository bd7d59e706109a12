//! From an error of any room to what the client sees: a status, a stable code, a sentence, and
//! the values that the browser fills into its own sentence. Causes are logged, never sent.

use crate::error::{Coded, Kind, Spot};
use crate::ids::RequestId;
use actix_multipart::MultipartError;
use actix_web::error::{JsonPayloadError, PayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use utoipa::ToSchema;

/// How long a client waits before it tries again what we could not do just now.
const RETRY_SECONDS: &str = "5";

/// Any room's error on its way to the client.
pub struct ApiError(Box<dyn Coded>);

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct ErrorBody {
    /// A stable name in `snake_case`.
    #[schema(example = "not_found")]
    pub code: String,
    /// What happened and what to do, in English.
    pub message: String,
    /// Values for the client's own sentence.
    pub params: BTreeMap<&'static str, String>,
    /// Each place that is wrong, where a whole document was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub problems: Vec<ProblemBody>,
}

/// A place in a document that is wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentProblem)]
pub(crate) struct ProblemBody {
    /// Field names and list positions from 0, as in `extensions[2].from`; empty: the whole.
    pub path: String,
    /// The line that shows it, counted from 1.
    pub line: usize,
    /// What kind of mistake; a stable name in `snake_case`.
    pub code: &'static str,
    /// One English sentence.
    pub message: String,
}

impl From<Spot> for ProblemBody {
    fn from(spot: Spot) -> Self {
        Self { path: spot.path, line: spot.line, code: spot.code, message: spot.message }
    }
}

impl ApiError {
    /// The error as its room made it.
    pub(super) fn coded(&self) -> &dyn Coded {
        self.0.as_ref()
    }
}

impl<E: Coded> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self.0.kind() {
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Gone => StatusCode::GONE,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Full => StatusCode::INSUFFICIENT_STORAGE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        if status.is_server_error() {
            tracing::error!(code = self.0.code(), causes = ?causes(self.0.as_ref()), "{}", self.0);
        }
        let mut response = HttpResponse::build(status);
        match self.0.kind() {
            Kind::Unavailable => response.insert_header((RETRY_AFTER, RETRY_SECONDS)),
            Kind::Unauthenticated => response.insert_header((WWW_AUTHENTICATE, "Bearer")),
            // What else the client sends would be taken for its next request.
            Kind::TooSlow => response.force_close(),
            _ => &mut response,
        };
        response.json(ErrorBody::of(self.0.as_ref()))
    }
}

impl ErrorBody {
    pub(super) fn of(error: &dyn Coded) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            params: error.params().into_iter().collect(),
            problems: error.problems().into_iter().map(ProblemBody::from).collect(),
        }
    }
}

fn causes(error: &dyn Coded) -> Vec<String> {
    std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string).collect()
}

/// What is wrong with a request before any room sees it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RequestError {
    /// No such address.
    #[error("there is nothing at this address")]
    NoSuchAddress,
    /// The address exists, but not for this method.
    #[error("this address does not answer to this method")]
    MethodNotAllowed,
    /// A part of the path is not an id.
    #[error("there is nothing at this address; an id in it is malformed")]
    BadPath,
    /// The query string is not understood.
    #[error("the query is not understood: {0}")]
    BadQuery(String),
    /// The body is not the JSON that is expected.
    #[error("the body is not understood: {0}")]
    BadBody(String),
    /// The body is not `multipart/form-data`, or breaks off.
    #[error("the body is not complete multipart/form-data: {0}")]
    BadMultipart(String),
    /// The body does not say that it is JSON.
    #[error("the body must be JSON, with the header content-type: application/json")]
    NotJson,
    /// The body does not say that it is a part of an upload.
    #[error(
        "the body must be a part of the file, with the header content-type: application/offset+octet-stream"
    )]
    NotOffsetStream,
    /// A header is missing or not understood.
    #[error("the header {0} is missing or not understood")]
    BadHeader(&'static str),
    /// The client speaks another version of tus.
    #[error("uploads are continued by tus 1.0.0 here")]
    TusVersion,
    /// The body is larger than any that is expected here.
    #[error("the body is larger than {0} bytes")]
    BodyTooLarge(usize),
    /// The client stopped in the middle of the body.
    #[error("the rest of the body did not come in time; send it again")]
    TooSlow,
    /// A part of the form is missing.
    #[error("the form needs a part named \"{0}\"")]
    PartMissing(&'static str),
    /// A part came twice.
    #[error("the part \"{0}\" came twice")]
    PartTwice(&'static str),
    /// The metadata part is too large.
    #[error("the metadata is larger than {0} bytes")]
    MetadataTooLarge(usize),
    /// Parts that nobody asked for are large.
    #[error("the form has large parts that are neither \"metadata\" nor \"audio\"; leave them out")]
    OtherParts,
    /// The session has as many streams of events open as it may.
    #[error("this session follows events too often already; close other windows, or try again in a minute")]
    TooManyStreams,
    /// The server has as many open as it bears, or is stopping.
    #[error("nobody else can follow events just now; try again in a moment")]
    NoStreamFree,
    /// As many exports are under way as the server makes at once.
    #[error("others export just now; try again in a minute")]
    TooManyExports,
    /// Another site sent this request with the person's cookie.
    #[error("this request did not come from earmark's own pages")]
    CrossSite,
    /// The server was put together without its parts: a fault of ours.
    #[error("the server is not set up as it should be; the log says where")]
    NotSetUp,
}

impl RequestError {
    /// What is wrong with a JSON body.
    pub(super) fn of_json(error: &JsonPayloadError) -> Self {
        match error {
            JsonPayloadError::Overflow { limit } | JsonPayloadError::OverflowKnownLength { limit, .. } => {
                Self::BodyTooLarge(*limit)
            }
            JsonPayloadError::ContentType => Self::NotJson,
            JsonPayloadError::Deserialize(error) => Self::BadBody(without_values(error)),
            JsonPayloadError::Payload(error) if is_too_slow(error) => Self::TooSlow,
            _ => Self::BadBody("it broke off".to_owned()),
        }
    }

    /// What is wrong with a body that is read as it comes.
    pub(super) fn of_body(error: &PayloadError) -> Self {
        if is_too_slow(error) { Self::TooSlow } else { Self::BadBody("it broke off".to_owned()) }
    }

    /// What is wrong with a form.
    pub(super) fn of_form(error: &MultipartError) -> Self {
        match error {
            MultipartError::Payload(error) if is_too_slow(error) => Self::TooSlow,
            MultipartError::Payload(_) => Self::BadMultipart("it broke off".to_owned()),
            error => Self::BadMultipart(error.to_string()),
        }
    }
}

/// As `pauses` says it.
fn is_too_slow(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Io(cause) if cause.kind() == io::ErrorKind::TimedOut)
}

/// What serde says of a wrong value repeats the value, and that may be a password.
pub(super) fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("missing field") {
        return text;
    }
    format!("look at line {}, column {}", error.line(), error.column())
}

impl Coded for RequestError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoSuchAddress | Self::BadPath => Kind::NotFound,
            Self::MethodNotAllowed
            | Self::BadQuery(_)
            | Self::BadBody(_)
            | Self::BadHeader(_)
            | Self::TusVersion
            | Self::OtherParts
            | Self::BadMultipart(_)
            | Self::PartMissing(_)
            | Self::PartTwice(_) => Kind::Invalid,
            Self::MetadataTooLarge(_) | Self::BodyTooLarge(_) => Kind::TooLarge,
            Self::NotJson | Self::NotOffsetStream => Kind::Unsupported,
            Self::TooSlow => Kind::TooSlow,
            Self::TooManyStreams => Kind::TooMany,
            Self::NoStreamFree | Self::TooManyExports => Kind::Unavailable,
            Self::CrossSite => Kind::Denied,
            Self::NotSetUp => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchAddress => "no_such_address",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::BadPath => "bad_path",
            Self::BadQuery(_) => "bad_query",
            Self::BadBody(_) => "bad_body",
            Self::BadMultipart(_) => "bad_multipart",
            Self::NotJson => "not_json",
            Self::NotOffsetStream => "not_offset_stream",
            Self::BadHeader(_) => "bad_header",
            Self::TusVersion => "tus_version",
            Self::BodyTooLarge(_) => "body_too_large",
            Self::TooSlow => "too_slow",
            Self::PartMissing(_) => "part_missing",
            Self::PartTwice(_) => "part_twice",
            Self::MetadataTooLarge(_) => "metadata_too_large",
            Self::OtherParts => "other_parts",
            Self::TooManyStreams => "too_many_streams",
            Self::NoStreamFree => "no_stream_free",
            Self::TooManyExports => "too_many_exports",
            Self::CrossSite => "cross_site",
            Self::NotSetUp => "not_set_up",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PartMissing(part) | Self::PartTwice(part) => vec![("part", (*part).to_owned())],
            Self::BadHeader(header) => vec![("header", (*header).to_owned())],
            Self::MetadataTooLarge(limit) | Self::BodyTooLarge(limit) => vec![("limit", limit.to_string())],
            _ => Vec::new(),
        }
    }
}

/// The id that the request log gave this request.
pub(super) fn request_id(request: &HttpRequest) -> Option<RequestId> {
    request.extensions().get::<RequestId>().copied()
}
