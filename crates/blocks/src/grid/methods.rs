//! What CallMethod can have a grid do.

use std::sync::Arc;

use engine::{Value, js};
use ui::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{Shared, csv, filter_form, head, keys, pick};
use crate::dialog::element_by_id;

type Run = fn(&Shared, &Value);

const ALL: &[(&str, Run)] = &[
    ("autoSize", |grid, args| {
        let ids = if args.key("colIds").is_none() {
            args.key("columnIds")
        } else {
            args.key("colIds")
        };
        let set = grid.columns.get_untracked();
        let place = |id: &Value| {
            set.list
                .iter()
                .position(|column| Some(&*column.id) == id.as_str())
        };
        let wanted = ids
            .as_list()
            .map(|ids| ids.iter().filter_map(place).collect::<Vec<_>>());
        auto_size(grid, wanted.as_deref(), js::truthy(args.key("skipHeader")));
    }),
    ("deselectAll", |grid, _| pick::set_all(grid, false)),
    ("exportDataAsCsv", csv::download),
    ("selectAll", |grid, _| pick::set_all(grid, true)),
    ("setFilterModel", |grid, model| {
        filter_form::set(
            grid,
            if model.as_map().is_some() {
                model.clone()
            } else {
                Value::object([])
            },
        );
    }),
    ("setQuickFilter", |grid, text| {
        grid.quick.set(Some(if text.is_none() {
            String::new()
        } else {
            js::to_text(text)
        }));
        filter_form::changed(grid);
    }),
    ("sizeColumnsToFit", |grid, _| fit(grid)),
];

pub(super) fn register(grid: &Shared) {
    for (name, run) in ALL {
        let grid = Arc::clone(grid);
        grid.cx.clone().register_method(name, move |args| {
            run(&grid, args.first().unwrap_or(&Value::Undefined));
            Value::Undefined
        });
    }
}

fn width(cell: &Element) -> f64 {
    cell.get_bounding_client_rect().width()
}

fn names(grid: &Shared) -> Option<Element> {
    let table = element_by_id::<Element>(&grid.element("table"))?;
    table.query_selector("[data-head]").ok().flatten()
}

/// Makes columns as wide as the widest of their drawn cells; all columns for none.
pub(super) fn auto_size(grid: &Shared, wanted: Option<&[usize]>, skip_head: bool) {
    let Some(table) = element_by_id::<HtmlElement>(&grid.element("table")) else {
        return;
    };
    let n = grid.columns.with_untracked(|set| set.list.len());
    let rows =
        element_by_id::<Element>(&grid.element("rows")).and_then(|body| body.first_element_child());
    // For a moment every cell is as wide as what is in it.
    let before = table.get_attribute("style").unwrap_or_default();
    table
        .style()
        .set_property("--grid-cols", &format!("repeat({n},max-content)"))
        .ok();
    let mut widths = vec![0.0_f64; n];
    let mut measure = |row: &Element| {
        for (i, widest) in widths.iter_mut().enumerate() {
            if let Some(cell) = keys::cell_of(row, i) {
                *widest = widest.max(width(&cell));
            }
        }
    };
    if let Some(names) = names(grid).filter(|_| !skip_head) {
        measure(&names);
    }
    let mut row = rows;
    while let Some(at) = row {
        measure(&at);
        row = at.next_element_sibling();
    }
    table.set_attribute("style", &before).ok();
    for (i, width) in widths.into_iter().enumerate() {
        if width > 0.0 && wanted.is_none_or(|wanted| wanted.contains(&i)) {
            head::set_width(grid, i, width.ceil() + 1.0);
        }
    }
}

/// Makes all columns together as wide as the grid.
fn fit(grid: &Shared) {
    let (Some(view), Some(names)) = (element_by_id::<Element>(&grid.element("view")), names(grid))
    else {
        return;
    };
    let n = grid.columns.with_untracked(|set| set.list.len());
    let widths: Vec<f64> = (0..n)
        .map(|i| keys::cell_of(&names, i).map_or(0.0, |cell| width(&cell)))
        .collect();
    let all: f64 = widths.iter().sum();
    if all > 0.0 {
        let scale = f64::from(view.client_width()) / all;
        for (i, width) in widths.into_iter().enumerate() {
            head::set_width(grid, i, (width * scale).floor());
        }
    }
}
