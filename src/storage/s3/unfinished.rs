//! What a killed process left of an object in parts. The crate has no request for it, so the list
//! is asked for by hand
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>).

use super::S3;
use super::refusal::Refusal;
use crate::time::Instant;
use minio::s3::client::Method;
use minio::s3::error::Error as CrateError;
use minio::s3::error::ValidationErr;
use minio::s3::multimap_ext::{Multimap, MultimapExt};
use minio::s3::types::{ObjectKey as ObjectName, S3Api, S3Request, UploadId};
use xmltree::Element;

/// How many pages of a list are walked at most; what stays is for the next sweep.
const PAGES_MOST: usize = 1_000;

/// An object in parts that was never completed.
#[derive(Debug, PartialEq)]
struct Unfinished {
    key: String,
    id: String,
    began_at: Option<Instant>,
}

/// A page of them, and where the next one begins.
#[derive(Debug, PartialEq)]
struct UploadPage {
    uploads: Vec<Unfinished>,
    next: Option<(String, String)>,
}

impl S3 {
    pub(super) async fn remove_unfinished(&self, before: Instant) -> Result<usize, Refusal> {
        let (mut removed, mut from) = (0, None);
        for _ in 0..PAGES_MOST {
            let page = self.uploads_after(from.as_ref()).await?;
            for upload in &page.uploads {
                let is_ours = self.0.connection.key_named(&upload.key).is_some();
                if is_ours && self.was_left(upload, before).await? && self.abandon(upload).await? {
                    removed += 1;
                }
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(removed)
    }

    /// Whether it began before that moment, and nothing was added to it since.
    async fn was_left(&self, upload: &Unfinished, before: Instant) -> Result<bool, Refusal> {
        if upload.began_at.is_none_or(|began_at| began_at >= before) {
            return Ok(false);
        }
        let asked = self.0.requests.ask(0, || {
            let mut query = Multimap::new();
            query.add("uploadId", upload.id.as_str());
            self.text(query, Some(upload.key.as_str()))
        });
        match asked.await {
            Err(Refusal::NoSuchUpload(_)) => Ok(false),
            answered => Ok(last_part(&answered?)?.is_none_or(|last| last < before)),
        }
    }

    /// Removes its parts. `false`: it is gone already.
    async fn abandon(&self, upload: &Unfinished) -> Result<bool, Refusal> {
        let asked = self.0.requests.ask(0, || async {
            let (client, bucket) = (&self.0.connection.client, self.0.connection.bucket.clone());
            let (name, id) = (ObjectName::new(upload.key.as_str())?, UploadId::new(upload.id.as_str())?);
            client.abort_multipart_upload(bucket, name, id)?.build().send().await
        });
        match asked.await {
            Ok(_) => Ok(true),
            Err(Refusal::NoSuchUpload(_)) => Ok(false),
            Err(refusal) => Err(refusal),
        }
    }

    async fn uploads_after(&self, from: Option<&(String, String)>) -> Result<UploadPage, Refusal> {
        let asked = self.0.requests.ask(0, || {
            let mut query = Multimap::new();
            query.add("uploads", "");
            query.add("prefix", self.0.connection.prefix.as_str());
            if let Some((key, id)) = from {
                query.add("key-marker", key.as_str());
                query.add("upload-id-marker", id.as_str());
            }
            self.text(query, None)
        });
        read_page(&asked.await?)
    }

    /// A GET that the crate has no name for.
    async fn text(&self, query: Multimap, object: Option<&str>) -> Result<String, CrateError> {
        let object = object.map(ObjectName::new).transpose()?;
        let mut request = S3Request::builder()
            .client(self.0.connection.client.clone())
            .method(Method::GET)
            .bucket(self.0.connection.bucket.clone())
            .object(object)
            .query_params(query)
            .build();
        Ok(request.execute().await?.text().await.map_err(ValidationErr::from)?)
    }
}

fn parsed(text: &str) -> Result<Element, Refusal> {
    Element::parse(text.as_bytes()).map_err(|_| Refusal::nonsense("an answer is not XML"))
}

fn child_text(element: &Element, name: &str) -> Option<String> {
    element.get_child(name)?.get_text().map(std::borrow::Cow::into_owned)
}

fn children<'a>(element: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    element.children.iter().filter_map(|node| node.as_element()).filter(move |child| child.name == name)
}

fn read_page(text: &str) -> Result<UploadPage, Refusal> {
    let root = parsed(text)?;
    let uploads = children(&root, "Upload")
        .filter_map(|upload| {
            Some(Unfinished {
                key: child_text(upload, "Key")?,
                id: child_text(upload, "UploadId")?,
                began_at: child_text(upload, "Initiated").and_then(|moment| moment.parse().ok()),
            })
        })
        .collect();
    let goes_on = child_text(&root, "IsTruncated").is_some_and(|text| text == "true");
    let marker = |name| child_text(&root, name).unwrap_or_default();
    let next = goes_on.then(|| (marker("NextKeyMarker"), marker("NextUploadIdMarker")));
    Ok(UploadPage { uploads, next: next.filter(|(key, _)| !key.is_empty()) })
}

/// When the last part of the first page came: parts come in their order, and each of ours within
/// minutes of the one before.
fn last_part(text: &str) -> Result<Option<Instant>, Refusal> {
    let root = parsed(text)?;
    Ok(children(&root, "Part")
        .filter_map(|part| child_text(part, "LastModified")?.parse::<Instant>().ok())
        .max())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_uploads_is_read_with_where_it_goes_on() {
        let text = "<?xml version=\"1.0\"?><ListMultipartUploadsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
            <Bucket>b</Bucket><IsTruncated>true</IsTruncated><NextKeyMarker>k2</NextKeyMarker>\
            <NextUploadIdMarker>u2</NextUploadIdMarker>\
            <Upload><Key>k1</Key><UploadId>u1</UploadId><Initiated>2026-11-26T10:00:00.000Z</Initiated></Upload>\
            <Upload><Key>k2</Key><UploadId>u2</UploadId></Upload><Upload><Key>broken</Key></Upload>\
            </ListMultipartUploadsResult>";
        let page = read_page(text).unwrap();
        let began_at = "2026-11-26T10:00:00Z".parse().ok();
        let upload = |key: &str, id: &str, began_at| Unfinished { key: key.into(), id: id.into(), began_at };
        assert_eq!(page.uploads, [upload("k1", "u1", began_at), upload("k2", "u2", None)]);
        assert_eq!(page.next, Some(("k2".to_owned(), "u2".to_owned())));
        assert!(read_page("<a></a>").unwrap().next.is_none());
        assert!(read_page("no").is_err());
    }

    #[test]
    fn the_last_part_counts() {
        let text = "<ListPartsResult><Part><LastModified>2026-11-26T10:00:00.000Z</LastModified></Part>\
            <Part><LastModified>2026-11-26T11:00:00.000Z</LastModified></Part></ListPartsResult>";
        assert_eq!(last_part(text).unwrap(), "2026-11-26T11:00:00Z".parse().ok());
        assert_eq!(last_part("<ListPartsResult/>").unwrap(), None);
    }
}
