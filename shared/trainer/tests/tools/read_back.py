"""Reads a directory with TensorBoard's own reader and prints as JSON what it found, by run.

    python3 shared/trainer/tests/tools/read_back.py DIR        (needs the package tensorboard)
"""

import json
import struct
import sys

from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
from tensorboard.compat.proto.graph_pb2 import GraphDef
from tensorboard.compat.proto.types_pb2 import DT_STRING
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

# 0: all of them.
everything = {"scalars": 0, "tensors": 0, "graph": 0, "meta_graph": 0}
multiplexer = EventMultiplexer(size_guidance=everything, tensor_size_guidance={name: 0 for name in (
    "scalars", "histograms", "images", "text", "hparams")})
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()


def shown(plugin, tensor):
    """What a point of this plugin says; TensorBoard itself has turned old kinds of summaries into tensors."""
    array = tensor_util.make_ndarray(tensor)
    if plugin == "scalars":
        return float(array)
    if plugin == "histograms":
        return array.tolist()
    if plugin == "images":
        width, height, file = array[0], array[1], array[2]
        real = struct.unpack(">II", file[16:24]) if file[:8] == b"\x89PNG\r\n\x1a\n" else None
        assert real == (int(width), int(height)), (width, height, real)
        return [int(width), int(height)]
    assert tensor.dtype == DT_STRING, tensor
    return array.reshape(-1)[0].decode()


found = {}
for run in sorted(multiplexer.Runs()):
    here = found[run] = {"scalars": {}, "histograms": {}, "images": {}, "text": {}, "graph": {}, "hparams": {}}
    accumulator = multiplexer.GetAccumulator(run)
    for tag in accumulator.Tags()["tensors"]:
        metadata = accumulator.SummaryMetadata(tag)
        plugin = metadata.plugin_data.plugin_name
        if plugin == "hparams":
            data = plugin_data_pb2.HParamsPluginData.FromString(metadata.plugin_data.content)
            for name, value in data.session_start_info.hparams.items():
                here["hparams"][name] = getattr(value, value.WhichOneof("kind"))
        elif plugin in here:
            points = accumulator.Tensors(tag)
            here[plugin][tag] = [[point.step, shown(plugin, point.tensor_proto)] for point in points]
    if accumulator.Tags()["graph"]:
        graph = accumulator.Graph()
        assert isinstance(graph, GraphDef)
        for node in graph.node:
            shape = [dim.size for dim in node.attr["_output_shapes"].list.shape[0].dim]
            here["graph"][node.name] = {"op": node.op, "input": list(node.input), "shape": shape}
print(json.dumps(found))
