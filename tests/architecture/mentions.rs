//! What a Rust file mentions: every path, wherever it stands, and every `async`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::ops::ControlFlow;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// One path as it is written, or one `async`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// From 1.
    pub(crate) line: usize,
    /// The inline modules of the file around it, from the outside in.
    pub(crate) inside: Vec<String>,
    /// Whether it is compiled for tests only.
    pub(crate) in_test: bool,
    /// What is mentioned.
    pub(crate) what: What,
}

/// See [`Mention`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The segments of a path; `*` is the last one of a glob.
    Path(Vec<String>),
    /// `async` or `.await`.
    Async,
}

/// Everything that a file mentions; an error where it is not Rust.
pub(crate) fn mentions_in(text: &str) -> Result<Vec<Mention>, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut reader = Reader::default();
    reader.visit_file(&file);
    Ok(reader.found)
}

#[derive(Default)]
struct Reader {
    inside: Vec<String>,
    in_test: bool,
    found: Vec<Mention>,
}

impl Reader {
    fn note(&mut self, line: usize, what: What) {
        self.found.push(Mention { line, inside: self.inside.clone(), in_test: self.in_test, what });
    }

    /// A `use` tree, flattened: `a::{b, c::d}` mentions `a::b` and `a::c::d`.
    fn read_use_tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let line = tree.span().start().line;
        let joined = |ident: &syn::Ident| [before, &[plain(ident)]].concat();
        match tree {
            syn::UseTree::Path(path) => self.read_use_tree(&path.tree, &joined(&path.ident)),
            syn::UseTree::Group(group) => {
                for member in &group.items {
                    self.read_use_tree(member, before);
                }
            }
            // `a::{self}` is `a`.
            syn::UseTree::Name(name) if name.ident == "self" && !before.is_empty() => {
                self.note(line, What::Path(before.to_vec()));
            }
            syn::UseTree::Name(name) => self.note(line, What::Path(joined(&name.ident))),
            syn::UseTree::Rename(rename) => self.note(line, What::Path(joined(&rename.ident))),
            syn::UseTree::Glob(_) => self.note(line, What::Path([before, &["*".to_owned()]].concat())),
        }
    }

    /// Tokens that the compiler hands to a macro: paths are found by their `::`, after `prefix`.
    fn read_tokens(&mut self, tokens: TokenStream, prefix: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = match self.read_token(&tokens, at, prefix) {
                ControlFlow::Continue(next) => next,
                ControlFlow::Break(()) => at + 1,
            };
        }
    }

    /// Reads what begins at this token; tells where to go on.
    fn read_token(&mut self, tokens: &[TokenTree], at: usize, prefix: &[String]) -> ControlFlow<(), usize> {
        match &tokens[at] {
            TokenTree::Group(group) => {
                self.read_tokens(group.stream(), &[]);
                ControlFlow::Break(())
            }
            TokenTree::Ident(ident) if ident == "async" || ident == "await" => {
                self.note(ident.span().start().line, What::Async);
                ControlFlow::Break(())
            }
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                let mut path = [prefix, &[plain(ident)]].concat();
                let mut next = at + 1;
                while is_double_colon(tokens, next) {
                    match tokens.get(next + 2) {
                        Some(TokenTree::Ident(segment)) => {
                            path.push(plain(segment));
                            next += 3;
                        }
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            self.read_members(group.stream(), &path);
                            return ControlFlow::Continue(next + 3);
                        }
                        _ => break,
                    }
                }
                self.note(line, What::Path(path));
                ControlFlow::Continue(next)
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => ControlFlow::Break(()),
        }
    }

    /// The members of a `use` group inside a macro, each after the path before the group.
    fn read_members(&mut self, members: TokenStream, before: &[String]) {
        let tokens: Vec<TokenTree> = members.into_iter().collect();
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
        for member in tokens.split(is_comma) {
            self.read_tokens(member.iter().cloned().collect(), before);
        }
    }

    /// Paths that derive macros are given as text: `#[serde(with = "crate::time::millis")]`.
    fn read_literals(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.read_literals(group.stream()),
                TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    let text = literal.to_string();
                    if let Ok(path) = syn::parse_str::<syn::Path>(text.trim_matches('"'))
                        && path.segments.len() > 1
                    {
                        self.note(line, What::Path(segments(&path)));
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let was_in_test = self.in_test;
        self.in_test |= item.attrs.iter().any(is_for_tests);
        self.inside.push(plain(&item.ident));
        visit::visit_item_mod(self, item);
        self.inside.pop();
        self.in_test = was_in_test;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.read_use_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.span().start().line, What::Path(segments(path)));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        self.visit_path(&invocation.path);
        self.read_tokens(invocation.tokens.clone(), &[]);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        self.visit_path(attribute.path());
        match &attribute.meta {
            syn::Meta::List(list) => {
                self.read_tokens(list.tokens.clone(), &[]);
                self.read_literals(list.tokens.clone());
            }
            syn::Meta::NameValue(pair) => self.visit_expr(&pair.value),
            syn::Meta::Path(_) => {}
        }
    }

    /// `pub(super)` and `pub(in …)` say who may look in; they import nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let Some(keyword) = &signature.asyncness {
            self.note(keyword.span.start().line, What::Async);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.note(block.async_token.span.start().line, What::Async);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        if let Some(keyword) = &closure.asyncness {
            self.note(keyword.span.start().line, What::Async);
        }
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_await(&mut self, expression: &'ast syn::ExprAwait) {
        self.note(expression.await_token.span.start().line, What::Async);
        visit::visit_expr_await(self, expression);
    }
}

/// The name without the `r#` that makes a keyword usable.
fn plain(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| plain(&segment.ident)).collect()
}

fn is_double_colon(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    is_colon(at) && is_colon(at + 1)
}

/// `#[cfg(test)]`, alone or among other conditions that must hold too.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return false };
    if !list.path.is_ident("cfg") {
        return false;
    }
    let condition = list.tokens.to_string();
    condition == "test" || (condition.starts_with("all") && condition.contains("test"))
}
