#!/bin/sh
# Made stix-two-math.woff2 from stix-two-math-latin-400-normal.woff2 of the npm package
# @fontsource/stix-two-math 5.3.0. Needs fonttools and brotli: pip install fonttools brotli
# usage: sh subset.sh stix-two-math-latin-400-normal.woff2
set -eu
pyftsubset "$1" --flavor=woff2 --output-file=stix-two-math.woff2 \
  --layout-features='ssty,kern,flac,dtls,mark,mkmk,ccmp' --no-hinting --desubroutinize \
  --unicodes="U+0020-007E,U+00A0-00FF,U+0131,U+0237,U+02C6,U+02C7,U+02D8-02DC,U+0300-0338,U+0391-03F6,\
U+2010-2016,U+2018-201D,U+2020-2022,U+2026,U+2032-2037,U+2057,U+2061-2064,U+207B,U+20D7,U+2102-2134,\
U+2190-21FF,U+2200-22FF,U+2308-230B,U+2322,U+2323,U+239B-23B5,U+23DC-23E1,U+25A0-25FF,U+266D-266F,\
U+27E8-27EF,U+27F5-27FF,U+2A00-2A06,U+2A2F,U+2A3F,U+2A7D,U+2A7E,U+2AAF,U+2AB0,U+1D400-1D503,\
U+1D538-1D56B,U+1D670-1D755,U+1D7CE-1D7FF"
