//! Answering with an object, or the part of it that a player asks for (RFC 9110 §14).

use super::errors::ApiError;
use crate::recorder::{CutSound, RecorderError, Shelf, Sound};
use crate::storage::ByteStream;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, Header, IF_RANGE,
    IfNoneMatch, Range as RangeHeader,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, body::SizedStream};
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use std::ops::Range;

/// The player may keep the sound, and asks before it plays it again.
const ASK_FIRST: &str = "private, no-cache";

/// What the client wants of an object.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    Nowhere,
}

/// What is played: a whole sound, or a stretch of one.
#[derive(Clone, Copy)]
pub(super) enum Played<'s> {
    Whole(&'s Sound),
    Stretch(&'s CutSound),
}

impl<'s> From<&'s Sound> for Played<'s> {
    fn from(sound: &'s Sound) -> Self {
        Self::Whole(sound)
    }
}

impl<'s> From<&'s CutSound> for Played<'s> {
    fn from(cut: &'s CutSound) -> Self {
        Self::Stretch(cut)
    }
}

impl Played<'_> {
    fn size(self) -> u64 {
        match self {
            Self::Whole(sound) => u64::try_from(sound.object.bytes).unwrap_or_default(),
            Self::Stretch(cut) => cut.bytes(),
        }
    }

    fn tag(self) -> String {
        match self {
            Self::Whole(sound) => format!("\"{}\"", sound.object.key),
            Self::Stretch(CutSound { sound, range_ms: (from, until), voice, .. }) => {
                format!("\"{}-{from}-{until}-{}\"", sound.object.key, voice.as_str())
            }
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Whole(sound) => sound.media_type,
            Self::Stretch(_) => "audio/wav",
        }
    }

    async fn play(self, shelf: &Shelf, range: Option<Range<u64>>) -> Result<ByteStream, RecorderError> {
        match self {
            Self::Whole(sound) => shelf.play(sound, range).await,
            Self::Stretch(cut) => shelf.play_cut(cut, range).await,
        }
    }
}

/// The sound, whole or in part. Players ask again whenever they seek; the tag lets them keep what
/// they have, but only after asking, because a permission may have ended. With `file_name` (ASCII,
/// without quotes) it is a file to be stored.
pub(super) async fn answer(
    request: &HttpRequest,
    shelf: &Shelf,
    sound: impl Into<Played<'_>>,
    file_name: Option<&str>,
) -> Result<HttpResponse, ApiError> {
    let sound = sound.into();
    let (size, tag) = (sound.size(), sound.tag());
    if is_kept(request, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((ETAG, tag))
            .insert_header((CACHE_CONTROL, ASK_FIRST))
            .finish());
    }
    let (status, range) = match wanted(request, size, &tag) {
        Wanted::Whole => (StatusCode::OK, None),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        Wanted::Nowhere => {
            let beyond = HttpResponse::build(StatusCode::RANGE_NOT_SATISFIABLE)
                .insert_header((CONTENT_RANGE, format!("bytes */{size}")))
                .finish();
            return Ok(beyond);
        }
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((CONTENT_TYPE, sound.media_type()))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CACHE_CONTROL, ASK_FIRST))
        .insert_header((ETAG, tag));
    if let Some(name) = file_name {
        response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    }
    let length = match &range {
        Some(range) => {
            let last = range.end.saturating_sub(1);
            response.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{size}", range.start)));
            range.end - range.start
        }
        None => size,
    };
    if request.method() == Method::HEAD {
        return Ok(response.body(SizedStream::new(length, stream::empty::<Result<Bytes, Infallible>>())));
    }
    let content = sound.play(shelf, range).await?;
    Ok(response.body(SizedStream::new(length, content)))
}

/// Whether the answer to this request will hold any of the sound.
pub(super) fn hands_out<'s>(request: &HttpRequest, sound: impl Into<Played<'s>>) -> bool {
    let sound = sound.into();
    let (size, tag) = (sound.size(), sound.tag());
    request.method() != Method::HEAD
        && !is_kept(request, &tag)
        && wanted(request, size, &tag) != Wanted::Nowhere
}

/// Whether the answer to this request lets the client hear any of the sound: it holds some, or it says that what
/// the client has is still right.
pub(super) fn lets_hear<'s>(request: &HttpRequest, sound: impl Into<Played<'s>>) -> bool {
    let sound = sound.into();
    let is_kept = is_kept(request, &sound.tag());
    (request.method() != Method::HEAD && is_kept) || hands_out(request, sound)
}

/// Whether the client has this very version (RFC 9110 §13.1.2).
pub(super) fn is_kept(request: &HttpRequest, tag: &str) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(kept)) => {
            kept.iter().any(|one| one.to_string().trim_start_matches("W/") == tag)
        }
        Err(_) => false,
    }
}

/// Several ranges at once are answered with the whole, as RFC 9110 §14.2 allows;
/// and HEAD asks about the whole.
fn wanted(request: &HttpRequest, size: u64, tag: &str) -> Wanted {
    let outdated = request.headers().get(IF_RANGE).is_some_and(|sent| sent.as_bytes() != tag.as_bytes());
    if outdated || request.method() == Method::HEAD || !request.headers().contains_key(RangeHeader::name()) {
        return Wanted::Whole;
    }
    let Ok(RangeHeader::Bytes(specs)) = RangeHeader::parse(request) else { return Wanted::Whole };
    let [spec] = specs.as_slice() else { return Wanted::Whole };
    match spec.to_satisfiable_range(size) {
        Some((first, last)) => Wanted::Part(first..last.saturating_add(1)),
        None => Wanted::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn asked(range: &str) -> Wanted {
        wanted(&TestRequest::get().insert_header(("range", range)).to_http_request(), 1000, "\"tag\"")
    }

    #[test]
    fn one_range_gives_a_part() {
        assert_eq!(asked("bytes=0-"), Wanted::Part(0..1000));
        assert_eq!(asked("bytes=100-199"), Wanted::Part(100..200));
        assert_eq!(asked("bytes=900-5000"), Wanted::Part(900..1000));
        assert_eq!(asked("bytes=-50"), Wanted::Part(950..1000));
    }

    #[test]
    fn what_cannot_be_is_told_and_what_is_odd_gives_the_whole() {
        assert_eq!(asked("bytes=1000-"), Wanted::Nowhere);
        assert_eq!(asked("bytes=0-1,5-6"), Wanted::Whole);
        assert_eq!(asked("seconds=1-2"), Wanted::Whole);
        assert_eq!(asked("bytes=x"), Wanted::Whole);
    }

    #[test]
    fn what_is_kept_already_is_not_sent_again() {
        let kept = |tags: &'static str| {
            let request = TestRequest::get().insert_header(("if-none-match", tags)).to_http_request();
            is_kept(&request, "\"tag\"")
        };
        assert!(kept("\"tag\"") && kept("\"old\", W/\"tag\"") && kept("*"));
        assert!(!kept("\"old\"") && !kept("nonsense"));
        assert!(!is_kept(&TestRequest::get().to_http_request(), "\"tag\""));
    }

    #[test]
    fn a_part_of_another_version_is_not_mixed_in() {
        let request =
            TestRequest::get().insert_header(("range", "bytes=5-9")).insert_header(("if-range", "\"old\""));
        assert_eq!(wanted(&request.to_http_request(), 1000, "\"tag\""), Wanted::Whole);
    }
}
