//! What agents wrote beside a call, such as a wrap-up note, for everybody: where its source redacts, they may
//! have written down the number that is hidden of what was said.

use super::redaction::{self, Said};

/// The text with a mark such as `⟦card⟧` in the place of each card number and the like.
#[must_use]
pub fn hidden(text: &str) -> String {
    let said = [Said { text, ..Said::default() }];
    redaction::find(&said).texts(&said).pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_an_agent_wrote_down_are_hidden_and_nothing_else() {
        assert_eq!(hidden("Paid with 4111 1111 1111 1111, ticket 4711."), "Paid with ⟦card⟧, ticket 4711.");
        assert_eq!(hidden("客户手机13800138000，要求退款"), "客户手机⟦mobile_number⟧，要求退款");
        assert_eq!(hidden("Late parcel\nwill call back"), "Late parcel\nwill call back");
    }
}
