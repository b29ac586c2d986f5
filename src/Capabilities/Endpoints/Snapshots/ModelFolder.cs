using Cairn.Contracts.Packages;
using Cairn.Onnx;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Endpoints;

/// <summary>Model files as the runtime opens them: each in a private directory of its own, checked before it is there.</summary>
internal sealed class ModelFolder(IArtifactStore artifacts, PlatformOptions options) : IModelFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public async Task<string> PathAsync(string digest, CancellationToken cancellation)
    {
        string home = Path.Combine(options.Folder("models"), digest["sha256:".Length..]);
        if (Find(home) is { } there) return there;
        string fresh = $"{home}.{Guid.NewGuid():N}";
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(fresh);
        else Directory.CreateDirectory(fresh, Private);
        try
        {
            string copy = Path.Combine(fresh, "model");
            await CopyAsync(digest, copy, cancellation);
            Check(copy);
            if (Find(home) is null) Directory.Move(fresh, home);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
        return Find(home)!;
    }

    /// <summary>Files of an ensemble's members, by digest; null for any other model.</summary>
    /// <exception cref="FileNotFoundException">A member is not stored.</exception>
    public async Task<IReadOnlyDictionary<string, string>?> MembersAsync(string path, CancellationToken cancellation)
    {
        if (!PackageFile.Is(path) || PackageFile.Read(path).Ensemble is not { } members) return null;
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (MemberPart member in members)
        {
            if (!await artifacts.ExistsAsync(member.Digest, cancellation)) throw new FileNotFoundException($"The ensemble's member '{member.Name}' is not stored here; register the version that it names.");
            files[member.Digest] = await PathAsync(member.Digest, cancellation);
        }
        return files;
    }

    private static string? Find(string home) => Directory.Exists(home) ? Directory.EnumerateFiles(home, "model*").FirstOrDefault() : null;

    /// <summary>A graph and a package's manifest are looked through here. What begins as one object is XGBoost's, and the data plane looks at it when it loads it.</summary>
    private static void Check(string copy)
    {
        if (PackageFile.Is(copy))
        {
            _ = PackageFile.Read(copy);
            File.Move(copy, copy + ".zip");
            return;
        }
        using (FileStream file = File.OpenRead(copy))
        {
            if (file.ReadByte() == '{')
            {
                File.Move(copy, copy + ".xgb");
                return;
            }
        }
        OnnxFile.Check(copy);
        File.Move(copy, copy + ".onnx");
    }

    private async Task CopyAsync(string digest, string to, CancellationToken cancellation)
    {
        await using Stream from = await artifacts.OpenAsync(digest, cancellation);
        await using FileStream file = File.Create(to);
        await from.CopyToAsync(file, cancellation);
    }
}
