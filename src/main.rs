//! The `regimes` program.

fn main() -> std::process::ExitCode {
    regimes::cli::main()
}
