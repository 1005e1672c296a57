//! A shader played on the processor, to see what a card passes over in silence: an index that is too large, two
//! invocations that meet at a number with no barrier between, a barrier that not all of them come to, a loop without
//! an end. What comes out of such a shader depends on the card, and on chance.

mod expressions;
mod lanes;
mod memory;
mod traffic;
mod value;

use std::collections::BTreeMap;

use wgpu::naga::valid::{Capabilities, ValidationFlags, Validator};
use wgpu::naga::{
    Binding, BuiltIn, EntryPoint, Function, Module, ShaderStage, SourceLocation, front::wgsl,
};

use crate::{Dispatch, Ended, Fault, Played};
use lanes::Workgroup;
use memory::Kept;
use value::{Cell, Value};

/// Why it is not played to its end.
pub enum Stop {
    /// It is wrong, whatever the card would make of it.
    Fault(Fault),
    /// It uses something that is not played here.
    Unknown,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// Plays a shader to its end.
pub fn play(dispatch: &Dispatch<'_>) -> Ended {
    let source = dispatch.source;
    let module = match wgsl::parse_str(source) {
        Ok(module) => module,
        Err(error) => {
            return rejected(
                dispatch,
                error.location(source),
                &error.emit_to_string(source),
            );
        }
    };
    if let Err(error) =
        Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module)
    {
        return rejected(
            dispatch,
            error.location(source),
            &error.emit_to_string(source),
        );
    }
    let is_asked =
        |entry: &&EntryPoint| entry.stage == ShaderStage::Compute && entry.name == dispatch.entry;
    let Some(entry) = module.entry_points.iter().find(is_asked) else {
        let message = format!(
            "there is no `fn {}` in it with @compute above",
            dispatch.entry
        );
        return rejected(dispatch, None, &message);
    };
    match all_groups(&module, entry, dispatch) {
        Ok(played) => Ended::Played(played),
        Err(Stop::Fault(fault)) => Ended::Fault(fault),
        Err(Stop::Unknown) => Ended::Unknown,
    }
}

fn rejected(dispatch: &Dispatch<'_>, at: Option<SourceLocation>, message: &str) -> Ended {
    let place = at.map(|at| format!(":{}:{}", at.line_number, at.line_position));
    Ended::Rejected(format!(
        "{}{}\n{message}",
        dispatch.file,
        place.unwrap_or_default()
    ))
}

fn all_groups(
    module: &Module,
    entry: &EntryPoint,
    dispatch: &Dispatch<'_>,
) -> Result<Played, Stop> {
    let mut memory = memory::shared(module, dispatch).ok_or(Stop::Unknown)?;
    let lanes = lanes_of(entry).ok_or(Stop::Unknown)?;
    let mut reads = BTreeMap::new();
    // A new workgroup waits for nobody.
    let mut phases = [1, 1];
    let mut steps = lanes::STEPS;
    for number in 0..dispatch.workgroups.iter().product() {
        for shared in memory
            .iter_mut()
            .filter(|shared| shared.kept == Kept::Workgroup)
        {
            shared.cells.iter_mut().for_each(Cell::clear);
        }
        let mut workgroup =
            Workgroup::new(module, dispatch.source, &mut memory, lanes, phases, steps);
        let arguments = (0..lanes as u32)
            .map(|lane| arguments(module, entry, dispatch.workgroups, number, lane))
            .collect::<Option<Vec<_>>>()
            .ok_or(Stop::Unknown)?;
        let all = workgroup.all();
        workgroup.call(&entry.function, arguments, all)?;
        if let Some(race) = workgroup.race.take() {
            return Err(race.among(workgroup.barriers, workgroup.is_clash).into());
        }
        phases = workgroup.phases.map(|phase| phase + 1);
        steps = workgroup.steps;
        for shared in &memory {
            let most = shared.reads.iter().copied().max().unwrap_or(0);
            let known: &mut usize = reads.entry(shared.name.clone()).or_default();
            *known = most.max(*known);
        }
    }
    let written = module
        .global_variables
        .iter()
        .zip(&memory)
        .find(|((_, variable), _)| {
            variable
                .binding
                .is_some_and(|binding| binding.binding as usize == dispatch.inputs.len() + 1)
        });
    let (_, output) = written.ok_or(Stop::Unknown)?;
    let number = |cell: &Cell| match cell {
        Cell::F(x) => Some(*x),
        _ => None,
    };
    let output: Option<Vec<f32>> = output.cells.iter().map(number).collect();
    Ok(Played {
        output: output.ok_or(Stop::Unknown)?,
        reads,
    })
}

/// How many invocations are in a workgroup; `None` if they are more than we play, or counted later.
fn lanes_of(entry: &EntryPoint) -> Option<usize> {
    let [width, height, depth] = entry.workgroup_size;
    let lanes = width.checked_mul(height)?.checked_mul(depth)?;
    let is_played = entry.workgroup_size_overrides.is_none() && lanes <= lanes::Mask::BITS;
    is_played.then_some(lanes as usize)
}

/// What invocation `lane` of workgroup `number` is told about itself.
fn arguments<'a>(
    module: &'a Module,
    entry: &'a EntryPoint,
    [across, down, deep]: [u32; 3],
    number: u32,
    lane: u32,
) -> Option<Vec<Value<'a>>> {
    let function: &Function = &entry.function;
    let [width, height, depth] = entry.workgroup_size;
    let group = [
        number % across,
        number / across % down,
        number / (across * down),
    ];
    let here = [lane % width, lane / width % height, lane / (width * height)];
    let size = [width, height, depth];
    let global = [0, 1, 2].map(|axis| group[axis] * size[axis] + here[axis]);
    let of = |argument: &'a wgpu::naga::FunctionArgument| {
        let Some(Binding::BuiltIn(which)) = &argument.binding else {
            return None;
        };
        let numbers = match which {
            BuiltIn::GlobalInvocationId => global.to_vec(),
            BuiltIn::LocalInvocationId => here.to_vec(),
            BuiltIn::LocalInvocationIndex => vec![lane],
            BuiltIn::WorkGroupId => group.to_vec(),
            BuiltIn::NumWorkGroups => vec![across, down, deep],
            _ => return None,
        };
        let cells = numbers.into_iter().map(Cell::U).collect();
        Some(Value::Cells(cells, &module.types[argument.ty].inner))
    };
    function.arguments.iter().map(of).collect()
}
