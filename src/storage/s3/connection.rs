//! The crate's client for a bucket, and what objects are called in it.

use super::refusal::Refusal;
use crate::config::s3::S3Keys;
use crate::ids::ObjectKey;
use crate::storage::store::ObjectInfo;
use crate::storage::{S3Address, StorageError, Style};
use crate::time::Instant;
use minio::s3::creds::StaticProvider;
use minio::s3::http::BaseUrl;
use minio::s3::types::{BucketName, ListEntry, ObjectKey as ObjectName, Region};
use minio::s3::{MinioClient, MinioClientBuilder};

/// Amazon's own server, where the address names none.
const AMAZON: &str = "https://s3.amazonaws.com";

/// How a bucket is reached. Never printed: the client knows the keys.
pub(super) struct Connection {
    pub(super) client: MinioClient,
    pub(super) bucket: BucketName,
    /// What every object's name begins with; ends with a slash, or is empty.
    pub(super) prefix: String,
}

impl Connection {
    pub(super) fn new(address: &S3Address, keys: &S3Keys) -> Result<Self, StorageError> {
        let unusable = |problem| move |_| StorageError::Address { problem };
        let mut base: BaseUrl = address
            .endpoint
            .as_deref()
            .unwrap_or(AMAZON)
            .parse()
            .map_err(unusable("the endpoint cannot be read"))?;
        // Set, it is never asked of the server, and never guessed from the host.
        base.region = Region::new(address.region.as_str()).map_err(unusable("the region cannot be read"))?;
        base.virtual_style = address.style == Style::Virtual;
        let client = MinioClientBuilder::new(base)
            .provider(Some(StaticProvider::new(&keys.access, &keys.secret, None)))
            .ssl_cert_file(address.ca.as_deref())
            .build()
            .map_err(|_| StorageError::Address {
                problem: "the file of certificates cannot be read; `ca` names a PEM file",
            })?;
        let bucket =
            BucketName::new(address.bucket.as_str()).map_err(unusable("the bucket's name is not one"))?;
        let prefix = if address.prefix.is_empty() { String::new() } else { format!("{}/", address.prefix) };
        Ok(Self { client, bucket, prefix })
    }

    /// The whole name of an object.
    pub(super) fn path_of(&self, key: ObjectKey) -> String {
        format!("{}{key}", self.prefix)
    }

    /// The same, as the crate takes it.
    pub(super) fn name_of(&self, key: ObjectKey) -> Result<ObjectName, Refusal> {
        Ok(ObjectName::new(self.path_of(key))?)
    }

    /// The key of an object of this name: a key as we write it, in no other form.
    pub(super) fn key_named(&self, name: &str) -> Option<ObjectKey> {
        let key: ObjectKey = name.strip_prefix(self.prefix.as_str())?.parse().ok()?;
        (self.path_of(key) == name).then_some(key)
    }

    /// What a listing says of an object of ours.
    pub(super) fn info_of(&self, entry: &ListEntry) -> Option<ObjectInfo> {
        // To the second, as the answer to HEAD says it.
        let modified = entry.last_modified.map_or(0, |moment| moment.timestamp().saturating_mul(1000));
        Some(ObjectInfo {
            key: self.key_named(&entry.name)?,
            size: entry.size?,
            modified_at: Instant::from_millis(modified),
        })
    }
}
