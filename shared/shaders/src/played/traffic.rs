//! What the invocations read and write, and whom they meet there.

use wgpu::naga::{Barrier, Span};

use super::lanes::{Frame, Mask, Workgroup};
use super::memory::{Kept, Met, cells};
use super::value::{Place, Pointer, Value};
use super::{Fault, Stop};

impl<'a> Workgroup<'a, '_> {
    /// All of the workgroup wait here for each other, and see then what was written before.
    pub fn barrier(&mut self, which: Barrier, span: Span, mask: Mask) -> Result<(), Stop> {
        if mask != self.all() {
            return Err(Fault::Divided {
                line: self.line(span),
            }
            .into());
        }
        self.barriers += 1;
        self.phases[0] += usize::from(which.contains(Barrier::WORK_GROUP));
        self.phases[1] += usize::from(which.contains(Barrier::STORAGE));
        Ok(())
    }

    pub fn load(
        &mut self,
        frame: &Frame<'a>,
        from: Pointer<'a>,
        lane: usize,
        span: Span,
    ) -> Result<Value<'a>, Stop> {
        let count = cells(self.module, from.ty).ok_or(Stop::Unknown)?;
        let range = from.at..from.at + count;
        let found = match from.place {
            Place::Local(number) => frame.locals[lane][number][range].to_vec(),
            Place::Global(number) => {
                self.check(from, number, "reads", lane, span)?;
                let phase = self.phase(number);
                let shared = &mut self.memory[number];
                let met = shared.read(from.at, count, lane, phase);
                let found = shared.cells[range].to_vec();
                self.note(met, number, span);
                found
            }
        };
        Ok(Value::Cells(found, from.ty))
    }

    pub fn store(
        &mut self,
        frame: &mut Frame<'a>,
        to: Pointer<'a>,
        value: Value<'a>,
        lane: usize,
        span: Span,
    ) -> Result<(), Stop> {
        let Value::Cells(new, _) = value else {
            return Err(Stop::Unknown);
        };
        match to.place {
            Place::Local(number) => {
                frame.locals[lane][number][to.at..to.at + new.len()].copy_from_slice(&new);
            }
            Place::Global(number) => {
                self.check(to, number, "writes", lane, span)?;
                let phase = self.phase(number);
                for (at, cell) in (to.at..).zip(new) {
                    let met = self.memory[number].write(at, cell, lane, phase);
                    self.note(met, number, span);
                }
            }
        }
        Ok(())
    }

    fn phase(&self, number: usize) -> usize {
        self.phases[usize::from(self.memory[number].kept == Kept::Storage)]
    }

    /// That a pointer lies inside its variable.
    fn check(
        &self,
        pointer: Pointer<'a>,
        number: usize,
        does: &'static str,
        lane: usize,
        span: Span,
    ) -> Result<(), Stop> {
        let Some((index, length)) = pointer.outside else {
            return Ok(());
        };
        Err(Fault::Outside {
            does,
            name: self.memory[number].name.clone(),
            index,
            length,
            lane,
            line: self.line(span),
        }
        .into())
    }

    fn note(&mut self, met: Result<(), Met>, number: usize, span: Span) {
        self.is_clash |= met.as_ref().is_err_and(|met| met.both_write);
        if met.is_err() && self.race.is_none() {
            self.race = Some(Fault::Race {
                name: self.memory[number].name.clone(),
                is_late: self.barriers > 0,
                waits: false,
                is_clash: false,
                line: self.line(span),
            });
        }
    }
}
