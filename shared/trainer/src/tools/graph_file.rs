//! The file that `--graph` names.

use labkit::{Error, Lesson, Result};
use nabla::inspect::Graph;
use std::path::{Path, PathBuf};

/// How a graph becomes a file's text.
type Written = fn(&Graph, &str) -> String;

pub struct GraphFile {
    files: Vec<(PathBuf, Written)>,
    /// Is it there?
    done: bool,
}

impl GraphFile {
    /// # Errors
    /// If the ending is another one, or there is no such folder.
    pub fn new(asked: &str) -> Result<Self> {
        let path = Path::new(asked);
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let (svg, dot): (Written, Written) = (Graph::svg, Graph::dot);
        let files = match ending.as_deref() {
            None => vec![
                (path.with_extension("svg"), svg),
                (path.with_extension("dot"), dot),
            ],
            Some("svg") => vec![(path.to_path_buf(), svg)],
            Some("dot" | "gv") => vec![(path.to_path_buf(), dot)],
            Some(other) => {
                return Err(Error::new(format!(
                    "--graph {asked}: a graph is not written as .{other}"
                ))
                .remedy("name a file that ends in .svg or .dot"));
            }
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Error::new(format!(
                "--graph {asked}: there is no folder {}",
                folder.display()
            ))
            .remedy("make it, or choose another"));
        }
        Ok(GraphFile { files, done: false })
    }

    pub fn is_wanted(&self) -> bool {
        !self.done
    }

    /// # Errors
    /// If a file cannot be written.
    pub fn write(&mut self, graph: &Graph) -> Result<()> {
        self.done = true;
        let title = "What one step of training computes";
        for (path, written) in &self.files {
            std::fs::write(path, written(graph, title)).map_err(|error| {
                Error::new(format!("{} cannot be written: {error}", path.display()))
                    .remedy("choose another file with --graph")
            })?;
        }
        Ok(())
    }

    /// Says where it is.
    ///
    /// # Errors
    /// If nothing was trained.
    pub fn tell(&self, lesson: &mut Lesson) -> Result<()> {
        if !self.done {
            return Err(Error::new(
                "--graph: no network was trained here, so there is no step to draw",
            )
            .remedy("leave --section away, or choose a section that trains"));
        }
        let files: Vec<String> = self
            .files
            .iter()
            .map(|(path, _)| format!("`{}`", path.display()))
            .collect();
        lesson.say(format!(
            "The first step of the first training is drawn in {}.",
            files.join(" and ")
        ));
        Ok(())
    }
}
