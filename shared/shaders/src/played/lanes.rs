//! The statements, each for all invocations of a workgroup at once.
//!
//! Which invocations take part is a mask, a bit for each: an `if` divides it, a `return` takes bits away, and at a barrier
//! all of them must be there.

use wgpu::naga::{
    Barrier, Block, Expression, Function, Handle, Module, Span, Statement, SwitchCase, SwitchValue,
};

use super::memory::Shared;
use super::value::{Cell, Place, Pointer, Value};
use super::{Fault, Stop};

/// A bit for each invocation.
pub type Mask = u64;

/// More rounds of loops than this, in one workgroup, and we take it that they never end. The exercises need some dozens.
const PATIENCE: usize = 1_000;

/// More steps than this, in all workgroups together, and we do not wait for the end: a step is a number that is looked at
/// or copied. The exercises need some hundred thousands.
pub const STEPS: usize = 4_000_000;

/// A workgroup that is being played.
pub struct Workgroup<'a, 'm> {
    pub module: &'a Module,
    pub source: &'a str,
    pub memory: &'m mut [Shared],
    /// As many as are in the workgroup.
    pub lanes: usize,
    /// Counts the barriers that were passed; that of workgroup memory, and that of the buffers.
    pub phases: [usize; 2],
    pub barriers: usize,
    /// The first meeting of two invocations. What the sums are then is chance, but we go on to learn the rest.
    pub race: Option<Fault>,
    /// Two of them wrote different numbers to one place.
    pub is_clash: bool,
    turns: usize,
    /// Steps that are left to it.
    pub steps: usize,
}

/// A call of a function: what each invocation holds.
pub struct Frame<'a> {
    pub function: &'a Function,
    /// For each invocation.
    pub arguments: Vec<Vec<Value<'a>>>,
    values: Vec<Vec<Option<Value<'a>>>>,
    pub locals: Vec<Vec<Vec<Cell>>>,
    returned: Vec<Option<Value<'a>>>,
}

/// Where the invocations of a mask have gone.
#[derive(Clone, Copy, Default)]
struct Flow {
    on: Mask,
    broke: Mask,
    continued: Mask,
}

