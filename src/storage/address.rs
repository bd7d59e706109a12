//! Where the objects are, as an administrator writes it: a folder, or
//! `s3://BUCKET/PREFIX?endpoint=…&region=…&style=…&ca=…`.
//!
//! An address never holds a key: it stands in process lists, logs and the database. Keys come from
//! the environment or a file (`config::s3`).

use super::StorageError;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The folder of the default store, below the data folder.
const IN_DATA: &str = "objects";
/// Amazon's own region, which every server takes that has none of its own.
const USUAL_REGION: &str = "us-east-1";
/// What an address of a bucket begins with.
const SCHEME: &str = "s3://";

/// Where the objects are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageAddress {
    /// In the folder `objects` of the data folder: the default, which moves along with it.
    InData,
    /// In a folder of their own.
    Folder(PathBuf),
    /// In a bucket.
    S3(S3Address),
}

/// Where a bucket is, and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Address {
    /// The bucket.
    pub bucket: String,
    /// What every object's name begins with, without slashes around it; may be empty.
    pub prefix: String,
    /// The server: `http://HOST:PORT` or `https://HOST`. None: Amazon's own.
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    pub region: String,
    /// Where the bucket's name stands in a request.
    pub style: Style,
    /// A file of certificates (PEM) to trust beside the public ones, for a server of one's own.
    pub ca: Option<PathBuf>,
}

/// Where the bucket's name stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `https://HOST/BUCKET/KEY`: what servers of one's own want.
    Path,
    /// `https://BUCKET.HOST/KEY`: what Amazon and Aliyun want.
    Virtual,
}

impl StorageAddress {
    /// The address with a folder that is written from the root: relative ones depend on where a
    /// process was started.
    pub fn absolute(self) -> Result<Self, StorageError> {
        Ok(match self {
            // By its components, so that a slash at its end makes no other folder of it.
            Self::Folder(folder) => Self::Folder(std::path::absolute(folder)?.components().collect()),
            other => other,
        })
    }

    /// The folder of the objects; none: they are in a bucket.
    #[must_use]
    pub fn folder(&self, data: &Path) -> Option<PathBuf> {
        match self {
            Self::InData => Some(data.join(IN_DATA)),
            Self::Folder(folder) => Some(folder.clone()),
            Self::S3(_) => None,
        }
    }

    /// What tells this store from every other, for the database: how a bucket is spoken to may
    /// change, what is in it stays.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::InData => "data-folder".to_owned(),
            Self::Folder(folder) => format!("folder:{}", folder.display()),
            Self::S3(address) => address.name(),
        }
    }
}

impl S3Address {
    /// Bucket, prefix and server.
    #[must_use]
    pub fn name(&self) -> String {
        let place = if self.prefix.is_empty() {
            format!("{SCHEME}{}", self.bucket)
        } else {
            format!("{SCHEME}{}/{}", self.bucket, self.prefix)
        };
        match &self.endpoint {
            Some(endpoint) => format!("{place}?endpoint={endpoint}"),
            None => place,
        }
    }
}

/// As a person reads it; never the query, which is long and of no help.
impl fmt::Display for StorageAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InData => f.write_str("the folder \"objects\" in the data folder"),
            Self::Folder(folder) => write!(f, "the folder {}", folder.display()),
            Self::S3(address) => f.write_str(&address.name()),
        }
    }
}

impl FromStr for StorageAddress {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self, StorageError> {
        if let Some(bucket) = text.strip_prefix(SCHEME) {
            return Ok(Self::S3(bucket.parse()?));
        }
        if text.is_empty() || text.contains("://") {
            return Err(wrong("it is neither a folder nor begins with s3://"));
        }
        Ok(Self::Folder(PathBuf::from(text)))
    }
}

impl FromStr for S3Address {
    type Err = StorageError;

    /// Reads what stands behind `s3://`.
    fn from_str(text: &str) -> Result<Self, StorageError> {
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        if place.contains('@') {
            return Err(wrong(
                "keys do not belong in it; give them in EARMARK_S3_ACCESS_KEY and EARMARK_S3_SECRET_KEY",
            ));
        }
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let mut address = Self {
            bucket: checked_bucket(bucket)?,
            prefix: checked_prefix(prefix)?,
            endpoint: None,
            region: USUAL_REGION.to_owned(),
            style: Style::Virtual,
            ca: None,
        };
        let mut style = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "endpoint" => address.endpoint = Some(checked_endpoint(&value)?),
                "region" => address.region = checked_region(&value)?,
                "style" => style = Some(checked_style(&value)?),
                "ca" => address.ca = Some(PathBuf::from(value.as_ref())),
                _ => return Err(wrong("behind the ? only endpoint, region, style and ca are known")),
            }
        }
        address.style = style.unwrap_or_else(|| usual_style(address.endpoint.as_deref()));
        Ok(address)
    }
}

