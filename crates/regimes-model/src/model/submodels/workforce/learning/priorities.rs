//! Priorities: what an organisation thinks matters to the people it serves.
//!
//! Every four weeks it hears what matters to those in its cases, each as far as the worker understands it,
//!
//! ```text
//! estimate' = estimate + h / (h + conversations) * (mean of priorities, weighted by heard - estimate)
//! ```
//!
//! with `h` the sum of `heard` over its cases: so the estimate comes to the residents' weights with the number of
//! conversations (S077).
//!
//! Source: S077; assumption A90. Regimes: no difference but through how well people are heard.

use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::units::DOMAINS;

/// Moves the estimate of priorities towards what is heard.
pub fn hear(organisation: &mut Organisation, context: &OrganisationContext<'_>, p: &Parameters) {
    let (mut said, mut heard) = ([0.0_f32; DOMAINS], 0.0);
    for case in &organisation.cases {
        let priorities = &context.place.residents.priorities[case.resident as usize];
        for (sum, &priority) in said.iter_mut().zip(priorities) {
            *sum += case.heard * f32::from(priority);
        }
        heard += case.heard;
    }
    let total: f32 = said.iter().sum();
    if total > 0.0 {
        let step = heard / (heard + p.conversations as f32);
        for (estimate, sum) in organisation.priority_estimate.iter_mut().zip(said) {
            *estimate += step * (sum / total - *estimate);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::fixtures;
    use crate::model::regime::hls;
    use crate::model::submodels::workforce::learning::learn;
    use crate::model::submodels::workforce::learning::parameters::Parameters;
    use crate::model::world::World;
    use crate::randomness::Randomness;

    fn learnt(mut world: World, weeks: u32) -> World {
        for _ in 0..weeks {
            world.each_organisation(|one, context| learn(one, context, &Parameters::default(), &Randomness::new(7, 0)));
            world.week += 1;
        }
        world
    }

    #[test]
    fn the_estimate_of_priorities_comes_to_what_people_say() {
        let mut world = fixtures::town(&hls(), 1, 1, 4);
        world.places[0].residents.priorities.fill([51, 204, 0, 0, 0, 0, 0, 0]);
        let organisation = &mut world.places[0].organisations[0];
        organisation.cases = (0..4).map(fixtures::case).collect();
        let off = |weeks| {
            let world = learnt(world.clone(), weeks);
            let estimate = world.places[0].organisations[0].priority_estimate;
            assert!((estimate.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            (estimate[1] - 0.8).abs()
        };
        assert!(off(400) < 0.01 && off(400) < off(40) && off(40) < off(4));
    }
}
