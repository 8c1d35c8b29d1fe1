//! Claims: what all experiments that speak to a claim say of it together.

use crate::experiment::bundled;
use crate::experiment::file::File;
use crate::experiment::judgement::Judgement;
use crate::experiment::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// A claim of the seeds, as the ledger states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// What sort of claim it is.
    pub kind: String,
    /// Where it was read.
    pub seed: String,
    /// What is claimed, in the project's own words.
    pub claim: String,
    /// The figure that is claimed; empty where there is none.
    pub figure: String,
}

/// A claim with what its experiments say of it together.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedClaim<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The verdict.
    pub verdict: Verdict,
    /// The experiments that speak to it, each with its own verdict on it.
    pub judgements: Vec<(&'a Judgement, Verdict)>,
    /// Why there is no experiment; none where there is one, or no reason is given.
    pub why_not: Option<&'a str>,
}

/// The claims of the seeds.
///
/// # Errors
/// The first row that does not fit.
pub fn list() -> Result<Vec<Claim>, String> {
    let rows = csv::Reader::from_reader(bundled::CLAIMS.as_bytes()).into_deserialize();
    rows.collect::<Result<_, csv::Error>>().map_err(|error| error.to_string())
}

/// Judges each claim by its experiments; files of experiments say why some have none.
#[must_use]
pub fn judge<'a>(claims: &'a [Claim], files: &'a [File], judgements: &'a [Judgement]) -> Vec<JudgedClaim<'a>> {
    claims.iter().map(|claim| judge_one(claim, files, judgements)).collect()
}

fn judge_one<'a>(claim: &'a Claim, files: &'a [File], judgements: &'a [Judgement]) -> JudgedClaim<'a> {
    let speaking = judgements.iter().filter(|judgement| judgement.claims.contains(&claim.id));
    let judgements: Vec<(&Judgement, Verdict)> =
        speaking.filter_map(|judgement| Some((judgement, judgement.on_claims?))).collect();
    if judgements.is_empty() {
        let reason = files.iter().flat_map(|file| &file.rows).find(|row| row.id == claim.id);
        let verdict = if reason.is_some() { Verdict::NotRepresented } else { Verdict::NotRun };
        return JudgedClaim { claim, verdict, judgements, why_not: reason.map(|row| row.why.as_str()) };
    }
    let verdict = together(&judgements.iter().map(|(_, verdict)| *verdict).collect::<Vec<_>>());
    JudgedClaim { claim, verdict, judgements, why_not: None }
}

/// One verdict for several: what is supported by one and contradicted by another depends on what tells them apart.
fn together(verdicts: &[Verdict]) -> Verdict {
    let has = |verdict: Verdict| verdicts.contains(&verdict);
    match (has(Verdict::Supported), has(Verdict::Contradicted), has(Verdict::DependsOn)) {
        (_, _, true) | (true, true, _) => Verdict::DependsOn,
        (true, false, _) => Verdict::Supported,
        (false, true, _) => Verdict::Contradicted,
        (false, false, false) if verdicts.iter().all(|verdict| *verdict == Verdict::NotRun) => Verdict::NotRun,
        (false, false, false) => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::file::Unanswered;

    fn judgement(id: &str, on_claims: Option<Verdict>) -> Judgement {
        let claims = ["S001", "S002"].map(str::to_owned).to_vec();
        Judgement { id: id.to_owned(), claims, on_claims, ..Judgement::default() }
    }

    #[test]
    fn several_experiments_speak_with_one_voice() {
        use Verdict::{Contradicted, DependsOn, NotRun, Supported, Undecided};
        assert_eq!(together(&[Supported, Undecided]), Supported);
        assert_eq!(together(&[Supported, Contradicted]), DependsOn);
        assert_eq!(together(&[Contradicted, NotRun]), Contradicted);
        assert_eq!(together(&[Undecided]), Undecided);
        assert_eq!(together(&[NotRun]), NotRun);
    }

    #[test]
    fn a_claim_without_experiment_says_why() {
        let reason = Unanswered { id: "S003".to_owned(), why: "no homes".to_owned() };
        let files = [File { rows: vec![reason], ..File::default() }];
        let judgements = [judgement("one", Some(Verdict::Supported)), judgement("two", None)];
        let claims = ["S002", "S003", "S004"].map(|id| Claim { id: id.to_owned(), ..Claim::default() });
        let judged = judge(&claims, &files, &judgements);
        assert_eq!(judged[0].judgements, [(&judgements[0], Verdict::Supported)]);
        assert_eq!((judged[1].verdict, judged[1].why_not), (Verdict::NotRepresented, Some("no homes")));
        assert_eq!(judged[2].verdict, Verdict::NotRun);
    }

    #[test]
    fn the_bundled_claims_can_be_read() {
        assert!(list().unwrap().len() >= 100);
    }
}
