//! What a shader computes with: cells of 32 bits, in a row, and pointers to them.

use wgpu::naga::{BinaryOperator, MathFunction, ScalarKind, TypeInner, UnaryOperator};

/// One number, or yes and no.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    F(f32),
    U(u32),
    I(i32),
    B(bool),
}

impl Cell {
    /// As a workgroup finds it.
    pub fn clear(&mut self) {
        *self = match self {
            Cell::F(_) => Cell::F(0.0),
            Cell::U(_) => Cell::U(0),
            Cell::I(_) => Cell::I(0),
            Cell::B(_) => Cell::B(false),
        };
    }
}

/// Where a variable lives.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Shared by all invocations: its number among the module's variables.
    Global(usize),
    /// An invocation's own: its number among the function's.
    Local(usize),
}

/// Where something lies in a variable.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'a> {
    pub place: Place,
    pub at: usize,
    pub ty: &'a TypeInner,
    /// An index that is too large, and how many there are.
    pub outside: Option<(u32, usize)>,
}

/// What an expression gives.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    Cells(Vec<Cell>, &'a TypeInner),
    Pointer(Pointer<'a>),
}

/// The type of every single cell: only its size is ever asked for.
pub static ONE: TypeInner = TypeInner::Scalar(wgpu::naga::Scalar::F32);

impl<'a> Value<'a> {
    pub fn one(cell: Cell) -> Value<'a> {
        Value::Cells(vec![cell], &ONE)
    }

    /// How many cells it holds; a pointer is one.
    pub fn size(&self) -> usize {
        match self {
            Value::Cells(cells, _) => cells.len(),
            Value::Pointer(_) => 1,
        }
    }

    /// The single number, as an index.
    pub fn index(&self) -> Option<u32> {
        match self {
            Value::Cells(cells, _) => match cells[..] {
                [Cell::U(n)] => Some(n),
                // A negative index is as much outside as a large one.
                [Cell::I(n)] => Some(u32::try_from(n).unwrap_or(u32::MAX)),
                _ => None,
            },
            Value::Pointer(_) => None,
        }
    }

    pub fn yes(&self) -> Option<bool> {
        match self {
            Value::Cells(cells, _) => match cells[..] {
                [Cell::B(yes)] => Some(yes),
                _ => None,
            },
            Value::Pointer(_) => None,
        }
    }
}

pub fn unary(op: UnaryOperator, cell: Cell) -> Option<Cell> {
    Some(match (op, cell) {
        (UnaryOperator::Negate, Cell::F(x)) => Cell::F(-x),
        (UnaryOperator::Negate, Cell::I(x)) => Cell::I(x.wrapping_neg()),
        (UnaryOperator::LogicalNot, Cell::B(x)) => Cell::B(!x),
        (UnaryOperator::BitwiseNot, Cell::U(x)) => Cell::U(!x),
        (UnaryOperator::BitwiseNot, Cell::I(x)) => Cell::I(!x),
        _ => return None,
    })
}

pub fn binary(op: BinaryOperator, left: Cell, right: Cell) -> Option<Cell> {
    use BinaryOperator as Op;
    if let Some(ordering) = match (left, right) {
        (Cell::F(a), Cell::F(b)) => Some(a.partial_cmp(&b)),
        (Cell::U(a), Cell::U(b)) => Some(Some(a.cmp(&b))),
        (Cell::I(a), Cell::I(b)) => Some(Some(a.cmp(&b))),
        (Cell::B(a), Cell::B(b)) => Some(Some(a.cmp(&b))),
        _ => None,
    } {
        let holds = match op {
            Op::Equal => Some(ordering.is_some_and(|o| o.is_eq())),
            Op::NotEqual => Some(ordering.is_none_or(|o| o.is_ne())),
            Op::Less => Some(ordering.is_some_and(|o| o.is_lt())),
            Op::LessEqual => Some(ordering.is_some_and(|o| o.is_le())),
            Op::Greater => Some(ordering.is_some_and(|o| o.is_gt())),
            Op::GreaterEqual => Some(ordering.is_some_and(|o| o.is_ge())),
            _ => None,
        };
        if let Some(holds) = holds {
            return Some(Cell::B(holds));
        }
    }
    Some(match (left, right) {
        (Cell::F(a), Cell::F(b)) => Cell::F(match op {
            Op::Add => a + b,
            Op::Subtract => a - b,
            Op::Multiply => a * b,
            Op::Divide => a / b,
            Op::Modulo => a % b,
            _ => return None,
        }),
        // Divided by 0, WGSL gives the number back, and the rest is 0.
        (Cell::U(a), Cell::U(b)) => Cell::U(match op {
            Op::Add => a.wrapping_add(b),
            Op::Subtract => a.wrapping_sub(b),
            Op::Multiply => a.wrapping_mul(b),
            Op::Divide => a.checked_div(b).unwrap_or(a),
            Op::Modulo => a.checked_rem(b).unwrap_or(0),
            Op::ShiftLeft => a.wrapping_shl(b),
            Op::ShiftRight => a.wrapping_shr(b),
            Op::And => a & b,
            Op::InclusiveOr => a | b,
            Op::ExclusiveOr => a ^ b,
            _ => return None,
        }),
        (Cell::I(a), Cell::U(b)) => Cell::I(match op {
            Op::ShiftLeft => a.wrapping_shl(b),
            Op::ShiftRight => a.wrapping_shr(b),
            _ => return None,
        }),
        (Cell::I(a), Cell::I(b)) => Cell::I(match op {
            Op::Add => a.wrapping_add(b),
            Op::Subtract => a.wrapping_sub(b),
            Op::Multiply => a.wrapping_mul(b),
            Op::Divide => a.checked_div(b).unwrap_or(a),
            Op::Modulo => a.checked_rem(b).unwrap_or(0),
            Op::And => a & b,
            Op::InclusiveOr => a | b,
            Op::ExclusiveOr => a ^ b,
            _ => return None,
        }),
        (Cell::B(a), Cell::B(b)) => Cell::B(match op {
            Op::And | Op::LogicalAnd => a && b,
            Op::InclusiveOr | Op::LogicalOr => a || b,
            Op::ExclusiveOr => a != b,
            _ => return None,
        }),
        _ => return None,
    })
}

