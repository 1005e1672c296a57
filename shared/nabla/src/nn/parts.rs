//! What is made of parts has the parameters of its parts.

use super::{Module, Param, Parameters, Row};
use crate::{Shape, Tape, Var};

impl Parameters for Param {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        f(self);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        f(self);
    }

    /// Called by its place in the model, `"scale"` or `"scales.0"`: its own name would only say it twice.
    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        f(prefix.strip_suffix('.').unwrap_or(self.name()), self);
    }
}

/// What only points at its part: the same parameters under the same names.
macro_rules! points {
    ($($Pointer:ty),*) => {
        $(impl<P: Parameters + ?Sized> Parameters for $Pointer {
            fn visit(&self, f: &mut dyn FnMut(&Param)) {
                (**self).visit(f);
            }

            fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
                (**self).visit_mut(f);
            }

            fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
                (**self).visit_named(prefix, f);
            }
        })*
    };
}

points!(Box<P>, &mut P);

impl<M: Module + ?Sized> Module for Box<M> {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        (**self).forward(tape, x)
    }

    #[track_caller]
    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        (**self).describe(input, rows)
    }
}

impl<P: Parameters> Parameters for Option<P> {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.iter().for_each(|part| part.visit(f));
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.iter_mut().for_each(|part| part.visit_mut(f));
    }

    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        self.iter().for_each(|part| part.visit_named(prefix, f));
    }
}

/// Parts in a row, called by their number: `"0.weight"`.
macro_rules! rows_of {
    ($([$($length:tt)*] $List:ty),*) => {
        $(impl<P: Parameters $($length)*> Parameters for $List {
            fn visit(&self, f: &mut dyn FnMut(&Param)) {
                self.iter().for_each(|part| part.visit(f));
            }

            fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
                self.iter_mut().for_each(|part| part.visit_mut(f));
            }

            fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
                for (i, part) in self.iter().enumerate() {
                    part.visit_named(&format!("{prefix}{i}."), f);
                }
            }
        })*
    };
}

rows_of!([] Vec<P>, [, const N: usize] [P; N]);

/// Parts of several kinds, called by their number too.
macro_rules! tuples {
    ($(($($P:ident $i:tt),*)),*) => {
        $(impl<$($P: Parameters),*> Parameters for ($($P,)*) {
            fn visit(&self, f: &mut dyn FnMut(&Param)) {
                $(self.$i.visit(f);)*
            }

            fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
                $(self.$i.visit_mut(f);)*
            }

            fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
                $(self.$i.visit_named(&format!("{prefix}{}.", $i), f);)*
            }
        })*
    };
}

tuples!((A 0, B 1), (A 0, B 1, C 2), (A 0, B 1, C 2, D 3));
