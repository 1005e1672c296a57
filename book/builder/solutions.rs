//! Below a chapter's exercises: how we solved them, folded, and why so.

use crate::checks::anchors::code_of;
use crate::inline::{self, escape};
use crate::labs;
use crate::records::{Exercise, Records};
use std::path::Path;

/// One folded block that holds one for each exercise. A lab that lies nowhere has none to show.
///
/// # Errors
/// When the solution of an exercise is not to be found in the lab.
pub(crate) fn folded(records: &Records, lab: &str, list: &[Exercise]) -> Result<String, String> {
    let labs = labs::all(&records.workspace());
    let Some(lab) = labs.into_iter().find(|one| one.package == lab) else {
        return Ok(String::new());
    };
    let one = |exercise: &Exercise| solution(records, &lab, exercise);
    let solutions: String = list.iter().map(one).collect::<Result<_, _>>()?;
    Ok(format!(
        "<details class=\"solutions\"><summary>Solutions, one by one, for when you have tried</summary>{solutions}</details>"
    ))
}

fn solution(records: &Records, lab: &labs::Lab, exercise: &Exercise) -> Result<String, String> {
    let name = &exercise.name;
    let (code, language) = code(&lab.folder, name)
        .ok_or_else(|| format!("{} has no solution of `{name}`", lab.package))?;
    let why = match &exercise.why {
        Some(why) => {
            let html = inline::html(why, records, &lab.package);
            format!("<p>{}</p>", html.unwrap_or_else(|_| escape(why)))
        }
        None => String::new(),
    };
    // One line, as every block of ours: a blank one would end it.
    let code = escape(&code).replace('\n', "&#10;");
    Ok(format!(
        "<details><summary><code>{}</code></summary><pre><code class=\"language-{language}\">{code}</code></pre>{why}</details>",
        escape(name)
    ))
}

/// From the lab's own file of solutions, or, where it is a shader, from a file of its own.
fn code(lab: &Path, name: &str) -> Option<(String, &'static str)> {
    let manifest = lab.join("Cargo.toml");
    let rust = code_of(&manifest, &format!("src/solutions.rs:{name}"));
    let shader = || code_of(&manifest, &format!("solutions/{name}.wgsl"));
    let rust = rust.map(|code| (code.text, "rust"));
    rust.or_else(|| shader().map(|code| (code.text, "wgsl")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn exercise(name: &str) -> Exercise {
        Exercise {
            name: name.into(),
            minutes: 5,
            task: String::new(),
            why: Some("It is `2 < 3`.".into()),
        }
    }

    #[test]
    fn each_exercise_has_its_solution_folded() {
        let root = tempfile::tempdir().unwrap();
        let lab = root.path().join("labs/01-neuron");
        fs::create_dir_all(lab.join("src")).unwrap();
        fs::create_dir_all(lab.join("solutions")).unwrap();
        fs::create_dir_all(root.path().join("book/recorded")).unwrap();
        fs::write(lab.join("Cargo.toml"), "").unwrap();
        let rust =
            "// ANCHOR: twice\nfn twice() -> Vec<u8> {\n\n    todo()\n}\n// ANCHOR_END: twice\n";
        fs::write(lab.join("src/solutions.rs"), rust).unwrap();
        fs::write(lab.join("solutions/half.wgsl"), "fn half() {}\n").unwrap();
        let records = Records::new(root.path().join("book/recorded"));
        let html = folded(&records, "lab01", &[exercise("twice"), exercise("half")]).unwrap();
        let code = "<code class=\"language-rust\">fn twice() -&gt; Vec&lt;u8&gt; &#123;&#10;&#10;    todo()&#10;}</code>";
        assert!(html.contains(code), "{html}");
        assert!(
            html.contains("<code class=\"language-wgsl\">fn half()"),
            "{html}"
        );
        assert!(
            html.contains("<p>It is <code>2 &lt; 3</code>.</p>"),
            "{html}"
        );
        assert!(!html.contains('\n'), "{html}");
        let missing = folded(&records, "lab01", &[exercise("thrice")]).unwrap_err();
        assert!(
            missing.contains("lab01 has no solution of `thrice`"),
            "{missing}"
        );
        assert_eq!(folded(&records, "lab02", &[exercise("twice")]).unwrap(), "");
    }
}
