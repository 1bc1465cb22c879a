//! Everything but tables.

use std::rc::Rc;

use super::{Cursor, Flow};
use crate::PdfError;
use crate::inline::Inlines;
use crate::line::{Line, Lines};
use crate::node::{Break, Canvas, Item, Kind, Marker, Node, Position};
use crate::sheet::{Photo, Thing};
use crate::style::{Align, Style};
use crate::width;

impl<'d> Flow<'_, 'd> {
    /// Lays a node out and moves the cursor below it.
    pub(crate) fn node(&mut self, node: &Node<'d>, cursor: &mut Cursor) -> Result<(), PdfError> {
        self.budget.tick(&node.at)?;
        if let Some(wanted) = node.page_break.filter(|wanted| !wanted.after) {
            self.page_break(node, wanted, cursor)?;
        }
        match node.position {
            // What is put somewhere else moves nothing, and has no margins.
            Some(position) => {
                let mut detached = self.detached(position, cursor);
                self.content(node, &mut detached)?;
            }
            None => self.with_margins(node, cursor)?,
        }
        if let Some(wanted) = node.page_break.filter(|wanted| wanted.after) {
            self.page_break(node, wanted, cursor)?;
        }
        Ok(())
    }

    fn page_break(
        &mut self,
        node: &Node<'d>,
        wanted: Break,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        self.next_page(cursor, node.orientation, &node.at)?;
        let is_odd = (cursor.page + 1) % 2 == 1;
        if wanted.odd.is_some_and(|odd| odd != is_odd) {
            self.next_page(cursor, node.orientation, &node.at)?;
        }
        Ok(())
    }

    fn detached(&self, position: Position, cursor: &Cursor) -> Cursor {
        let mut detached = *cursor;
        detached.fixed = true;
        match position {
            Position::Absolute(x, y) => {
                let right = self.sheets[cursor.page].size.width - self.margins.right;
                (detached.x, detached.y) = (x, y);
                detached.width = (right - x).max(0.0);
            }
            Position::Relative(x, y) => {
                detached.x += x;
                detached.y += y;
            }
        }
        detached
    }

    fn with_margins(&mut self, node: &Node<'d>, cursor: &mut Cursor) -> Result<(), PdfError> {
        let Some([left, top, right, bottom]) = node.margin else {
            return self.content(node, cursor);
        };
        self.space(node, top, cursor)?;
        cursor.x += left;
        cursor.width -= left + right;
        self.content(node, cursor)?;
        cursor.x -= left;
        cursor.width += left + right;
        self.space(node, bottom, cursor)
    }

    /// Moves down, or to the next page where that is beyond the end of this one.
    fn space(&mut self, node: &Node<'d>, by: f64, cursor: &mut Cursor) -> Result<(), PdfError> {
        if by > 0.0 && !self.fits(cursor, by) {
            return self.next_page(cursor, None, &node.at);
        }
        cursor.y += by;
        Ok(())
    }

    /// The node without its margins, in one piece if it asks for that and a page has room for it.
    fn content(&mut self, node: &Node<'d>, cursor: &mut Cursor) -> Result<(), PdfError> {
        if !node.unbreakable || self.endless {
            return self.kind(node, cursor);
        }
        let marker = self.marker.clone();
        let (sheet, height) = self.capture(cursor, |flow, within| flow.kind(node, within))?;
        if height > self.page_height(cursor) + super::NEAR {
            self.marker = marker;
            return self.kind(node, cursor);
        }
        self.make_room(cursor, height, &node.at)?;
        self.place(cursor, &sheet, height, &node.at)
    }

    fn kind(&mut self, node: &Node<'d>, cursor: &mut Cursor) -> Result<(), PdfError> {
        match &node.kind {
            Kind::Text(inlines) => self.text(node, inlines, cursor),
            Kind::Stack(nodes) => {
                for node in nodes {
                    self.node(node, cursor)?;
                }
                Ok(())
            }
            Kind::Columns { columns, gap } => self.columns(columns, *gap, cursor),
            Kind::List { items, gap } => self.list(items, *gap, cursor),
            Kind::Table(table) => self.table(node, table, cursor),
            Kind::Picture(picture) => {
                // One that is higher than a page stands out, as it does in pdfmake.
                self.make_room(cursor, picture.height, &node.at)?;
                let x = cursor.x + aligned(&node.style, cursor.width - picture.width);
                let photo = Rc::new(Photo::from(picture));
                let at = (x, cursor.y);
                self.put(cursor.page, at, Thing::Picture(photo), &node.at)?;
                if let Some(link) = &node.style.link {
                    let area = Thing::Link(picture.width, picture.height, link.clone());
                    self.put(cursor.page, at, area, &node.at)?;
                }
                cursor.y += picture.height;
                Ok(())
            }
            Kind::Canvas(canvas) => self.canvas(node, canvas, cursor),
        }
    }

    fn text(
        &mut self,
        node: &Node<'d>,
        inlines: &Inlines<'d>,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let mut lines = Lines::new(inlines);
        let mut first = true;
        while let Some(line) = lines.next(cursor.width) {
            self.need_room(cursor, line.height, &node.at)?;
            if std::mem::take(&mut first) {
                for id in &node.ids {
                    let mark = Thing::Mark(id.clone());
                    self.put(cursor.page, (cursor.x, cursor.y), mark, &node.at)?;
                }
            }
            if let Some((marker, left)) = self.marker.take() {
                self.put_marker(node, marker, left, &line, cursor)?;
            }
            let height = line.height;
            self.budget.items(line.words.len() / 8, &node.at)?;
            let thing = Thing::Line(Rc::new(line));
            self.put(cursor.page, (cursor.x, cursor.y), thing, &node.at)?;
            cursor.y += height;
        }
        Ok(())
    }

    /// The marker of a list stands before the first line of its item.
    fn put_marker(
        &mut self,
        node: &Node<'d>,
        marker: Marker<'d>,
        left: f64,
        line: &Line<'d>,
        cursor: &Cursor,
    ) -> Result<(), PdfError> {
        let x = cursor.x - left;
        match marker {
            Marker::Shape(shape) => {
                self.put(cursor.page, (x, cursor.y), Thing::Shape(shape), &node.at)
            }
            Marker::Text(items) => {
                let text = Lines::whole(&items);
                let y = cursor.y + line.ascent - text.ascent;
                self.put(cursor.page, (x, y), Thing::Line(Rc::new(text)), &node.at)
            }
        }
    }

    fn columns(
        &mut self,
        columns: &[Node<'d>],
        gap: f64,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let gaps = gap * columns.len().saturating_sub(1) as f64;
        let wanted: Vec<_> = columns.iter().map(|c| (c.width, c.min, c.max)).collect();
        let room = cursor.width - gaps;
        let widths = width::divide(&wanted, room, |_, percent| percent * room / 100.0);
        let (start, mut end) = (*cursor, *cursor);
        let mut x = start.x;
        for (column, width) in columns.iter().zip(widths) {
            let mut within = Cursor { x, width, ..start };
            self.node(column, &mut within)?;
            end = end.later(within);
            x += width + gap;
        }
        (cursor.page, cursor.y) = (end.page, end.y);
        Ok(())
    }

    fn list(&mut self, items: &[Item<'d>], gap: f64, cursor: &mut Cursor) -> Result<(), PdfError> {
        cursor.x += gap;
        cursor.width -= gap;
        for item in items {
            self.marker = item.marker.clone().map(|marker| (marker, gap));
            self.node(&item.node, cursor)?;
        }
        self.marker = None;
        cursor.x -= gap;
        cursor.width += gap;
        Ok(())
    }

    fn canvas(
        &mut self,
        node: &Node<'d>,
        canvas: &Canvas,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        self.need_room(cursor, canvas.height, &node.at)?;
        let x = cursor.x + aligned(&node.style, cursor.width - canvas.width);
        for shape in &canvas.shapes {
            let thing = Thing::Shape(shape.clone());
            self.put(cursor.page, (x, cursor.y), thing, &node.at)?;
        }
        cursor.y += canvas.height;
        Ok(())
    }
}

impl Cursor {
    /// Of two, the one that is further on.
    pub(super) fn later(self, other: Cursor) -> Cursor {
        if (other.page, other.y) > (self.page, self.y) {
            other
        } else {
            self
        }
    }
}

/// How far from the left something is that leaves so much room.
fn aligned(style: &Style, left: f64) -> f64 {
    match style.align {
        Align::Right => left,
        Align::Center => left / 2.0,
        Align::Left | Align::Justify => 0.0,
    }
}
