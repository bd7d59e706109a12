//! What the errors of the crate and of the many servers mean to us.

use crate::ids::ObjectKey;
use crate::storage::StorageError;
use minio::s3::error::{Error as CrateError, NetworkError, S3ServerError, ValidationErr};
use std::error::Error;
use std::fmt;

/// Why a request came to nothing.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is no such object.
    NoSuchKey(Said),
    /// There is no such upload in parts: it was completed or given up.
    NoSuchUpload(Said),
    /// The range begins at the end or beyond.
    OutOfRange(Said),
    /// There is no such bucket.
    NoSuchBucket,
    /// The keys are wrong, or may not do this.
    Denied(Said),
    /// There is no room.
    Full(Said),
    /// Nobody answers, not in time, or only that it cannot just now.
    Away(Said),
    /// Anything else.
    Other(Said),
    /// Not the server's: it was never asked.
    Ours(StorageError),
}

/// What a server or the crate said. Holds no key: those are in no URL and no answer.
#[derive(Debug)]
pub(super) struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Said {}

impl Refusal {
    /// The answer did not come in time.
    pub(super) fn silence() -> Self {
        Self::Away(Said("no answer in time".to_owned()))
    }

    /// A connection that ended in the middle.
    pub(super) fn broken(how: &str) -> Self {
        Self::Away(Said(how.to_owned()))
    }

    /// Something that a server should not have said.
    pub(super) fn nonsense(what: &str) -> Self {
        Self::Other(Said(what.to_owned()))
    }

    /// Whether the same request could succeed a moment later.
    pub(super) fn passes(&self) -> bool {
        matches!(self, Self::Away(_))
    }

    /// Whether it is an answer like any other, and no trouble.
    pub(super) fn is_plain_answer(&self) -> bool {
        matches!(self, Self::NoSuchKey(_) | Self::NoSuchUpload(_) | Self::OutOfRange(_) | Self::Ours(_))
    }

    /// What the rest of the house sees, where no object is missing.
    pub(super) fn into_error(self) -> StorageError {
        match self {
            Self::NoSuchBucket => StorageError::NoBucket,
            Self::Denied(said) => StorageError::Refused(Box::new(said)),
            Self::Full(said) => StorageError::StoreFull(Box::new(said)),
            Self::Away(said) => StorageError::Unreachable(Box::new(said)),
            Self::NoSuchKey(said) | Self::NoSuchUpload(said) | Self::OutOfRange(said) | Self::Other(said) => {
                StorageError::Server(Box::new(said))
            }
            Self::Ours(error) => error,
        }
    }

    /// What the rest of the house sees of a request about this object.
    pub(super) fn about(self, key: ObjectKey) -> StorageError {
        match self {
            Self::NoSuchKey(_) => StorageError::Missing(key),
            other => other.into_error(),
        }
    }

    /// By the code of the answer, in small letters: the crate hands most codes on that way
    /// (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>, and what Ceph, `MinIO`
    /// and Aliyun add to it).
    fn of_code(code: &str, said: Said) -> Self {
        match code.to_ascii_lowercase().as_str() {
            "nosuchkey" => Self::NoSuchKey(said),
            "nosuchupload" => Self::NoSuchUpload(said),
            "invalidrange" => Self::OutOfRange(said),
            "nosuchbucket" => Self::NoSuchBucket,
            "accessdenied"
            | "allaccessdisabled"
            | "authorizationheadermalformed"
            | "forbidden"
            | "invalidaccesskeyid"
            | "requesttimetooskewed"
            | "signaturedoesnotmatch"
            | "userdisable" => Self::Denied(said),
            "insufficientstorage"
            | "quotaexceeded"
            | "storagefull"
            | "xminioadminbucketquotaexceeded"
            | "xminiostoragefull" => Self::Full(said),
            "internalerror"
            | "internalservererror"
            | "operationaborted"
            | "requesttimeout"
            | "requesttimetoolong"
            | "serverbusy"
            | "serviceunavailable"
            | "slowdown"
            | "slowdownread"
            | "slowdownwrite"
            | "throttling"
            | "xminioservernotinitialized" => Self::Away(said),
            _ => Self::Other(said),
        }
    }

    /// By the status alone, where the answer was no S3 server's: a proxy's, most likely.
    fn of_status(status: u16, said: Said) -> Self {
        match status {
            401 | 403 => Self::Denied(said),
            507 => Self::Full(said),
            408 | 429 | 500.. => Self::Away(said),
            _ => Self::Other(said),
        }
    }
}

impl From<CrateError> for Refusal {
    fn from(error: CrateError) -> Self {
        match error {
            CrateError::S3Server(S3ServerError::S3Error(answer)) => {
                let code = answer.code().to_string();
                let message = answer.message().clone().unwrap_or_default();
                let said = Said(format!("{code}: {message}"));
                Self::of_code(&code, said)
            }
            CrateError::S3Server(S3ServerError::InvalidServerResponse {
                http_status_code, message, ..
            }) => Self::of_status(http_status_code, Said(format!("status {http_status_code}: {message}"))),
            CrateError::S3Server(S3ServerError::HttpError(status, _))
            | CrateError::Network(NetworkError::ServerError(status)) => {
                Self::of_status(status, Said(format!("status {status}")))
            }
            // Whatever happened on the way: the crate calls it a validation error.
            CrateError::Validation(ValidationErr::HttpError(cause))
            | CrateError::Network(NetworkError::ReqwestError(cause)) => Self::Away(Said(with_causes(&cause))),
            other => Self::Other(Said(with_causes(&other))),
        }
    }
}

impl From<ValidationErr> for Refusal {
    fn from(error: ValidationErr) -> Self {
        CrateError::Validation(error).into()
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self::Ours(error)
    }
}

impl From<Refusal> for StorageError {
    fn from(refusal: Refusal) -> Self {
        refusal.into_error()
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Coded;

    fn code_of(refusal: Refusal) -> &'static str {
        refusal.into_error().code()
    }

    #[test]
    fn every_sort_of_refusal_has_its_code() {
        let by_code = |code: &str| code_of(Refusal::of_code(code, Said(String::new())));
        assert_eq!(by_code("SignatureDoesNotMatch"), "store_refused");
        assert_eq!(by_code("RequestTimeTooSkewed"), "store_refused");
        assert_eq!(by_code("NoSuchBucket"), "store_no_bucket");
        assert_eq!(by_code("QuotaExceeded"), "store_full");
        assert_eq!(by_code("SlowDown"), "store_unreachable");
        assert_eq!(by_code("slowdown"), "store_unreachable", "as the crate spells it");
        assert_eq!(by_code("EntityTooLarge"), "object_store");
        let by_status = |status| code_of(Refusal::of_status(status, Said(String::new())));
        assert_eq!(by_status(502), "store_unreachable");
        assert_eq!(by_status(403), "store_refused");
        assert_eq!(by_status(507), "store_full");
        assert_eq!(by_status(418), "object_store");
    }

    #[test]
    fn only_what_passes_is_asked_again() {
        assert!(Refusal::of_status(503, Said(String::new())).passes());
        assert!(Refusal::silence().passes());
        for code in ["NoSuchKey", "AccessDenied", "QuotaExceeded", "InvalidRange"] {
            assert!(!Refusal::of_code(code, Said(String::new())).passes(), "{code}");
        }
    }
}
