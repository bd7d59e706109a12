//! What is learned from calls.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `references` | reference calls: a call with an agreed evaluation, scored blind; results; certification |
//! | `reviews` | case reviews: prepared, held, attended, decided |

pub mod references;
pub mod reviews;
