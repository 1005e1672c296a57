//! The variables that invocations share, and who has been where since the last barrier.

use wgpu::naga::{
    AddressSpace, ArraySize, Handle, Module, ScalarKind, StorageAccess, Type, TypeInner,
};

use super::value::Cell;
use crate::Dispatch;

/// Which barrier a variable waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nobody writes it.
    Constant,
    /// The workgroup's own.
    Workgroup,
    /// A buffer.
    Storage,
}

/// What happened to a cell since the last barrier.
#[derive(Clone, Copy, Debug, Default)]
struct Trace {
    phase: usize,
    writer: Option<usize>,
    reader: Option<usize>,
    /// More than one has read it.
    read_by_more: bool,
}

/// A shared variable.
#[derive(Debug)]
pub struct Shared {
    pub name: String,
    pub cells: Vec<Cell>,
    pub kept: Kept,
    traces: Vec<Trace>,
    /// How often each invocation has read it, in this workgroup.
    pub reads: Vec<usize>,
}

/// Two invocations at one cell, one of them writing, and no barrier between.
pub struct Met {
    /// Both write.
    pub both_write: bool,
}

impl Shared {
    /// Notes that an invocation reads so many cells from `at` on.
    pub fn read(&mut self, at: usize, count: usize, lane: usize, phase: usize) -> Result<(), Met> {
        self.reads[lane] += 1;
        if self.kept == Kept::Constant {
            return Ok(());
        }
        let mut met = Ok(());
        for trace in &mut self.traces[at..at + count] {
            trace.renew(phase);
            if trace.writer.is_some_and(|writer| writer != lane) {
                met = Err(Met { both_write: false });
            }
            trace.read_by_more |= trace.reader.is_some_and(|reader| reader != lane);
            trace.reader = Some(lane);
        }
        met
    }

    /// Writes a cell. Two that write the same number do no harm.
    pub fn write(&mut self, at: usize, cell: Cell, lane: usize, phase: usize) -> Result<(), Met> {
        let trace = &mut self.traces[at];
        trace.renew(phase);
        let is_other = trace.writer.is_some_and(|writer| writer != lane) && self.cells[at] != cell;
        let was_read = trace.read_by_more || trace.reader.is_some_and(|reader| reader != lane);
        trace.writer = Some(lane);
        self.cells[at] = cell;
        match is_other || was_read {
            true => Err(Met {
                both_write: is_other,
            }),
            false => Ok(()),
        }
    }
}

impl Trace {
    fn renew(&mut self, phase: usize) {
        if self.phase != phase {
            *self = Trace {
                phase,
                ..Trace::default()
            };
        }
    }
}

/// More cells than this in one variable are not played. What workgroups share is 16 KiB on many cards.
const MOST: usize = 1 << 14;

/// How many cells a type takes; `None` if that is only known when it runs, if they are too many, or it is no plain type.
pub fn cells(module: &Module, ty: &TypeInner) -> Option<usize> {
    let of = |handle: Handle<Type>| cells(module, &module.types[handle].inner);
    let count = match ty {
        TypeInner::Scalar(_) => Some(1),
        TypeInner::Vector { size, .. } => Some(*size as usize),
        TypeInner::Array {
            base,
            size: ArraySize::Constant(count),
            ..
        } => of(*base)?.checked_mul(count.get() as usize),
        TypeInner::Struct { members, .. } => members.iter().map(|member| of(member.ty)).sum(),
        _ => None,
    };
    count.filter(|&count| count <= MOST)
}

/// Cells of zeros; `None` as [`cells`].
pub fn zeros(module: &Module, ty: &TypeInner) -> Option<Vec<Cell>> {
    cells(module, ty)?;
    let of = |handle: Handle<Type>| zeros(module, &module.types[handle].inner);
    match ty {
        TypeInner::Scalar(scalar) => Some(vec![match scalar.kind {
            ScalarKind::Float => Cell::F(0.0),
            ScalarKind::Uint => Cell::U(0),
            ScalarKind::Sint => Cell::I(0),
            ScalarKind::Bool => Cell::B(false),
            _ => return None,
        }]),
        TypeInner::Vector { size, scalar } => {
            let one = zeros(module, &TypeInner::Scalar(*scalar))?;
            Some(one.repeat(*size as usize))
        }
        TypeInner::Array {
            base,
            size: ArraySize::Constant(count),
            ..
        } => Some(of(*base)?.repeat(count.get() as usize)),
        TypeInner::Struct { members, .. } => {
            let all: Option<Vec<_>> = members.iter().map(|member| of(member.ty)).collect();
            Some(all?.concat())
        }
        _ => None,
    }
}

/// The shared variables of a module, with what the dispatch puts into the buffers; `None` if it has others.
pub fn shared(module: &Module, dispatch: &Dispatch<'_>) -> Option<Vec<Shared>> {
    let output = dispatch.inputs.len() + 1;
    let of = |variable: &wgpu::naga::GlobalVariable| {
        let ty = &module.types[variable.ty].inner;
        let binding = match variable.binding {
            Some(binding) if binding.group == 0 => Some(binding.binding as usize),
            Some(_) => return None,
            None => None,
        };
        let floats = |numbers: &[f32]| numbers.iter().copied().map(Cell::F).collect();
        let (cells, kept) = match (variable.space, binding) {
            (AddressSpace::WorkGroup, _) => (zeros(module, ty)?, Kept::Workgroup),
            (AddressSpace::Uniform, Some(0)) => {
                let mut cells = zeros(module, ty)?;
                let whole = cells.iter().all(|cell| matches!(cell, Cell::U(_)));
                for (cell, size) in cells.iter_mut().zip(dispatch.shape) {
                    *cell = Cell::U(*size);
                }
                (whole.then_some(cells)?, Kept::Constant)
            }
            (AddressSpace::Storage { access }, Some(at)) if is_list(module, ty) => {
                let kept = match access.contains(StorageAccess::STORE) {
                    true => Kept::Storage,
                    false => Kept::Constant,
                };
                match at {
                    at if at == output => (floats(dispatch.output), kept),
                    at => (floats(dispatch.inputs.get(at.checked_sub(1)?)?), kept),
                }
            }
            _ => return None,
        };
        Some(Shared {
            name: variable.name.clone().unwrap_or_default(),
            traces: vec![Trace::default(); cells.len()],
            cells,
            kept,
            reads: Vec::new(),
        })
    };
    let variables = module.global_variables.iter();
    variables.map(|(_, variable)| of(variable)).collect()
}

/// `array<f32>`, as long as the buffer is.
fn is_list(module: &Module, ty: &TypeInner) -> bool {
    let TypeInner::Array {
        base,
        size: ArraySize::Dynamic,
        ..
    } = ty
    else {
        return false;
    };
    matches!(module.types[*base].inner, TypeInner::Scalar(scalar) if scalar.kind == ScalarKind::Float)
}
