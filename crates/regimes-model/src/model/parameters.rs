//! The parameters of all submodels, by submodel.

use crate::model::submodels::governance::{accountability, contracting, costs, government, paradigms, relations};
use crate::model::submodels::residents::{lives, seeking, shocks};
use crate::model::submodels::service::{admission, allotment, closing, emergency, flow, performance, support, waste};
use crate::model::submodels::workforce::{effort, learning, staffing, strain};
use crate::model::{arrivals, flourishing, patterns};

crate::parameters! {
    /// The parameters of all submodels.
    pub struct Parameters {
        /// How alike and how lasting what works is.
        patterns: patterns::Parameters;
        /// How flourishing is put together.
        flourishing: flourishing::Parameters;
        /// Who residents are when they come.
        arrivals: arrivals::Parameters;
        /// What events do.
        shocks: shocks::Parameters;
        /// How lives move by themselves.
        lives: lives::parameters::Parameters;
        /// Who asks for help.
        seeking: seeking::Parameters;
        /// How organisations admit.
        admission: admission::parameters::Parameters;
        /// What a paid week goes into.
        allotment: allotment::parameters::Parameters;
        /// Queues of emergency care.
        emergency: emergency::Parameters;
        /// How workers choose their effort.
        effort: effort::Parameters;
        /// What contact does.
        support: support::parameters::Parameters;
        /// How cases end and what they count as.
        closing: closing::Parameters;
        /// How performance is followed.
        performance: performance::Parameters;
        /// How attention follows waiting time.
        flow: flow::Parameters;
        /// How waste in processes falls and creeps in.
        waste: waste::Parameters;
        /// How work wears on workers, and what restores them.
        strain: strain::Parameters;
        /// How staff fall ill, leave and come.
        staffing: staffing::parameters::Parameters;
        /// How organisations learn.
        learning: learning::parameters::Parameters;
        /// How organisations relate.
        relations: relations::Parameters;
        /// How organisations answer for what they do.
        accountability: accountability::Parameters;
        /// How contracts and money move.
        contracting: contracting::Parameters;
        /// What national government does.
        government: government::Parameters;
        /// How paradigms spread.
        paradigms: paradigms::parameters::Parameters;
        /// What things cost and how money is kept.
        prices: costs::Parameters;
    }
}
