//! Beginning an upload: what can be refused is refused before the first byte.

use super::{UploadState, Uploads, owner};
use crate::access::Who;
use crate::db::token::Owner;
use crate::db::upload::{self, Upload};
use crate::ids::UploadId;
use crate::recorder::{RecorderError, Sent};
use serde_json::{Value, json};

/// An upload that somebody wants to begin.
#[derive(Debug, Clone, Default)]
pub struct NewUpload {
    /// How many bytes the file has.
    pub length: u64,
    /// The file's own name.
    pub file_name: Option<String>,
    /// By what the sender knows the file again.
    pub fingerprint: Option<String>,
    /// What is said of the call, as a JSON object; nothing may be said.
    pub metadata: Option<Vec<u8>>,
    /// The source, where the metadata does not name one.
    pub source: Option<String>,
}

impl NewUpload {
    /// The source that it names, in its metadata or beside it.
    #[must_use]
    pub fn named_source(&self) -> Option<String> {
        let sent = self.metadata.as_deref().and_then(|json| Sent::parse(json).ok());
        sent.and_then(|sent| sent.source().ok().flatten()).or_else(|| self.source.clone())
    }
}

impl Uploads {
    /// Begins an upload. When this returns, the upload survives a power cut.
    pub async fn begin(&self, who: &Who, new: NewUpload) -> Result<Upload, RecorderError> {
        let owner = owner(who)?;
        if new.length == 0 {
            return Err(RecorderError::Empty);
        }
        if new.length > self.limits.bytes {
            return Err(RecorderError::TooLarge { limit: self.limits.bytes });
        }
        let json = metadata_json(&new)?;
        let sent = Sent::parse(json.as_bytes())?;
        let metadata = self.intake.interpret(who, sent, new.file_name.as_deref()).await?;
        self.intake.ask_ahead(who, metadata).await?;
        self.enter(owner, new, json).await
    }

    async fn enter(&self, owner: Owner, new: NewUpload, json: String) -> Result<Upload, RecorderError> {
        let (limits, place, id) = (self.limits, self.spool.place(), UploadId::new());
        let entered = self.intake.db.write(move |writing| {
            let (open, bytes) = upload::open_size(writing, owner)?;
            if open >= limits.open || bytes.saturating_add(new.length) > limits.open_bytes {
                return Err(RecorderError::TooManyUploads { most: limits.open, bytes: limits.open_bytes });
            }
            let now = writing.now();
            let begun = Upload {
                id,
                owner,
                place,
                state: UploadState::Receiving,
                length: new.length,
                received: 0,
                file_name: new.file_name.clone(),
                fingerprint: new.fingerprint.clone(),
                metadata_json: json.clone(),
                outcome: None,
                created_at: now,
                expires_at: now.plus(limits.kept),
            };
            upload::insert(writing, &begun)?;
            Ok(begun)
        });
        entered.await
    }
}

/// The metadata with the source in it, as it is kept until the end.
fn metadata_json(new: &NewUpload) -> Result<String, RecorderError> {
    let Some(sent) = &new.metadata else {
        let source = new.source.as_ref().map(|source| json!({ "source": source }));
        return Ok(source.unwrap_or_else(|| json!({})).to_string());
    };
    let Sent(mut fields) = Sent::parse(sent)?;
    if let Some(source) = &new.source {
        fields.entry("source").or_insert_with(|| Value::String(source.clone()));
    }
    Ok(Value::Object(fields).to_string())
}
