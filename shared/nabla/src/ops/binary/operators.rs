//! The operators: `a + b` of two tensors, or of a tensor and a number.

use super::Kind;
use crate::Elementwise;
use crate::tape::Var;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// `a + b`, `a + 2.0` and `2.0 + a` for each operator.
macro_rules! operators {
    ($($Trait:ident $method:ident: |$var:ident, $number:ident| $right:expr, $left:expr;)*) => {
        $(
            impl<'t> $Trait for Var<'t> {
                type Output = Var<'t>;
                #[track_caller]
                fn $method(self, other: Var<'t>) -> Var<'t> {
                    self.binary(other, Kind::$Trait)
                }
            }

            impl<'t> $Trait<f32> for Var<'t> {
                type Output = Var<'t>;
                fn $method(self, $number: f32) -> Var<'t> {
                    let $var = self;
                    $right
                }
            }

            impl<'t> $Trait<Var<'t>> for f32 {
                type Output = Var<'t>;
                fn $method(self, $var: Var<'t>) -> Var<'t> {
                    let $number = self;
                    $left
                }
            }
        )*
    };
}

operators! {
    // var ∘ number,                                     number ∘ var
    Add add: |v, n| v.apply(Elementwise::Shift(n)),       v.apply(Elementwise::Shift(n));
    Sub sub: |v, n| v.apply(Elementwise::Shift(-n)),      -v + n;
    Mul mul: |v, n| v.apply(Elementwise::Scale(n)),       v.apply(Elementwise::Scale(n));
    Div div: |v, n| v.apply(Elementwise::Over(n)),        v.apply(Elementwise::Under(n));
}

impl<'t> Neg for Var<'t> {
    type Output = Var<'t>;
    fn neg(self) -> Var<'t> {
        self.apply(Elementwise::Neg)
    }
}
