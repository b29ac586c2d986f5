using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Packages;

/// <summary>What can be said against a manifest without starting anything.</summary>
internal static class PackageCheck
{
    private const double Hour = 3600;

    public static IReadOnlyList<string> Faults(ModelPackage p)
    {
        var faults = new List<string>();
        int kinds = (p.Command is null ? 0 : 1) + (p.Code is null ? 0 : 1) + (p.Ensemble is null ? 0 : 1);
        if (kinds != 1) faults.Add("$: must have exactly one of 'command', 'code' and 'ensemble'.");
        Ports(p.Inputs, "$.inputs", faults);
        Ports(p.Outputs, "$.outputs", faults);
        if (p.Command is { } command) Command(command, p.Server, faults);
        if (p.Command is not null && p.Server.Speaks == ServerProtocol.Object && !(IsText(p.Inputs) && IsText(p.Outputs)))
            faults.Add("$.server.speaks: 'object' takes one input and gives one output, each BYTES with the shape [-1].");
        if (p.Code is { } code) Code(code, faults);
        if (p.Ensemble is { } members) Ensemble(p, members, faults);
        else if (p.Answers is not null) faults.Add("$.answers: is for an 'ensemble' only.");
        return faults;
    }

    private static void Ports(IReadOnlyList<PackagePort> ports, string at, List<string> faults)
    {
        if (ports.Count is 0 or > 10_000) faults.Add($"{at}: must hold 1 to 10,000.");
        for (int i = 0; i < ports.Count; i++)
        {
            PackagePort port = ports[i];
            if (port.Name.Length is 0 or > 200) faults.Add($"{at}[{i}].name: must have 1 to 200 characters.");
            if (Datatypes.Parse(port.Datatype) == Datatype.None) faults.Add($"{at}[{i}].datatype: must be one of {Datatypes.All}{(port.Datatype is "binary" or "datetime" ? $"; MLflow's '{port.Datatype}' is text on the wire: say BYTES, and the model's server gets it as it came" : "")}.");
            if (port.Shape.Count is 0 or > 8 || port.Shape[0] != -1) faults.Add($"{at}[{i}].shape: must have 1 to 8 dimensions and begin with -1 (the rows).");
            if (port.Shape.Skip(1).Any(d => d is 0 or < -1 or > int.MaxValue)) faults.Add($"{at}[{i}].shape: dimensions after the first must be positive, or -1 for any size.");
        }

        foreach (var twins in ports.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)) faults.Add($"{at}: '{twins.Key}' is there twice.");
    }

    private static void Command(IReadOnlyList<string> command, ServerRule server, List<string> faults)
    {
        if (command.Count == 0 || command.Any(w => w.Contains('\0', StringComparison.Ordinal)) || command[0].Length == 0) faults.Add("$.command: must be a program and its arguments, e.g. [\"python3\", \"serve.py\"].");
        if (server.Model.Length == 0 || server.Model.Contains('/', StringComparison.Ordinal)) faults.Add("$.server.model: must be a name without '/'.");
        if (server.Ready is { } ready && !ready.StartsWith('/')) faults.Add("$.server.ready: must begin with '/'.");
        if (server.StartSeconds is not (>= 0.1 and <= Hour)) faults.Add("$.server.start_seconds: must lie in 0.1 to 3600.");
        if (server.AnswerSeconds is not (>= 0.01 and <= Hour)) faults.Add("$.server.answer_seconds: must lie in 0.01 to 3600.");
        if (server.ProbeSeconds is not (>= 0.05 and <= Hour)) faults.Add("$.server.probe_seconds: must lie in 0.05 to 3600.");
        if (server.MemoryMegabytes < 1) faults.Add("$.server.memory_megabytes: must be 1 or more; leave it out for no limit.");
        if (server.Parallel is < 1 or > 1024) faults.Add("$.server.parallel: must lie in 1 to 1024.");
        foreach ((string name, string value) in server.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0') || value.Contains('\0', StringComparison.Ordinal)) faults.Add("$.server.environment: a name must not be empty or hold '='.");
    }

    private static void Code(CodePart code, List<string> faults)
    {
        if (!IsInside(code.Assembly)) faults.Add("$.code.assembly: must be the path of a file in the archive.");
        if (code.Digest is { } digest && !IsDigest(digest)) faults.Add("$.code.digest: must be 'sha256:' and 64 hex digits of the assembly's file.");
        if (!IsInside(code.Model)) faults.Add("$.code.model: must be the path of a file in the archive.");
    }

    private static bool IsText(IReadOnlyList<PackagePort> ports) => ports is [{ Datatype: "BYTES" } only] && only.Shape.Skip(1).All(d => d == 1);

    private static bool IsDigest(string text) => text.StartsWith("sha256:", StringComparison.Ordinal) && text.Length == 71;

    private static bool IsInside(string path) => path.Length > 0 && !path.StartsWith('/') && !path.Split('/').Contains("..");

    private static void Ensemble(ModelPackage p, IReadOnlyList<MemberPart> members, List<string> faults)
    {
        if (members.Count is 0 or > 64) faults.Add("$.ensemble: must hold 1 to 64 members.");
        var known = new HashSet<string>(StringComparer.Ordinal) { "inputs" };
        for (int i = 0; i < members.Count; i++)
        {
            MemberPart member = members[i];
            foreach ((string input, string from) in member.In)
                if (!known.Contains(Owner(from))) faults.Add($"$.ensemble[{i}].in.{input}: must be 'inputs.name' or 'member.output' of a member that stands before it.");
            if (member.Name.Length == 0 || member.Name.Contains('.', StringComparison.Ordinal) || !known.Add(member.Name)) faults.Add($"$.ensemble[{i}].name: must be a name of its own, without '.', and not 'inputs'.");
            if (!IsDigest(member.Digest)) faults.Add($"$.ensemble[{i}].digest: must be 'sha256:' and 64 hex digits of a version's file.");
        }

        foreach (PackagePort output in p.Outputs)
            if (p.Answers is null || !p.Answers.TryGetValue(output.Name, out string? from) || !known.Contains(Owner(from))) faults.Add($"$.answers: must say for the output '{output.Name}' which 'member.output' it is.");
        foreach (string name in (p.Answers?.Keys ?? []).Where(n => p.Outputs.All(o => o.Name != n))) faults.Add($"$.answers.{name}: is none of 'outputs'.");
    }

    private static string Owner(string from) => from.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < from.Length - 1 ? from[..dot] : "";
}
