//! The object store: recordings and what is made from them, by key.
//!
//! A small trait, [`ObjectStore`], and its backends: the filesystem (the default), buckets that
//! speak S3, and memory (for tests). A [`StorageAddress`] says which. Every backend passes the same contract suite, `tests/object_store.rs`. What an object
//! is for, and what it dies with, stands in the database (`db::stored_object`), not here.

mod address;
mod error;
mod filesystem;
mod local_copy;
mod memory;
mod s3;
mod spool;
mod spool_writer;
mod store;
mod upload_spool;

pub use address::{S3Address, StorageAddress, Style};
pub use error::StorageError;
pub use filesystem::Filesystem;
pub use local_copy::{LocalCopy, put_file};
pub use memory::Memory;
pub use s3::{S3, S3Limits};
pub use spool::Spool;
pub use spool_writer::{SpoolWriter, Written};
pub use store::{ByteStream, ObjectInfo, ObjectStore, Storage, Trouble, whole};
pub use upload_spool::{UploadFile, UploadSpool};