impl<'a> Workgroup<'a, '_> {
    pub fn new<'m>(
        module: &'a Module,
        source: &'a str,
        memory: &'m mut [Shared],
        lanes: usize,
        phases: [usize; 2],
        steps: usize,
    ) -> Workgroup<'a, 'm> {
        for shared in memory.iter_mut() {
            shared.reads = vec![0; lanes];
        }
        Workgroup {
            module,
            source,
            memory,
            lanes,
            phases,
            barriers: 0,
            race: None,
            is_clash: false,
            turns: 0,
            steps,
        }
    }

    /// All of them.
    pub fn all(&self) -> Mask {
        Mask::MAX >> (Mask::BITS as usize - self.lanes)
    }

    /// Calls a function for the invocations of `mask`, and returns what each of them gets.
    pub fn call(
        &mut self,
        function: &'a Function,
        arguments: Vec<Vec<Value<'a>>>,
        mask: Mask,
    ) -> Result<Vec<Option<Value<'a>>>, Stop> {
        self.spend(self.lanes * (1 + function.expressions.len()))?;
        let mut frame = Frame {
            function,
            arguments,
            values: vec![vec![None; function.expressions.len()]; self.lanes],
            locals: vec![Vec::new(); self.lanes],
            returned: vec![None; self.lanes],
        };
        for (_, variable) in function.local_variables.iter() {
            for lane in 0..self.lanes {
                let start = match variable.init {
                    Some(init) => match self.value(&mut frame, init, lane)? {
                        Value::Cells(cells, _) => cells,
                        Value::Pointer(_) => return Err(Stop::Unknown),
                    },
                    None => {
                        super::memory::zeros(self.module, &self.module.types[variable.ty].inner)
                            .ok_or(Stop::Unknown)?
                    }
                };
                self.spend(start.len())?;
                frame.locals[lane].push(start);
            }
        }
        self.block(&mut frame, &function.body, mask)?;
        Ok(frame.returned)
    }

    pub fn line(&self, span: Span) -> u32 {
        span.location(self.source).line_number
    }

    fn block(&mut self, frame: &mut Frame<'a>, block: &'a Block, mask: Mask) -> Result<Flow, Stop> {
        let mut flow = Flow {
            on: mask,
            ..Flow::default()
        };
        for (statement, span) in block.span_iter() {
            if flow.on == 0 {
                break;
            }
            let after = self.statement(frame, statement, *span, flow.on)?;
            flow.on = after.on;
            flow.broke |= after.broke;
            flow.continued |= after.continued;
        }
        Ok(flow)
    }

    fn statement(
        &mut self,
        frame: &mut Frame<'a>,
        statement: &'a Statement,
        span: Span,
        mask: Mask,
    ) -> Result<Flow, Stop> {
        let mut flow = Flow {
            on: mask,
            ..Flow::default()
        };
        match statement {
            Statement::Emit(range) => {
                for expression in range.clone() {
                    for lane in lanes(mask) {
                        let value = self.expression(frame, expression, lane)?;
                        self.spend(value.size())?;
                        frame.values[lane][expression.index()] = Some(value);
                    }
                }
            }
            Statement::Block(block) => return self.block(frame, block, mask),
            Statement::If {
                condition,
                accept,
                reject,
            } => {
                let yes = self.mask_of(frame, *condition, mask)?;
                let first = self.block(frame, accept, yes)?;
                let second = self.block(frame, reject, mask & !yes)?;
                flow = Flow {
                    on: first.on | second.on,
                    broke: first.broke | second.broke,
                    continued: first.continued | second.continued,
                };
            }
            Statement::Switch { selector, cases } => {
                return self.switch(frame, *selector, cases, mask);
            }
            Statement::Loop {
                body,
                continuing,
                break_if,
            } => flow.on = self.rounds(frame, [body, continuing], *break_if, mask, span)?,
            Statement::Break => {
                flow = Flow {
                    broke: mask,
                    ..Flow::default()
                }
            }
            Statement::Continue => {
                flow = Flow {
                    continued: mask,
                    ..Flow::default()
                }
            }
            Statement::Return { value } => {
                for lane in lanes(mask) {
                    frame.returned[lane] = match value {
                        Some(value) => Some(self.value(frame, *value, lane)?),
                        None => None,
                    };
                }
                flow.on = 0;
            }
            Statement::ControlBarrier(which) => self.barrier(*which, span, mask)?,
            Statement::Store { pointer, value } => {
                for lane in lanes(mask) {
                    let value = self.value(frame, *value, lane)?;
                    let Value::Pointer(to) = self.value(frame, *pointer, lane)? else {
                        return Err(Stop::Unknown);
                    };
                    self.store(frame, to, value, lane, span)?;
                }
            }
            Statement::WorkGroupUniformLoad { pointer, result } => {
                self.barrier(Barrier::WORK_GROUP, span, mask)?;
                for lane in lanes(mask) {
                    let Value::Pointer(from) = self.value(frame, *pointer, lane)? else {
                        return Err(Stop::Unknown);
                    };
                    let value = self.load(frame, from, lane, span)?;
                    frame.values[lane][result.index()] = Some(value);
                }
                self.barrier(Barrier::WORK_GROUP, span, mask)?;
            }
            Statement::Call {
                function,
                arguments,
                result,
            } => {
                let arguments = self.arguments(frame, arguments, mask)?;
                let returned = self.call(&self.module.functions[*function], arguments, mask)?;
                if let Some(result) = result {
                    for (lane, value) in returned.into_iter().enumerate() {
                        frame.values[lane][result.index()] = value;
                    }
                }
            }
            _ => return Err(Stop::Unknown),
        }
        Ok(flow)
    }

    fn switch(
        &mut self,
        frame: &mut Frame<'a>,
        selector: Handle<Expression>,
        cases: &'a [SwitchCase],
        mask: Mask,
    ) -> Result<Flow, Stop> {
        let mut flow = Flow::default();
        let mut waiting = mask;
        let mut falling = 0;
        for case in cases {
            let mut into = falling;
            for lane in lanes(waiting) {
                let chosen = self.value(frame, selector, lane)?;
                let is_here = match (case.value, &chosen) {
                    (SwitchValue::Default, _) => true,
                    (SwitchValue::U32(n), Value::Cells(cells, _)) => cells[..] == [Cell::U(n)],
                    (SwitchValue::I32(n), Value::Cells(cells, _)) => cells[..] == [Cell::I(n)],
                    _ => false,
                };
                into |= Mask::from(is_here) << lane;
            }
            waiting &= !into;
            let after = self.block(frame, &case.body, into)?;
            falling = if case.fall_through { after.on } else { 0 };
            flow.on |= after.broke | if case.fall_through { 0 } else { after.on };
            flow.continued |= after.continued;
        }
        flow.on |= waiting | falling;
        Ok(flow)
    }

    /// A loop: returns those that have left it.
    fn rounds(
        &mut self,
        frame: &mut Frame<'a>,
        [body, continuing]: [&'a Block; 2],
        break_if: Option<Handle<Expression>>,
        mask: Mask,
        span: Span,
    ) -> Result<Mask, Stop> {
        let (mut running, mut left) = (mask, 0);
        while running != 0 {
            self.turns += 1;
            if self.turns > PATIENCE {
                return Err(Fault::Endless {
                    line: self.line(span),
                }
                .into());
            }
            let round = self.block(frame, body, running)?;
            left |= round.broke;
            running = self
                .block(frame, continuing, round.on | round.continued)?
                .on;
            if let Some(condition) = break_if {
                let done = self.mask_of(frame, condition, running)?;
                left |= done;
                running &= !done;
            }
        }
        Ok(left)
    }

    /// What each invocation hands to a function.
    fn arguments(
        &mut self,
        frame: &mut Frame<'a>,
        arguments: &[Handle<Expression>],
        mask: Mask,
    ) -> Result<Vec<Vec<Value<'a>>>, Stop> {
        let mut all = vec![Vec::new(); self.lanes];
        for lane in lanes(mask) {
            for argument in arguments {
                let value = self.value(frame, *argument, lane)?;
                if let Value::Pointer(Pointer {
                    place: Place::Local(_),
                    ..
                }) = value
                {
                    return Err(Stop::Unknown);
                }
                all[lane].push(value);
            }
        }
        Ok(all)
    }

    fn mask_of(
        &mut self,
        frame: &mut Frame<'a>,
        condition: Handle<Expression>,
        mask: Mask,
    ) -> Result<Mask, Stop> {
        let mut yes = 0;
        for lane in lanes(mask) {
            let holds = self
                .value(frame, condition, lane)?
                .yes()
                .ok_or(Stop::Unknown)?;
            yes |= Mask::from(holds) << lane;
        }
        Ok(yes)
    }

    /// What an expression has given, or gives now if it is one that needs no statement.
    pub fn value(
        &mut self,
        frame: &mut Frame<'a>,
        expression: Handle<Expression>,
        lane: usize,
    ) -> Result<Value<'a>, Stop> {
        let value = match &frame.values[lane][expression.index()] {
            Some(value) => value.clone(),
            None => self.expression(frame, expression, lane)?,
        };
        self.spend(value.size())?;
        Ok(value)
    }

    fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        let left = self.steps.checked_sub(steps);
        self.steps = left.ok_or(Fault::Long)?;
        Ok(())
    }
}

impl<'a> Frame<'a> {
    /// How many cells a local variable has.
    pub fn local(&self, number: usize, lane: usize) -> usize {
        self.locals[lane][number].len()
    }
}

fn lanes(mask: Mask) -> impl Iterator<Item = usize> {
    (0..Mask::BITS as usize).filter(move |lane| mask >> lane & 1 == 1)
}
