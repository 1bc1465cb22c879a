//! `.njk` files: templates that are rendered with a reference's variables before they are parsed.

use engine::{Cx, ErrorSink, Value};

use super::operators::World;
use crate::build::Compiler;
use crate::node::{FileId, Node, Place};

/// Most that a rendered template may be, in bytes.
const MAX_BYTES: usize = 16 << 20;

impl Compiler<'_> {
    /// The template `file` as `vars` fill it, as a file of its own. Places in it are those of the text
    /// that came out.
    pub(super) fn rendered(
        &mut self,
        file: FileId,
        vars: Option<&Node>,
        place: Place,
    ) -> Option<FileId> {
        let source = self.sources.get(file)?;
        let (path, text) = (source.path.clone(), source.text.clone());
        let world = World::of(self.options, self.chance());
        let errors = ErrorSink::default();
        let cx = Cx::new(&world, &operators::SERVER, &path, &errors);
        let vars = vars.map_or_else(|| Value::object([]), Node::to_value);
        let outcome = operators::nunjucks::render(&cx, &text, &vars);
        if world.varies.get() {
            self.varies();
        }
        match outcome {
            Ok(text) if text.len() <= MAX_BYTES => {
                let rendered = self.sources.made(&path, text.into(), true);
                self.note(rendered, Some(file));
                Some(rendered)
            }
            Ok(_) => {
                let message = format!("The template \"{path}\" gives more than {MAX_BYTES} bytes.");
                self.error("templates", place, message);
                None
            }
            Err(failure) => {
                let message = format!("The template \"{path}\" cannot be rendered: {failure}.");
                self.error("templates", place, message);
                None
            }
        }
    }
}
