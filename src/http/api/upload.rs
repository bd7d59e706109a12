//! The form that brings a call in, received piece by piece: audio to the spool, metadata read.

use crate::access::Who;
use crate::http::App;
use crate::http::errors::{ApiError, RequestError};
use crate::recorder::sources::RefusedUpload;
use crate::recorder::{ReceivedFile, Reception, Sent};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::ContentDisposition;
use futures_util::TryStreamExt;

/// The longest file name that is kept, in characters; file systems end at 255 bytes.
const FILE_NAME_MOST: usize = 255;

/// The longest path of a file, in bytes.
const PATH_MOST: usize = 4096;

/// The parts of the form, received: the audio in the spool, the metadata read.
pub(super) struct Upload {
    pub(super) sent: Sent,
    pub(super) path: Option<String>,
    pub(super) audio: ReceivedFile,
    pub(super) file_name: Option<String>,
}

impl Upload {
    /// Receives the form, whatever the order of its parts. Parts of other names are passed over,
    /// as long as they are small together. `seen`: what is known of it by then, should it be refused.
    pub(super) async fn receive(
        app: &App,
        who: &Who,
        mut form: Multipart,
        seen: &mut RefusedUpload,
    ) -> Result<Self, ApiError> {
        let mut metadata = None;
        let mut audio = None;
        let mut path = None;
        let mut others_left = app.limits.metadata_bytes;
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            match part.name() {
                Some("metadata") if metadata.is_some() => {
                    return Err(RequestError::PartTwice("metadata").into());
                }
                Some("metadata") => {
                    let json =
                        small_part(&mut part, app.limits.metadata_bytes, RequestError::MetadataTooLarge)
                            .await?;
                    let sent = Sent::parse(&json)?;
                    seen.source = sent.source()?;
                    if audio.is_none() {
                        // What is wrong with it is better said before the recording is sent.
                        app.intake.interpret(who, sent.clone(), None).await?;
                    }
                    metadata = Some(sent);
                }
                Some("path") if path.is_none() => {
                    let text = small_part(&mut part, PATH_MOST, RequestError::MetadataTooLarge).await?;
                    path = Some(String::from_utf8_lossy(&text).into_owned());
                }
                Some("audio") if audio.is_some() => return Err(RequestError::PartTwice("audio").into()),
                Some("audio") => {
                    let file_name = part.content_disposition().and_then(file_name);
                    seen.file_name.clone_from(&file_name);
                    audio = Some((received(app, &mut part).await?, file_name));
                }
                _ => pass_over(&mut part, &mut others_left).await?,
            }
        }
        let (audio, file_name) = audio.ok_or(RequestError::PartMissing("audio"))?;
        Ok(Self { sent: metadata.unwrap_or_default(), audio, path, file_name })
    }
}

/// The file in a part, received to the spool.
pub(super) async fn received(app: &App, part: &mut Field) -> Result<ReceivedFile, ApiError> {
    let mut reception = Reception::begin(&app.spool, app.limits.audio_bytes).await?;
    while let Some(piece) = part.try_next().await.map_err(broken)? {
        reception.take(&piece).await?;
    }
    Ok(reception.finish().await?)
}

/// The file's own name, in UTF-8 either plainly (RFC 7578 §4.2) or percent-encoded (RFC 5987).
/// Control characters are left out: databases and terminals do not take them well.
pub(super) fn file_name(disposition: &ContentDisposition) -> Option<String> {
    let encoded = disposition.get_filename_ext().and_then(|name| str::from_utf8(&name.value).ok());
    without_control_characters(encoded.or_else(|| disposition.get_filename())?)
}

/// A file name as it is kept; none: nothing is left of it.
pub(super) fn without_control_characters(name: &str) -> Option<String> {
    let kept: String = name.chars().filter(|c| !c.is_control()).take(FILE_NAME_MOST).collect();
    Some(kept).filter(|name| !name.is_empty())
}

/// A part that is kept in memory; `too_large` is what to answer beyond the limit.
pub(super) async fn small_part(
    part: &mut Field,
    limit: usize,
    too_large: fn(usize) -> RequestError,
) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(broken)? {
        if bytes.len() + piece.len() > limit {
            return Err(too_large(limit).into());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Reads a part without keeping it. Even an empty one takes something off what is left, so that
/// a form of parts without end has one.
pub(super) async fn pass_over(part: &mut Field, left: &mut usize) -> Result<(), ApiError> {
    *left = left.checked_sub(1).ok_or(RequestError::OtherParts)?;
    while let Some(piece) = part.try_next().await.map_err(broken)? {
        *left = left.checked_sub(piece.len()).ok_or(RequestError::OtherParts)?;
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
pub(super) fn broken(error: MultipartError) -> ApiError {
    RequestError::of_form(&error).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn name_in(header: &str) -> Option<String> {
        let header = HeaderValue::from_str(header).unwrap();
        file_name(&ContentDisposition::from_raw(&header).unwrap())
    }

    #[test]
    fn a_file_name_is_read_plain_and_percent_encoded() {
        assert_eq!(name_in(r#"form-data; name="audio"; filename="a b.wav""#).unwrap(), "a b.wav");
        let both = "form-data; name=\"audio\"; filename=\"_.wav\"; filename*=UTF-8''%E8%B4%A8%E6%A3%80.wav";
        assert_eq!(name_in(both).unwrap(), "质检.wav");
        assert_eq!(name_in("form-data; name=\"audio\""), None);
    }

    #[test]
    fn what_is_no_part_of_a_name_is_left_out_of_it() {
        let nul_and_line_break = "form-data; name=\"audio\"; filename*=UTF-8''a%00%0D%0Ab.wav";
        assert_eq!(name_in(nul_and_line_break).unwrap(), "ab.wav");
        assert_eq!(name_in("form-data; name=\"audio\"; filename*=UTF-8''%00"), None);
        let long = format!("form-data; name=\"audio\"; filename=\"{}\"", "x".repeat(5000));
        assert_eq!(name_in(&long).unwrap().len(), FILE_NAME_MOST);
    }
}
