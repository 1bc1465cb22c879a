use engine::json;
use super::*;
#[test]
fn out() {
    for name in std::env::var("PDFS").unwrap().split(',') {
        let text = std::fs::read(format!("fixtures/{name}.json")).unwrap();
        let job = Job { definition: json::parse(&text).unwrap(), ..Job::default() };
        let t = std::time::Instant::now();
        let pdf = render(&job, Limits::default());
        println!("{:?}", t.elapsed());
        match pdf { Ok(pdf) => std::fs::write(format!("/tmp/lead/pdfwork/{name}.pdf"), pdf).unwrap(), Err(e) => panic!("{e}") }
    }
}
