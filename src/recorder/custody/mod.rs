//! Keeping what came in: looking through everything that is stored, and moving it to another
//! store. Both go page by page, can be stopped at any moment and go on where they stopped, and
//! neither ever changes or removes an object of the store it reads.

mod moving;
mod sight;
mod verification;

pub use moving::{Move, MoveProgress};
pub use verification::{Verification, WALK_EVERY};