/// The functions that the exercises may want.
pub fn math(fun: MathFunction, of: &[Cell]) -> Option<Cell> {
    use MathFunction as M;
    Some(match *of {
        [Cell::F(x)] => Cell::F(match fun {
            M::Abs => x.abs(),
            M::Exp => x.exp(),
            M::Exp2 => x.exp2(),
            M::Log => x.ln(),
            M::Log2 => x.log2(),
            M::Sqrt => x.sqrt(),
            M::InverseSqrt => 1.0 / x.sqrt(),
            M::Sin => x.sin(),
            M::Cos => x.cos(),
            M::Tanh => x.tanh(),
            M::Floor => x.floor(),
            M::Ceil => x.ceil(),
            M::Trunc => x.trunc(),
            M::Round => x.round_ties_even(),
            M::Saturate => x.clamp(0.0, 1.0),
            M::Sign if x == 0.0 => 0.0,
            M::Sign => x.signum(),
            _ => return None,
        }),
        [Cell::F(x), Cell::F(y)] => Cell::F(match fun {
            M::Min => x.min(y),
            M::Max => x.max(y),
            M::Pow => x.powf(y),
            M::Step => f32::from(u8::from(y >= x)),
            _ => return None,
        }),
        [Cell::F(x), Cell::F(y), Cell::F(z)] => Cell::F(match fun {
            M::Clamp => x.max(y).min(z),
            M::Fma => x.mul_add(y, z),
            M::Mix => x * (1.0 - z) + y * z,
            _ => return None,
        }),
        [Cell::U(x), Cell::U(y)] => Cell::U(match fun {
            M::Min => x.min(y),
            M::Max => x.max(y),
            _ => return None,
        }),
        [Cell::I(x), Cell::I(y)] => Cell::I(match fun {
            M::Min => x.min(y),
            M::Max => x.max(y),
            _ => return None,
        }),
        [Cell::U(x), Cell::U(y), Cell::U(z)] if fun == M::Clamp => Cell::U(x.max(y).min(z)),
        [Cell::I(x), Cell::I(y), Cell::I(z)] if fun == M::Clamp => Cell::I(x.max(y).min(z)),
        _ => return None,
    })
}

/// `f32(…)`, `u32(…)` and their like, and `bitcast`.
pub fn convert(kind: ScalarKind, is_cast: bool, cell: Cell) -> Option<Cell> {
    if is_cast {
        let number = match cell {
            Cell::F(x) => f64::from(x),
            Cell::U(x) => f64::from(x),
            Cell::I(x) => f64::from(x),
            Cell::B(x) => f64::from(u8::from(x)),
        };
        return Some(match (kind, cell) {
            (ScalarKind::Float, _) => Cell::F(number as f32),
            // Between whole numbers the bits stay.
            (ScalarKind::Uint, Cell::I(x)) => Cell::U(x as u32),
            (ScalarKind::Sint, Cell::U(x)) => Cell::I(x as i32),
            (ScalarKind::Uint, _) => Cell::U(number as u32),
            (ScalarKind::Sint, _) => Cell::I(number as i32),
            (ScalarKind::Bool, _) => Cell::B(number != 0.0),
            _ => return None,
        });
    }
    let bits = match cell {
        Cell::F(x) => x.to_bits(),
        Cell::U(x) => x,
        Cell::I(x) => x as u32,
        Cell::B(_) => return None,
    };
    Some(match kind {
        ScalarKind::Float => Cell::F(f32::from_bits(bits)),
        ScalarKind::Uint => Cell::U(bits),
        ScalarKind::Sint => Cell::I(bits as i32),
        _ => return None,
    })
}
