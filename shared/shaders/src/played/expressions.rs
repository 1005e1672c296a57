//! What an expression gives to one invocation.

use wgpu::naga::{Arena, Expression, Handle, Literal, SwizzleComponent, TypeInner};

use super::Stop;
use super::lanes::{Frame, Workgroup};
use super::memory::cells;
use super::value::{Cell, ONE, Place, Pointer, Value, binary, convert, math, unary};

impl<'a> Workgroup<'a, '_> {
    pub fn expression(
        &mut self,
        frame: &mut Frame<'a>,
        expression: Handle<Expression>,
        lane: usize,
    ) -> Result<Value<'a>, Stop> {
        let function = frame.function;
        let span = function.expressions.get_span(expression);
        match &function.expressions[expression] {
            Expression::FunctionArgument(at) => {
                let argument = frame.arguments[lane].get(*at as usize);
                argument.cloned().ok_or(Stop::Unknown)
            }
            Expression::GlobalVariable(variable) => Ok(Value::Pointer(Pointer {
                place: Place::Global(variable.index()),
                at: 0,
                ty: &self.module.types[self.module.global_variables[*variable].ty].inner,
                outside: None,
            })),
            Expression::LocalVariable(variable) => Ok(Value::Pointer(Pointer {
                place: Place::Local(variable.index()),
                at: 0,
                ty: &self.module.types[function.local_variables[*variable].ty].inner,
                outside: None,
            })),
            Expression::Load { pointer } => match self.value(frame, *pointer, lane)? {
                Value::Pointer(from) => self.load(frame, from, lane, span),
                Value::Cells(..) => Err(Stop::Unknown),
            },
            Expression::Access { base, index } => {
                let index = self
                    .value(frame, *index, lane)?
                    .index()
                    .ok_or(Stop::Unknown)?;
                let base = self.value(frame, *base, lane)?;
                self.part(frame, base, index, lane)
            }
            Expression::AccessIndex { base, index } => {
                let base = self.value(frame, *base, lane)?;
                self.part(frame, base, *index, lane)
            }
            Expression::ArrayLength(array) => match self.value(frame, *array, lane)? {
                Value::Pointer(Pointer {
                    place: Place::Global(number),
                    ..
                }) => Ok(Value::one(Cell::U(self.memory[number].cells.len() as u32))),
                _ => Err(Stop::Unknown),
            },
            Expression::Select {
                condition,
                accept,
                reject,
            } => {
                let yes = self
                    .value(frame, *condition, lane)?
                    .yes()
                    .ok_or(Stop::Unknown)?;
                self.value(frame, if yes { *accept } else { *reject }, lane)
            }
            Expression::Unary { op, expr } => {
                let of = self.cells_of(frame, &[*expr], lane)?;
                each(&of, |cells| unary(*op, cells[0]))
            }
            Expression::Binary { op, left, right } => {
                let of = self.cells_of(frame, &[*left, *right], lane)?;
                each(&of, |cells| binary(*op, cells[0], cells[1]))
            }
            Expression::Math {
                fun,
                arg,
                arg1,
                arg2,
                arg3: None,
            } => {
                let handles = [Some(*arg), *arg1, *arg2];
                let handles: Vec<_> = handles.into_iter().flatten().collect();
                let of = self.cells_of(frame, &handles, lane)?;
                each(&of, |cells| math(*fun, cells))
            }
            Expression::As {
                expr,
                kind,
                convert: width,
            } => {
                let of = self.cells_of(frame, &[*expr], lane)?;
                each(&of, |cells| convert(*kind, width.is_some(), cells[0]))
            }
            Expression::Swizzle {
                size,
                vector,
                pattern,
            } => {
                let of = self.cells_of(frame, &[*vector], lane)?;
                let (from, _) = &of[0];
                let chosen = pattern[..*size as usize]
                    .iter()
                    .map(|component| match component {
                        SwizzleComponent::X => from[0],
                        SwizzleComponent::Y => from[1],
                        SwizzleComponent::Z => from[2],
                        SwizzleComponent::W => from[3],
                    });
                // Its parts are single cells, whatever vector it is called.
                Ok(Value::Cells(chosen.collect(), &ONE))
            }
            _ => self.constant(&function.expressions, expression, |this, part| {
                this.value(frame, part, lane)
            }),
        }
    }

    /// An expression that is made of parts or of nothing.
    fn constant(
        &mut self,
        arena: &'a Arena<Expression>,
        expression: Handle<Expression>,
        mut part: impl FnMut(&mut Self, Handle<Expression>) -> Result<Value<'a>, Stop>,
    ) -> Result<Value<'a>, Stop> {
        let module = self.module;
        match &arena[expression] {
            Expression::Literal(literal) => Ok(Value::one(match *literal {
                Literal::F32(x) => Cell::F(x),
                Literal::U32(x) => Cell::U(x),
                Literal::I32(x) => Cell::I(x),
                Literal::Bool(x) => Cell::B(x),
                _ => return Err(Stop::Unknown),
            })),
            Expression::ZeroValue(ty) => {
                let ty = &module.types[*ty].inner;
                let zeros = super::memory::zeros(module, ty).ok_or(Stop::Unknown)?;
                Ok(Value::Cells(zeros, ty))
            }
            Expression::Constant(constant) => self.global(module.constants[*constant].init),
            Expression::Splat { size, value } => match part(self, *value)? {
                Value::Cells(cells, _) => Ok(Value::Cells(cells.repeat(*size as usize), &ONE)),
                Value::Pointer(_) => Err(Stop::Unknown),
            },
            Expression::Compose { ty, .. }
                if matches!(module.types[*ty].inner, TypeInner::Matrix { .. }) =>
            {
                Err(Stop::Unknown)
            }
            Expression::Compose { ty, components } => {
                let mut all = Vec::new();
                for component in components {
                    match part(self, *component)? {
                        Value::Cells(cells, _) => all.extend(cells),
                        Value::Pointer(_) => return Err(Stop::Unknown),
                    }
                }
                Ok(Value::Cells(all, &module.types[*ty].inner))
            }
            _ => Err(Stop::Unknown),
        }
    }

    fn global(&mut self, expression: Handle<Expression>) -> Result<Value<'a>, Stop> {
        let arena = &self.module.global_expressions;
        self.constant(arena, expression, |this, part| this.global(part))
    }

    fn cells_of(
        &mut self,
        frame: &mut Frame<'a>,
        expressions: &[Handle<Expression>],
        lane: usize,
    ) -> Result<Vec<(Vec<Cell>, &'a TypeInner)>, Stop> {
        let one = |&expression: &Handle<Expression>| match self.value(frame, expression, lane)? {
            Value::Cells(cells, ty) => Ok((cells, ty)),
            Value::Pointer(_) => Err(Stop::Unknown),
        };
        expressions.iter().map(one).collect()
    }

    /// Part number `index` of an array, a vector or a struct.
    fn part(
        &self,
        frame: &Frame<'a>,
        base: Value<'a>,
        index: u32,
        lane: usize,
    ) -> Result<Value<'a>, Stop> {
        let ty = match &base {
            Value::Cells(_, ty) => *ty,
            Value::Pointer(pointer) => pointer.ty,
        };
        let whole = match &base {
            Value::Cells(cells, _) => cells.len(),
            Value::Pointer(pointer) => match (cells(self.module, ty), pointer.place) {
                (Some(count), _) => count,
                (None, Place::Global(number)) => self.memory[number].cells.len(),
                (None, Place::Local(number)) => frame.local(number, lane),
            },
        };
        let (start, part, count) = match ty {
            TypeInner::Struct { members, .. } => {
                let of = |at: usize| cells(self.module, &self.module.types[members[at].ty].inner);
                let before: Option<usize> = (0..index as usize).map(of).sum();
                let inner = &self.module.types[members[index as usize].ty].inner;
                (before.ok_or(Stop::Unknown)?, inner, members.len())
            }
            TypeInner::Array { base, .. } => {
                let inner = &self.module.types[*base].inner;
                let size = cells(self.module, inner).ok_or(Stop::Unknown)?;
                (index as usize * size, inner, whole / size)
            }
            // Vectors, also those that came out of a swizzle.
            TypeInner::Vector { .. } | TypeInner::Scalar(_) => (index as usize, &ONE, whole),
            _ => return Err(Stop::Unknown),
        };
        let is_inside = (index as usize) < count;
        match base {
            Value::Pointer(pointer) => Ok(Value::Pointer(Pointer {
                place: pointer.place,
                at: pointer.at + if is_inside { start } else { 0 },
                ty: part,
                outside: pointer.outside.or((!is_inside).then_some((index, count))),
            })),
            Value::Cells(from, _) if is_inside => {
                let size = cells(self.module, part).ok_or(Stop::Unknown)?;
                Ok(Value::Cells(from[start..start + size].to_vec(), part))
            }
            Value::Cells(..) => Err(Stop::Unknown),
        }
    }
}

/// Cell by cell.
fn each<'a>(
    of: &[(Vec<Cell>, &'a TypeInner)],
    rule: impl Fn(&[Cell]) -> Option<Cell>,
) -> Result<Value<'a>, Stop> {
    let (longest, ty) = of
        .iter()
        .max_by_key(|(cells, _)| cells.len())
        .ok_or(Stop::Unknown)?;
    let one = |at: usize| {
        // A number beside a vector counts for each of its parts.
        let parts: Vec<Cell> = of
            .iter()
            .map(|(cells, _)| cells[at.min(cells.len() - 1)])
            .collect();
        rule(&parts)
    };
    let all: Option<Vec<Cell>> = (0..longest.len()).map(one).collect();
    Ok(Value::Cells(all.ok_or(Stop::Unknown)?, ty))
}
