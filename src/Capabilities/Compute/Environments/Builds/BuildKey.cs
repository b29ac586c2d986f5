using System.Security.Cryptography;
using System.Text;
using Cairn.Compute.Targets;

namespace Cairn.Compute.Environments.Builds;

/// <summary>
/// All that what the SDK builds of a file depends on. A file that stands alone is told by itself; where files of the tree say how to build, the whole
/// tree counts. What may build differently each time has no key, and is built each time.
/// </summary>
/// <param name="IsAlone">No file of the tree but this one had a say.</param>
internal sealed record BuildKey(string Text, bool IsAlone)
{
    private const string Format = "1", Directive = "#:", Given = "CAIRN_";
    private const int MostFiles = 2000;
    private const long MostBytes = 64 << 20;

    // Others name further files, whose changes the SDK looks for itself.
    private static readonly string[] Plain = ["#:property ", "#:package ", "#:sdk "];

    private static readonly HashSet<string> SaysHow = new(StringComparer.OrdinalIgnoreCase)
    {
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp", "MSBuild.rsp", "global.json", "nuget.config", "packages.lock.json", ".editorconfig", ".globalconfig",
    };

    /// <summary>Null when it is not to be kept.</summary>
    public static BuildKey? Of(CSharpFile file, PreparedTask task)
    {
        string text = File.ReadAllText(file.FullPath);
        string[] how = [.. Folders(file).SelectMany(f => Directory.EnumerateFiles(f)).Where(f => SaysHow.Contains(Path.GetFileName(f)))];
        if (IsItsOwn(text) || how.Any(f => File.ReadAllText(f).Contains(Given, StringComparison.Ordinal)) || Sdk(task.Environment) is not { } sdk) return null;
        var parts = new List<string> { Format, file.Name, text, sdk, task.Task.Lock?.Name ?? "", task.Task.Lock?.Text ?? "" };
        // What the server gives differs from task to task and says nothing of how to build.
        foreach ((string name, string value) in task.Task.Environment.Where(v => !v.Key.StartsWith(Given, StringComparison.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal)) parts.AddRange([name, value]);
        if (how.Length == 0) return new BuildKey(Digest(parts), true);
        if (Tree(file.Work) is not { } tree) return null;
        return new BuildKey(Digest([.. parts, .. tree]), false);
    }

    // It knows its own place, which is another each time; or names what is not told by its name.
    private static bool IsItsOwn(string text) => text.Contains("CallerFilePath", StringComparison.Ordinal) || text.Split('\n').Where(l => l.StartsWith(Directive, StringComparison.Ordinal)).Any(l =>
        !Plain.Any(p => l.StartsWith(p, StringComparison.Ordinal)) || l.Contains("$(", StringComparison.Ordinal) || l.Contains('*'));

    private static IEnumerable<string> Folders(CSharpFile file)
    {
        for (string folder = Path.GetDirectoryName(file.FullPath)!; folder.Length >= file.Work.Length; folder = Path.GetDirectoryName(folder)!) yield return folder;
    }

    private static List<string>? Tree(string work)
    {
        var parts = new List<string>();
        long bytes = 0;
        foreach (string path in Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (parts.Count / 2 >= MostFiles || (bytes += new FileInfo(path).Length) > MostBytes) return null;
            parts.AddRange([Path.GetRelativePath(work, path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))]);
        }
        return parts;
    }

    // The installation that a command finds, by the versions that are in it.
    private static string? Sdk(IReadOnlyDictionary<string, string> environment)
    {
        string? program = environment.GetValueOrDefault("PATH", "").Split(':').Select(f => Path.Combine(f, "dotnet")).FirstOrDefault(File.Exists);
        if (program is null) return null;
        string root = Path.GetDirectoryName(new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program)!;
        return string.Join('\n', new[] { "sdk", Path.Combine("shared", "Microsoft.NETCore.App") }.Select(f => Path.Combine(root, f)).Where(Directory.Exists).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal)) is { Length: > 0 } versions ? versions : null;
    }

    private static string Digest(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
