//! How much is received, and how long unfinished uploads are kept.

use crate::recorder::UploadLimits;
use clap::Args;
use std::time::Duration;

const MIB: u64 = 1024 * 1024;

/// How much is received, and how long unfinished uploads are kept.
#[derive(Debug, Clone, Args)]
pub(super) struct UploadOptions {
    /// The largest recording that is taken in, in MiB
    #[arg(long, value_name = "MIB", env = "EARMARK_LARGEST_UPLOAD", default_value_t = 4096)]
    largest_upload: u64,
    /// How many hours an upload that was interrupted can be continued
    #[arg(long, value_name = "HOURS", env = "EARMARK_UPLOAD_HOURS", default_value_t = 24)]
    upload_hours: u64,
    /// How much a person or a source may have begun to upload and not finished, in MiB
    #[arg(long, value_name = "MIB", env = "EARMARK_OPEN_UPLOADS", default_value_t = 65_536)]
    open_uploads: u64,
}

impl Default for UploadOptions {
    fn default() -> Self {
        Self { largest_upload: 4096, upload_hours: 24, open_uploads: 65_536 }
    }
}

impl UploadOptions {
    /// As the recorder takes them.
    pub(super) fn limits(&self) -> UploadLimits {
        UploadLimits {
            bytes: self.largest_upload.saturating_mul(MIB),
            open_bytes: self.open_uploads.saturating_mul(MIB),
            kept: Duration::from_secs(self.upload_hours.saturating_mul(3600)),
            ..UploadLimits::default()
        }
    }
}
