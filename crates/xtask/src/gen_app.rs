//! `gen-app --pages N --seed S --out DIR`: an app as YAML of the shapes that real apps have: a layout
//! that every page refers to with variables, fields of a form made by templates, requests shared by
//! pages, texts in files of their own. The same seed gives the same files.

mod pages;
mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

/// Files by path.
type Files = BTreeMap<String, String>;

pub(crate) fn run(args: &[String]) -> Result<()> {
    let (mut n_pages, mut seed, mut out) = (200, 1, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = args
            .next()
            .with_context(|| format!("`{arg}` needs a value"))?;
        match arg.as_str() {
            "--pages" => n_pages = value.parse().context("`--pages` is a number")?,
            "--seed" => seed = value.parse().context("`--seed` is a number")?,
            "--out" => out = Some(PathBuf::from(value)),
            other => bail!("unknown argument `{other}`"),
        }
    }
    let out = out.context("`--out` names the folder to write")?;
    ensure!((1..=10_000).contains(&n_pages), "`--pages` is 1 to 10000");
    let files = files(n_pages, seed);
    for (path, text) in &files {
        let path = out.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{}: {n_pages} pages, {} files", out.display(), files.len());
    Ok(())
}

/// All files of the app.
fn files(n_pages: usize, seed: u64) -> Files {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut files = shared::files();
    let mut list = String::new();
    let mut links = String::new();
    for n in 0..n_pages {
        let page = pages::page(n, &mut chance);
        list.push_str(&format!("- _ref: {}\n", page.path));
        links.push_str(&format!(
            "- {{ id: to_{id}, type: MenuLink, pageId: {id}, properties: {{ title: {title} }} }}\n",
            id = page.id,
            title = page.title
        ));
        files.insert(page.path, page.text);
        files.extend(page.others);
    }
    files.insert("pages.yaml".to_owned(), list);
    files.insert("menus/links.yaml".to_owned(), links);
    files
}

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    /// One of `all`.
    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_files() {
        assert_eq!(files(30, 7), files(30, 7));
        assert_ne!(files(30, 7), files(30, 8));
        let all = files(30, 1);
        for path in all["pages.yaml"].lines() {
            let path = path.strip_prefix("- _ref: ").expect("a reference");
            assert!(all.contains_key(path), "{path}");
        }
    }
}
