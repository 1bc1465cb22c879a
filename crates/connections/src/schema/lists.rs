//! The keywords of lists, and looking at each of very many.

use engine::Value;

use super::Violation;
use super::node::Additional;
use super::validate::{Run, Site, Step};

/// What is wrong with the items of a list, or the properties of an object, before it is enough.
const ENOUGH: usize = 100;

impl<'d> Run<'d> {
    pub(super) fn additional_items(
        &mut self,
        n: usize,
        further: Additional,
        items: &'d [Value],
        site: Site<'_>,
        errors: &mut Vec<Violation>,
    ) {
        match further {
            Additional::Forbidden if items.len() > n => {
                let params = Value::object([("limit", n.into())]);
                let message = format!("must NOT have more than {n} items");
                self.report(errors, site, message, params);
            }
            Additional::Forbidden => {}
            Additional::Schema(node) => self.items(node, items, n, errors),
        }
    }

    /// The items from the one at `first` on, each against the same schema.
    pub(super) fn items(
        &mut self,
        node: usize,
        items: &'d [Value],
        first: usize,
        errors: &mut Vec<Violation>,
    ) {
        let items = items.iter().enumerate().skip(first);
        self.each(items, errors, |run, (i, item), errors| {
            run.child(node, Step::Item(i), item, errors);
        });
    }

    /// Looks at each of what the data may have any number of. Of what is wrong with very many the
    /// first are told and the last, which is what a person is shown, so that neither time nor memory
    /// is spent on the others.
    pub(super) fn each<T>(
        &mut self,
        all: impl DoubleEndedIterator<Item = T>,
        errors: &mut Vec<Violation>,
        mut check: impl FnMut(&mut Run<'d>, T, &mut Vec<Violation>),
    ) {
        let enough = errors.len() + ENOUGH;
        let mut all = all;
        while errors.len() < enough {
            let Some(it) = all.next() else {
                return;
            };
            check(self, it, errors);
        }
        while let Some(it) = all.next_back() {
            let before = errors.len();
            check(self, it, errors);
            if errors.len() > before {
                return;
            }
        }
    }

    pub(super) fn contains(
        &mut self,
        node: Option<usize>,
        items: &'d [Value],
        site: Site<'_>,
        errors: &mut Vec<Violation>,
    ) {
        let before = errors.len();
        for (i, item) in items.iter().enumerate() {
            // One that is valid is enough, so all are looked at; as in `each` not all is told.
            errors.truncate(before + ENOUGH);
            let found = match node {
                Some(node) => self.child(node, Step::Item(i), item, errors),
                None => true,
            };
            if found {
                return errors.truncate(before);
            }
        }
        let params = Value::object([("minContains", 1.into())]);
        let message = "must contain at least 1 valid item(s)".into();
        self.report(errors, site, message, params);
    }
}
