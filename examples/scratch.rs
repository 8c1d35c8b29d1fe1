use regimes::model::outcomes::OUTCOMES;
use regimes::simulation;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let sets: Vec<String> = args[2..].to_vec();
    let loaded = match regimes::scenario::load(&args[1], &sets) {
        Ok(l) => l,
        Err(p) => {
            eprintln!("{p}");
            std::process::exit(2)
        }
    };
    let s = loaded.scenario;
    let t = std::time::Instant::now();
    let reps: Vec<u32> = (0..s.replicates).collect();
    let e = simulation::ensemble(&s, &reps, &simulation::unattended());
    let dt = t.elapsed().as_secs_f64();
    let rw = s.residents() as f64
        * s.replicates as f64
        * (s.burn_in_weeks as f64 + s.arms.len() as f64 * s.horizon_weeks as f64);
    println!("{dt:.2} s; {:.1} ns per resident-week (wall)", dt * 1e9 / rw);
    let n = OUTCOMES.len();
    print!("{:<28}", "");
    for a in &e.arms {
        print!("{a:>22}");
    }
    println!();
    for (k, o) in OUTCOMES.iter().enumerate() {
        print!("{:<28}", o.name);
        for a in 0..e.arms.len() {
            let tr: Vec<_> = e.traces.iter().filter(|t| t.arm == a).collect();
            let w = s.horizon_weeks as usize;
            let m = |from: usize, to: usize| {
                tr.iter()
                    .map(|t| (from..to).map(|i| t.outcomes[i * n + k]).sum::<f64>() / (to - from) as f64)
                    .sum::<f64>()
                    / tr.len() as f64
            };
            print!("{:>11.4}{:>11.4}", m(0, 4.min(w)), m(w - w.min(52), w));
        }
        println!();
    }
    for t in e.traces.iter().filter(|t| t.replicate == 0) {
        for r in &t.evaluation {
            println!("{} {:?}", e.arms[t.arm], r);
        }
    }
}
