//! The headers of tus 1.0 (<https://tus.io/protocols/resumable-upload>): what clients send along
//! with uploads that may be continued, and what they are told.

use crate::db::upload::{Upload, UploadState};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::recorder::RecorderError;
use crate::time::Instant;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, HttpDate};
use actix_web::{HttpResponse, ResponseError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::time::{Duration, UNIX_EPOCH};

/// The one version that is spoken.
pub(super) const VERSION: &str = "1.0.0";
/// What is spoken beyond the core of it.
pub(super) const EXTENSIONS: &str = "creation,termination,expiration";
/// What the body of a continuation is.
pub(super) const OFFSET_STREAM: &str = "application/offset+octet-stream";

pub(super) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(super) const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub(super) const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub(super) const UPLOAD_LENGTH: &str = "upload-length";
pub(super) const UPLOAD_OFFSET: &str = "upload-offset";
const UPLOAD_METADATA: &str = "upload-metadata";
const UPLOAD_EXPIRES: &str = "upload-expires";
/// Ours: where the upload stands, for those who ask with HEAD.
const UPLOAD_STATE: &str = "earmark-upload-state";

/// What an upload says about its file and call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct UploadMetadata {
    pub(super) file_name: Option<String>,
    pub(super) fingerprint: Option<String>,
    pub(super) source: Option<String>,
    pub(super) metadata: Option<Vec<u8>>,
}

/// Refuses another version than ours. One that says nothing is taken to mean it.
pub(super) fn check_version(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers.get(&TUS_RESUMABLE) {
        Some(version) if version != VERSION => Err(RequestError::TusVersion.into()),
        _ => Ok(()),
    }
}

/// A header that holds a whole number of bytes.
pub(super) fn bytes_in(headers: &HeaderMap, name: &'static str) -> Result<u64, ApiError> {
    let text = headers.get(name).and_then(|value| value.to_str().ok());
    let number = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    number.and_then(|text| text.parse().ok()).ok_or_else(|| RequestError::BadHeader(name).into())
}

/// Reads `Upload-Metadata`: pairs of a name and a value in base64. Names that we do not know are
/// passed over.
pub(super) fn metadata_in(headers: &HeaderMap) -> Result<UploadMetadata, ApiError> {
    let wrong = || ApiError::from(RequestError::BadHeader(UPLOAD_METADATA));
    let mut read = UploadMetadata::default();
    let Some(header) = headers.get(UPLOAD_METADATA) else { return Ok(read) };
    for pair in
        header.to_str().map_err(|_| wrong())?.split(',').map(str::trim).filter(|pair| !pair.is_empty())
    {
        let (name, encoded) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = BASE64_STANDARD.decode(encoded.trim()).map_err(|_| wrong())?;
        if name == "metadata" {
            read.metadata = Some(value);
            continue;
        }
        let text = String::from_utf8(value).map_err(|_| wrong())?;
        match name {
            // The first is what most clients say, the second what some do.
            "filename" => read.file_name = Some(text),
            "name" => read.file_name = read.file_name.or(Some(text)),
            "source" => read.source = Some(text).filter(|text| !text.trim().is_empty()),
            "fingerprint" => read.fingerprint = Some(text).filter(|text| text.len() <= FINGERPRINT_MOST),
            _ => {}
        }
    }
    Ok(read)
}

/// The longest fingerprint that is kept, in bytes; without one an upload cannot be found again, but
/// can be made.
const FINGERPRINT_MOST: usize = 1000;

/// Puts into the answer where the upload stands.
pub(super) fn tell(answer: &mut HttpResponse, upload: &Upload) {
    let headers = answer.headers_mut();
    headers.insert(HeaderName::from_static(UPLOAD_OFFSET), HeaderValue::from(upload.received));
    headers.insert(HeaderName::from_static(UPLOAD_LENGTH), HeaderValue::from(upload.length));
    headers.insert(HeaderName::from_static(UPLOAD_STATE), HeaderValue::from_static(upload.state.as_str()));
    if upload.state == UploadState::Receiving
        && let Ok(date) = HeaderValue::from_str(&http_date(upload.expires_at))
    {
        headers.insert(HeaderName::from_static(UPLOAD_EXPIRES), date);
    }
}

fn http_date(moment: Instant) -> String {
    let since_1970 = Duration::from_millis(u64::try_from(moment.as_millis()).unwrap_or_default());
    HttpDate::from(UNIX_EPOCH + since_1970).to_string()
}

/// The answer with what every answer of this protocol holds: errors, too.
pub(super) fn speaking_tus(answer: Result<HttpResponse, ApiError>) -> HttpResponse {
    let mut answer = answer.unwrap_or_else(|error| error.error_response());
    answer.headers_mut().insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    answer
}

/// The answer to another version than ours.
pub(super) fn version_refused() -> HttpResponse {
    HttpResponse::build(StatusCode::PRECONDITION_FAILED)
        .insert_header((TUS_VERSION, VERSION))
        .json(ErrorBody::of(&RequestError::TusVersion))
}

/// What a sender is told that continues where the upload does not stand: also where it does.
pub(super) fn offset_refused(error: RecorderError) -> Result<HttpResponse, ApiError> {
    let RecorderError::UploadOffset { expected } = error else { return Err(error.into()) };
    let mut answer = ApiError::from(RecorderError::UploadOffset { expected }).error_response();
    answer.headers_mut().insert(HeaderName::from_static(UPLOAD_OFFSET), HeaderValue::from(expected));
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn read(header: &'static str) -> Result<UploadMetadata, ApiError> {
        metadata_in(TestRequest::post().insert_header((UPLOAD_METADATA, header)).to_http_request().headers())
    }

    #[test]
    fn metadata_is_pairs_of_a_name_and_base64() {
        let sent = "filename 6LSo5qOALndhdg==, source cGJ4,filetype YXVkaW8vd2F2,is_private,metadata e30=";
        let expected = UploadMetadata {
            file_name: Some("质检.wav".to_owned()),
            source: Some("pbx".to_owned()),
            metadata: Some(b"{}".to_vec()),
            fingerprint: None,
        };
        assert_eq!(read(sent).unwrap(), expected);
        assert_eq!(read("").unwrap(), UploadMetadata::default());
        assert_eq!(read("name YQ==").unwrap().file_name.as_deref(), Some("a"));
        assert!(read("filename not-base64!").is_err());
        assert!(read("filename /w==").is_err(), "a name is UTF-8");
    }

    #[test]
    fn a_number_of_bytes_is_digits_and_nothing_else() {
        for (text, number) in
            [("12", Some(12)), ("0", Some(0)), ("+1", None), ("-1", None), ("", None), ("x", None)]
        {
            let request = TestRequest::post().insert_header((UPLOAD_LENGTH, text)).to_http_request();
            assert_eq!(bytes_in(request.headers(), UPLOAD_LENGTH).ok(), number, "{text:?}");
        }
    }

    #[test]
    fn the_end_of_an_upload_is_told_as_http_tells_dates() {
        assert_eq!(http_date("2026-11-26T12:00:00Z".parse().unwrap()), "Thu, 26 Nov 2026 12:00:00 GMT");
    }
}