/// Amazon's own hosts and Aliyun's take the bucket as part of the host; others seldom have a name
/// in the DNS for every bucket.
fn usual_style(endpoint: Option<&str>) -> Style {
    match endpoint {
        Some(endpoint) if !endpoint.contains(".amazonaws.") && !endpoint.contains(".aliyuncs.") => {
            Style::Path
        }
        _ => Style::Virtual,
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn checked_bucket(bucket: &str) -> Result<String, StorageError> {
    let usual = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    if (3..=63).contains(&bucket.len()) && bucket.bytes().all(usual) {
        return Ok(bucket.to_owned());
    }
    Err(wrong("the bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens"))
}

fn checked_prefix(prefix: &str) -> Result<String, StorageError> {
    let prefix = prefix.trim_end_matches('/');
    let usual = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    if prefix.is_empty() || (prefix.len() <= 200 && prefix.split('/').all(usual)) {
        return Ok(prefix.to_owned());
    }
    Err(wrong("the prefix has letters, digits, dots, hyphens, underscores, and single slashes between them"))
}

fn checked_endpoint(endpoint: &str) -> Result<String, StorageError> {
    let endpoint = endpoint.trim_end_matches('/');
    let host = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '@', '?', '#', ' ']) => {
            Ok(endpoint.to_owned())
        }
        _ => Err(wrong("the endpoint is http://HOST:PORT or https://HOST, and nothing behind it")),
    }
}

fn checked_region(region: &str) -> Result<String, StorageError> {
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !region.is_empty() && region.len() <= 63 && region.bytes().all(usual) {
        return Ok(region.to_owned());
    }
    Err(wrong("the region has letters, digits and hyphens"))
}

fn checked_style(style: &str) -> Result<Style, StorageError> {
    match style {
        "path" => Ok(Style::Path),
        "virtual" => Ok(Style::Virtual),
        _ => Err(wrong("the style is path or virtual")),
    }
}

fn wrong(problem: &'static str) -> StorageError {
    StorageError::Address { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(text: &str) -> S3Address {
        match text.parse().unwrap() {
            StorageAddress::S3(address) => address,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_path_is_a_folder() {
        assert_eq!("/srv/objects".parse::<StorageAddress>().unwrap().name(), "folder:/srv/objects");
        let relative = "objects".parse::<StorageAddress>().unwrap().absolute().unwrap();
        assert!(relative.folder(Path::new("/data")).unwrap().is_absolute());
        let default = StorageAddress::InData;
        assert_eq!(default.folder(Path::new("/data")).unwrap(), Path::new("/data/objects"));
    }

    #[test]
    fn a_bucket_has_a_prefix_an_endpoint_and_a_region() {
        let address =
            bucket("s3://calls/qa/2026/?endpoint=https://s3.example:9000/&region=eu-west-1&ca=/etc/ca.pem");
        assert_eq!((address.bucket.as_str(), address.prefix.as_str()), ("calls", "qa/2026"));
        assert_eq!(address.endpoint.as_deref(), Some("https://s3.example:9000"));
        assert_eq!((address.region.as_str(), address.style), ("eu-west-1", Style::Path));
        assert_eq!(address.ca.as_deref(), Some(Path::new("/etc/ca.pem")));
        assert_eq!(address.name(), "s3://calls/qa/2026?endpoint=https://s3.example:9000");
        let amazon = bucket("s3://calls");
        assert_eq!(
            (amazon.region.as_str(), amazon.style, amazon.name().as_str()),
            ("us-east-1", Style::Virtual, "s3://calls")
        );
    }

    #[test]
    fn the_style_follows_the_host_unless_it_is_said() {
        assert_eq!(bucket("s3://calls?endpoint=https://oss-cn-hangzhou.aliyuncs.com").style, Style::Virtual);
        assert_eq!(bucket("s3://calls?endpoint=https://s3.eu-west-1.amazonaws.com").style, Style::Virtual);
        assert_eq!(bucket("s3://calls?endpoint=https://ceph.example&style=virtual").style, Style::Virtual);
        assert_eq!(bucket("s3://calls?style=path").style, Style::Path);
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_without_being_repeated() {
        for text in [
            "",
            "http://host/bucket",
            "s3://",
            "s3://Ab",
            "s3://KEY:geheim@calls",
            "s3://calls?endpoint=https://KEY:geheim@host",
            "s3://calls?endpoint=ftp://geheim",
            "s3://calls?secret_key=geheim",
            "s3://calls/../geheim",
            "s3://calls/a//geheim",
            "s3://calls?region=",
            "s3://calls?style=geheim",
        ] {
            let error = text.parse::<StorageAddress>().unwrap_err();
            assert!(matches!(error, StorageError::Address { .. }), "{text}");
            assert!(!format!("{error} {error:?}").contains("geheim"), "{error}");
        }
    }
}
