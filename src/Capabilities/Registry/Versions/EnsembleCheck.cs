using Cairn.Contracts.Packages;
using Cairn.Onnx;
using Cairn.Platform.Artifacts;

namespace Cairn.Registry.Versions;

/// <summary>Holds an ensemble against its members before it becomes a version: each is stored, takes what it is given by these names, and gives what is taken of it. Types and shapes are seen where it is loaded.</summary>
internal sealed class EnsembleCheck(IArtifactStore artifacts)
{
    private const string Unknown = "*";

    /// <exception cref="PackageException">What does not fit, with its place.</exception>
    public async Task CheckAsync(ModelPackage package, CancellationToken cancellation)
    {
        var faults = new List<string>();
        HashSet<string> known = [.. package.Inputs.Select(i => $"inputs.{i.Name}")];
        for (int i = 0; i < package.Ensemble!.Count; i++)
        {
            MemberPart member = package.Ensemble[i];
            string place = $"{ModelPackage.FileName}: $.ensemble[{i}]";
            if (!Digest.IsDigest(member.Digest) || !await artifacts.ExistsAsync(member.Digest, cancellation))
            {
                faults.Add($"{place}.digest: no content with this digest is stored; register the version that it names first.");
                known.Add($"{member.Name}.{Unknown}");
                continue;
            }

            (string[]? inputs, string[]? outputs) = Ports(await artifacts.PathAsync(member.Digest, cancellation));
            faults.AddRange(member.In.Where(p => !Has(known, p.Value)).Select(p => $"{place}.in.{p.Key}: there is no '{p.Value}'; there are {string.Join(", ", known)}."));
            if (inputs is not null && !inputs.ToHashSet(StringComparer.Ordinal).SetEquals(member.In.Keys)) faults.Add($"{place}.in: the member takes {string.Join(", ", inputs)}, no more and no less.");
            known.UnionWith((outputs ?? [Unknown]).Select(o => $"{member.Name}.{o}"));
        }

        faults.AddRange(package.Answers!.Where(a => !Has(known, a.Value)).Select(a => $"{ModelPackage.FileName}: $.answers.{a.Key}: there is no '{a.Value}'; there are {string.Join(", ", known)}."));
        if (faults.Count > 0) throw new PackageException(faults);
    }

    private static bool Has(HashSet<string> known, string name) => known.Contains(name) || known.Contains(name[..(name.IndexOf('.', StringComparison.Ordinal) + 1)] + Unknown);

    /// <summary>Names of inputs and outputs; null for a file that does not tell them here, as one of XGBoost.</summary>
    private static (string[]? Inputs, string[]? Outputs) Ports(string path)
    {
        try
        {
            if (PackageFile.Is(path))
            {
                ModelPackage package = PackageFile.Read(path);
                return ([.. package.Inputs.Select(i => i.Name)], [.. package.Outputs.Select(o => o.Name)]);
            }

            OnnxFileInfo info = OnnxFile.Check(path);
            return ([.. info.Inputs.Select(i => i.Name)], [.. info.Outputs.Select(o => o.Name)]);
        }
        catch (Exception e) when (e is OnnxFormatException or PackageException) { return (null, null); }
    }
}
