//! A change to something that may be missing: leave it, take it away, or set it.

/// What is to become of something that may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is taken away.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T> Change<T> {
    /// What is there after the change.
    #[must_use]
    pub fn applied_to(self, known: Option<T>) -> Option<T> {
        match self {
            Self::Keep => known,
            Self::Clear => None,
            Self::Set(new) => Some(new),
        }
    }

    /// The same change of something made from it.
    pub(super) fn try_map<U, E>(self, make: impl FnOnce(T) -> Result<U, E>) -> Result<Change<U>, E> {
        Ok(match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(new) => Change::Set(make(new)?),
        })
    }
}

impl<T> From<Option<T>> for Change<T> {
    /// Set, or taken away.
    fn from(new: Option<T>) -> Self {
        new.map_or(Self::Clear, Self::Set)
    }
}
