//! The object store: recordings and what is made from them, by key.
//!
//! A small trait, [`ObjectStore`], and its backends: the filesystem (the default) and memory (for
//! tests). Every backend passes the same contract suite, `tests/object_store.rs`. What an object
//! is for, and what it dies with, stands in the database (`db::stored_object`), not here.

mod error;
mod filesystem;
mod local_copy;
mod memory;
mod spool;
mod spool_writer;
mod store;
mod upload_spool;

pub use error::StorageError;
pub use filesystem::Filesystem;
pub use local_copy::{LocalCopy, put_file};
pub use memory::Memory;
pub use spool::Spool;
pub use spool_writer::{SpoolWriter, Written};
pub use store::{ByteStream, ObjectInfo, ObjectStore, Storage, whole};
pub use upload_spool::{UploadFile, UploadSpool};
