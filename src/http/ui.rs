//! The pages: `web/dist`, carried inside the program. Each address that is no file of it is a page
//! of the application, which reads the address itself. Without the files, one page says how to
//! build them.

use super::errors::{ApiError, RequestError};
use super::range::is_kept;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;
use std::fmt::Write as _;

/// What `npm run build` writes; nothing where it has not run. A debug build reads the folder anew
/// for each answer.
#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Files;

const INDEX: &str = "index.html";

/// The build puts a hash of the content into the names of these.
const HASHED: &str = "assets/";

const KEEP: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";

/// Scripts from here only. Ant Design writes its style sheets into the page while it runs, and the
/// player hands the sound to the browser as a blob.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; \
    worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const NOT_BUILT: &str = include_str!("ui_not_built.html");

/// Whatever the route table does not know: a file of the pages, or a page.
pub(super) async fn answer(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = request.path().trim_start_matches('/');
    if !is_read(request.method()) || path.starts_with("api/") {
        return Err(RequestError::NoSuchAddress.into());
    }
    if let Some(file) = Files::get(path).filter(|_| path != INDEX) {
        return Ok(hand_out(&request, path, file));
    }
    if looks_like_file(path) {
        return Err(RequestError::NoSuchAddress.into());
    }
    Ok(match Files::get(INDEX) {
        Some(index) => hand_out(&request, INDEX, index),
        None => not_built(),
    })
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// No page has a dot in its last part; an asset of an earlier build must not become a page.
fn looks_like_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

fn hand_out(request: &HttpRequest, path: &str, file: EmbeddedFile) -> HttpResponse {
    let tag = tag_of(&file);
    // Weak: the packed and the plain file are one thing to whoever keeps it.
    let weak_tag = format!("W/{tag}");
    let caching = if path.starts_with(HASHED) { KEEP } else { ASK_FIRST };
    if is_kept(request, &tag) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, weak_tag))
            .insert_header((CACHE_CONTROL, caching))
            .finish();
    }
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, media_type(path)))
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((ETAG, weak_tag))
        .insert_header((VARY, ACCEPT_ENCODING.as_str()));
    if path == INDEX {
        response.insert_header((CONTENT_SECURITY_POLICY, POLICY));
    }
    match Files::get(&format!("{path}.gz")).filter(|_| takes_gzip(request)) {
        Some(packed) => response.insert_header((CONTENT_ENCODING, "gzip")).body(bytes_of(packed)),
        None => response.body(bytes_of(file)),
    }
}

fn tag_of(file: &EmbeddedFile) -> String {
    let mut tag = "\"".to_owned();
    for byte in &file.metadata.sha256_hash()[..16] {
        // Writing into a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn takes_gzip(request: &HttpRequest) -> bool {
    let header = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    header.is_some_and(|codings| {
        codings.split(',').any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim().eq_ignore_ascii_case("gzip") && !is_zero(weight)
        })
    })
}

/// Whether a weight such as `q=0.0` refuses what it stands beside.
fn is_zero(weight: &str) -> bool {
    weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
}

fn bytes_of(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// The kinds of file that a build writes.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "map") => "application/json",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn not_built() -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(NOT_BUILT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use std::path::Path;

    /// Every address of this site that a page names in `src="…"` or `href="…"`.
    fn named_in(page: &str) -> Vec<&str> {
        ["src=\"/", "href=\"/"]
            .iter()
            .flat_map(|before| page.split(before).skip(1).filter_map(|rest| rest.split('"').next()))
            .collect()
    }

    #[test]
    fn what_a_page_names_is_found_in_it() {
        let page =
            r#"<link href="/a.css"><script type="module" src="/assets/b.js"></script><a href="https://x/">"#;
        assert_eq!(named_in(page), ["assets/b.js", "a.css"]);
    }

    #[test]
    fn every_file_that_the_index_names_is_embedded() {
        let Some(index) = Files::get(INDEX) else {
            assert_eq!(Files::iter().count(), 0, "there are files but no index");
            return;
        };
        let index = String::from_utf8(index.data.into_owned()).unwrap();
        let named = named_in(&index);
        let is_script = |path: &&str| Path::new(path).extension().is_some_and(|ending| ending == "js");
        assert!(named.iter().any(is_script), "the index names no script: {index}");
        for path in named {
            assert!(Files::get(path).is_some(), "the index names {path}, which is not embedded");
        }
    }

    #[test]
    fn every_embedded_file_has_a_kind() {
        for path in Files::iter() {
            let plain = path.strip_suffix(".gz").unwrap_or(&path);
            assert_ne!(media_type(plain), "application/octet-stream", "{path}");
        }
    }

    #[test]
    fn pages_are_told_from_files() {
        assert!(looks_like_file("assets/index-abc.js") && looks_like_file("robots.txt"));
        assert!(!looks_like_file("calls/0193") && !looks_like_file("") && !looks_like_file("v1.2/calls"));
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |codings: &str| {
            takes_gzip(&TestRequest::get().insert_header((ACCEPT_ENCODING, codings)).to_http_request())
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, GZIP;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("gzip;q=0.0, br"));
        assert!(!takes_gzip(&TestRequest::get().to_http_request()));
    }
}
