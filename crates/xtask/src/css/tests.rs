use std::fs;

use super::{bundle, minify};

#[test]
fn imports_are_put_in_place() -> anyhow::Result<()> {
    let dir = std::env::temp_dir().join(format!("lath-css-{}", std::process::id()));
    fs::create_dir_all(dir.join("blocks"))?;
    fs::write(
        dir.join("main.css"),
        "@layer base, blocks;\n/* @import \"no.css\"; */\n\
         @import \"./tokens.css\" layer(base);\n@import url('blocks.css');\na { b: c }\n",
    )?;
    fs::write(
        dir.join("tokens.css"),
        ":root { --x: \"@import 'no.css';\" }\n",
    )?;
    fs::write(
        dir.join("blocks.css"),
        "@import \"./blocks/b.css\" screen;\n",
    )?;
    fs::write(dir.join("blocks/b.css"), ".b { c: d }\n")?;
    let text = bundle(&dir.join("main.css"))?;
    fs::remove_dir_all(&dir)?;
    assert_eq!(
        text,
        "@layer base, blocks;\n/* @import \"no.css\"; */\n\
         @layer base {\n:root { --x: \"@import 'no.css';\" }\n}\n\
         @media screen {\n.b { c: d }\n}\n\na { b: c }\n"
    );
    Ok(())
}

#[test]
fn a_missing_import_names_file_and_place() -> anyhow::Result<()> {
    let dir = std::env::temp_dir().join(format!("lath-css-missing-{}", std::process::id()));
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("main.css"), "@import \"./none.css\";\n")?;
    let error = bundle(&dir.join("main.css")).expect_err("there is no such file");
    fs::remove_dir_all(&dir)?;
    let text = format!("{error:#}");
    assert!(
        text.contains("`@import \"./none.css\";`") && text.contains("none.css"),
        "{text}"
    );
    Ok(())
}

#[test]
fn white_space_that_separates_nothing_goes() {
    let cases = [
        (
            "a , b > c :hover {\n  color : red ;\n  x: 1px  2px;\n}\n",
            "a,b > c :hover{color : red;x: 1px 2px}",
        ),
        (
            "a::after { content: \"{  ; }\" } /* gone */ b{}",
            "a::after{content: \"{  ; }\"}b{}",
        ),
        (
            "@media (min-width: 1px) and (x) {\n a{b:c} }",
            "@media (min-width: 1px) and (x){a{b:c}}",
        ),
        ("a { w: calc(1px  +  2px) }", "a{w: calc(1px + 2px)}"),
    ];
    for (text, wanted) in cases {
        assert_eq!(minify(text).trim(), wanted);
    }
}
