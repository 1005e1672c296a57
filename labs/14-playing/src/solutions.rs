//! Reference answers: what the lesson uses where the learner has not answered yet.
