// WGSL, the language of the GPU kernels, for the highlight.js that mdBook ships. `cargo run -p book` puts this script before
// book.js; plain mdBook does not, and has passed over these listings as plain text by now.
hljs.registerLanguage('wgsl', hljs => ({
    keywords: {
        keyword: 'alias break case const const_assert continue continuing default diagnostic discard else enable fn for'
            + ' if let loop override requires return struct switch var while',
        literal: 'true false',
        built_in: 'array atomic bool f16 f32 i32 u32 ptr sampler vec2 vec3 vec4 vec2f vec3f vec4f vec2i vec3i vec4i'
            + ' vec2u vec3u vec4u mat2x2 mat3x3 mat4x4 storage uniform workgroup private function read write read_write',
    },
    contains: [
        hljs.C_LINE_COMMENT_MODE,
        hljs.C_BLOCK_COMMENT_MODE,
        { className: 'meta', begin: /@\w+/ },
        { className: 'number', begin: /\b(0[xX][\da-fA-F]+|\d+(\.\d*)?([eE][+-]?\d+)?)[iufh]?\b/ },
        { className: 'function', beginKeywords: 'fn', end: /\(/, excludeEnd: true, contains: [hljs.UNDERSCORE_TITLE_MODE] },
        { className: 'class', beginKeywords: 'struct alias', end: /[{=]/, excludeEnd: true, contains: [hljs.UNDERSCORE_TITLE_MODE] },
    ],
}));

document.querySelectorAll('code.language-wgsl.hljs').forEach(code => hljs.highlightBlock(code));
