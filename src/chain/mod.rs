//! The service chain (clause 10): who builds on whom, and the order in which services are judged.
//!
//! In: the descriptors of a run. Out: every one of them judged, after those that it builds on; these are
//! looked for in the repository and among the copies of descriptors from elsewhere.

mod circle;
mod copy;
mod finder;
mod head;
mod impact;
mod judge;
mod link;
mod members;
mod vendor;

pub use copy::{CopiedVerdict, FOLDER_FILES, Record};
pub use impact::{Impact, Placed, Touched, impact, placed};
pub use judge::Outcome;
pub use link::Link;
pub use members::{Chain, Member, Search};
pub use vendor::{Asking, Reference, Wanted, descriptors_of, save, stated, wanted};
