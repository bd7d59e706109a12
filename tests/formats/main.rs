//! What is taken in: every row of `docs/FORMATS.md`, with a file made for it, and real files where
//! `EARMARK_TEST_AUDIO` names a folder of them.

mod clicks;
mod gsm;
mod headers;
mod makers;
mod opened;
mod real;
mod table;
