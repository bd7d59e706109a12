//! Sale verification (成功单复核): which calls are sales, which of them wait, who takes them, and what
//! became of them.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `rules` | which dispositions are sales, and where |
//! | `waiting` | those that wait, oldest first; taken into an inspector's queue |
//! | `rates` | what became of them, by agent and by queue |

mod rates;
mod rules;
mod waiting;

pub use rates::{OutcomeRate, SaleRates, Tally, sale_rates};
pub use rules::{NewSaleRule, SALES_AT_ONCE, SaleRuleLine, end_sale_rule, make_sale_rule, sale_rules};
pub(super) use waiting::take_sale;
pub use waiting::{SaleChoice, SaleLine, take_next_sale, waiting_sales};
