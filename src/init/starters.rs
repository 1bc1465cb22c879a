//! The starters: apps of `examples/starters/`, as they are.

/// An app to begin with.
pub struct Starter {
    /// As `--template` names it.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its files by path.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! starter {
    ($name:literal, $about:literal, [$($path:literal),* $(,)?]) => {
        Starter {
            name: $name,
            about: $about,
            files: &[$((
                $path,
                include_str!(concat!("../../examples/starters/", $name, "/", $path)),
            )),*],
        }
    };
}

/// All of them. The first is meant where none is named.
pub const ALL: [Starter; 3] = [
    starter!(
        "crud",
        "a list and a form on a database",
        [
            ".gitignore",
            "README.md",
            "connection.yaml",
            "lath.yaml",
            "pages/contact.yaml",
            "pages/contacts.yaml",
            "seed/contacts.sql",
        ]
    ),
    starter!(
        "survey",
        "questions and their answers",
        [
            ".gitignore",
            "README.md",
            "lath.yaml",
            "pages/answers.yaml",
            "pages/questions.yaml",
            "pages/questions.yaml.njk",
            "pages/survey.yaml",
            "seed/survey.sql",
        ]
    ),
    starter!(
        "dashboard",
        "figures of a database",
        [
            ".gitignore",
            "README.md",
            "lath.yaml",
            "pages/dashboard.yaml",
            "pages/figure.yaml",
            "seed/sales.sql",
        ]
    ),
];
