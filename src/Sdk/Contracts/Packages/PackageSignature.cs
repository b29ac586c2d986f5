using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Packages;

/// <summary>The signature of a packaged model as the registry keeps it, in the words that graphs have for their types.</summary>
public static class PackageSignature
{
    /// <summary><c>{"inputs":[{"name","type","shape"}],"outputs":[…]}</c>, and <c>code</c>, the digest of the scoring code's assembly, where its manifest says it.</summary>
    public static string Of(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var signature = new JsonObject { ["inputs"] = Ports(package.Inputs), ["outputs"] = Ports(package.Outputs) };
        if (package.Code?.Digest is { } code) signature["code"] = code;
        return signature.ToJsonString();
    }

    private static JsonArray Ports(IReadOnlyList<PackagePort> ports) => new([.. ports.Select(p => (JsonNode)new JsonObject
    {
        ["name"] = p.Name,
        ["type"] = Word(Datatypes.Parse(p.Datatype)),
        ["shape"] = new JsonArray([.. p.Shape.Select(d => (JsonNode)d)]),
    })]);

    private static string Word(Datatype type) => type switch
    {
        Datatype.Fp32 => "float",
        Datatype.Fp64 => "double",
        Datatype.Fp16 => "float16",
        Datatype.Bytes => "string",
        _ => type.Name().ToLowerInvariant(),
    };
}
