using System.Text.Json.Nodes;
using Cairn.Contracts.Packages;
using Cairn.OnnxRuntime;

namespace Cairn.Delivery;

/// <summary>A packaged model's ports where a sample of it is asked.</summary>
internal static class PackageSample
{
    public static IReadOnlyList<OnnxPort> Ports(IReadOnlyList<PackagePort> inputs) => [.. inputs.Select(i => new OnnxPort(i.Name, OnnxKind.Tensor, Element(i.Datatype), i.Shape))];

    /// <summary>Null when every output is there.</summary>
    public static string? Missing(JsonObject answer, IReadOnlyList<PackagePort> outputs)
    {
        HashSet<string> given = [.. (answer["outputs"] as JsonArray ?? []).OfType<JsonObject>().Select(o => (string?)o["name"] ?? "")];
        return outputs.FirstOrDefault(o => !given.Contains(o.Name)) is { } lacking ? $"output {lacking.Name} is missing" : null;
    }

    private static OnnxElement Element(string datatype) => datatype switch
    {
        "FP32" => OnnxElement.Float,
        "FP64" => OnnxElement.Double,
        "INT64" => OnnxElement.Int64,
        "INT32" => OnnxElement.Int32,
        "BOOL" => OnnxElement.Bool,
        "BYTES" => OnnxElement.String,
        _ => OnnxElement.Undefined,
    };
}
