//! From WGSL to something that runs: variants, pipelines, bind groups.

use std::borrow::Cow;
use std::collections::HashMap;

/// A kernel: a WGSL file, and which of its functions to run.
pub(crate) struct Kernel {
    pub entry: &'static str,
    source: &'static str,
}

impl Kernel {
    /// `entry` is the function's name; `prelude.wgsl` is put in front of `source`.
    pub const fn new(entry: &'static str, source: &'static str) -> Self {
        Kernel { entry, source }
    }

    /// The whole program, with lines of it replaced.
    fn program(&self, definitions: &Definitions) -> String {
        let mut program = self.source.to_string();
        for (name, text) in definitions {
            program = define(&program, name, text).unwrap_or_else(|| {
                panic!("the kernel {} has no line that defines {name}", self.entry)
            });
        }
        if !program.contains("alias T =") {
            program.push_str("alias T = f32;\n");
        }
        include_str!("prelude.wgsl").to_string() + &program
    }
}

/// What a variant changes: names, and what they stand for.
pub(super) type Definitions = Vec<(&'static str, Cow<'static, str>)>;

/// Replaces what `name` stands for, where one line defines it: `const name = …;`, `alias name = …;`
/// or `fn name(…) -> … { return …; }`. So every WGSL file is a whole program as it is, and a variant
/// is the same program with another line.
fn define(program: &str, name: &str, text: &str) -> Option<String> {
    let mut found = false;
    let mut lines = String::with_capacity(program.len() + text.len());
    for line in program.lines() {
        let rest = ["const ", "alias ", "fn "]
            .iter()
            .find_map(|word| line.strip_prefix(word)?.strip_prefix(name));
        let is_meant = rest.is_some_and(|rest| rest.starts_with([' ', ':', '(']));
        if !is_meant {
            lines += line;
        } else if let Some((head, _)) = line.split_once(" { return ") {
            lines += &format!("{head} {{ return {text}; }}");
        } else if let Some((head, _)) = line.split_once('=') {
            lines += &format!("{head}= {text};");
        }
        found |= is_meant;
        lines.push('\n');
    }
    found.then_some(lines)
}

/// How many bind groups are kept. A training loop uses the same buffers at every step.
const KEEP_AT_MOST: usize = 8192;

/// The most buffers that one kernel may use: what every card can do.
pub(super) const MOST_BUFFERS: usize = 8;

/// The bytes of immediates that every card can take.
pub(super) const MOST_NUMBERS: usize = 128;

/// What a kernel's buffers are: how many, and bit i set if it writes the i-th.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Signature {
    pub count: u32,
    pub written: u32,
}

/// What tells pipelines apart: a kernel's function, where its text lies (two kernels may have functions
/// of the same name), its variant, its buffers.
type PipelineKey = (&'static str, usize, Definitions, Signature);

/// What was made once and is used again.
#[derive(Default)]
pub(super) struct Kernels {
    pipelines: HashMap<PipelineKey, wgpu::ComputePipeline>,
    layouts: HashMap<Signature, (wgpu::BindGroupLayout, wgpu::PipelineLayout)>,
    pub(super) bind_groups: HashMap<(Signature, [u64; MOST_BUFFERS]), wgpu::BindGroup>,
}

impl Kernels {
    pub fn pipeline(
        &mut self,
        device: &wgpu::Device,
        kernel: &'static Kernel,
        definitions: Definitions,
        signature: Signature,
    ) -> wgpu::ComputePipeline {
        let source = kernel.source.as_ptr() as usize;
        let key = (kernel.entry, source, definitions, signature);
        if let Some(pipeline) = self.pipelines.get(&key) {
            return pipeline.clone();
        }
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(kernel.entry),
            source: wgpu::ShaderSource::Wgsl(kernel.program(&key.2).into()),
        });
        let (_, layout) = self.layout(device, signature);
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(kernel.entry),
            layout: Some(layout),
            module: &module,
            entry_point: Some(kernel.entry),
            compilation_options: wgpu::PipelineCompilationOptions {
                // Our kernels write workgroup memory before they read it.
                zero_initialize_workgroup_memory: false,
                ..Default::default()
            },
            cache: None,
        });
        self.pipelines.insert(key, pipeline.clone());
        pipeline
    }

    fn layout(
        &mut self,
        device: &wgpu::Device,
        signature: Signature,
    ) -> &(wgpu::BindGroupLayout, wgpu::PipelineLayout) {
        self.layouts.entry(signature).or_insert_with(|| {
            let entries: Vec<_> = (0..signature.count)
                .map(|binding| wgpu::BindGroupLayoutEntry {
                    binding,
                    visibility: wgpu::ShaderStages::COMPUTE,
                    ty: wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Storage {
                            read_only: signature.written & (1 << binding) == 0,
                        },
                        has_dynamic_offset: false,
                        min_binding_size: None,
                    },
                    count: None,
                })
                .collect();
            let buffers = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &entries,
            });
            let pipeline = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: None,
                bind_group_layouts: &[Some(&buffers)],
                immediate_size: MOST_NUMBERS as u32,
            });
            (buffers, pipeline)
        })
    }

    pub fn bind_group(
        &mut self,
        device: &wgpu::Device,
        signature: Signature,
        buffers: &[(wgpu::Buffer, u64)],
    ) -> wgpu::BindGroup {
        let mut ids = [0; MOST_BUFFERS];
        for (place, (_, id)) in ids.iter_mut().zip(buffers) {
            *place = *id;
        }
        if let Some(bind_group) = self.bind_groups.get(&(signature, ids)) {
            return bind_group.clone();
        }
        let entries: Vec<_> = (0..)
            .zip(buffers)
            .map(|(binding, (buffer, _))| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        let (layout, _) = self.layout(device, signature);
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout,
            entries: &entries,
        });
        if self.bind_groups.len() >= KEEP_AT_MOST {
            self.forget_bind_groups();
        }
        self.bind_groups
            .insert((signature, ids), bind_group.clone());
        bind_group
    }

    pub fn forget_bind_groups(&mut self) {
        self.bind_groups.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_replaces_one_line() {
        let program = "const TILE: u32 = 16;\nalias T = f32;\nfn f(x: T) -> T { return x; }\nfn fx(x: T) -> T { return x; }\n";
        let changed = define(program, "TILE", "32").and_then(|p| define(&p, "f", "x * x"));
        assert_eq!(
            changed.as_deref(),
            Some(
                "const TILE: u32 = 32;\nalias T = f32;\nfn f(x: T) -> T { return x * x; }\nfn fx(x: T) -> T { return x; }\n"
            )
        );
        assert_eq!(define(program, "WIDTH", "1"), None);
    }
}
