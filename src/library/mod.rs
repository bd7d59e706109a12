//! What is learned from calls.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `references` | reference calls: a call with an agreed evaluation, scored blind; results; certification |

pub mod references;
