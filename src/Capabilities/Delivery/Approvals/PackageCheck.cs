using Cairn.Contracts.Packages;
using Cairn.Onnx;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.XgBoost;

namespace Cairn.Delivery;

/// <summary>What is really in the package of a version, as the control plane finds it.</summary>
internal sealed class PackageCheck(IArtifactStore artifacts, IRepositories repositories, IDatabase database, GateStore gates)
{
    /// <summary>Of <c>model</c> (the file is there and sound), <c>signature</c>, <c>example</c> (requests with answers, or rows of a table), <c>limits</c> (measured by slices, or noted).</summary>
    public async Task<IReadOnlyList<string>> FindAsync(ModelVersionView version, CancellationToken cancellation)
    {
        var found = new List<string>();
        if (await SoundAsync(version, cancellation)) found.Add("model");
        if (SignatureCheck.Inputs(version.SignatureJson).Count > 0) found.Add("signature");
        IReadOnlyList<GateDecision> decisions = await database.ReadAsync(s => gates.OfVersion(s, version.Id), cancellation);
        if (decisions.Any(d => d.EvalDigest is not null) || await HasRequestsAsync(version, cancellation)) found.Add("example");
        if (version.Note is { Length: > 0 } || decisions.Any(Measured)) found.Add("limits");
        return found;
    }

    private static bool Measured(GateDecision d) => d.Checks.Contains("\"slices\"", StringComparison.Ordinal) || d.Checks.Contains("worst_slice", StringComparison.Ordinal);

    private async Task<bool> SoundAsync(ModelVersionView version, CancellationToken cancellation)
    {
        if (!await artifacts.ExistsAsync(version.Digest, cancellation)) return false;
        try
        {
            string path = await artifacts.PathAsync(version.Digest, cancellation);
            if (PackageFile.Is(path)) _ = PackageFile.Read(path);
            else if (IsXgBoost(path)) return Loads(await File.ReadAllBytesAsync(path, cancellation));
            else OnnxFile.Check(path);
            return true;
        }
        catch (Exception e) when (e is OnnxFormatException or PackageException or XgBoostException)
        {
            return false;
        }
    }

    // Both of its forms, JSON and UBJSON, are one object; no graph begins so.
    private static bool IsXgBoost(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == '{';
    }

    // Where the library is absent it could not be served either.
    private static bool Loads(byte[] model)
    {
        if (XgBoostLibrary.Missing() is not null) return false;
        Booster.Load(model).Dispose();
        return true;
    }

    private async Task<bool> HasRequestsAsync(ModelVersionView version, CancellationToken cancellation)
    {
        if (version.Commit is null) return false;
        string folder = Path.Combine(await repositories.CheckoutAsync(version.Project, version.Commit, cancellation), "scoring");
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "requests*.json").Any();
    }
}
