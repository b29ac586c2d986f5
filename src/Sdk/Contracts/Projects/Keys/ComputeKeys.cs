using System.Text.Json;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class ComputeKeys
{
    private static readonly Key<IReadOnlyDictionary<string, JsonElement>> Local = Kind("local", "processes of this machine",
        ("workers", Of.Int(1, 1024), "steps at the same time"), ("mem", Of.Bytes, "memory for all of them"), ("dir", Of.Text, "directory for the work"));

    private static readonly Key<IReadOnlyDictionary<string, JsonElement>> Slurm = Kind("slurm", "a Slurm cluster",
        ("partition", Of.Text, "partition"), ("workdir", Of.Text, "directory that nodes and server share"), ("account", Of.Text, "account"),
        ("qos", Of.Text, "quality of service"), ("gres", Of.Text, "generic resources"), ("nodes", Of.Int(1, 1000), "nodes for one step"));

    private static readonly Key<IReadOnlyDictionary<string, JsonElement>> Kubernetes = Kind("kubernetes", "a Kubernetes cluster",
        ("namespace", Of.Text, "namespace"), ("image", Of.Text, "container image"), ("queue", Of.Text, "queue of the job controller"),
        ("context", Of.Text, "context of the cluster's configuration"), ("service_account", Of.Text, "service account"));

    private static readonly IReadOnlyList<(Key<IReadOnlyDictionary<string, JsonElement>> Key, ComputeKind Kind)> Kinds =
        [(Local, ComputeKind.Local), (Slurm, ComputeKind.Slurm), (Kubernetes, ComputeKind.Kubernetes)];

    public static readonly Shape<ComputeTarget> Shape = new BlockShape<ComputeTarget>(
        "compute", "where steps run: exactly one of local, slurm, kubernetes", [Local, Slurm, Kubernetes], Build);

    private static ComputeTarget Build(Fields f)
    {
        var (key, kind) = Kinds.FirstOrDefault(k => f.Has(k.Key), Kinds[0]);
        return new ComputeTarget(f.Name, kind, f.Map(key));
    }

    private static Key<IReadOnlyDictionary<string, JsonElement>> Kind(string name, string doc, params (string Name, object Shape, string Doc)[] options)
    {
        Key[] keys = [.. options.Select(o => o.Shape switch
        {
            Shape<int> number => (Key)new Key<int>(o.Name, number, o.Doc),
            Shape<ByteSize> size => new Key<ByteSize>(o.Name, size, o.Doc),
            var text => new Key<string>(o.Name, (Shape<string>)text, o.Doc),
        })];
        return new(name, new BlockShape<IReadOnlyDictionary<string, JsonElement>>(name, doc, keys, f => Options(f, keys)), doc);
    }

    private static Dictionary<string, JsonElement> Options(Fields f, Key[] keys) => keys.Where(f.Has).ToDictionary(
        k => k.Name,
        k => k switch
        {
            Key<int> number => JsonSerializer.SerializeToElement(f.Need(number)),
            Key<ByteSize> size => JsonSerializer.SerializeToElement(f.Need(size).Bytes),
            _ => JsonSerializer.SerializeToElement(f.Need((Key<string>)k)),
        },
        StringComparer.Ordinal);
}
